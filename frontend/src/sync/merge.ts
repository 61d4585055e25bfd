/** What merging needs of an operation; the names are those of everyrep/core/sync.py. */
export interface Mergeable {
  readonly op_id: string;
  readonly entry_id: string;
  readonly kind: "create" | "amend" | "retract";
  readonly base_rev: number;
}

/** An entry as it stands. `conflict`: two operations were made on the same revision; both are in `history`. */
export interface EntryState<Operation extends Mergeable> {
  readonly top: Operation;
  /** Every operation behind the entry, oldest first. */
  readonly history: readonly Operation[];
  readonly retracted: boolean;
  readonly conflict: boolean;
}

/**
 * Every entry as it stands, by entry id: the same pure function of the set of operations as the server's
 * (core.sync.merge, ADR 0007). The highest revision is on top; on the same revision a create or amend beats a
 * retract, then the higher op_id wins. The same op_id counts once.
 */
export function merge<Operation extends Mergeable>(
  operations: Iterable<Operation>,
): Map<string, EntryState<Operation>> {
  const unique = new Map([...operations].map((operation) => [operation.op_id, operation]));
  const entries = new Map<string, Operation[]>();
  for (const operation of [...unique.values()].sort(byRank)) {
    const history = entries.get(operation.entry_id);
    if (history) history.push(operation);
    else entries.set(operation.entry_id, [operation]);
  }
  return new Map([...entries].map(([entryId, history]) => [entryId, state(history)]));
}

function byRank(one: Mergeable, other: Mergeable): number {
  return (
    one.base_rev - other.base_rev ||
    Number(one.kind !== "retract") - Number(other.kind !== "retract") ||
    (one.op_id < other.op_id ? -1 : 1)
  );
}

function state<Operation extends Mergeable>(history: readonly Operation[]): EntryState<Operation> {
  const top = history.at(-1);
  if (!top) throw new Error("an entry has at least one operation");
  const revisions = new Set(history.map((operation) => operation.base_rev));
  return { top, history, retracted: top.kind === "retract", conflict: revisions.size < history.length };
}

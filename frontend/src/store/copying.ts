import { type EntryState, type Mergeable, merge } from "../sync/merge.ts";
import type { Row } from "./database.ts";
import type { Copy, DeadLetter, Outbox, Place, Standing, Trouble } from "./index.ts";
import type { Own } from "./ledger.ts";
import { dayMs } from "./settling.ts";
import type { Held, Snapshot } from "./snapshot.ts";

/** How sending goes right now. */
export interface Sending {
  readonly sending: boolean;
  readonly trouble: Trouble;
}

/** What was said on this phone (see Ledger). */
export interface Told {
  readonly own: ReadonlyMap<string, Own>;
  readonly waiting: readonly Own[];
  readonly dead: readonly Own[];
}

/** What screens show: the server's word and the phone's own operations, merged. */
export function copyOf(snapshot: Snapshot, ledger: Told, sending: Sending, now: Date): Copy {
  const held = heldBy(snapshot);
  const own = [...ledger.own.values()];
  // Later ones win for the same id: the phone knows the whole of what a link shows only in part.
  const all: (Held & Mergeable)[] = [...snapshot.operations, ...own.map(asHeld)];
  const entries = [...merge(all)].map(([entryId, entry]) => [
    entryId,
    standing(entryId, entry, placeOf(entry.top, held, ledger)),
  ]);
  return {
    snapshot,
    entries: new Map(entries as [string, Standing][]),
    outbox: outboxOf(ledger, held, sending, now),
  };
}

/** The same where no more than sending has changed; the very same copy where that has not either. */
export function copySending(copy: Copy, ledger: Told, sending: Sending, now: Date): Copy {
  const outbox = outboxOf(ledger, heldBy(copy.snapshot), sending, now);
  return JSON.stringify(outbox) === JSON.stringify(copy.outbox) ? copy : { ...copy, outbox };
}

/** The snapshot without anything about anybody, for when the way in was closed. */
export function blank(snapshot: Snapshot): Snapshot {
  const program = { ...snapshot.program, state: "none" as const };
  return { ...snapshot, program, items: [], days: [], operations: [], change: null };
}

function heldBy(snapshot: Snapshot): ReadonlySet<string> {
  return new Set(snapshot.operations.map((operation) => operation.op_id));
}

function asHeld({ operation }: Own): Held {
  const { op_id, entry_id, kind, base_rev, local_date, evidence, body } = operation;
  return { op_id, entry_id, kind, base_rev, local_date, evidence, body, reduced: false };
}

function standing(entryId: string, { top, retracted, conflict }: EntryState<Held>, place: Place): Standing {
  return { entryId, top, retracted, conflict, revision: top.base_rev + 1, place };
}

function placeOf(top: Held, held: ReadonlySet<string>, ledger: Told): Place {
  if (held.has(top.op_id)) return "therapist";
  const places: Record<Row["state"], Place> = {
    waiting: "phone",
    refused: "phone",
    received: "therapist",
    seen: "therapist",
    aside: "aside",
  };
  return places[ledger.own.get(top.op_id)?.row.state ?? "waiting"];
}

function outboxOf(ledger: Told, held: ReadonlySet<string>, { sending, trouble }: Sending, now: Date): Outbox {
  const { waiting } = ledger;
  const oldest = waiting.reduce((first, { row }) => Math.min(first, row.said_at), Number.POSITIVE_INFINITY);
  return {
    waiting: new Set(waiting.map(({ operation }) => operation.entry_id)).size,
    oldest: waiting.length > 0 ? new Date(oldest) : null,
    overdue: waiting.length > 0 && now.getTime() - oldest > dayMs,
    sending: sending && waiting.length > 0,
    trouble,
    dead: ledger.dead.filter(({ row }) => !held.has(row.op_id)).map(letter),
  };
}

function letter({ row, operation }: Own): DeadLetter {
  const { kind, entry_id, base_rev, local_date, program_rev, evidence, body } = operation;
  const saying = { kind, entryId: entry_id, baseRev: base_rev, localDate: local_date };
  return {
    opId: row.op_id,
    reason: row.reason,
    saying: { ...saying, programRev: program_rev, evidence, body },
  };
}

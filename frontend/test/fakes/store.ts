import type { Copy, Outbox, Said, Standing, Store } from "../../src/store/index.ts";
import { StorageFull } from "../../src/store/index.ts";
import type { Held, Snapshot } from "../../src/store/snapshot.ts";

const calm: Outbox = { waiting: 0, oldest: null, overdue: false, sending: false, trouble: "", dead: [] };

/** A store in memory: nothing is sealed or sent, and everything that was said can be read. */
export class FakeStore implements Store {
  readonly logged: Said[] = [];
  readonly kept = new Map<string, unknown>();
  /** Set to have the phone be full. */
  full = false;
  refreshed = 0;
  private now: Copy;
  private readonly listeners = new Set<(copy: Copy) => void>();

  constructor(snapshot: Snapshot) {
    this.now = { snapshot, entries: entriesOf(snapshot.operations), outbox: calm };
  }

  get copy(): Copy {
    return this.now;
  }

  subscribe(listener: (copy: Copy) => void): () => void {
    this.listeners.add(listener);
    listener(this.now);
    return () => this.listeners.delete(listener);
  }

  async log(...said: readonly Said[]): Promise<readonly string[]> {
    if (this.full) throw new StorageFull();
    this.logged.push(...said);
    const ids = said.map((one, place) => one.entryId ?? `entry-${this.logged.length}-${place}`);
    const entries = new Map(this.now.entries);
    said.forEach((one, place) => {
      const id = ids[place] ?? "";
      entries.set(id, standingOf(one, id, this.logged.length + place));
    });
    this.change({ entries });
    return ids;
  }

  async retract(entryId: string): Promise<void> {
    const entry = this.now.entries.get(entryId);
    if (!entry) return;
    const entries = new Map(this.now.entries).set(entryId, { ...entry, retracted: true, place: "phone" });
    this.change({ entries });
  }

  async recall<T>(name: string): Promise<T | undefined> {
    return this.kept.get(name) as T | undefined;
  }

  async keep(name: string, value: unknown): Promise<void> {
    this.kept.set(name, value);
  }

  async forget(name: string): Promise<void> {
    this.kept.delete(name);
  }

  async refresh(): Promise<void> {
    this.refreshed += 1;
  }

  async exported(): Promise<Blob> {
    return new Blob([JSON.stringify(this.logged)]);
  }

  /** Another copy, as when the server has answered. */
  change(change: Partial<Copy>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) listener(this.now);
  }
}

function entriesOf(held: readonly Held[]): Map<string, Standing> {
  return new Map(
    held.map((top) => [
      top.entry_id,
      {
        entryId: top.entry_id,
        top,
        retracted: top.kind === "retract",
        conflict: false,
        revision: top.base_rev + 1,
        place: "therapist",
      },
    ]),
  );
}

function standingOf(said: Said, entryId: string, number: number): Standing {
  const base = said.baseRev ?? 0;
  return {
    entryId,
    top: {
      op_id: `op-${String(number).padStart(6, "0")}`,
      kind: said.kind,
      base_rev: base,
      local_date: said.localDate,
      evidence: said.evidence,
      body: said.body,
      reduced: false,
    },
    retracted: false,
    conflict: false,
    revision: base + 1,
    place: "phone",
  };
}

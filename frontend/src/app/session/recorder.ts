import type { Copy, Standing, Store } from "../../store/index.ts";
import { StorageFull } from "../../store/index.ts";
import type { Item } from "../../store/snapshot.ts";
import type { Saying } from "../../sync/operation.ts";
import { goOf, standing } from "../day.ts";

type Body = Saying["body"];

/** The go that a session is: its entries carry the day, and the version that was in force. */
export interface Slot {
  readonly date: string;
  readonly version: string | null;
  readonly session: number;
}

/** An entry of this session. `before`: what stood there when it began, to come back to; null for nothing. */
export interface Recorded {
  readonly entryId: string;
  readonly before: Body | null;
}

/** By the exercise's key. */
export type Record = Readonly<{ [key: string]: Recorded }>;

/** What an earlier entry of the same go said and this session was not asked. */
const keptFields = ["pain", "effort", "difficulty", "before", "after", "note"] as const;

/**
 * Brings the entries of a session to what it says, one after another: a new one, a correction, or taken back.
 * Saying the same again does nothing, so it may be called after every step.
 */
export class Recorder {
  private work: Promise<void> = Promise.resolve();
  /** The phone has no room: what was done is still shown, and is tried again at the next step. */
  full = false;

  constructor(
    private readonly store: Store,
    readonly slot: Slot,
    private recorded: Record,
    private readonly changed: () => Promise<void>,
  ) {}

  get record(): Record {
    return this.recorded;
  }

  /** Resolves when everything is durable on the phone, or has found no room there. */
  bring(keys: readonly string[], wanted: ReadonlyMap<string, Body>): Promise<void> {
    this.work = this.work.then(() => this.all(keys, wanted));
    return this.work;
  }

  private async all(keys: readonly string[], wanted: ReadonlyMap<string, Body>): Promise<void> {
    try {
      for (const key of keys) await this.one(key, wanted.get(key));
      this.full = false;
    } catch (trouble) {
      if (!(trouble instanceof StorageFull)) throw trouble;
      this.full = true;
    }
  }

  private async one(key: string, wanted: Body | undefined): Promise<void> {
    const known = this.recorded[key];
    const entry = known
      ? this.store.copy.entries.get(known.entryId)
      : earlier(this.store.copy, this.slot, key);
    if (!wanted) return this.takeBack(known, entry);
    if (!entry && known) return; // the copy does not know it yet; the next step will
    if (!entry) return this.create(key, wanted);
    const before = known ? known.before : entry.retracted ? null : (entry.top.body as Body);
    const body = { ...(before && keptOf(before, wanted)), ...wanted };
    if (!entry.retracted && same(entry.top.body, body)) return;
    await this.store.log({
      ...this.said(body),
      kind: "amend",
      entryId: entry.entryId,
      baseRev: entry.revision,
    });
    await this.note(key, { entryId: entry.entryId, before });
  }

  private async create(key: string, body: Body): Promise<void> {
    const [entryId] = await this.store.log(this.said(body));
    if (entryId) await this.note(key, { entryId, before: null });
  }

  private async takeBack(known: Recorded | undefined, entry: Standing | undefined): Promise<void> {
    if (!known || !entry || entry.retracted) return;
    const { before } = known;
    if (!before) return this.store.retract(known.entryId);
    if (same(entry.top.body, before)) return;
    const back = { kind: "amend", entryId: known.entryId, baseRev: entry.revision } as const;
    await this.store.log({ ...this.said(before), ...back });
  }

  private async note(key: string, recorded: Recorded): Promise<void> {
    if (this.recorded[key]?.entryId === recorded.entryId) return;
    this.recorded = { ...this.recorded, [key]: recorded };
    await this.changed();
  }

  private said(body: Body) {
    const { date, version } = this.slot;
    return { kind: "create", localDate: date, programRev: version, evidence: "guided", body } as const;
  }
}

/** What already stands for this go, to be corrected rather than said twice; what may not be corrected is left. */
function earlier(copy: Copy, slot: Slot, key: string): Standing | undefined {
  const found = goOf({ key } as Item, slot.session, slot.date, standing(copy)).standing;
  return found?.top.reduced ? undefined : found;
}

function keptOf(before: Body, wanted: Body): Body {
  const fields: readonly string[] = wanted.outcome === "not" ? ["note"] : keptFields;
  return Object.fromEntries(Object.entries(before).filter(([field]) => fields.includes(field)));
}

function same(one: object, other: object): boolean {
  return stable(one) === stable(other);
}

/** The same text for the same content, whatever the order of its names. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

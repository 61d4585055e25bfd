import type { Store } from "../../store/index.ts";
import { type Answers, entriesOf } from "./entries.ts";
import { over, type Session } from "./machine.ts";
import type { Plan } from "./plan.ts";
import { type Record, Recorder, type Slot } from "./recorder.ts";

const name = "session";
const version = 1;
/** Older than this, nobody goes on where they left: a product default, no published value. */
const longest = 4 * 3_600_000; // ms

/** A session under way, as it is kept on the phone after each step. The plan is in it: the program may change. */
export interface Kept {
  readonly v: number;
  readonly slot: Slot;
  readonly short: boolean;
  readonly plan: Plan;
  readonly session: Session;
  readonly answers: Answers;
  readonly record: Record;
  /** Milliseconds since 1970, by the phone's clock. */
  readonly at: number;
}

export async function keep(store: Store, kept: Omit<Kept, "v">): Promise<void> {
  await store.keep(name, { v: version, ...kept });
}

/** What was kept; undefined where there is nothing, or another version of the app kept it. */
export async function recalled(store: Store): Promise<Kept | undefined> {
  const kept = await store.recall<Kept>(name);
  return kept?.v === version ? kept : undefined;
}

export async function forget(store: Store): Promise<void> {
  await store.forget(name);
}

/** Whether a kept session can be gone on with: of this day, this go, not over, and not hours ago. */
export function goesOn(kept: Kept, slot: Slot, short: boolean, now: number): boolean {
  const recent = now - kept.at < longest && now >= kept.at;
  return sameGo(kept, slot, short) && recent && kept.session.now.phase !== "after";
}

export function sameGo(kept: Kept, slot: Slot, short: boolean): boolean {
  return kept.slot.date === slot.date && kept.slot.session === slot.session && kept.short === short;
}

/** Ends a session that nobody goes on with: what was done of it is logged, on the day it was done. */
export async function closeLeft(store: Store, { slot, plan, session, answers, record }: Kept): Promise<void> {
  const recorder = new Recorder(store, slot, record, async () => undefined);
  const now = session.now.phase === "lobby" ? session.now : over(session.now);
  const keys = plan.map(({ key }) => key);
  await recorder.bring(
    keys,
    entriesOf(plan, now, slot.session, answers, (key) => key in record),
  );
  if (!recorder.full) await forget(store);
}

import type { Item, Session as PlannedSession } from "../../store/snapshot.ts";
import { dayShown, itemOf } from "../day.ts";
import { isHeld } from "../program.ts";
import type { App, Place } from "../screen.ts";
import { dayOf, momentOf } from "../time.ts";
import { type Answers, unanswered } from "./entries.ts";
import { closeLeft, goesOn, type Kept, recalled, sameGo } from "./kept.ts";
import { begin, type Mode, type Session } from "./machine.ts";
import { type Plan, planOf } from "./plan.ts";
import type { Record, Slot } from "./recorder.ts";

type At = Extract<Place, { name: "session" }>;

/** A session to begin, or to go on with. `again`: everything of it is logged already. */
export interface Opening {
  readonly slot: Slot;
  readonly items: readonly Item[];
  readonly plan: Plan;
  readonly session: Session;
  readonly answers: Answers;
  readonly record: Record;
  readonly again: boolean;
}

/**
 * What was left unfinished here and can be gone on with; any other session that was left is closed. `here`: it was
 * left for another screen of this page, such as the symptom check, so it may also be at its end.
 */
export async function leftBehind(app: App, place: At, slot: Slot, here: boolean): Promise<Kept | undefined> {
  const kept = await recalled(app.store).catch(() => undefined);
  if (!kept) return undefined;
  const stays = here ? sameGo(kept, slot, place.short) : goesOn(kept, slot, place.short, app.now().getTime());
  if (stays) return kept;
  await closeLeft(app.store, kept).catch(() => undefined); // tried again the next time
  return undefined;
}

export function slotOf(app: App, { index }: At): Slot {
  const { snapshot } = app.store.copy;
  const { date } = momentOf(snapshot, app.now());
  return { date, version: dayOf(snapshot, date)?.version ?? null, session: index };
}

/** A session from its beginning: what is left of it, or all of it where everything is logged. */
export function anew(app: App, place: At, slot: Slot, mode: Mode): Opening | "held" | "nothing" {
  const { copy } = app.store;
  const day = dayOf(copy.snapshot, slot.date);
  if (!day) return "nothing";
  if (isHeld(copy, day)) return "held";
  const planned = day.sessions.find(({ index }) => index === slot.session);
  const shown = dayShown(copy, day).sessions.find(({ index }) => index === slot.session);
  const goes = (shown?.goes ?? []).filter(({ item }) => isPart(item, planned, place.short));
  const left = goes.filter(({ outcome }) => outcome === undefined);
  const items = (left.length > 0 ? left : goes).map(({ item }) => item);
  if (items.length === 0) return "nothing";
  const plan = planOf(items, place.short);
  const shape = { slot, items, plan, session: begin(plan, mode), answers: unanswered, record: {} };
  return { ...shape, again: left.length === 0 };
}

function isPart({ id }: Item, planned: PlannedSession | undefined, short: boolean): boolean {
  return !short || (planned?.short.includes(id) ?? false);
}

/** The session that was left, standing; "nothing" where the plan has changed since. */
export function onFrom({ store }: App, kept: Kept): Opening | "held" | "nothing" {
  const { snapshot } = store.copy;
  const { slot, plan, session, answers, record } = kept;
  const day = dayOf(snapshot, slot.date);
  if (day && isHeld(store.copy, day)) return "held";
  const items = plan.flatMap(({ id, key }) => {
    const item = itemOf(snapshot, id);
    return item?.key === key ? [item] : [];
  });
  if (items.length < plan.length) return "nothing";
  return { slot, items, plan, session: standing(session), answers, record, again: false };
}

function standing(session: Session): Session {
  const { now } = session;
  return now.pause || now.phase === "lobby" ? session : { ...session, now: { ...now, pause: "away" } };
}

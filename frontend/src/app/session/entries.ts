import type { Saying } from "../../sync/operation.ts";
import type { Amount, Now } from "./machine.ts";
import type { Plan, PlannedExercise } from "./plan.ts";

type Body = Saying["body"];

/** What was answered after the session; what was not answered is left out. */
export interface Felt {
  readonly pain?: number;
  readonly effort?: number;
  readonly difficulty?: string;
  readonly note?: string;
}

/** Answers for the whole session, and by exercise where it differed. */
export interface Answers {
  readonly whole: Felt;
  readonly byKey: Readonly<Record<string, Felt>>;
}

export const unanswered: Answers = { whole: {}, byKey: {} };

/**
 * What each exercise that is over says, by its key: what was done, and why no more. `told`: has an entry already,
 * which then says how far it has come.
 */
export function entriesOf(
  plan: Plan,
  now: Now,
  session: number,
  answers: Answers,
  told: (key: string) => boolean = () => false,
): ReadonlyMap<string, Body> {
  const found = plan.flatMap((exercise, place) => {
    if (!through(now, place) && !told(exercise.key)) return [];
    const body = bodyOf(exercise, now, place, session, answers);
    return body ? [[exercise.key, body] as const] : [];
  });
  return new Map(found);
}

/** Through or left. */
function through(now: Now, place: number): boolean {
  if (typeof now.left[place] === "string") return true;
  return place < now.exercise || now.phase === "between" || now.phase === "after";
}

function bodyOf(
  exercise: PlannedExercise,
  now: Now,
  place: number,
  session: number,
  answers: Answers,
): Body | undefined {
  const done = (now.done[place] ?? []).filter((amount) => amount !== 0).length;
  const reason = now.left[place];
  if (done === 0 && typeof reason !== "string") return undefined;
  const outcome = done === 0 ? "not" : done >= exercise.sets.length ? "done" : "partly";
  const own = answers.byKey[exercise.key];
  const { note: _whole, ...felt } = { ...answers.whole, ...own };
  const note = own?.note || (place === noteAt(now) ? answers.whole.note?.trim() : "");
  const did = { sets: setsDone(exercise, now.done[place] ?? []), ...felt };
  return {
    type: "exercise",
    item_key: exercise.key,
    session,
    outcome,
    ...(done > 0 ? did : own?.pain !== undefined && { pain: own.pain }),
    ...(outcome !== "done" && reason && { reason }),
    ...(note && { note }),
  };
}

/** The note is about the whole session: it goes with the first exercise that has an entry, to be read once. */
function noteAt(now: Now): number {
  return now.done.findIndex((sets, place) => sets.some((amount) => amount !== 0) || now.left[place] !== null);
}

function setsDone(exercise: PlannedExercise, done: readonly Amount[]) {
  return exercise.sets.flatMap((set, place) => {
    const amount = done[place];
    if (amount === undefined || amount === 0) return [];
    return [{ ...(set.side && { side: set.side }), ...(amount !== null && { [set.field]: amount }) }];
  });
}

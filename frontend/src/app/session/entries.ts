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

/** One entry for each exercise that is over, by its place in the plan: what was done, and why no more. */
export function entriesOf(plan: Plan, now: Now, session: number, answers: Answers): ReadonlyMap<number, Body> {
  const found = plan.flatMap((exercise, place) => {
    if (!over(now, place)) return [];
    const body = bodyOf(exercise, now, place, session, answers);
    return body ? [[place, body] as const] : [];
  });
  return new Map(found);
}

/** Through or left: what is said of it may be said. */
function over(now: Now, place: number): boolean {
  if (now.left[place] !== null && now.left[place] !== undefined) return true;
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
  if (done === 0 && (reason === null || reason === undefined)) return undefined;
  const outcome = done === 0 ? "not" : done >= exercise.sets.length ? "done" : "partly";
  const { note, ...felt } = { ...answers.whole, ...answers.byKey[exercise.key] };
  return {
    type: "exercise",
    item_key: exercise.key,
    session,
    outcome,
    ...(done > 0 && { sets: setsDone(exercise, now.done[place] ?? []), ...felt }),
    ...(outcome !== "done" && reason && { reason }),
    ...(note && place === noteAt(now) && { note }),
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

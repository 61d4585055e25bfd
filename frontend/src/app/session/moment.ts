import { momentAt, type Phase as Part } from "../../movement/timing.ts";
import { byTempo, countdown, type Now, setOf } from "./machine.ts";
import { type Plan, repSeconds } from "./plan.ts";

/** Where the set is: the repetition under way, counted from 1, and the part of it with its seconds left. */
export interface RepMoment {
  readonly rep: number;
  readonly of: number;
  readonly part: Part;
  readonly secondsLeft: number;
}

/** Undefined where nobody counts repetitions by the clock. */
export function repMoment(plan: Plan, now: Now): RepMoment | undefined {
  const [exercise, set] = [plan[now.exercise], setOf(plan, now)];
  if (now.phase !== "work" || !exercise || !set || !byTempo(now, set)) return undefined;
  const of = set.amount ?? 0;
  const length = repSeconds(exercise.rep);
  const moment = momentAt({ ...exercise.rep, breatheOut: "" }, false, now.ms / 1000);
  return {
    rep: Math.min(of, Math.floor(now.ms / 1000 / length) + 1),
    of,
    part: moment.phase,
    secondsLeft: Math.ceil(exercise.rep[moment.phase] - moment.second),
  };
}

/** Whole seconds left of what is counted down, also where its end waits for a tap; undefined for none. */
export function secondsLeft(plan: Plan, now: Now): number | undefined {
  const seconds = now.phase === "work" ? timedSeconds(plan, now) : countdown(plan, now);
  if (seconds === null || seconds === undefined) return undefined;
  return Math.max(0, Math.ceil((seconds * 1000 + now.added - now.ms) / 1000));
}

/** Seconds of the set where the clock runs it down. */
export function timedSeconds(plan: Plan, now: Now): number | undefined {
  const set = setOf(plan, now);
  return set?.runs === "timed" ? (set.amount ?? 0) : undefined;
}

/** How far the phase has come, 0 to 1; undefined where it has no end of its own. */
export function share(plan: Plan, now: Now): number | undefined {
  const exercise = plan[now.exercise];
  const set = setOf(plan, now);
  if (now.phase === "work" && exercise && set && byTempo(now, set))
    return Math.min(1, now.ms / 1000 / ((set.amount ?? 1) * repSeconds(exercise.rep)));
  const seconds = now.phase === "work" ? timedSeconds(plan, now) : countdown(plan, now);
  if (!seconds) return undefined;
  return Math.min(1, now.ms / (seconds * 1000 + now.added));
}

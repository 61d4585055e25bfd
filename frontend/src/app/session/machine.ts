import { type Plan, type PlannedExercise, type PlannedSet, repSeconds } from "./plan.ts";

/**
 * Where a session is. `lobby`: not begun. `ready`: getting into position. `turn`: the other side's turn.
 * `rest`: between sets. `between`: after an exercise, before the next. `after`: over, or finished early.
 */
export type Phase = "lobby" | "ready" | "work" | "turn" | "rest" | "between" | "after";

/** Why the clock stands; "" while it runs. `slept`: the page was asleep, so nobody saw what was counted. */
export type Pause = "" | "asked" | "slept" | "hurt" | "away";

/** `lead`: the clock leads from set to set. `own`: every set waits for a tap. */
export type Mode = "lead" | "own";

/** What was done of one set, in its field's own unit; null: done, but not counted. */
export type Amount = number | null;

/** One moment of a session, as it is kept: plain JSON, no clock time in it. */
export interface Now {
  readonly mode: Mode;
  /** The place in the plan; on `after`, how far it came. */
  readonly exercise: number;
  readonly set: number;
  readonly phase: Phase;
  /** Milliseconds since the phase began, pauses not counted. */
  readonly ms: number;
  /** Milliseconds that were added to this rest. */
  readonly added: number;
  /** Repetitions tapped in a set without a clock. */
  readonly counted: number;
  /** A correction holds the countdown until the patient says next. */
  readonly waits: boolean;
  readonly pause: Pause;
  /** What was done, by exercise and then set; sets are done in order. */
  readonly done: readonly (readonly Amount[])[];
  /** Why an exercise was left, by exercise; "" for no reason given, null where it was not left. */
  readonly left: readonly (string | null)[];
}

/** A session with what leads back: the moment before each of the last taps. */
export interface Session {
  readonly now: Now;
  readonly past: readonly { readonly tap: Tap["type"]; readonly now: Now }[];
}

/** What a person does. `amount` in the set's field's own unit. */
export type Tap =
  | { readonly type: "start" | "next" | "back" | "count" | "more" | "resume" | "finish" }
  | { readonly type: "pause"; readonly why: Exclude<Pause, ""> }
  | { readonly type: "skip"; readonly reason: string }
  | { readonly type: "mode"; readonly mode: Mode }
  | { readonly type: "correct"; readonly exercise: number; readonly set: number; readonly amount: Amount };

export type Event = Tap | { readonly type: "undo" } | { readonly type: "time"; readonly ms: number };

/** Seconds that a session takes for itself; usability defaults of the product, no clinical numbers. */
export interface Timing {
  readonly ready: number;
  /** Getting ready where the position changes, such as lying down. */
  readonly move: number;
  readonly turn: number;
  /** The least rest between sets, so that "rest" can be heard. */
  readonly rest: number;
  readonly between: number;
  /** What one tap adds to a rest. */
  readonly more: number;
  /** A longer step of the clock means that the page was asleep. */
  readonly asleep: number;
}

export const usual: Timing = { ready: 5, move: 15, turn: 10, rest: 5, between: 10, more: 15, asleep: 4 };

const pastKept = 40;
const restartAfterMs = 3000; // Back, later than this in a set, begins the same set again

/** A session before its first tap. */
export function begin(plan: Plan, mode: Mode): Session {
  const now: Now = {
    mode,
    exercise: 0,
    set: 0,
    phase: plan.length > 0 ? "lobby" : "after",
    ms: 0,
    added: 0,
    counted: 0,
    waits: false,
    pause: "",
    done: plan.map(() => []),
    left: plan.map(() => null),
  };
  return { now, past: [] };
}

/** The session after an event. Time moves it on; a tap can be taken back by `undo`, exactly. */
export function step(plan: Plan, session: Session, event: Event, timing: Timing = usual): Session {
  if (event.type === "time") return { ...session, now: passed(plan, session.now, event.ms, timing) };
  if (event.type === "undo") return undone(session);
  const now = tapped(plan, session.now, event, timing);
  if (now === session.now) return session;
  return { now, past: [...session.past, { tap: event.type, now: session.now }].slice(-pastKept) };
}

function undone(session: Session): Session {
  const last = session.past.at(-1);
  return last ? { now: last.now, past: session.past.slice(0, -1) } : session;
}

function passed(plan: Plan, before: Now, ms: number, timing: Timing): Now {
  if (!runs(before) || ms <= 0) return before;
  if (ms > timing.asleep * 1000) return { ...before, pause: "slept" };
  let now = before;
  for (let left = ms; left > 0; ) {
    const length = phaseMs(plan, now, timing);
    if (length === null || now.ms + left < length) return { ...now, ms: now.ms + left };
    left -= Math.max(0, length - now.ms);
    now = onward(plan, { ...now, ms: length }, true);
  }
  return now;
}

/** Whether the clock runs at all: before and after a session there is nothing to measure. */
export function runs(now: Now): boolean {
  return now.pause === "" && now.phase !== "lobby" && now.phase !== "after";
}

/** The same moment with nothing more to come. */
export function over(now: Now): Now {
  return { ...now, phase: "after", pause: "", ms: 0, waits: false };
}

/** Milliseconds until the phase ends by itself; null where it waits for a tap. */
export function phaseMs(plan: Plan, now: Now, timing: Timing = usual): number | null {
  if (now.phase === "work") return setMs(plan, now);
  if (now.mode === "own" || now.waits) return null;
  const seconds = countdown(plan, now, timing);
  return seconds === null ? null : seconds * 1000 + now.added;
}

/** Seconds that a phase counts down from, shown also where its end waits for a tap; null for none. */
export function countdown(plan: Plan, now: Now, timing: Timing = usual): number | null {
  const exercise = plan[now.exercise];
  if (!exercise) return null;
  if (now.phase === "ready") return moves(plan, now) ? timing.move : timing.ready;
  if (now.phase === "turn") return timing.turn;
  if (now.phase === "rest") return Math.max(timing.rest, exercise.restS);
  return now.phase === "between" ? Math.max(timing.between, exercise.restAfterS) : null;
}

/** Whether the exercise begins in another position than the one before it ended in. */
export function moves(plan: Plan, now: Now): boolean {
  if (now.set > 0) return false;
  return plan[now.exercise]?.position !== plan[now.exercise - 1]?.position;
}

function setMs(plan: Plan, now: Now): number | null {
  const [exercise, set] = [plan[now.exercise], setOf(plan, now)];
  if (!exercise || !set) return null;
  if (set.runs === "timed") return (set.amount ?? 0) * 1000;
  return byTempo(now, set) ? (set.amount ?? 0) * repSeconds(exercise.rep) * 1000 : null;
}

/** Whether the clock counts the repetitions; at one's own pace it never does. */
export function byTempo(now: Now, set: PlannedSet): boolean {
  return set.runs === "counted" && now.mode === "lead";
}

/** The set that is on, or comes next after a rest. */
export function setOf(plan: Plan, now: Now): PlannedSet | undefined {
  return plan[now.exercise]?.sets[now.set];
}

function tapped(plan: Plan, now: Now, tap: Tap, timing: Timing): Now {
  switch (tap.type) {
    case "start":
      return now.phase === "lobby" ? entered(plan, now, "ready") : now;
    case "next":
      return next(plan, now);
    case "back":
      return back(plan, now);
    case "count":
      return now.phase === "work" && runs(now) ? { ...now, counted: now.counted + 1 } : now;
    case "more":
      return rests(now) ? { ...now, added: now.added + timing.more * 1000 } : now;
    case "pause":
      return runs(now) ? { ...now, pause: tap.why } : now;
    case "resume":
      return now.pause ? { ...now, pause: "" } : now;
    case "skip":
      return skipped(plan, now, tap.reason);
    case "mode":
      return now.mode === tap.mode ? now : changed(plan, now, tap.mode);
    case "correct":
      return corrected(plan, now, tap);
    case "finish":
      return now.phase === "after" ? now : over(now);
  }
}

/** Whether the patient rests, so that a tap can add to it. */
export function rests(now: Now): boolean {
  return now.phase === "rest" || now.phase === "between";
}

/** The other mode goes on from the same repetition. */
function changed(plan: Plan, now: Now, mode: Mode): Now {
  const [exercise, set] = [plan[now.exercise], setOf(plan, now)];
  if (now.phase !== "work" || set?.runs !== "counted" || !exercise) return { ...now, mode };
  if (mode === "own") return { ...now, mode, counted: amountNow(exercise, set, now) ?? 0, ms: 0 };
  const reps = Math.min(now.counted, (set.amount ?? 1) - 1);
  return { ...now, mode, ms: reps * repSeconds(exercise.rep) * 1000, counted: 0 };
}

function next(plan: Plan, now: Now): Now {
  if (now.phase === "after" || now.phase === "lobby") return now;
  return onward(plan, { ...now, pause: "" }, false);
}

/** The phase that follows; a set that was on is done, `whole` or as far as it came. */
function onward(plan: Plan, now: Now, whole: boolean): Now {
  if (now.phase === "work") return setEnded(plan, now, whole);
  if (now.phase === "between") return entered(plan, { ...now, exercise: now.exercise + 1, set: 0 }, "ready");
  return entered(plan, now, "work");
}

function setEnded(plan: Plan, now: Now, whole: boolean): Now {
  const [exercise, set] = [plan[now.exercise], setOf(plan, now)];
  if (!exercise || !set) return now;
  const amount = whole ? set.amount : amountNow(exercise, set, now);
  const done = now.done.with(now.exercise, [...(now.done[now.exercise] ?? []).slice(0, now.set), amount]);
  const following = exercise.sets[now.set + 1];
  if (following) {
    const phase = following.number === set.number ? "turn" : "rest";
    return entered(plan, { ...now, done, set: now.set + 1 }, phase);
  }
  return entered(plan, { ...now, done }, now.exercise + 1 < plan.length ? "between" : "after");
}

/** What was done of the set so far: whole repetitions and seconds, or what was tapped; untapped means as asked. */
export function amountNow(exercise: PlannedExercise, set: PlannedSet, now: Now): Amount {
  if (set.runs === "timed") return Math.min(set.amount ?? 0, Math.floor(now.ms / 1000));
  if (byTempo(now, set))
    return Math.min(set.amount ?? 0, Math.floor(now.ms / (repSeconds(exercise.rep) * 1000)));
  return now.counted || set.amount;
}

function entered(plan: Plan, now: Now, phase: Phase): Now {
  const fresh: Now = { ...now, phase, ms: 0, added: 0, counted: 0, waits: false, pause: "" };
  // At one's own pace there is nothing to get ready for, unless a clock will run.
  const atOnce = fresh.mode === "own" && (phase === "ready" || phase === "turn");
  return atOnce && setOf(plan, fresh)?.runs !== "timed" ? { ...fresh, phase: "work" } : fresh;
}

function back(plan: Plan, now: Now): Now {
  if (now.phase === "lobby" || now.phase === "after") return now;
  const begun = now.phase === "work" && (now.ms >= restartAfterMs || now.counted > 0);
  if (begun) return entered(plan, now, "ready");
  if (now.phase === "between") return redone(plan, now, now.exercise, now.set);
  if (now.set > 0) return redone(plan, now, now.exercise, now.set - 1);
  if (now.exercise === 0) return entered(plan, now, "ready");
  const last = (plan[now.exercise - 1]?.sets.length ?? 1) - 1;
  const reached = Math.min(last, now.done[now.exercise - 1]?.length ?? 0);
  return redone(plan, now, now.exercise - 1, reached);
}

/** At this set again: what it and the ones after it had is taken back, and so is having left the exercise. */
function redone(plan: Plan, now: Now, exercise: number, set: number): Now {
  const done = now.done.with(exercise, (now.done[exercise] ?? []).slice(0, set));
  return entered(plan, { ...now, exercise, set, done, left: now.left.with(exercise, null) }, "ready");
}

/** Leaves the exercise that is on, or the next one where this one is through. */
function skipped(plan: Plan, now: Now, reason: string): Now {
  if (now.phase === "after") return now;
  const exercise = now.phase === "between" ? now.exercise + 1 : now.exercise;
  const left = now.left.with(exercise, reason);
  if (exercise + 1 >= plan.length) return entered(plan, { ...now, exercise, left }, "after");
  return entered(plan, { ...now, exercise: exercise + 1, set: 0, left }, "ready");
}

function corrected(plan: Plan, now: Now, tap: Extract<Tap, { type: "correct" }>): Now {
  const sets = now.done[tap.exercise];
  if (!sets || tap.set >= sets.length || !plan[tap.exercise]?.sets[tap.set]) return now;
  return {
    ...now,
    done: now.done.with(tap.exercise, sets.with(tap.set, tap.amount)),
    waits: now.phase !== "work",
  };
}

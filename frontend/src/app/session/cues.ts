import type { Item } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";
import { byTempo, moves, type Now, setOf } from "./machine.ts";
import { repMoment, secondsLeft, timedSeconds } from "./moment.ts";
import type { Plan } from "./plan.ts";
import { amountWords, goWords, setWords, sideWords } from "./wording.ts";

export type Tone = "tick" | "go" | "done" | "end";

/**
 * What is heard at a moment. `say` is spoken; `summary` is written for those who do not hear, once for each phase,
 * so that a screen reader is not flooded.
 */
export interface Cue {
  readonly say?: string;
  readonly summary?: string;
  readonly tone?: Tone;
}

const holdWorthSaying = 2; // seconds: a shorter hold is over before the word is
const restWorthSaying = 20; // seconds: from here on, ten seconds before the end are announced
const halfWorthSaying = 20;
const tenLeft = 10;
const lastSeconds = 3;
const lastReps = 3;

/** What is to be heard when a session has gone from one moment to another. */
export function cue(
  plan: Plan,
  items: readonly Item[],
  before: Now,
  after: Now,
  counts: "every" | "last" = "every",
): Cue {
  if (after.pause && after.pause !== before.pause) return paused(after);
  if (phaseKey(before) !== phaseKey(after)) return entered(plan, items, after, counts);
  if (before.pause && !after.pause) return { summary: _("Going on"), tone: "go" };
  if (after.phase !== "work") return counting(plan, before, after);
  return inSet(plan, before, after, counts);
}

function phaseKey({ exercise, set, phase }: Now): string {
  return `${exercise} ${set} ${phase}`;
}

function paused({ pause }: Now): Cue {
  return { summary: pause === "slept" ? sleptWords() : _("Paused"), tone: "done" };
}

export function sleptWords(): string {
  return _("The screen was away, so nothing was counted.");
}

function entered(plan: Plan, items: readonly Item[], now: Now, counts: "every" | "last"): Cue {
  const [item, set] = [items[now.exercise], setOf(plan, now)];
  if (now.phase === "after") return both(_("That was all for now. Well done."), "end");
  if (!item || !set) return {};
  switch (now.phase) {
    case "lobby":
      return {};
    case "ready":
      return both(now.set === 0 ? introduction(plan, now, item) : setLine(plan, now));
    case "turn":
      return both(said(_("Now the other side"), sideWords(set.side)), "done");
    case "rest":
      return both(said(_("Rest"), amountWords("seconds", secondsLeft(plan, now) ?? 0)), "done");
    case "between":
      return both(said(_("Rest"), nextLine(items[now.exercise + 1])), "done");
    case "work":
      return { ...began(plan, items, now, counts), summary: setLine(plan, now), tone: "go" };
  }
}

/** At one's own pace nothing came before the set, so its exercise or side is said now. */
function began(plan: Plan, items: readonly Item[], now: Now, counts: "every" | "last"): Cue {
  const [item, set] = [items[now.exercise], setOf(plan, now)];
  if (!item || !set) return {};
  if (now.mode === "own") return { say: now.set === 0 ? introduction(plan, now, item) : setLine(plan, now) };
  return byTempo(now, set) && counts === "every" ? { say: "1" } : { say: goWords(set) };
}

/** Position, exercise, side and dose, said once. */
function introduction(plan: Plan, now: Now, item: Item): string {
  const side = sideWords(setOf(plan, now)?.side ?? "");
  return said(moves(plan, now) ? item.position_words : "", item.name, item.dose_in_words, side);
}

function nextLine(item: Item | undefined): string {
  return item ? said(_("Next: %(what)s", { what: item.name }), item.position_words) : "";
}

function setLine(plan: Plan, now: Now): string {
  const set = setOf(plan, now);
  if (!set) return "";
  return said(
    setWords(set),
    sideWords(set.side),
    set.amount === null ? "" : amountWords(set.field, set.amount),
  );
}

/** The last seconds of a countdown tick; a long rest says when ten are left. */
function counting(plan: Plan, before: Now, after: Now): Cue {
  const [was, left] = [secondsLeft(plan, before), secondsLeft(plan, after)];
  if (left === undefined || left === was || left === 0) return {};
  if (left <= lastSeconds) return { tone: "tick" };
  const long = (secondsLeft(plan, { ...after, ms: 0 }) ?? 0) >= restWorthSaying;
  return left === tenLeft && long ? { say: _("10 seconds") } : {};
}

function inSet(plan: Plan, before: Now, after: Now, counts: "every" | "last"): Cue {
  const rep = repMoment(plan, after);
  if (rep) return inRep(plan, before, after, counts);
  const [was, left] = [secondsLeft(plan, before), secondsLeft(plan, after)];
  if (left === undefined || left === was) return {};
  const whole = timedSeconds(plan, after) ?? 0;
  if (whole >= halfWorthSaying && left === Math.floor(whole / 2)) return { say: _("Halfway") };
  return counting(plan, before, after);
}

function inRep(plan: Plan, before: Now, after: Now, counts: "every" | "last"): Cue {
  const [was, is] = [repMoment(plan, before), repMoment(plan, after)];
  if (!is || !was) return {};
  if (is.rep !== was.rep) return { say: repWords(is.rep, is.of, counts), tone: "tick" };
  if (is.part === was.part) return {};
  const long = (plan[after.exercise]?.rep.hold ?? 0) >= holdWorthSaying;
  if (is.part === "hold" && long) return { say: _("Hold") };
  return was.part === "hold" && long ? { say: _("And relax") } : {};
}

function repWords(rep: number, of: number, counts: "every" | "last"): string {
  const left = of - rep + 1;
  if (counts === "every") return left === 1 ? _("Last one") : String(rep);
  if (left > lastReps) return "";
  return left === 1 ? _("Last one") : _("%(n)s more", { n: left });
}

function both(text: string, tone?: Tone): Cue {
  return { say: text, summary: text, ...(tone && { tone }) };
}

/** Sentences from what there is to say. */
function said(...parts: readonly string[]): string {
  return parts
    .filter(Boolean)
    .map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
    .join(" ");
}

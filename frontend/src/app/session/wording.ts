import type { Item, SetAsked } from "../../store/snapshot.ts";
import { _, ngettext } from "../../words/index.ts";
import type { Amount, Now } from "./machine.ts";
import type { RepMoment } from "./moment.ts";
import type { PlannedSet } from "./plan.ts";

/** "Right side", or "" where both work together. */
export function sideWords(side: SetAsked["side"]): string {
  return side === "left" ? _("Left side") : side === "right" ? _("Right side") : "";
}

/** "Set 1 of 2"; "" where there is only one. */
export function setWords({ number, of }: Pick<PlannedSet, "number" | "of">): string {
  return of > 1 ? _("Set %(number)s of %(of)s", { number, of }) : "";
}

/** "10 reps", "1 minute", "30 seconds", "200 meters". Undefined or null: nothing to count to. */
export function amountWords(field: SetAsked["field"], amount: Amount): string {
  if (amount === null) return _("done");
  if (field === "reps") return ngettext("%(n)s rep", "%(n)s reps", amount, { n: amount });
  if (field === "metres") return ngettext("%(n)s meter", "%(n)s meters", amount, { n: amount });
  if (field === "steps") return ngettext("%(n)s step", "%(n)s steps", amount, { n: amount });
  if (amount >= 60 && amount % 60 === 0)
    return ngettext("%(n)s minute", "%(n)s minutes", amount / 60, { n: amount / 60 });
  return ngettext("%(n)s second", "%(n)s seconds", amount, { n: amount });
}

/** The word for the part of a repetition, of this movement where it has its own, such as "Lift". */
export function partWords(item: Item, part: RepMoment["part"]): string {
  const usual = { out: _("Go"), hold: _("Hold"), back: _("Back"), rest: _("Rest") };
  return item.figure?.player_words[part] || usual[part];
}

/** What the phase is, in one word or two, to be read from across the room. */
export function phaseWords(
  now: Now,
  item: Item,
  rep: RepMoment | undefined,
  set: PlannedSet | undefined,
): string {
  switch (now.phase) {
    case "lobby":
    case "ready":
      return _("Get ready");
    case "turn":
      return _("Now the other side");
    case "rest":
      return _("Rest");
    case "between":
      return _("Next");
    case "after":
      return _("Done for now");
    case "work":
      return rep ? partWords(item, rep.part) : goWords(set);
  }
}

/** What begins a set that nobody counts by the clock. */
export function goWords(set: PlannedSet | undefined): string {
  return set?.field === "hold_s" ? _("Hold") : _("Go");
}

/** Minutes and seconds as a clock shows them from a minute on, else seconds alone. */
export function clockWords(seconds: number): string {
  if (seconds < 60) return String(seconds);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

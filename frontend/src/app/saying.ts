import type { Said, Standing } from "../store/index.ts";
import type { Day, SetAsked, Snapshot } from "../store/snapshot.ts";
import type { Saying } from "../sync/operation.ts";
import { _, ngettext } from "../words/index.ts";
import { said } from "./day.ts";

/** One set really done, as an entry keeps it; without a number it was done without counting. */
export type SetDone = { readonly side?: string } & { readonly [field: string]: string | number };

/** What is logged of a day: as seen on the day itself, or recalled on a later one. */
export function sayOf(day: Day, today: string, body: Saying["body"]): Said {
  return {
    kind: "create",
    localDate: day.local_date,
    programRev: day.version,
    evidence: day.local_date < today ? "recalled" : "ticked",
    body,
  };
}

/** The same said anew of an entry that stands. */
export function correctionOf(entry: Standing, day: Day, today: string, body: Saying["body"]): Said {
  return { ...sayOf(day, today, body), kind: "amend", entryId: entry.entryId, baseRev: entry.revision };
}

export function doneBody(key: string, session: number): Saying["body"] {
  return { type: "exercise", item_key: key, session, outcome: "done" };
}

/** Each thing said of an exercise, as what it is and what was said, in reading order. */
export function saidInWords(entry: Standing, snapshot: Snapshot): (readonly [string, string])[] {
  const score = (field: string, words: string) => {
    const value = said(entry, field);
    return value === undefined || value === null
      ? []
      : [[words, _("%(n)s out of 10", { n: Number(value) })] as const];
  };
  const sets = (said(entry, "sets") as readonly SetDone[] | undefined) ?? [];
  const text = (words: string, value: string) => (value ? [[words, value] as const] : []);
  return [
    [_("How it went"), outcomeWords(String(said(entry, "outcome")))],
    ...text(_("Sets"), sets.map(setInWords).join(", ")),
    ...score("before", _("Before")),
    ...score("after", _("After")),
    ...score("pain", _("Pain")),
    ...score("effort", _("Effort")),
    ...text(_("How hard it was"), difficulties()[String(said(entry, "difficulty") ?? "")] ?? ""),
    ...text(_("Why"), reasonWords(snapshot, String(said(entry, "reason") ?? ""))),
    ...text(_("Note"), String(said(entry, "note") ?? "")),
  ];
}

export function outcomeWords(outcome: string): string {
  return { done: _("Done"), partly: _("Partly done"), not: _("Not done") }[outcome] ?? "";
}

export function difficulties(): Readonly<Record<string, string>> {
  return { easy: _("easy"), right: _("just right"), hard: _("hard"), too_hard: _("too hard") };
}

function reasonWords(snapshot: Snapshot, reason: string): string {
  return snapshot.words.reasons.find(({ value }) => value === reason)?.words ?? "";
}

/** 10 reps, or left 30 seconds. */
function setInWords(set: SetDone): string {
  const amount = amountInWords(set);
  if (!set.side) return amount;
  return _("%(side)s %(amount)s", { side: set.side === "left" ? _("left") : _("right"), amount });
}

function amountInWords(set: SetDone): string {
  const number = (field: string) => (typeof set[field] === "number" ? Number(set[field]) : undefined);
  const [reps, seconds] = [number("reps"), number("seconds") ?? number("hold_s")];
  const [metres, steps] = [number("metres"), number("steps")];
  if (reps !== undefined) return ngettext("%(n)s rep", "%(n)s reps", reps, { n: reps });
  if (seconds !== undefined) return ngettext("%(n)s second", "%(n)s seconds", seconds, { n: seconds });
  if (metres !== undefined) return ngettext("%(n)s meter", "%(n)s meters", metres, { n: metres });
  if (steps !== undefined) return ngettext("%(n)s step", "%(n)s steps", steps, { n: steps });
  return _("done");
}

/** The unit that a set is counted in. */
export function unitWords(unit: SetAsked["unit"]): string {
  return {
    reps: _("reps"),
    seconds: _("seconds"),
    minutes: _("minutes"),
    metres: _("meters"),
    steps: _("steps"),
  }[unit];
}

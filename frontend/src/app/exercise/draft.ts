import type { Standing } from "../../store/index.ts";
import type { Item, SetAsked } from "../../store/snapshot.ts";
import type { Saying } from "../../sync/operation.ts";
import { type Outcome, said } from "../day.ts";
import type { SetDone } from "../saying.ts";

export type Score = "pain" | "effort" | "before" | "after";

/** What the form holds, as typed; kept on this phone until it is saved. */
export interface Draft {
  readonly outcome: Outcome | "";
  /** One text for each set of the plan: "" for done without counting. */
  readonly sets: readonly string[];
  readonly scores: Readonly<Partial<Record<Score, number>>>;
  readonly difficulty: string;
  readonly reason: string;
  readonly note: string;
}

const scores: readonly Score[] = ["pain", "effort", "before", "after"];

/** As planned, nothing said yet. */
export function emptyDraft(item: Item): Draft {
  const sets = item.sets.map(({ value }) => (value === null ? "" : String(value)));
  return { outcome: "", sets, scores: {}, difficulty: "", reason: "", note: "" };
}

/** What an entry says, to be corrected. */
export function draftOf(entry: Standing, item: Item): Draft {
  const text = (field: string) => String(said(entry, field) ?? "");
  const given = scores.flatMap((score) => {
    const value = said(entry, score);
    return typeof value === "number" ? [[score, value] as const] : [];
  });
  return {
    outcome: text("outcome") as Outcome,
    sets: setsOf(entry, item),
    scores: Object.fromEntries(given),
    difficulty: text("difficulty"),
    reason: text("reason"),
    note: text("note"),
  };
}

/** Sets done in turn on each side; a set beyond what was done was 0. */
function setsOf(entry: Standing, item: Item): string[] {
  const done = (said(entry, "sets") as readonly SetDone[] | undefined) ?? [];
  if (done.length === 0) return [...emptyDraft(item).sets];
  return item.sets.map((asked) => {
    const one = done.filter(({ side = "" }) => side === asked.side)[asked.number - 1];
    if (!one) return "0";
    const amount = one[asked.field];
    return typeof amount === "number" ? String(Math.round(amount / asked.factor)) : "";
  });
}

/** The body of the entry: what does not belong to the outcome is left out. Undefined while no outcome is chosen. */
export function bodyOf(draft: Draft, item: Item, session: number): Saying["body"] | undefined {
  const { outcome, difficulty, reason } = draft;
  if (!outcome) return undefined;
  const sets = item.sets.flatMap((asked, place) => setDone(asked, draft.sets[place] ?? ""));
  const did = { ...draft.scores, ...(difficulty && { difficulty }), ...(sets.length > 0 && { sets }) };
  const note = draft.note.trim();
  return {
    type: "exercise",
    item_key: item.key,
    session,
    outcome,
    ...(outcome !== "not" && did),
    ...(outcome !== "done" && reason && { reason }),
    ...(note && { note }),
  };
}

/** None for a set of 0, which was not done. */
function setDone({ side, field, factor }: SetAsked, typed: string): SetDone[] {
  const done: SetDone = side ? { side } : {};
  if (!/^\d+$/.test(typed.trim())) return [done];
  const amount = Number(typed);
  return amount === 0 ? [] : [{ ...done, [field]: amount * factor }];
}

/** Whether a kept draft belongs to the exercise as it is now: another version may ask for other sets. */
export function fits(draft: Draft | undefined, item: Item): draft is Draft {
  return draft?.sets?.length === item.sets.length;
}

import type { Copy, Standing } from "../../store/index.ts";
import type { Question, SymptomCheck } from "../../store/snapshot.ts";
import { knownBy, said, standing } from "../day.ts";

export type Level = Question["level"];

const worstFirst: readonly Level[] = ["emergency", "urgent", "attention"];

/** The level of the worst of these answers; undefined where none was a yes that the check knows. */
export function worstOf({ questions }: SymptomCheck, yes: readonly string[]): Level | undefined {
  const levels = questions.filter(({ id }) => yes.includes(id)).map(({ level }) => level);
  return worstFirst.find((level) => levels.includes(level));
}

/** The ids answered yes in a symptom check that was logged. */
export function yesIn(entry: Standing | undefined): readonly string[] {
  return said(entry, "type") === "symptoms"
    ? ((said(entry, "yes") as readonly string[] | undefined) ?? [])
    : [];
}

/**
 * The symptom check on this phone that holds the plan on a date: answered with an emergency or the same day's
 * help, until the server knows of it. From then on its own word counts, for only a clinician clears it.
 */
export function holdingCheck(copy: Copy, date: string): Standing | undefined {
  const { snapshot } = copy;
  return standing(copy).find((entry) => {
    const level = worstOf(snapshot.symptom_check, yesIn(entry));
    const stops = level === "emergency" || level === "urgent";
    return stops && entry.top.local_date <= date && !knownBy(snapshot, entry);
  });
}

export function heldBy(copy: Copy, date: string): boolean {
  return holdingCheck(copy, date) !== undefined;
}

import type { SetDone } from "./sets.ts";

/** What was answered, each left out where nothing was chosen. */
export interface Answers {
  readonly pain?: number;
  readonly effort?: number;
  readonly difficulty?: string;
  readonly note?: string;
}

/** Reads the questions that both the log form and the end of a session ask. */
export function answersOf(form: HTMLFormElement): Answers {
  const said = new FormData(form);
  const text = (name: string) => String(said.get(name) ?? "").trim();
  return {
    ...(text("pain") && { pain: Number(text("pain")) }),
    ...(text("effort") && { effort: Number(text("effort")) }),
    ...(text("difficulty") && { difficulty: text("difficulty") }),
    ...(text("note") && { note: text("note") }),
  };
}

/** One exercise as logged. */
export interface Told extends Answers {
  readonly itemKey: string;
  readonly session: number;
  readonly outcome: "done" | "partly" | "not";
  readonly sets: readonly SetDone[];
  readonly reason?: string;
}

/** The body of an entry: what does not belong to the outcome is left out. */
export function exerciseBody(told: Told) {
  const { itemKey, session, outcome, sets, reason, note, ...felt } = told;
  const did = outcome === "not" ? {} : { ...felt, ...(sets.length > 0 && { sets }) };
  const why = outcome === "done" || !reason ? {} : { reason };
  return {
    type: "exercise",
    item_key: itemKey,
    session,
    outcome,
    ...did,
    ...why,
    ...(note && { note }),
  };
}

import { type Answers, exerciseBody } from "../answers.ts";
import type { SetDone } from "../sets.ts";

/** How far one exercise of the session has come; `skipped` holds the reason, "" without one. */
export interface StepState {
  readonly sets: readonly SetDone[];
  readonly skipped?: string;
}

/** A session under way: the place, and what was done by exercise. Kept in the browser until it is sent. */
export interface Guided {
  readonly at: number;
  readonly steps: Readonly<Record<string, StepState>>;
}

export const fresh: Guided = { at: 0, steps: {} };

export function stepOf(state: Guided, key: string): StepState {
  return state.steps[key] ?? { sets: [] };
}

export function withStep(state: Guided, key: string, step: StepState): Guided {
  return { ...state, steps: { ...state.steps, [key]: step } };
}

/** What became of one exercise: nothing done and nothing skipped says nothing, so it stays unlogged. */
export function outcomeOf(step: StepState, planned: number): "done" | "partly" | "not" | undefined {
  if (step.sets.length >= planned) return "done";
  if (step.sets.length > 0) return "partly";
  return step.skipped === undefined ? undefined : "not";
}

/** Whether the exercise just left was skipped because it hurt; at the end, whether any was. */
export function hurt(state: Guided, keys: readonly string[]): boolean {
  const told = state.at >= keys.length ? keys : keys.slice(Math.max(0, state.at - 1), state.at);
  return told.some((key) => stepOf(state, key).skipped === "pain");
}

/**
 * The entries of the session, in its order. Pain, effort and difficulty were asked of the session as a whole
 * and go with every exercise that was done; the note goes with the first entry, to be read once.
 */
export function bodies(
  state: Guided,
  items: readonly { readonly key: string; readonly planned: number }[],
  session: number,
  answers: Answers,
) {
  const { note, ...felt } = answers;
  return items
    .flatMap(({ key, planned }) => {
      const step = stepOf(state, key);
      const outcome = outcomeOf(step, planned);
      const reason = step.skipped ? { reason: step.skipped } : {};
      return outcome ? [{ itemKey: key, session, outcome, sets: step.sets, ...reason, ...felt }] : [];
    })
    .map((told, index) => exerciseBody(index === 0 && note ? { ...told, note } : told));
}

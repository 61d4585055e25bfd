import type { SetDone } from "../sets.ts";
import { type Guided, hurt, outcomeOf, stepOf } from "./state.ts";

/** One exercise of the session on the page. */
export interface StepView {
  readonly key: string;
  readonly root: HTMLElement;
  readonly rows: readonly HTMLElement[];
}

export function stepViews(root: HTMLElement): StepView[] {
  return [...root.querySelectorAll<HTMLElement>("[data-step]")].flatMap((section) => {
    const key = section.dataset.step;
    // Steppers inside a step carry data-step as well, for their increment.
    if (!key || section.matches("[data-stepper]")) return [];
    return [{ key, root: section, rows: [...section.querySelectorAll<HTMLElement>("[data-set-row]")] }];
  });
}

/** Shows the step that the session has come to, and how far it is; `steps.length` is the end. */
export function show(root: HTMLElement, steps: readonly StepView[], state: Guided): void {
  const last = root.querySelector<HTMLElement>("[data-step-last]");
  for (const [index, step] of steps.entries()) {
    step.root.toggleAttribute("data-current", index === state.at);
    showSets(step, stepOf(state, step.key).sets);
  }
  last?.toggleAttribute("data-current", state.at >= steps.length);
  const hurting = hurt(
    state,
    steps.map((step) => step.key),
  );
  root.querySelector("[data-hurt-notice]")?.toggleAttribute("hidden", !hurting);
  if (last) recap(last, steps, state);
}

/** Moves the reader to the step just shown: its heading takes focus and the page starts at its top, or at the notice above it. */
export function focusStep(root: HTMLElement): void {
  const heading = root.querySelector<HTMLElement>("[data-current] h2");
  heading?.focus({ preventScroll: true });
  const notice = root.querySelector("[data-hurt-notice]:not([hidden])");
  (notice ?? heading?.closest("section"))?.scrollIntoView({ block: "start" });
}

function showSets(step: StepView, done: readonly SetDone[]): void {
  const whole = done.length >= step.rows.length;
  for (const [index, row] of step.rows.entries()) row.toggleAttribute("data-current", index === done.length);
  step.root.querySelector<HTMLElement>("[data-set-done]")?.toggleAttribute("hidden", whole);
  step.root.querySelector<HTMLElement>("[data-undo]")?.toggleAttribute("hidden", done.length === 0);
  step.root.querySelector("[data-next]")?.classList.toggle("button--primary", whole);
  step.root.querySelector("[data-next]")?.classList.toggle("button--secondary", !whole);
  const list = step.root.querySelector("[data-sets-done]");
  list?.replaceChildren(...done.map((_, index) => item(`✓ ${setWords(step, index)}`)));
}

/** "Set 1 of 2: 10 reps", or "10 reps" where there is only one, from what the row shows. */
export function setWords(step: StepView, index: number): string {
  const row = step.rows[index];
  const label = row?.querySelector("label")?.textContent ?? "";
  const value = row?.querySelector("input")?.value ?? "";
  const unit = row?.querySelector(".stepper__unit")?.textContent ?? "";
  if (!value) return label;
  return step.rows.length > 1 ? `${label}: ${value} ${unit}` : `${value} ${unit}`;
}

function recap(last: HTMLElement, steps: readonly StepView[], state: Guided): void {
  const list = last.querySelector<HTMLElement>("[data-recap]");
  const words = list?.dataset ?? {};
  const told = { done: words.wordsDone, partly: words.wordsPartly, not: words.wordsNot };
  const outcomes = steps.map((step) => outcomeOf(stepOf(state, step.key), step.rows.length));
  list?.replaceChildren(
    ...steps.map((step, index) => {
      const outcome = outcomes[index];
      const name = step.root.querySelector("h2")?.textContent ?? "";
      return item(`${name}: ${(outcome ? told[outcome] : words.wordsOpen) ?? ""}`);
    }),
  );
  const any = outcomes.some((outcome) => outcome === "done" || outcome === "partly");
  last.querySelector<HTMLElement>("[data-if-any-done]")?.toggleAttribute("hidden", !any);
}

function item(words: string): HTMLLIElement {
  const li = document.createElement("li");
  li.textContent = words;
  return li;
}

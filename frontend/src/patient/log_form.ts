import type { Saying } from "../sync/operation.ts";
import { answersOf, exerciseBody, type Told } from "./answers.ts";
import { setsDone } from "./sets.ts";

/** The form of an entry's page: it shows the questions that go with the chosen outcome. */
export function wireLogForms(root: Document = document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("[data-log-form]")) showQuestions(form);
  root.addEventListener("change", (event) => {
    const form = event.target instanceof Element && event.target.closest<HTMLFormElement>("[data-log-form]");
    if (form) showQuestions(form);
  });
}

function showQuestions(form: HTMLFormElement): void {
  const outcome = String(new FormData(form).get("outcome") ?? "");
  for (const part of form.querySelectorAll<HTMLElement>("[data-for-outcome]")) {
    part.hidden = !outcome || !part.dataset.forOutcome?.split(" ").includes(outcome);
  }
}

/** What the form says; undefined where no outcome is chosen, which it then asks for. */
export function bodyOf(form: HTMLFormElement): Saying["body"] | undefined {
  const told = toldBy(form);
  const missing = form.querySelector<HTMLElement>("[data-outcome-missing]");
  if (missing) missing.hidden = told !== undefined;
  if (told) return exerciseBody(told);
  form.querySelector<HTMLElement>("[name=outcome]")?.focus();
  return undefined;
}

function toldBy(form: HTMLFormElement): Told | undefined {
  const outcome = new FormData(form).get("outcome");
  if (outcome !== "done" && outcome !== "partly" && outcome !== "not") return undefined;
  const reason = String(new FormData(form).get("reason") ?? "");
  return {
    itemKey: form.dataset.itemKey ?? "",
    session: Number(form.dataset.session),
    outcome,
    sets: setsDone(form),
    ...(reason && { reason }),
    ...answersOf(form),
  };
}

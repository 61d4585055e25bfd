import type { Operation, Saying } from "../sync/operation.ts";
import { type Sealed, sealed } from "../sync/sealing.ts";
import { answersOf, exerciseBody, type Told } from "./answers.ts";
import { create, pageContext, revise } from "./context.ts";
import { refresh } from "./refresh.ts";
import { send } from "./sending.ts";
import { setsDone } from "./sets.ts";

/** The log form of one exercise, new or corrected. */
export function wireLogForms(root: Document = document): void {
  root.addEventListener("change", (event) => {
    const form = event.target instanceof Element && event.target.closest<HTMLFormElement>("[data-log-form]");
    if (form) showQuestions(form);
  });
  root.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || !event.target.matches("[data-log-form]")) return;
    event.preventDefault();
    void save(event.target);
  });
}

/** Shows the questions that go with the chosen outcome. */
export function showQuestions(form: HTMLFormElement): void {
  const outcome = String(new FormData(form).get("outcome") ?? "");
  for (const part of form.querySelectorAll<HTMLElement>("[data-for-outcome]")) {
    part.hidden = !outcome || !part.dataset.forOutcome?.split(" ").includes(outcome);
  }
}

const sealedBy = new WeakMap<HTMLFormElement, Sealed>();

async function save(form: HTMLFormElement): Promise<void> {
  const missing = form.querySelector<HTMLElement>("[data-outcome-missing]");
  const chosen = toldBy(form) !== undefined;
  if (missing) missing.hidden = chosen;
  if (!chosen) {
    form.querySelector<HTMLElement>("[name=outcome]")?.focus();
    return;
  }
  await send(
    form,
    () => operationsOf(form),
    () => refresh(),
  );
}

async function operationsOf(form: HTMLFormElement): Promise<Operation[]> {
  const told = toldBy(form);
  if (!told) return [];
  const now = await sealed(exerciseBody(told), sealedBy.get(form), (body, entryId) =>
    seal(form, body, entryId),
  );
  sealedBy.set(form, now);
  return [now.operation];
}

function seal(form: HTMLFormElement, body: Saying["body"], entryId?: string): Promise<Operation> {
  const { amend: id, revision = "1", evidence = "ticked" } = form.dataset;
  if (!id) return create(body, "ticked", entryId);
  const { localDate } = pageContext();
  const entry = { id, revision: Number(revision), localDate, evidence: evidence as Saying["evidence"] };
  return revise("amend", entry, body);
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

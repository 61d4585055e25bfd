import type { Operation } from "../../sync/operation.ts";
import { type Sealed, sealed } from "../../sync/sealing.ts";
import { answersOf } from "../answers.ts";
import { create } from "../context.ts";
import { send } from "../sending.ts";
import { setDone } from "../sets.ts";
import { type Keeping, keeping, sessionName } from "./keeping.ts";
import { bodies, type Guided, stepOf, withStep } from "./state.ts";
import { focusStep, type StepView, setWords, show, stepViews } from "./view.ts";

/** The guided session, where the page holds one. */
export function wireGuided(root: Document = document): void {
  const page = root.querySelector<HTMLElement>("[data-guided]");
  if (page) new GuidedSession(page).start();
}

class GuidedSession {
  private state: Guided;
  private readonly steps: StepView[];
  private readonly kept: Keeping;

  constructor(private readonly root: HTMLElement) {
    const account = document.querySelector<HTMLElement>("[data-sending]")?.dataset.account ?? "";
    this.steps = stepViews(root);
    this.kept = keeping(sessionName(root, account), sessionStorage);
    this.state = this.kept.load();
  }

  start(): void {
    show(this.root, this.steps, this.state);
    const actions: Record<string, () => void> = {
      "data-set-done": () => this.setDone(),
      "data-next": () => this.move(1),
      "data-back": () => this.move(-1),
      "data-undo": () => this.undo(),
      "data-skip": () => this.skipDialog()?.showModal(),
    };
    this.root.addEventListener("click", (event) => {
      for (const [name, act] of Object.entries(actions)) {
        if (event.target instanceof Element && event.target.closest(`[${name}]`)) act();
      }
    });
    document.addEventListener("submit", (event) => this.submitted(event));
  }

  private get current(): StepView | undefined {
    return this.steps[this.state.at];
  }

  private change(state: Guided): void {
    const moved = state.at !== this.state.at;
    this.state = state;
    this.kept.save(state);
    show(this.root, this.steps, state);
    if (moved) focusStep(this.root);
  }

  private move(by: number): void {
    const at = Math.min(this.steps.length, Math.max(0, this.state.at + by));
    this.change({ ...this.state, at });
  }

  private setDone(): void {
    const step = this.current;
    if (!step) return;
    const before = stepOf(this.state, step.key).sets;
    const row = step.rows[before.length];
    const input = row?.querySelector("input");
    if (!input) return;
    const sets = [...before, setDone(input) ?? {}];
    this.change(withStep(this.state, step.key, { sets }));
    this.say(`✓ ${setWords(step, before.length)}`);
    if (sets.length >= step.rows.length) step.root.querySelector<HTMLElement>("[data-next]")?.focus();
  }

  private undo(): void {
    const step = this.current;
    if (!step) return;
    const sets = stepOf(this.state, step.key).sets.slice(0, -1);
    this.change(withStep(this.state, step.key, { sets }));
    step.root.querySelector<HTMLElement>("[data-set-done]")?.focus();
  }

  private skipDialog(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("dialog#skip");
  }

  private submitted(event: SubmitEvent): void {
    if (!(event.target instanceof HTMLFormElement)) return;
    if (event.target.matches("[data-skip-form]")) this.skip(event, event.target);
    if (event.target.matches("[data-guided-form]")) void this.save(event, event.target);
  }

  private skip(event: SubmitEvent, form: HTMLFormElement): void {
    event.preventDefault();
    this.skipDialog()?.close();
    if (!this.current) return;
    const skipped = String(new FormData(form).get("skip_reason") ?? "");
    form.reset();
    const step = { ...stepOf(this.state, this.current.key), skipped };
    this.change({ ...withStep(this.state, this.current.key, step), at: this.state.at + 1 });
  }

  private async save(event: SubmitEvent, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const leave = () => {
      this.kept.clear();
      location.assign(this.root.dataset.leave ?? "/");
    };
    if (this.said(form).length === 0) return leave();
    await send(form, () => this.seal(form), leave);
  }

  private said(form: HTMLFormElement) {
    const items = this.steps.map((step) => ({ key: step.key, planned: step.rows.length }));
    return bodies(this.state, items, Number(this.root.dataset.session), answersOf(form));
  }

  private async seal(form: HTMLFormElement): Promise<Operation[]> {
    const before = this.kept.sealed();
    const now: Record<string, Sealed> = {};
    for (const body of this.said(form)) {
      const key = body.item_key;
      now[key] = await sealed(body, before[key], (words, entryId) => create(words, "guided", entryId));
    }
    this.kept.seal(now);
    return Object.values(now).map((one) => one.operation);
  }

  private say(words: string): void {
    const place = this.root.querySelector("[data-guided-said]");
    if (place) place.textContent = words;
  }
}

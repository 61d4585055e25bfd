import { html, render, type TemplateResult } from "lit";
import type { Item } from "../../store/snapshot.ts";
import type { Saying } from "../../sync/operation.ts";
import { _ } from "../../words/index.ts";
import { keepSaid, takeBack } from "../logging.ts";
import { addressOf } from "../router.ts";
import { sayOf } from "../saying.ts";
import type { App } from "../screen.ts";
import { dayOf, momentOf } from "../time.ts";
import { helpAddress, worryIn } from "../worry.ts";
import { excuseFor, latestOff, type What } from "./offers.ts";
import { done, offered, why } from "./view.ts";

/** How the dialog ended. Within a session the session itself does what was chosen, and logs it. */
export interface Chosen {
  readonly what: What;
  readonly reason: string;
  readonly pain?: number;
  readonly note?: string;
  /** What leads to the symptom check, where it ended in it. */
  readonly trigger?: "pain" | "note";
}

export interface Around {
  /** The address of the session under way; "" where the dialog was opened from Today. */
  readonly within?: string;
  readonly short?: boolean;
  /** Asked already, as by "It hurts". */
  readonly reason?: string;
}

/** Asks why an exercise is left, and answers with something useful. Undefined: closed, and nothing has changed. */
export function skipDialog(
  app: App,
  item: Item,
  session: number,
  around: Around = {},
): Promise<Chosen | undefined> {
  return new Promise((resolve) => new SkipDialog(app, item, session, around, resolve).open());
}

/** What is typed and chosen in the dialog. */
export interface Draft {
  readonly reason: string;
  readonly pain?: number;
  readonly question: string;
  readonly note: string;
  readonly at: string;
  readonly routine: string;
  readonly until: string;
  readonly crisis: boolean;
  readonly error: string;
}

const empty: Draft = {
  reason: "",
  question: "",
  note: "",
  at: "",
  routine: "",
  until: "",
  crisis: false,
  error: "",
};

/** What the parts of the dialog work with. */
export interface Skipping {
  readonly app: App;
  readonly item: Item;
  readonly around: Around;
  readonly draft: Draft;
  readonly today: string;
  set(change: Partial<Draft>): void;
  end(what: What, trigger?: "pain" | "note"): void;
  move(): void;
  off(): void;
  ask(): void;
  undo(): void;
  close(): void;
}

class SkipDialog implements Skipping {
  private readonly element = document.createElement("dialog");
  draft: Draft;
  private kept: { words: string; ids: readonly string[]; what: What | "asked" } | undefined;
  private answer: Chosen | undefined;
  private busy = false;

  constructor(
    readonly app: App,
    readonly item: Item,
    private readonly session: number,
    readonly around: Around,
    private readonly resolve: (chosen: Chosen | undefined) => void,
  ) {
    this.draft = { ...empty, reason: around.reason ?? "" };
  }

  open(): void {
    const { element } = this;
    element.className = "dialog skip";
    element.setAttribute("aria-labelledby", "skip-title");
    element.addEventListener("close", () => {
      element.remove();
      this.resolve(this.answer);
    });
    element.addEventListener("click", (event) => {
      if (event.target === element) this.close();
    });
    document.body.append(element);
    this.draw();
    element.showModal();
  }

  get today(): string {
    return momentOf(this.app.store.copy.snapshot, this.app.now()).date;
  }

  set(change: Partial<Draft>): void {
    const turned = change.reason !== undefined && change.reason !== this.draft.reason;
    this.draft = { ...this.draft, error: "", ...change };
    this.draw();
    if (turned) this.element.querySelector<HTMLElement>("h2")?.focus();
  }

  close(): void {
    this.element.close();
  }

  /** Ends with this. From Today the exercise is logged here, and what leads elsewhere is gone to. */
  end(what: What, trigger: "pain" | "note" = "pain"): void {
    const { draft } = this;
    const { reason, pain } = draft;
    const note = draft.note.trim();
    const check = what === "check" && { trigger };
    this.answer = { what, reason, ...(pain !== undefined && { pain }), ...(note && { note }), ...check };
    const within = this.around.within !== undefined;
    const noted = !within && (what === "leave" || what === "stop");
    if (noted) void this.leave();
    else this.close();
    if (within) return;
    const index = this.session;
    if (what === "short") this.app.go(addressOf({ name: "session", index, short: true }));
    if (what === "check") this.app.go(helpAddress(trigger));
  }

  move(): void {
    const [at, routine] = [this.draft.at, this.draft.routine.trim()];
    const body = { type: "routine", session: this.session, ...(at && { at }), ...(routine && { routine }) };
    if (!at && !routine) this.set({ error: "move" });
    else void this.say(body, _("Moved. From today on this session is at that moment."), "moved");
  }

  off(): void {
    const { until, reason } = this.draft;
    const note = this.draft.note.trim();
    const last = until > this.today && { until };
    const body = { type: "day", excuse: excuseFor(reason), ...last, ...(note && { note }) };
    if (until && (until < this.today || until > latestOff(this.today))) this.set({ error: "off" });
    else void this.say(body, _("Rest days are noted. They count neither for nor against you."), "off");
  }

  ask(): void {
    const text = this.draft.question.trim();
    const body = { type: "question", text, item_key: this.item.key };
    if (!text) this.set({ error: "ask" });
    else
      void this.say(body, _("Your question is on its way. It is answered when the clinic is open."), "asked");
  }

  undo(): void {
    const ids = this.kept?.ids ?? [];
    [this.kept, this.answer] = [undefined, undefined];
    void takeBack(this.app, ...ids).then(() => this.draw());
  }

  private leave(): Promise<void> {
    const { reason, pain } = this.draft;
    const note = this.draft.note.trim();
    const shape = { type: "exercise", item_key: this.item.key, session: this.session, outcome: "not" };
    const known = this.app.store.copy.snapshot.words.reasons.some(({ value }) => value === reason);
    const body = {
      ...shape,
      ...(known && { reason }),
      ...(pain !== undefined && { pain }),
      ...(note && { note }),
    };
    return this.say(body, _("Noted. Your therapist sees why."), "leave");
  }

  private async say(body: Saying["body"], words: string, what: What | "asked"): Promise<void> {
    const { app, today } = this;
    const { snapshot } = app.store.copy;
    const day = dayOf(snapshot, today);
    if (!day || this.busy) return;
    this.busy = true;
    const ids = await keepSaid(app, sayOf(day, today, body));
    this.busy = false;
    if (!ids) return;
    this.kept = { words, ids, what };
    if (what === "moved" || what === "off") this.answer = { what, reason: this.draft.reason };
    this.draw();
    if (worryIn(snapshot.symptom_check, body) === "note") this.end("check", "note");
  }

  private draw(): void {
    render(this.parts(), this.element);
  }

  private parts(): TemplateResult {
    const { kept } = this;
    if (kept) return done(this, kept.words, kept.what === "asked");
    return html`${this.draft.reason ? offered(this) : why(this)}`;
  }
}

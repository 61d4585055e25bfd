import { html, type TemplateResult } from "lit";
import type { Copy, Standing } from "../../store/index.ts";
import type { SymptomCheck } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";
import { knownBy } from "../day.ts";
import { button } from "../parts/button.ts";
import { pageHeader } from "../parts/page.ts";
import { placeAt } from "../router.ts";
import { sayOf } from "../saying.ts";
import type { App, Opens, Place, Screen } from "../screen.ts";
import { dayOf, momentOf } from "../time.ts";
import { worstOf } from "./held.ts";
import { answered, emergencyFirst, questionList } from "./view.ts";

type At = Extract<Place, { name: "help" }>;

/** "I have a worrying symptom": what the clinic says and its telephone first, then the questions. */
export const symptomScreen: Opens<"help"> = (app, place) => new SymptomScreen(app, place);

class SymptomScreen implements Screen {
  private yes: readonly string[] = [];
  private none = false;
  private entryId: string | undefined;
  private failed = false;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly app: App,
    private readonly place: At,
  ) {}

  get title(): string {
    return _("I have a worrying symptom");
  }

  draw(copy: Copy): TemplateResult {
    const check = copy.snapshot.symptom_check;
    const { date } = momentOf(copy.snapshot, this.app.now());
    const entry = this.entryId ? copy.entries.get(this.entryId) : undefined;
    return html`<div class="column symptoms">
      ${pageHeader(this.title, this.back())}
      <div class="symptoms__answer" aria-live="assertive">
        ${answered(copy, { yes: this.yes, none: this.none, place: this.placeOf(copy, entry), date })}
      </div>
      <div class="stack stack--loose">
        ${stops(check, this.yes) ? "" : emergencyFirst(copy)}
        ${
          check.questions.length > 0
            ? questionList(
                check,
                this.yes,
                this.none,
                (id, on) => this.answer(id, on),
                () => this.noneOfThese(),
              )
            : ""
        }
        ${this.none || this.yes.length > 0 ? this.wayBack() : ""}
      </div>
    </div>`;
  }

  /** The session that the reader came from, and nowhere outside the app. */
  private get from(): string {
    const { back } = this.place;
    return back.startsWith("/") && placeAt(back) ? back : "";
  }

  private back() {
    const session = this.from.startsWith("/today/session/");
    const words = session ? _("Back to the session") : _("Today");
    return { back: { words, href: this.from || "/today/" } };
  }

  private wayBack(): TemplateResult {
    const { words, href } = this.back().back;
    return html`<div>${button(words, () => this.app.go(href), { icon: "chevron-left" })}</div>`;
  }

  private placeOf(copy: Copy, entry: Standing | undefined): "none" | "phone" | "clinic" | "failed" {
    if (this.failed) return "failed";
    if (!entry) return "none";
    return entry.place === "therapist" || knownBy(copy.snapshot, entry) ? "clinic" : "phone";
  }

  private answer(id: string, on: boolean): void {
    this.yes = on ? [...this.yes, id] : this.yes.filter((one) => one !== id);
    this.none = false;
    this.say();
    if (on) scrollTo({ top: 0, behavior: "instant" });
  }

  private noneOfThese(): void {
    this.yes = [];
    this.none = true;
    this.say();
    scrollTo({ top: 0, behavior: "instant" });
  }

  /** Logged at once, and put right with every further answer: nobody who has to call presses Save first. */
  private say(): void {
    this.app.redraw();
    this.work = this.work
      .then(() => this.log())
      .catch(() => {
        this.failed = true;
      });
    void this.work.then(() => this.app.redraw());
  }

  private async log(): Promise<void> {
    const { store } = this.app;
    const { snapshot, entries } = store.copy;
    const { date } = momentOf(snapshot, this.app.now());
    const day = dayOf(snapshot, date) ?? {
      local_date: date,
      version: null,
      state: "",
      sessions: [],
      offered: [],
      held: false,
    };
    const asked = snapshot.symptom_check.questions.map(({ id }) => id);
    const trigger = triggers.includes(this.place.trigger) ? this.place.trigger : "button";
    const said = sayOf(day, date, { type: "symptoms", asked, yes: [...this.yes], trigger });
    const before = this.entryId ? entries.get(this.entryId) : undefined;
    const kind = before
      ? ({ kind: "amend", entryId: before.entryId, baseRev: before.revision } as const)
      : {};
    const [id] = await store.log({ ...said, ...kind });
    this.entryId = id ?? this.entryId;
    this.failed = false;
  }
}

/** The words for such an answer hold the telephone numbers themselves. */
function stops(check: SymptomCheck, yes: readonly string[]): boolean {
  const level = worstOf(check, yes);
  return level === "emergency" || level === "urgent";
}

/** core/logged.py */
const triggers: readonly string[] = ["button", "pain", "stopped", "note"];

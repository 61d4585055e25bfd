import { html, nothing, type TemplateResult } from "lit";
import type { Standing } from "../../store/index.ts";
import type { Day, Item, SetAsked, Snapshot } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";
import type { Outcome } from "../day.ts";
import { keepSaid } from "../logging.ts";
import { button, submit } from "../parts/button.ts";
import { group, note, radios, scoreRow, segmented } from "../parts/fields.ts";
import type { Part } from "../parts/part.ts";
import { stepper } from "../parts/stepper.ts";
import { correctionOf, difficulties, sayOf, unitWords } from "../saying.ts";
import type { App } from "../screen.ts";
import { helpAddress, worryIn } from "../worry.ts";
import { bodyOf, type Draft, draftOf, emptyDraft, fits, type Score } from "./draft.ts";

/** What the form is for: one go, new or to be corrected. */
export interface Slot {
  readonly item: Item;
  readonly session: number;
  readonly day: Day;
  readonly today: string;
  readonly correcting: Standing | undefined;
}

/** The questions of a log. What was typed is kept on this phone until it is saved. */
export class LogForm {
  private draft: Draft;
  private missing = false;
  private touched = false;

  constructor(
    private readonly app: App,
    private readonly slot: Slot,
    private readonly over: () => void,
  ) {
    const { correcting, item } = slot;
    this.draft = correcting ? draftOf(correcting, item) : emptyDraft(item);
    void this.recall();
  }

  draw({ clinic, words }: Snapshot): TemplateResult {
    const { correcting, item } = this.slot;
    const { outcome, reason } = this.draft;
    return html`<form class="stack stack--loose" novalidate @submit=${(event: Event) => this.save(event)}>
      ${item.as_needed ? this.score("before", _("Before you begin: how strong is it?")) : nothing}
      ${segmented(
        "outcome",
        _("How did it go?"),
        outcomes(),
        outcome,
        (value) => this.set({ outcome: value as Outcome }),
        {
          error: this.missing && !outcome ? _("Choose one: done, partly or not today.") : "",
        },
      )}
      ${outcome === "done" || outcome === "partly" ? this.did() : nothing}
      ${
        outcome === "partly" || outcome === "not"
          ? radios("reason", _("What got in the way?"), words.reasons, reason, (value) =>
              this.set({ reason: value }),
            )
          : nothing
      }
      ${note(
        "note",
        _("Anything to tell %(name)s?", { name: clinic.therapist || clinic.name }),
        this.draft.note,
        (text) => this.set({ note: text }),
      )}
      <div class="row">
        ${submit(correcting ? _("Save the correction") : _("Save"), { icon: "check", size: "large wide" })}
        ${correcting ? button(_("Leave it as it is"), () => void this.leave(), { kind: "quiet" }) : nothing}
      </div>
    </form>`;
  }

  private did(): Part {
    const { item } = this.slot;
    return html`<div class="stack stack--loose">
      ${group(
        "sets",
        _("What you did"),
        html`<div class="stack stack--tight">
        ${item.sets.map((asked, place) => this.count(asked, place))}</div>`,
      )}
      ${item.as_needed ? this.score("after", _("After: how strong is it now?")) : this.score("pain", _("Pain while doing it"))}
      ${scoreRow(
        "effort",
        _("How much effort was it?"),
        [_("no effort"), _("all I could do")],
        this.draft.scores.effort,
        (value) => this.set({ scores: { ...this.draft.scores, effort: value } }),
      )}
      ${segmented("difficulty", _("How hard was it?"), hardness(), this.draft.difficulty, (difficulty) =>
        this.set({ difficulty }),
      )}
    </div>`;
  }

  private count(asked: SetAsked, place: number): TemplateResult {
    const { draft } = this;
    return stepper(
      `set-${place}`,
      asked.words || _("How much"),
      unitWords(asked.unit),
      draft.sets[place] ?? "",
      (typed) => this.set({ sets: draft.sets.map((each, at) => (at === place ? typed : each)) }),
      asked.step,
    );
  }

  private score(score: Score, words: string): TemplateResult {
    const ends = score === "pain" ? painEnds() : ([_("not at all"), _("as strong as can be")] as const);
    return scoreRow(score, words, ends, this.draft.scores[score], (value) =>
      this.set({ scores: { ...this.draft.scores, [score]: value } }),
    );
  }

  private set(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change };
    this.touched = true;
    void this.app.store.keep(this.name, this.draft).catch(() => undefined); // then it is on this screen alone
    this.app.redraw();
  }

  private async recall(): Promise<void> {
    const kept = await this.app.store.recall<Draft>(this.name).catch(() => undefined);
    if (this.touched || !fits(kept, this.slot.item)) return;
    this.draft = kept;
    this.app.redraw();
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    const { item, session, day, today, correcting } = this.slot;
    const body = bodyOf(this.draft, item, session);
    this.missing = !body;
    this.app.redraw();
    if (!body) return document.querySelector<HTMLElement>("#outcome input")?.focus();
    const said = correcting ? correctionOf(correcting, day, today, body) : sayOf(day, today, body);
    if (!(await keepSaid(this.app, said))) return;
    await this.leave();
    const worry = worryIn(this.app.store.copy.snapshot.symptom_check, body);
    if (worry) this.app.go(helpAddress(worry, `${location.pathname}${location.search}`));
  }

  private async leave(): Promise<void> {
    await this.app.store.forget(this.name).catch(() => undefined);
    this.over();
  }

  private get name(): string {
    const { item, session, day, correcting } = this.slot;
    return `draft:${correcting?.entryId ?? `${day.local_date}:${session}:${item.key}`}`;
  }
}

const painEnds = () => [_("no pain"), _("worst pain you can imagine")] as const;
const outcomes = () => [
  { value: "done", words: _("Done") },
  { value: "partly", words: _("Partly") },
  { value: "not", words: _("Not today") },
];
const hardness = () => Object.entries(difficulties()).map(([value, words]) => ({ value, words }));

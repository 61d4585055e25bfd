import { html, nothing, type TemplateResult } from "lit";
import type { Copy } from "../../store/index.ts";
import { _ } from "../../words/index.ts";
import { said, standing } from "../day.ts";
import { keepSaid } from "../logging.ts";
import { button, submit } from "../parts/button.ts";
import { scoreRow, segmented } from "../parts/fields.ts";
import { sayOf } from "../saying.ts";
import type { App } from "../screen.ts";
import { dayOf, daysAfter, type Moment } from "../time.ts";
import { helpAddress, worryIn } from "../worry.ts";

/** Asked on the morning after a day on which something was done, until it was answered. */
export function asksMorning(copy: Copy, { date, part }: Moment): boolean {
  const entries = standing(copy);
  const done = entries.some(
    (entry) =>
      entry.top.local_date === daysAfter(date, -1) &&
      said(entry, "type") === "exercise" &&
      said(entry, "outcome") !== "not",
  );
  const told = entries.some((entry) => entry.top.local_date === date && said(entry, "type") === "morning");
  return part === "morning" && done && !told && Boolean(dayOf(copy.snapshot, date)?.version);
}

/** How it feels on the morning after. */
export class Morning {
  private pain: number | undefined;
  private stiffness = "";

  constructor(
    private readonly app: App,
    private readonly skip: () => void,
  ) {}

  draw(moment: Moment): TemplateResult {
    return html`<section class="card stack" aria-labelledby="morning">
      <h2 id="morning" class="card__title">${_("How does it feel this morning?")}</h2>
      <form class="stack" @submit=${(event: Event) => this.save(event, moment)}>
        ${scoreRow(
          "morning-pain",
          _("Pain right now, after yesterday's exercises"),
          [_("no pain"), _("worst pain you can imagine")],
          this.pain,
          (pain) => {
            this.pain = pain;
            this.app.redraw();
          },
        )}
        ${this.pain === undefined ? nothing : this.stiff()}
        <div class="row">
          ${this.pain === undefined ? nothing : submit(_("Save"), { kind: "secondary", icon: "check" })}
          ${button(_("Skip this question"), this.skip, { kind: "quiet" })}
        </div>
      </form>
    </section>`;
  }

  private stiff(): TemplateResult {
    return segmented("morning-stiff", _("Stiff or swollen?"), stiffness(), this.stiffness, (value) => {
      this.stiffness = value;
      this.app.redraw();
    });
  }

  private async save(event: Event, { date }: Moment): Promise<void> {
    event.preventDefault();
    const { snapshot } = this.app.store.copy;
    const day = dayOf(snapshot, date);
    if (this.pain === undefined || !day) return;
    const body = { type: "morning", pain: this.pain, ...(this.stiffness && { stiffness: this.stiffness }) };
    const kept = await keepSaid(this.app, sayOf(day, date, body));
    if (kept && worryIn(snapshot.symptom_check, body)) this.app.go(helpAddress("pain"));
  }
}

const stiffness = () => [
  { value: "none", words: _("no") },
  { value: "little", words: _("a little") },
  { value: "much", words: _("a lot") },
];

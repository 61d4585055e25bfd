import { html, type TemplateResult } from "lit";
import type { Standing } from "../../store/index.ts";
import type { Day } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";
import { said } from "../day.ts";
import { keepSaid, placeWords, takeBack } from "../logging.ts";
import { button, submit } from "../parts/button.ts";
import { closeDialog, dialog, openDialog } from "../parts/dialog.ts";
import { field, note, radios } from "../parts/fields.ts";
import { notice } from "../parts/page.ts";
import { correctionOf, sayOf } from "../saying.ts";
import type { App } from "../screen.ts";
import { daysAfter, inWords } from "../time.ts";
import { helpAddress, worryIn } from "../worry.ts";

const offDaysMax = 60; // days off in one go (core/logged.py); longer is for the clinic to plan
const dialogId = "days-off";

/** Days that count neither for nor against: asked for, and taken back. */
export class DaysOff {
  private chosen = "";
  private until = "";
  private written = "";
  private missing = false;

  constructor(private readonly app: App) {}

  /** The button and its dialog. */
  draw(day: Day, today: string): TemplateResult {
    return html`<div>${button(_("I need a rest day"), () => openDialog(dialogId), { kind: "quiet", icon: "moon" })}</div>
      ${dialog(
        dialogId,
        _("I need a rest day"),
        html`<p>${_("A rest day counts neither for nor against you. Your therapist sees it.")}</p>
          <form class="stack" novalidate @submit=${(event: Event) => this.save(event, day, today)}>
            ${this.questions(day)}${submit(_("Make it a rest day"), { icon: "check" })}
          </form>`,
      )}`;
  }

  private questions(day: Day): TemplateResult {
    const { words, clinic } = this.app.store.copy.snapshot;
    const set = (change: () => void) => {
      change();
      this.app.redraw();
    };
    const last = daysAfter(day.local_date, offDaysMax);
    const wrong = this.until !== "" && (this.until < day.local_date || this.until > last);
    return html`${radios(
      "excuse",
      _("What is it?"),
      words.excuses,
      this.chosen,
      (value) =>
        set(() => {
          this.chosen = value;
        }),
      { error: this.missing && !this.chosen ? _("Choose what it is.") : "" },
    )}
    ${field(
      "until",
      _("Last day off"),
      this.until,
      (text) =>
        set(() => {
          this.until = text;
        }),
      {
        type: "date",
        min: day.local_date,
        max: last,
        hint: _("Leave it empty for this day only."),
        error: wrong ? _("Choose a day from this day to %(last)s.", { last: inWords(last) }) : "",
      },
    )}
    ${note(
      "excuse-note",
      _("Anything to tell %(name)s?", { name: clinic.therapist || clinic.name }),
      this.written,
      (text) => {
        this.written = text;
      },
    )}`;
  }

  private async save(event: Event, day: Day, today: string): Promise<void> {
    event.preventDefault();
    const last = daysAfter(day.local_date, offDaysMax);
    const fits = this.until === "" || (day.local_date <= this.until && this.until <= last);
    this.missing = true;
    this.app.redraw();
    if (!this.chosen || !fits) return;
    const written = this.written.trim();
    const until = this.until > day.local_date ? this.until : "";
    const body = {
      type: "day",
      excuse: this.chosen,
      ...(until && { until }),
      ...(written && { note: written }),
    };
    const kept = await keepSaid(this.app, sayOf(day, today, body));
    if (!kept) return;
    [this.chosen, this.until, this.written, this.missing] = ["", "", "", false];
    closeDialog(dialogId);
    this.app.redraw();
    if (worryIn(this.app.store.copy.snapshot.symptom_check, body)) this.app.go(helpAddress("note"));
  }
}

/** A day that is off, and the way back. */
export function dayOffNotice(app: App, entry: Standing, day: Day, today: string): TemplateResult {
  const { excuses } = app.store.copy.snapshot.words;
  const why = excuses.find(({ value }) => value === said(entry, "excuse"))?.words ?? _("You asked for it");
  const until = String(said(entry, "until") ?? "");
  const title = day.local_date === today ? _("Today is a rest day") : _("A rest day");
  return notice(
    "info",
    title,
    html`<p>${_("%(why)s. It counts neither for nor against you.", { why })}</p>
      ${until ? html`<p>${_("Until %(day)s.", { day: inWords(until) })}</p>` : ""}
      <p class="soft small">${placeWords(entry)}</p>
      ${
        day.local_date <= today
          ? button(_("I will exercise after all"), () => void back(app, entry, day, today), {
              icon: "undo-2",
            })
          : ""
      }`,
  );
}

/** The days off before this one stay as they were. */
async function back(app: App, entry: Standing, day: Day, today: string): Promise<void> {
  const first = entry.top.local_date;
  if (first === day.local_date || entry.top.reduced) return takeBack(app, entry.entryId);
  const { until: _last, ...rest } = entry.top.body as { until?: string; [field: string]: string | undefined };
  const before = daysAfter(day.local_date, -1);
  const body = JSON.parse(JSON.stringify({ ...rest, ...(before > first && { until: before }) }));
  const version = { ...day, local_date: first };
  await keepSaid(app, correctionOf(entry, version, today, body));
}

import { html, nothing, type TemplateResult } from "lit";
import type { Copy, Standing } from "../../store/index.ts";
import type { Day, Item } from "../../store/snapshot.ts";
import type { Saying } from "../../sync/operation.ts";
import { _ } from "../../words/index.ts";
import { type Go, goOf, itemNamed, standing } from "../day.ts";
import { placeWords, takeBack } from "../logging.ts";
import { notHere } from "../not_here.ts";
import { button, link } from "../parts/button.ts";
import { figureSlot } from "../parts/figure.ts";
import { pageHeader, saidList } from "../parts/page.ts";
import type { Part } from "../parts/part.ts";
import { pill } from "../parts/pill.ts";
import { isHeld } from "../program.ts";
import { addressOf } from "../router.ts";
import { outcomeWords, saidInWords } from "../saying.ts";
import type { App, Opens, Place, Screen } from "../screen.ts";
import { dayOf, inWords, momentOf } from "../time.ts";
import { hurtNotice } from "../today/hints.ts";
import { helpAddress, worryIn } from "../worry.ts";
import { helped, howToDoIt, ownWords, takeCare, things } from "./about.ts";
import { LogForm } from "./form.ts";
import { Question } from "./question.ts";

type Here = Extract<Place, { name: "exercise" }>;

export const exerciseScreen: Opens<"exercise"> = (app, place) => new Exercise(app, place);

/** One exercise: how it is done, and its log in one session of a day. */
class Exercise implements Screen {
  readonly tab = "today";
  private form: { readonly for: string; readonly form: LogForm } | undefined;
  private question: Question | undefined;
  private correcting = false;
  private name = "";

  constructor(
    private readonly app: App,
    private readonly place: Here,
  ) {}

  get title(): string {
    return this.name || _("Exercise");
  }

  draw(copy: Copy): TemplateResult {
    const { snapshot } = copy;
    const today = momentOf(snapshot, this.app.now()).date;
    const date = this.place.date || today;
    const day = dayOf(snapshot, date);
    const item = itemNamed(snapshot, this.place.key, day);
    if (!day || !item) return notHere();
    this.name = item.name;
    const go = goOf(item, this.place.session, date, standing(copy));
    return html`<div class="column">
      ${pageHeader(item.name, { lead: date === today ? "" : inWords(date), back: backTo(date, today) })}
      <div class="stack stack--loose">
        ${this.about(copy, item, go)}
        ${this.log(copy, day, today, go)}
        ${day.version ? this.ask(item).draw(copy, todayOf(copy, today) ?? day, today) : nothing}
      </div>
    </div>`;
  }

  private about({ snapshot }: Copy, item: Item, go: Go): TemplateResult {
    return html`<div class="stack">
      <div class="pair">
        ${figureSlot(item, "hero")}
        <div class="stack">
          <p class="dose-in-words">${item.dose_in_words}</p>
          ${item.limits.map((limit) => html`<p class="limit">${limit}</p>`)}
          <p class="soft">${[item.how_often, item.essential ? "" : _("if you have time")].filter(Boolean).join(" · ")}</p>
          ${item.trigger ? html`<p>${item.trigger}</p>` : nothing}
          ${things(item)}${takeCare(item)}${helped(item)}${ownWords(item, snapshot.clinic.therapist)}
        </div>
      </div>
      <div>${howToDoIt(item, !go.standing)}</div>
    </div>`;
  }

  private log(copy: Copy, day: Day, today: string, go: Go): Part {
    if (day.local_date > today || !day.version)
      return html`<p class="soft">${_("You can look at it now, and log it on the day.")}</p>`;
    if (isHeld(copy, day) && !go.standing)
      return html`<p class="soft">${_("Your plan is paused until your clinic has talked to you.")}</p>`;
    if (go.standing && !this.correcting) return this.logged(copy, go, go.standing, day.local_date === today);
    return html`<section class="card stack" aria-labelledby="log">
      <h2 id="log" tabindex="-1">${go.standing ? _("Correct it") : _("Log it")}</h2>
      ${this.formFor(day, today, go).draw(copy.snapshot)}
    </section>`;
  }

  private logged(
    { snapshot }: Copy,
    { outcome = "done" }: Go,
    entry: Standing,
    today: boolean,
  ): TemplateResult {
    const hurt = worryIn(snapshot.symptom_check, entry.top.body as Saying["body"]) === "pain";
    return html`<section class="card stack" aria-labelledby="log">
      <h2 id="log" tabindex="-1">${today ? _("Logged today") : _("Logged")}</h2>
      <p class="said-where">${pill(outcome, outcomeWords(outcome))} <span class="soft small">${placeWords(entry)}</span></p>
      ${entry.top.reduced ? nothing : saidList(saidInWords(entry, snapshot))}
      ${entry.conflict ? html`<p>${_("Two devices said different things. This is what counts.")}</p>` : nothing}
      ${hurt ? hurtNotice(helpAddress("pain", here())) : nothing}
      <div class="row">
        ${entry.top.reduced ? nothing : button(_("Correct it"), () => this.correct(true), { icon: "pencil" })}
        ${button(_("Undo"), () => void takeBack(this.app, entry.entryId), { kind: "quiet", icon: "undo-2" })}
        ${
          snapshot.reader.way_in === "account" && entry.place === "therapist"
            ? link(_("History"), `/entry/${entry.entryId}/`, { kind: "quiet", icon: "history" })
            : nothing
        }
      </div>
    </section>`;
  }

  private formFor(day: Day, today: string, { item, session, standing: entry }: Go): LogForm {
    const name = `${item.id} ${day.local_date} ${entry?.entryId ?? ""}`;
    if (this.form?.for === name) return this.form.form;
    const slot = { item, session, day, today, correcting: entry };
    const form = new LogForm(this.app, slot, () => this.correct(false));
    this.form = { for: name, form };
    return form;
  }

  /** Between what stands and the form; the heading of either is what the reader comes to. */
  private correct(correcting: boolean): void {
    this.correcting = correcting;
    this.form = undefined;
    this.app.redraw();
    document.getElementById("log")?.focus();
  }

  private ask(item: Item): Question {
    this.question ??= new Question(this.app, item);
    return this.question;
  }
}

const here = () => `${location.pathname}${location.search}`;

function backTo(date: string, today: string) {
  if (date === today) return { words: _("Today"), href: addressOf({ name: "today" }) };
  return { words: inWords(date), href: addressOf({ name: "day", date }) };
}

/** A question is asked today, whichever day is looked at. */
const todayOf = ({ snapshot }: Copy, today: string) => dayOf(snapshot, today);

import { html, nothing, type TemplateResult } from "lit";
import type { Copy } from "../store/index.ts";
import type { Day } from "../store/snapshot.ts";
import { _, ngettext } from "../words/index.ts";
import type { AllAtOnce } from "./all_at_once.ts";
import { type DayShown, type Go, minutes, type OfferedShown, type SessionShown } from "./day.ts";
import { placeWords, takeBack, tick } from "./logging.ts";
import { button, link } from "./parts/button.ts";
import { figureSlot } from "./parts/figure.ts";
import { disclosure } from "./parts/page.ts";
import type { Part } from "./parts/part.ts";
import { pill } from "./parts/pill.ts";
import { addressOf } from "./router.ts";
import { outcomeWords } from "./saying.ts";
import type { App } from "./screen.ts";
import { skipDialog } from "./skip/index.ts";

/** What every part of a day works with. `open`: what is done can be logged. */
export interface DayContext {
  readonly app: App;
  readonly copy: Copy;
  readonly day: Day;
  readonly today: string;
  readonly open: boolean;
}

export function exerciseAddress({ day, today }: DayContext, { item, session }: Go): string {
  const date = day.local_date === today ? "" : day.local_date;
  return addressOf({ name: "exercise", key: item.key, session, date });
}

/** An exercise of the day: its picture, dose, side and limits, how it stands and where that is kept. */
export function goCard(context: DayContext, go: Go): TemplateResult {
  const { item } = go;
  return html`<article class="exercise-card" id=${goId(go)}>
    <div class="exercise-card__parts">
      ${figureSlot(item)}
      <div class="exercise-card__body">
        <h3 class="card__title">
          <a class="exercise-card__link" href=${exerciseAddress(context, go)}>${item.name}</a>
        </h3>
        <p class="exercise-card__dose">${item.dose}</p>
        ${sideWords(go)}
        ${item.limits.map((limit) => html`<p class="limit">${limit}</p>`)}
        ${status(go)}
        <div class="exercise-card__more">${doneOrUndo(context, go)}${notToday(context, go)}</div>
      </div>
    </div>
  </article>`;
}

/** The same in one line, for a session that is not the one to do now. */
export function goRow(context: DayContext, go: Go): TemplateResult {
  const { item } = go;
  return html`<li class="go-row" id=${goId(go)}>
    <span class="go-row__words"><a href=${exerciseAddress(context, go)}>${item.name}</a>
      <span class="soft tabular">${[item.dose, item.side].filter(Boolean).join(", ")}</span>
      ${item.limits.map((limit) => html`<span class="limit">${limit}</span>`)}</span>
    <span class="row">${status(go)}${doneOrUndo(context, go)}</span>
  </li>`;
}

const goId = ({ item, session }: Go) => `go-${item.key}-${session}`;

function sideWords({ item }: Go): Part {
  const words = [item.side, item.essential ? "" : _("if you have time")].filter(Boolean).join(", ");
  return words ? html`<p class="exercise-card__side">${words}</p>` : nothing;
}

function status({ standing, outcome }: Go): Part {
  if (!standing || !outcome) return nothing;
  return html`<p class="said-where">${pill(outcome, outcomeWords(outcome))}
    <span class="soft small">${placeWords(standing)}</span></p>`;
}

/** One button in one place, so that focus stays on it when it turns. */
function doneOrUndo({ app, day, today, open }: DayContext, go: Go): Part {
  if (!open) return nothing;
  const name = go.item.name;
  const { standing } = go;
  return standing
    ? button(_("Undo"), () => void takeBack(app, standing.entryId), {
        kind: "quiet",
        icon: "undo-2",
        name: _("Undo: %(name)s", { name }),
      })
    : button(_("Done"), () => void tick(app, day, today, [go]), {
        icon: "check",
        name: _("Done: %(name)s", { name }),
      });
}

/** Asks why, and answers with something useful; what was asked of another day is no longer to be helped. */
function notToday({ app, day, today, open }: DayContext, { item, session, standing }: Go): Part {
  if (!open || standing || item.as_needed || day.local_date !== today) return nothing;
  return button(_("Not today"), () => void skipDialog(app, item, session), {
    kind: "quiet",
    icon: "skip-forward",
    name: _("Not today: %(name)s", { name: item.name }),
  });
}

export function sessionName({ sessions }: DayShown, { index, anchor }: SessionShown): string {
  const name = sessions.length > 1 ? _("Session %(n)s of %(of)s", { n: index + 1, of: sessions.length }) : "";
  return [name, anchor].filter(Boolean).join(" · ");
}

/** A session that is done, or comes later. `start`: it can be begun from here. */
export function otherSession(
  context: DayContext,
  shown: DayShown,
  session: SessionShown,
  { start, open, all }: { start: boolean; open: boolean; all: AllAtOnce },
): TemplateResult {
  const over = session.left.length === 0;
  const name = [sessionName(shown, session) || _("Your exercises"), over ? _("Done") : ""];
  return disclosure(
    name.filter(Boolean).join(" · "),
    html`<div class="stack">
      <ul class="go-rows">${session.goes.map((go) => goRow(context, go))}</ul>
      ${start && !over ? startLater(session) : nothing}
      ${start ? nothing : all.offer(context, session)}
    </div>`,
    open,
  );
}

function startLater({ index, seconds }: SessionShown): TemplateResult {
  const words = _("Start this session · %(n)s min", { n: minutes(seconds) });
  return link(words, addressOf({ name: "session", index, short: false }), { icon: "play" });
}

/** Exercises of the patient's own choosing. */
export function offeredPart(context: DayContext, offered: readonly OfferedShown[]): Part {
  if (offered.length === 0) return nothing;
  return html`<section class="stack" aria-labelledby="offered">
    <h2 id="offered">${_("When it suits you")}</h2>
    <div class="grid">${offered.map((one) => offeredCard(context, one))}</div>
  </section>`;
}

function offeredCard(context: DayContext, one: OfferedShown): TemplateResult {
  return html`<div class="stack stack--tight">
    <p class="soft">${offeredWords(one)}</p>
    ${one.go.item.trigger ? html`<p>${one.go.item.trigger}</p>` : nothing}
    ${one.go.item.as_needed ? asNeeded(context, one) : goCard(context, one.last ?? one.go)}
    ${one.last && !one.go.item.as_needed && one.go.session !== one.last.session ? onceMore(context, one) : nothing}
  </div>`;
}

/** Logged on its own screen: with the symptom before and after. */
function asNeeded(context: DayContext, { go, last }: OfferedShown): TemplateResult {
  const words = last ? _("Do it once more") : _("Do it now");
  return html`${goCard({ ...context, open: context.open && last !== undefined }, last ?? go)}
    ${context.open ? html`<div>${link(words, exerciseAddress(context, go), { icon: last ? "plus" : "play" })}</div>` : nothing}`;
}

function onceMore({ app, day, today, open }: DayContext, { go }: OfferedShown): Part {
  if (!open) return nothing;
  const again = () => void tick(app, day, today, [go]);
  return html`<div>${button(_("I did it once more"), again, { kind: "quiet", icon: "plus" })}</div>`;
}

function offeredWords({ per_week, per_day, doneThisWeek, doneToday }: OfferedShown): string {
  if (per_week > 0) return _("%(done)s of %(n)s this week", { done: doneThisWeek, n: per_week });
  if (per_day !== null)
    return _("When you need it, up to %(n)s times a day. Today: %(done)s", { n: per_day, done: doneToday });
  return _("When you need it. Today: %(done)s", { done: doneToday });
}

/** 3 exercises · about 9 min: of the session to do now. */
export function leadWords(current: SessionShown | undefined): string {
  if (!current) return "";
  const n = current.left.length;
  return ngettext("%(n)s exercise · about %(minutes)s min", "%(n)s exercises · about %(minutes)s min", n, {
    n,
    minutes: minutes(current.seconds),
  });
}

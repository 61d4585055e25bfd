import { html, type TemplateResult } from "lit";
import type { Copy } from "../../store/index.ts";
import { _ } from "../../words/index.ts";
import { type DayState, stateOf } from "../day.ts";
import { type IconName, icon } from "../parts/icon.ts";
import { addressOf } from "../router.ts";
import { dayOf, inWords, weekOf } from "../time.ts";

const marks: Record<DayState, IconName> = {
  done: "day-done",
  partly: "day-partly",
  rest: "moon",
  excused: "pause",
  not_done: "circle-minus",
  not_logged: "circle-dashed",
  planned: "circle",
};

/** Seven days in a row, each a shape with its word for screen readers; every day that the copy holds can be opened. */
export function weekStrip(copy: Copy, today: string): TemplateResult {
  return html`<section class="stack stack--tight" aria-labelledby="week">
    <h2 id="week" class="small">${_("This week")}</h2>
    <ul class="week-strip" aria-label=${_("This week")}>
      ${weekOf(today).map((date) => html`<li>${weekDay(copy, date, today)}</li>`)}
    </ul>
  </section>`;
}

function weekDay(copy: Copy, date: string, today: string): TemplateResult {
  const day = dayOf(copy.snapshot, date);
  const state = day ? stateOf(copy, day, today) : "rest";
  const classes = `day day--${state}${date === today ? " day--today" : ""}`;
  const label = _("%(day)s: %(state)s", {
    day: inWords(date, { dateStyle: "full" }),
    state: stateWords(state),
  });
  const mark = html`<span class="day__number" aria-hidden="true">${inWords(date, { weekday: "short" })}</span>
    ${icon(marks[state])}<span class="visually-hidden">${label}</span>`;
  if (!day || date === today) return html`<div class=${classes}>${mark}</div>`;
  return html`<a class=${classes} href=${addressOf({ name: "day", date })}>${mark}</a>`;
}

export function stateWords(state: DayState): string {
  return {
    done: _("done"),
    partly: _("partly"),
    not_done: _("not done"),
    not_logged: _("not logged"),
    planned: _("planned"),
    rest: _("rest day"),
    excused: _("paused"),
  }[state];
}

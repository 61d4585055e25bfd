import { html, nothing, type TemplateResult } from "lit";
import type { Copy } from "../store/index.ts";
import { _ } from "../words/index.ts";
import { AllAtOnce } from "./all_at_once.ts";
import { type DayShown, dayShown } from "./day.ts";
import { type DayContext, offeredPart, otherSession } from "./day_parts.ts";
import { notHere } from "./not_here.ts";
import { link } from "./parts/button.ts";
import { notice, pageHeader } from "./parts/page.ts";
import type { Part } from "./parts/part.ts";
import { isHeld } from "./program.ts";
import { addressOf } from "./router.ts";
import type { App, Opens, Place, Screen } from "./screen.ts";
import { dayOf, daysAfter, inWords, momentOf } from "./time.ts";
import { DaysOff, dayOffNotice } from "./today/excuse.ts";

export const dayScreen: Opens<"day"> = (app, place) => new PastDay(app, place);

/** Another day: an earlier one to be filled in from memory, a later one to be looked at. */
class PastDay implements Screen {
  readonly tab = "today";
  private readonly daysOff: DaysOff;
  private readonly all: AllAtOnce;

  constructor(
    private readonly app: App,
    private readonly place: Extract<Place, { name: "day" }>,
  ) {
    this.daysOff = new DaysOff(app);
    this.all = new AllAtOnce(app);
  }

  get title(): string {
    return inWords(this.place.date);
  }

  draw(copy: Copy): TemplateResult {
    const { date } = this.place;
    const today = momentOf(copy.snapshot, this.app.now()).date;
    const day = dayOf(copy.snapshot, date);
    if (!day) return notHere();
    const open = date <= today && day.version !== null && !isHeld(copy, day);
    const context: DayContext = { app: this.app, copy, day, today, open };
    return html`<div class="column">
      ${pageHeader(inWords(date), {
        lead: leadWords(date, today, open),
        back: { words: _("Today"), href: addressOf({ name: "today" }) },
      })}
      <div class="stack stack--loose">${this.day(context, dayShown(copy, day))}${around(copy, date, today)}</div>
    </div>`;
  }

  private day(context: DayContext, shown: DayShown): Part {
    const { day, today, open } = context;
    const planned = shown.sessions.length > 0;
    return [
      this.all.undo(context.copy),
      shown.excuse ? dayOffNotice(this.app, shown.excuse, day, today) : nothing,
      planned
        ? html`<section class="stack stack--tight" aria-label=${_("The day's sessions")}>
            ${shown.sessions.map((session) => otherSession(context, shown, session, { start: false, open: true, all: this.all }))}
          </section>`
        : notice("info", day.version ? _("Rest day") : _("No program on this day")),
      offeredPart(context, shown.offered),
      open && planned && !shown.excuse ? this.daysOff.draw(day, today) : nothing,
    ];
  }
}

function leadWords(date: string, today: string, open: boolean): string {
  if (date > today) return _("This is what is planned. You can log it on the day.");
  return open && date < today ? _("Log what you remember. It counts, also later.") : "";
}

/** The days beside it, as far as the copy reaches. */
function around({ snapshot }: Copy, date: string, today: string): TemplateResult {
  const way = (other: string, words: string, icon: "chevron-left" | "chevron-right") => {
    const held = snapshot.days.some(({ local_date }) => local_date === other);
    const href = addressOf(other === today ? { name: "today" } : { name: "day", date: other });
    return held ? link(words, href, { kind: "quiet", icon }) : nothing;
  };
  return html`<nav class="row row--spread" aria-label=${_("Days")}>
    ${way(daysAfter(date, -1), _("Day before"), "chevron-left")}
    ${way(daysAfter(date, 1), _("Day after"), "chevron-right")}
  </nav>`;
}

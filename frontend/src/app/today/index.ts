import { html, nothing, type TemplateResult } from "lit";
import type { Copy } from "../../store/index.ts";
import type { Day } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";
import { AllAtOnce } from "../all_at_once.ts";
import { type DayShown, dayShown, minutes, type SessionShown } from "../day.ts";
import { type DayContext, goCard, leadWords, offeredPart, otherSession, sessionName } from "../day_parts.ts";
import { Flags } from "../flags.ts";
import { link } from "../parts/button.ts";
import { notice, pageHeader } from "../parts/page.ts";
import type { Part } from "../parts/part.ts";
import { isHeld, nextSessionDay, programOn } from "../program.ts";
import { addressOf } from "../router.ts";
import type { App, Opens, Screen } from "../screen.ts";
import { closeLeft, goesOn, type Kept, recalled } from "../session/kept.ts";
import { dayOf, daysAfter, inWords, type Moment, momentOf } from "../time.ts";
import { helpAddress } from "../worry.ts";
import { WhatChanged } from "./change.ts";
import { DaysOff, dayOffNotice } from "./excuse.ts";
import { FirstRun } from "./first_run.ts";
import { hurtIn, hurtNotice, installHint } from "./hints.ts";
import { asksMorning, Morning } from "./morning.ts";
import { held, oddDate, outOfProgram } from "./states.ts";
import { weekStrip } from "./week.ts";

const lasting = ["set_up", "install"]; // what is put aside once and for all

export const todayScreen: Opens<"today"> = (app) => new Today(app);

/** What is due today, from the phone's own copy: one main action, one card an exercise, the week around it. */
class Today implements Screen {
  readonly tab = "today";
  readonly ready: Promise<unknown>;
  private readonly flags: Flags;
  private readonly daysOff: DaysOff;
  private readonly morning: Morning;
  private readonly firstRun: FirstRun;
  private readonly all: AllAtOnce;
  private readonly changed: WhatChanged;
  private begun: Kept | undefined;

  constructor(private readonly app: App) {
    this.flags = new Flags(app);
    this.daysOff = new DaysOff(app);
    this.all = new AllAtOnce(app);
    this.changed = new WhatChanged(app);
    this.morning = new Morning(app, () => this.flags.putAside(this.morningFlag()));
    this.firstRun = new FirstRun(app, this.flags);
    const known = this.flags.know([this.morningFlag(), ...lasting]);
    this.ready = Promise.all([known, this.changed.know(app.store.copy), this.recallSession()]);
  }

  get title(): string {
    return _("Today");
  }

  draw(copy: Copy): TemplateResult {
    const moment = momentOf(copy.snapshot, this.app.now());
    const day = dayOf(copy.snapshot, moment.date);
    const { reader, clinic } = copy.snapshot;
    const program = programOn(copy.snapshot, moment.date);
    const shown = day && program.state === "in_force" ? dayShown(copy, day) : undefined;
    const name = reader.name;
    const greeting = {
      morning: _("Good morning, %(name)s", { name }),
      afternoon: _("Good afternoon, %(name)s", { name }),
      evening: _("Good evening, %(name)s", { name }),
    }[moment.part];
    return html`<div class="column">
      ${pageHeader(greeting, { lead: lead(copy, shown) })}
      <div class="stack stack--loose">
        ${oddDate(moment, copy.snapshot)}
        ${shown ? this.inForce(copy, shown, moment) : outOfProgram(program, clinic)}
      </div>
    </div>`;
  }

  private inForce(copy: Copy, shown: DayShown, moment: Moment): Part {
    if (isHeld(copy, shown.day))
      return [held(copy.snapshot), this.changed.card(copy), weekStrip(copy, moment.date)];
    const context: DayContext = { app: this.app, copy, day: shown.day, today: moment.date, open: true };
    return [
      shown.excuse ? dayOffNotice(this.app, shown.excuse, shown.day, moment.date) : nothing,
      hurtIn(copy, moment.date) ? hurtNotice(helpAddress("pain")) : nothing,
      shown.current ? this.now(shown, shown.current) : nothingLeft(copy, shown, moment.date),
      this.all.undo(copy),
      this.toSay(copy, moment),
      exercises(context, shown, this.all),
      others(context, shown, this.all),
      offeredPart(context, shown.offered),
      fillIn(copy, moment.date),
      weekStrip(copy, moment.date),
      shown.excuse || shown.sessions.length === 0 ? nothing : this.daysOff.draw(shown.day, moment.date),
      installHint(copy, this.flags),
    ];
  }

  /** What comes up once: below the main action, which never moves. */
  private toSay(copy: Copy, moment: Moment): Part {
    const asks = asksMorning(copy, moment) && !this.flags.aside(this.morningFlag());
    return [
      this.changed.card(copy),
      asks ? this.morning.draw(moment) : nothing,
      this.firstRun.draw(copy, moment.date),
    ];
  }

  private now(shown: DayShown, session: SessionShown): TemplateResult {
    const name = sessionName(shown, session);
    return html`<section class="stack" aria-label=${_("To do now")}>
      ${name ? html`<h2>${name}</h2>` : nothing}${this.start(session, shown)}
    </section>`;
  }

  private start(session: SessionShown, { day, excuse }: DayShown): TemplateResult {
    const short = this.begun?.short ?? false;
    const on = this.begun && this.continues(this.begun, session, day);
    const words = on ? _("Continue") : _("Start · %(n)s min", { n: minutes(session.seconds) });
    const href = addressOf({ name: "session", index: session.index, short: on ? short : false });
    return html`<div class="start">
      ${link(words, href, { kind: excuse ? "secondary" : "primary", icon: "play", size: "large wide" })}
      ${shortOne(session)}
    </div>`;
  }

  private continues(begun: Kept, { index }: SessionShown, { local_date }: Day): boolean {
    const slot = { ...begun.slot, date: local_date, session: index };
    return goesOn(begun, slot, begun.short, this.app.now().getTime());
  }

  private async recallSession(): Promise<void> {
    const { store } = this.app;
    const begun = await recalled(store).catch(() => undefined);
    const { date } = momentOf(store.copy.snapshot, this.app.now());
    // What was left on an earlier day ends here: what was done of it counts for that day.
    if (begun && begun.slot.date !== date) return closeLeft(store, begun).catch(() => undefined);
    this.begun = begun;
    if (begun) this.app.redraw();
  }

  private morningFlag(): string {
    return `morning:${momentOf(this.app.store.copy.snapshot, this.app.now()).date}`;
  }
}

/** Who it is for where somebody else logs, and how much there is to do. */
function lead(copy: Copy, shown: DayShown | undefined): string {
  const { way_in, patient_name } = copy.snapshot.reader;
  const forWhom = way_in === "caregiver" ? _("You log for %(name)s", { name: patient_name }) : "";
  const free = shown && !shown.excuse && !isHeld(copy, shown.day);
  return [forWhom, free ? leadWords(shown.current) : ""].filter(Boolean).join(" · ");
}

/** The few minutes that are enough on a bad day, where they are fewer. */
function shortOne({ index, short, seconds, shortSeconds }: SessionShown): Part {
  const n = minutes(shortSeconds);
  if (short.length === 0 || n >= minutes(seconds)) return nothing;
  const words = n > 1 ? _("Only %(n)s minutes today", { n }) : _("Only one minute today");
  return link(words, addressOf({ name: "session", index, short: true }), {
    kind: "quiet",
    icon: "leaf",
    size: "wide",
  });
}

/** One card an exercise of the session to do now. */
function exercises(context: DayContext, { current }: DayShown, all: AllAtOnce): Part {
  if (!current) return nothing;
  return html`<section class="stack" aria-labelledby="exercises">
    <h2 id="exercises">${_("Your exercises")}</h2>
    <div class="grid">${current.goes.map((go) => goCard(context, go))}</div>
    <div>${all.offer(context, current)}</div>
  </section>`;
}

function others(context: DayContext, shown: DayShown, all: AllAtOnce): Part {
  const sessions = shown.sessions.filter((session) => session !== shown.current);
  if (sessions.length === 0) return nothing;
  const name = shown.current ? _("The day's other sessions") : _("The day's sessions");
  return html`<section aria-label=${name}>
    ${sessions.map((session) => otherSession(context, shown, session, { start: true, open: false, all }))}
  </section>`;
}

function nothingLeft({ snapshot }: Copy, { sessions, excuse }: DayShown, today: string): Part {
  if (excuse) return nothing;
  if (sessions.length > 0)
    return notice(
      "info",
      _("All done for today"),
      html`<p>${_("Everything planned is logged. Rest well.")}</p>`,
    );
  const next = nextSessionDay(snapshot, today);
  const words = next
    ? _("Nothing is planned today. Your next session is on %(day)s.", { day: inWords(next) })
    : _("Nothing is planned for a fixed day.");
  return notice("info", _("Rest day"), html`<p>${words}</p>`);
}

/** Where yesterday holds something that nobody has said anything about. */
function fillIn(copy: Copy, today: string): Part {
  const yesterday = dayOf(copy.snapshot, daysAfter(today, -1));
  if (!yesterday?.version) return nothing;
  const { sessions, excuse } = dayShown(copy, yesterday);
  if (excuse || isHeld(copy, yesterday) || sessions.every(({ left }) => left.length === 0)) return nothing;
  const href = addressOf({ name: "day", date: yesterday.local_date });
  return html`<div>${link(_("Fill in yesterday"), href, { kind: "quiet", icon: "notebook-pen" })}</div>`;
}

import { html, nothing, type TemplateResult } from "lit";
import type { Copy } from "../../store/index.ts";
import type { Snapshot } from "../../store/snapshot.ts";
import { _, languages } from "../../words/index.ts";
import type { Flags } from "../flags.ts";
import { keepSaid } from "../logging.ts";
import { button, submit } from "../parts/button.ts";
import { field, group, choose as list } from "../parts/fields.ts";
import type { Part } from "../parts/part.ts";
import { choose, type Reading, readingOf, tellLanguage, tellTextSize, textSizes } from "../reading.ts";
import { sayOf } from "../saying.ts";
import type { App } from "../screen.ts";
import { dayOf } from "../time.ts";

const routineMax = 80; // characters (core/logged.py)

/** The first time on this phone: language, text size, routine and the way to reminders; nothing else. */
export class FirstRun {
  private open = false;
  private at = "";
  private routine = "";

  constructor(
    private readonly app: App,
    private readonly flags: Flags,
  ) {}

  draw({ snapshot }: Copy, today: string): Part {
    if (this.flags.aside("set_up")) return nothing;
    return html`<section class="card stack" aria-labelledby="set-up">
      <h2 id="set-up" class="card__title">${_("Make it yours")}</h2>
      ${this.open ? this.form(snapshot, today) : this.offer()}
    </section>`;
  }

  private offer(): TemplateResult {
    return html`<p>${_("Language, text size, your time of day and reminders.")}</p>
      <div class="row">
        ${button(_("Set it up"), () => this.unfold(), { icon: "settings" })}
        ${button(_("Leave it as it is"), () => this.flags.putAside("set_up"), { kind: "quiet" })}
      </div>`;
  }

  private unfold(): void {
    this.open = true;
    this.app.redraw();
    document.getElementById("language")?.focus();
  }

  private form(snapshot: Snapshot, today: string): TemplateResult {
    return html`<form class="stack" @submit=${(event: Event) => this.save(event, today)}>
      ${this.reading(snapshot)}${this.routineOf(snapshot, today)}
      <p><a href="/more/">${_("Reminders and more are under More.")}</a></p>
      <div class="row">${submit(_("Save"), { kind: "secondary", icon: "check" })}
        ${button(_("Leave it as it is"), () => this.flags.putAside("set_up"), { kind: "quiet" })}</div>
    </form>`;
  }

  private reading({ reader }: Snapshot): TemplateResult {
    const now = readingOf(reader);
    const change = async (part: Partial<Reading>, tell: () => Promise<boolean>) => {
      await choose({ ...now, ...part }, reader);
      this.app.redraw();
      if (await tell()) await this.app.store.refresh();
    };
    return html`${list("language", _("Language"), languages(), now.language, (language) => {
      void change({ language }, () => tellLanguage(language));
    })}
    ${list("text-size", _("Text size"), sizes(), String(now.textSize), (size) => {
      void change({ textSize: Number(size) }, () => tellTextSize(size, reader));
    })}`;
  }

  private routineOf(snapshot: Snapshot, today: string): Part {
    const [session] = dayOf(snapshot, today)?.sessions ?? [];
    if (!session) return nothing;
    const hint = session.anchor ? _("Your therapist set: %(when)s", { when: session.anchor }) : "";
    return group(
      "routine",
      _("When will you do your exercises?"),
      html`${field(
        "routine-after",
        _("Right after"),
        this.routine,
        (text) => {
          this.routine = text;
        },
        { most: routineMax, hint: _("Something you do every day, such as brushing your teeth") },
      )}
      ${field(
        "routine-at",
        _("Time of day"),
        this.at,
        (text) => {
          this.at = text;
        },
        { type: "time" },
      )}`,
      { hint },
    );
  }

  private async save(event: Event, today: string): Promise<void> {
    event.preventDefault();
    const day = dayOf(this.app.store.copy.snapshot, today);
    const session = day?.sessions[0];
    const routine = this.routine.trim();
    if (day && session && (routine || this.at)) {
      const body = { type: "routine", session: session.index, at: this.at, routine };
      if (!(await keepSaid(this.app, sayOf(day, today, body)))) return;
    }
    this.flags.putAside("set_up");
  }
}

const sizes = () => textSizes.map((size) => ({ value: String(size), words: sizeWords(size) }));

function sizeWords(size: number): string {
  return size === textSizes[0] ? _("Usual") : _("%(n)s percent", { n: size });
}

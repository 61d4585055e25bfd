import { html, nothing, type TemplateResult } from "lit";
import type { Copy, DeadLetter, Standing } from "../store/index.ts";
import { saveCopy } from "../store/saving.ts";
import type { Snapshot } from "../store/snapshot.ts";
import { toldInWords } from "../store/telling.ts";
import { _, ngettext } from "../words/index.ts";
import { button } from "./parts/button.ts";
import { pageHeader } from "./parts/page.ts";
import { addressOf } from "./router.ts";
import type { App, Opens, Screen } from "./screen.ts";
import { inWords } from "./time.ts";

/** What is on this phone and not with the therapist, and what can be done about it. */
export const outboxScreen: Opens<"outbox"> = (app) => new OutboxScreen(app);

class OutboxScreen implements Screen {
  readonly tab = "today";
  private asking = false;

  constructor(private readonly app: App) {}

  get title(): string {
    return _("What is not sent yet");
  }

  draw(copy: Copy): TemplateResult {
    const waiting = [...copy.entries.values()].filter(({ place }) => place === "phone").filter(notDead(copy));
    const { dead } = copy.outbox;
    return html`<div class="column stack stack--loose">
      ${pageHeader(this.title, { back: { words: _("Today"), href: addressOf({ name: "today" }) } })}
      ${waiting.length + dead.length === 0 ? nothingWaits() : nothing}
      ${waiting.length > 0 ? this.waiting(waiting, copy) : nothing}
      ${dead.length > 0 ? deadLetters(dead, copy.snapshot) : nothing}
      ${waiting.length + dead.length > 0 ? this.copyOffer() : nothing}
    </div>`;
  }

  private waiting(entries: readonly Standing[], { snapshot, outbox }: Copy): TemplateResult {
    const sending = this.asking || outbox.sending;
    return html`<section class="card stack" aria-labelledby="waits">
      <h2 id="waits">${ngettext("1 entry on this phone", "%(n)s entries on this phone", entries.length, { n: entries.length })}</h2>
      <p>${_("They are kept here until your therapist has them. Nothing is lost when you close the app.")}</p>
      <ul class="outbox-list">${entries.map(({ top }) => line(top.local_date, toldInWords(top.kind, top.body, snapshot)))}</ul>
      <div>${button(sending ? _("Sending …") : _("Send now"), () => void this.send(), { kind: "primary", icon: "check", disabled: sending })}</div>
    </section>`;
  }

  private copyOffer(): TemplateResult {
    return html`<section class="card stack" aria-labelledby="copy">
      <h2 id="copy">${_("If sending does not work for days")}</h2>
      <p>${_("Save a copy and give it to your clinic. Everything stays on this phone too.")}</p>
      <div>${button(_("Save a copy"), () => void saveCopy(this.app.store, this.app.now()))}</div>
    </section>`;
  }

  private async send(): Promise<void> {
    this.asking = true;
    this.app.redraw();
    await this.app.store.refresh();
    this.asking = false;
    this.app.redraw();
  }
}

/** What the server does not take is told of on its own. */
function notDead({ outbox }: Copy): (entry: Standing) => boolean {
  const dead = new Set(outbox.dead.map(({ opId }) => opId));
  return ({ top }) => !dead.has(top.op_id);
}

function nothingWaits(): TemplateResult {
  return html`<p>${_("Everything you logged is with your therapist ✓")}</p>`;
}

function deadLetters(dead: readonly DeadLetter[], snapshot: Snapshot): TemplateResult {
  return html`<section class="card stack" aria-labelledby="dead">
    <h2 id="dead">${_("Not counted yet")}</h2>
    <ul class="outbox-list">${dead.map(({ saying, reason }) =>
      line(saying.localDate, toldInWords(saying.kind, saying.body, snapshot), whyInWords(reason)),
    )}</ul>
  </section>`;
}

function line(date: string, told: string, why = ""): TemplateResult {
  return html`<li class="outbox-list__entry"><p><strong>${told}</strong></p><p class="soft">${inWords(date)}</p>
    ${why ? html`<p>${why}</p>` : nothing}</li>`;
}

/** Why the clinic could not count it (QuarantineReason in everyrep/core/sync.py), as a patient would say it. */
function whyInWords(reason: string): string {
  const known: Readonly<Record<string, () => string>> = {
    refused: () =>
      _(
        "The clinic's computer could not read this. It is tried again every day; you can also save a copy for your clinic.",
      ),
    future: () =>
      _("Its date lies ahead. Please check the date on your phone. Your clinic has it and will look at it."),
    no_program: () => _("You had no program on that day. Your clinic has it and will look at it."),
    ended_program: () => _("Your program had ended by that day. Your clinic has it and will look at it."),
    unknown_exercise: () =>
      _("This exercise is not in your program. Your clinic has it and will look at it."),
    newer_schema: () =>
      _("Your app is newer than the clinic's computer. It counts as soon as that is up to date."),
  };
  return known[reason]?.() ?? _("Your clinic has it and will look at it.");
}

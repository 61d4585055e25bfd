import { html, nothing, type TemplateResult } from "lit";
import { _ } from "../../words/index.ts";
import { button } from "../parts/button.ts";
import { field, note, scoreRow } from "../parts/fields.ts";
import { figureSlot } from "../parts/figure.ts";
import { icon } from "../parts/icon.ts";
import { disclosure, notice } from "../parts/page.ts";
import type { Part } from "../parts/part.ts";
import { calls } from "../symptoms/view.ts";
import type { Skipping } from "./index.ts";
import { latestOff, type Offer, offersFor, overLimit } from "./offers.ts";
import { kindWords, prefilled } from "./words.ts";

/** One tap says why. */
export function why(skipping: Skipping): TemplateResult {
  const { reasons } = skipping.app.store.copy.snapshot.words;
  return frame(
    skipping,
    _("What gets in the way?"),
    html`<ul class="skip__reasons">${reasons.map(
      ({ value, words }) => html`<li><button type="button" class="skip__reason"
      @click=${() => skipping.set({ reason: value, question: prefilled(value, skipping.item) })}>${words}${icon("chevron-right", true)}</button></li>`,
    )}</ul>`,
  );
}

/** What can be done about it. */
export function offered(skipping: Skipping): TemplateResult {
  const { item, around, draft, app } = skipping;
  const reason = app.store.copy.snapshot.words.reasons.find(({ value }) => value === draft.reason);
  const kind = kindWords(draft.reason, item);
  return frame(
    skipping,
    draft.reason === "pain" ? _("It hurts") : (reason?.words ?? item.name),
    html`
    ${kind ? html`<p>${kind}</p>` : nothing}
    <div class="stack">${offersFor(draft.reason, item, around.short ?? false).map((offer) => part(skipping, offer))}</div>
    ${around.reason ? nothing : button(_("Another reason"), () => skipping.set({ reason: "" }), { kind: "quiet", icon: "chevron-left" })}`,
  );
}

/** It is noted; a tap takes it back. `further`: the exercise itself still waits for a decision. */
export function done(skipping: Skipping, words: string, further: boolean): TemplateResult {
  return frame(
    skipping,
    skipping.item.name,
    html`
    ${notice("info", words)}
    <div class="row">
      ${further ? button(_("Go on with it"), () => skipping.end("go_on"), { kind: "primary" }) : button(_("All right"), () => skipping.close(), { kind: "primary", icon: "check" })}
      ${further ? button(_("Leave it out today"), () => skipping.end("leave")) : nothing}
      ${button(_("Undo"), () => skipping.undo(), { kind: "quiet", icon: "undo-2" })}
    </div>`,
  );
}

function frame(skipping: Skipping, title: string, body: Part): TemplateResult {
  return html`<div class="dialog__parts">
    <div class="dialog__head"><h2 id="skip-title" tabindex="-1">${title}</h2>
      ${button(_("Close"), () => skipping.close(), { kind: "quiet", icon: "x" })}</div>
    ${body}
  </div>`;
}

function part(skipping: Skipping, offer: Offer): Part {
  switch (offer) {
    case "move":
      return move(skipping);
    case "short":
      return button(_("Only the few minutes that matter most"), () => skipping.end("short"), {
        kind: "primary",
        icon: "leaf",
        size: "wide",
      });
    case "pain":
      return pain(skipping);
    case "show":
      return show(skipping);
    case "ask":
      return ask(skipping);
    case "substitutes":
      return substitutes(skipping);
    case "off":
      return off(skipping);
    case "crisis":
      return crisis(skipping);
    case "note":
      return noteField(skipping);
    case "go_on":
      return button(_("I will try it"), () => skipping.end("go_on"), { icon: "play", size: "wide" });
    case "leave":
      return button(_("Leave it out today"), () => skipping.end("leave"), {
        icon: "skip-forward",
        size: "wide",
      });
    default:
      return nothing;
  }
}

function move(skipping: Skipping): TemplateResult {
  const { draft } = skipping;
  return disclosure(
    _("Move it to another moment"),
    html`<form class="stack" novalidate @submit=${(event: Event) => {
      event.preventDefault();
      skipping.move();
    }}>
    ${field("skip-at", _("Time of day"), draft.at, (at) => skipping.set({ at }), { type: "time" })}
    ${field(
      "skip-routine",
      _("Or right after what?"),
      draft.routine,
      (routine) => skipping.set({ routine }),
      {
        most: 80,
        hint: _("Such as: after lunch, after brushing teeth"),
        error: draft.error === "move" ? _("Choose a time, or write what you do right before.") : "",
      },
    )}
    <button type="submit" class="button button--primary"><span>${_("Move it")}</span></button>
  </form>`,
    draft.error === "move",
  );
}

/** How much it hurts decides what comes first; what it means is for nobody here to say. */
function pain(skipping: Skipping): TemplateResult {
  const { draft, item, app, around } = skipping;
  const ends = [_("no pain"), _("worst pain you can imagine")] as const;
  const asked = scoreRow(
    "skip-pain",
    _("How much does %(name)s hurt?", { name: item.name }),
    ends,
    draft.pain,
    (score) => skipping.set({ pain: score, question: draft.question || prefilled("pain", item) }),
  );
  if (draft.pain === undefined) return html`${asked}${checkLink(skipping, false)}`;
  const over = overLimit(draft.pain, item, app.store.copy.snapshot);
  return html`${asked}
    ${
      over
        ? notice(
            "attention",
            _("That is more than this exercise should hurt"),
            html`<p>${_("Please answer a few questions before you go on.")}</p>`,
          )
        : item.pain_limit === null
          ? nothing
          : html`<p>${_("Some discomfort can be acceptable within the limit your therapist set.")}</p>`
    }
    ${checkLink(skipping, over)}
    ${over ? nothing : around.within !== undefined ? button(_("Go on"), () => skipping.end("go_on"), { icon: "play", size: "wide" }) : nothing}
    ${button(_("Go on without this exercise"), () => skipping.end("leave"), { icon: "skip-forward", size: "wide" })}
    ${around.within !== undefined ? button(_("Stop for today"), () => skipping.end("stop"), { icon: "octagon-alert", size: "wide" }) : nothing}
    ${ask(skipping)}`;
}

function checkLink(skipping: Skipping, first: boolean): TemplateResult {
  return button(_("Something is new or worrying"), () => skipping.end("check"), {
    kind: first ? "stop" : "secondary",
    icon: "heart-pulse",
    size: "wide",
  });
}

function show({ item }: Skipping): TemplateResult {
  return html`${figureSlot(item, "hero")}
    ${item.steps.length > 0 ? html`<ol>${item.steps.map((step) => html`<li>${step}</li>`)}</ol>` : nothing}
    ${item.cues.length > 0 ? html`<ul>${item.cues.map((cue) => html`<li>${cue}</li>`)}</ul>` : nothing}`;
}

function ask(skipping: Skipping): TemplateResult {
  const { draft, app } = skipping;
  const { therapist, name } = app.store.copy.snapshot.clinic;
  return disclosure(
    draft.reason === "low_mood"
      ? _("Tell %(name)s", { name: therapist || name })
      : _("Ask %(name)s", { name: therapist || name }),
    html`<form class="stack" novalidate @submit=${(event: Event) => {
      event.preventDefault();
      skipping.ask();
    }}>
    ${note("skip-question", _("Your question"), draft.question, (question) => skipping.set({ question }), {
      hint: _("It is answered when the clinic is open. If it cannot wait, call."),
      error: draft.error === "ask" ? _("Write your question first.") : "",
    })}
    <button type="submit" class="button button--secondary">${icon("send")}<span>${_("Ask it")}</span></button>
  </form>`,
    draft.error === "ask" || draft.reason === "not_helping",
  );
}

function substitutes(skipping: Skipping): TemplateResult {
  return html`<div class="stack stack--tight"><p>${_("Your therapist lets you use this instead:")}</p>
    <ul>${skipping.item.substitutes.map((words) => html`<li>${words}</li>`)}</ul>
    ${button(_("I will use that"), () => skipping.end("go_on"), { kind: "primary", icon: "play", size: "wide" })}</div>`;
}

function off(skipping: Skipping): TemplateResult {
  const { draft, today } = skipping;
  return html`<form class="stack" novalidate @submit=${(event: Event) => {
    event.preventDefault();
    skipping.off();
  }}>
    ${field(
      "skip-until",
      draft.reason === "away" ? _("Away until") : _("Rest until"),
      draft.until,
      (until) => skipping.set({ until }),
      {
        type: "date",
        min: today,
        max: latestOff(today),
        hint: _("Leave it empty for today only."),
        error: draft.error === "off" ? _("Choose today or a later day.") : "",
      },
    )}
    <button type="submit" class="button button--primary button--wide">${icon("moon")}<span>${_("Make these rest days")}</span></button>
  </form>`;
}

/** The clinic's own words for somebody in despair, and its telephone; asked for, never guessed. */
function crisis(skipping: Skipping): TemplateResult {
  const { snapshot } = skipping.app.store.copy;
  if (!skipping.draft.crisis)
    return button(_("I think about hurting myself"), () => skipping.set({ crisis: true }), {
      kind: "quiet",
      icon: "phone",
      size: "wide",
    });
  return notice(
    "stop",
    "",
    html`<p class="symptoms__words as-written">${snapshot.symptom_check.crisis_text || snapshot.symptom_check.emergency_text}</p>
    ${calls(snapshot)}`,
  );
}

function noteField(skipping: Skipping): TemplateResult {
  return note("skip-note", _("What is it?"), skipping.draft.note, (text) => skipping.set({ note: text }));
}

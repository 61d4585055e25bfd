import { html, nothing, type TemplateResult } from "lit";
import { _ } from "../../words/index.ts";
import { helped } from "../exercise/about.ts";
import { button, link } from "../parts/button.ts";
import { closeDialog, dialog, openDialog } from "../parts/dialog.ts";
import { note, segmented } from "../parts/fields.ts";
import { disclosure, notice, saidList } from "../parts/page.ts";
import type { Part } from "../parts/part.ts";
import { addressOf } from "../router.ts";
import type { App } from "../screen.ts";
import type { Going } from "./going.ts";
import { keyWords } from "./keys.ts";
import { modes, soundChoice } from "./lobby.ts";
import { phaseMs } from "./machine.ts";

const howId = "session-how";
const moreId = "session-more";

export function openHow(going: Going): void {
  stands(going);
  openDialog(howId);
}

export function openMore(going: Going): void {
  stands(going);
  openDialog(moreId);
}

/** Nothing runs on behind a dialog. */
function stands(going: Going): void {
  if (phaseMs(going.plan, going.now) !== null) going.tap({ type: "pause", why: "asked" });
}

/** How to do the exercise that is on, or comes next. */
export function drawHow({ items, coming }: Going): TemplateResult {
  const item = items[coming];
  return dialog(
    howId,
    item?.name ?? "",
    item
      ? html`<div class="stack">
    <p class="dose-in-words">${item.dose_in_words}</p>
    ${helped(item)}
    ${item.own_words ? html`<p class="as-written">${item.own_words}</p>` : nothing}
    ${item.limits.map((limit) => html`<p class="limit">${limit}</p>`)}
    ${item.steps.length > 0 ? html`<ol>${item.steps.map((step) => html`<li>${step}</li>`)}</ol>` : nothing}
    ${list(_("Tips"), item.cues)}
    ${list(_("What often happens"), item.common_errors)}
    ${item.care.length > 0 ? html`<p class="take-care"><strong>${_("Take care")}:</strong> ${item.care.join(" ")}</p>` : nothing}
    ${item.stop_rules.length > 0 ? notice("attention", _("Stop and tell your therapist if"), html`<ul>${item.stop_rules.map((rule) => html`<li>${rule}</li>`)}</ul>`) : nothing}
  </div>`
      : nothing,
  );
}

function list(title: string, lines: readonly string[]): Part {
  if (lines.length === 0) return nothing;
  return html`<div><h3>${title}</h3><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></div>`;
}

/** Everything that is seldom wanted. */
export function drawMore(going: Going, app: App, aside: Aside): TemplateResult {
  const place = { name: "session", index: going.recorder.slot.session, short: going.short } as const;
  return dialog(
    moreId,
    _("More"),
    html`<div class="stack">
      <div class="stack stack--tight">
        ${button(_("Finish now"), () => finish(going), { icon: "check", size: "wide" })}
        ${going.short ? nothing : link(_("Only the short version"), addressOf({ ...place, short: true }), { icon: "leaf", size: "wide" })}
      </div>
      ${asking(app, aside)}
      ${modes(going)}
      ${segmented("session-counts", _("Count aloud"), counts(), going.settings.counts, (value) => going.set({ counts: value as "every" | "last" }))}
      ${soundChoice(going)}
      <div class="row">
        ${link(_("For a big screen"), addressOf({ ...place, big: true }), { icon: "monitor" })}
        ${document.fullscreenEnabled ? button(_("Full screen"), () => void fullScreen(), { icon: "maximize" }) : nothing}
      </div>
      ${disclosure(_("Keys"), saidList(keyWords()))}
    </div>`,
  );
}

/** What is done is logged; the rest stays for later. */
function finish(going: Going): void {
  closeDialog(moreId);
  going.tap({ type: "finish" });
}

/** What is being written to the therapist during a session. */
export interface Aside {
  readonly text: string;
  readonly write: (text: string) => void;
  readonly send: (how: "note" | "question") => void;
}

function asking(app: App, { text, write, send }: Aside): TemplateResult {
  const { therapist, name } = app.store.copy.snapshot.clinic;
  return html`<div class="stack stack--tight">
    ${note("session-aside", _("Anything to tell %(name)s?", { name: therapist || name }), text, write)}
    <div class="row">
      ${button(_("Send as a question"), () => send("question"), { icon: "message-circle", disabled: !text.trim() })}
      ${button(_("Keep as a note"), () => send("note"), { kind: "quiet", icon: "notebook-pen", disabled: !text.trim() })}
    </div>
  </div>`;
}

const counts = () => [
  { value: "every", words: _("every repetition") },
  { value: "last", words: _("the last three") },
];

async function fullScreen(): Promise<void> {
  closeDialog(moreId);
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen().catch(() => undefined);
}

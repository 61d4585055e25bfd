import { html, nothing, type TemplateResult } from "lit";
import { _, ngettext } from "../../words/index.ts";
import { type IconName, icon } from "../parts/icon.ts";
import type { Part } from "../parts/part.ts";
import type { Going } from "./going.ts";
import { type Now, phaseMs, type Tap, usual } from "./machine.ts";

/** What the screen around a session does for it. */
export interface Acts {
  readonly voice: () => void;
  readonly hurts: () => void;
  readonly skip: () => void;
  readonly how: () => void;
  readonly more: () => void;
}

/** The main ones: what comes next is in one place, and the biggest. */
export function controls(going: Going): TemplateResult {
  const { now } = going;
  const next = now.pause || !waiting(going);
  return html`<div class=${next ? "session__main" : "session__main session__main--two"}>
    ${key(_("Back"), "chevron-left", () => going.tap({ type: "back" }), "side")}
    ${middle(going)}
    ${next ? key(nextWords(now), "chevron-right", () => going.tap({ type: "next" }), "side") : nothing}
  </div>`;
}

const waiting = ({ plan, now }: Going) => phaseMs(plan, now) === null;

function middle(going: Going): TemplateResult {
  const { now } = going;
  if (now.pause) return key(_("Go on"), "play", () => going.tap({ type: "resume" }), "big");
  if (waiting(going)) return key(nextWords(now), onIcon(now), () => going.tap({ type: "next" }), "big");
  return key(_("Pause"), "pause", () => going.tap({ type: "pause", why: "asked" }), "big");
}

const onIcon = ({ phase }: Now) => (phase === "work" ? "check" : "play");

function nextWords({ phase }: Now): string {
  if (phase === "work") return _("Set done");
  return phase === "between" ? _("Next") : _("Start now");
}

/** More of a rest, beside its seconds. */
export function longer(going: Going): TemplateResult {
  const words = ngettext("%(n)s second more", "%(n)s seconds more", usual.more, { n: usual.more });
  return html`<button type="button" class="session__longer" aria-label=${words}
    @click=${() => going.tap({ type: "more" })}>${icon("plus")}<span>${_("%(n)s s", { n: usual.more })}</span></button>`;
}

/** What some need at some time; always in the same order. */
export function ways(going: Going, acts: Acts): TemplateResult {
  const undo = going.lastTap;
  return html`<div class="session__ways">
    ${way(_("It hurts"), "heart-pulse", acts.hurts)}
    ${way(_("Skip"), "skip-forward", acts.skip)}
    ${way(_("How to"), "list-checks", acts.how)}
    ${way(_("More"), "ellipsis", acts.more)}
    ${way(_("Undo"), "undo-2", () => going.tap({ type: "undo" }), undo ? _("Undo: %(what)s", { what: tapWords(undo) }) : "", !undo)}
  </div>`;
}

function tapWords(tap: Tap["type"]): string {
  const words: Record<Tap["type"], string> = {
    start: _("start"),
    next: _("next"),
    back: _("back"),
    count: _("count"),
    more: _("more rest"),
    resume: _("go on"),
    finish: _("finish"),
    pause: _("pause"),
    skip: _("skip"),
    mode: _("the way it leads"),
    correct: _("correction"),
  };
  return words[tap];
}

function key(words: string, drawing: IconName, press: () => void, size: "big" | "side"): TemplateResult {
  return html`<button type="button" class="session__key session__key--${size}" @click=${press}>
    ${icon(drawing, drawing.startsWith("chevron"))}<span>${words}</span></button>`;
}

function way(words: string, drawing: IconName, press: () => void, name = "", off = false): Part {
  return html`<button type="button" class="session__way" aria-label=${name || nothing} ?disabled=${off} @click=${press}>
    ${icon(drawing)}<span>${words}</span></button>`;
}

import { html, nothing, type TemplateResult } from "lit";
import type { Item } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";
import { figureSlot } from "../parts/figure.ts";
import { icon } from "../parts/icon.ts";
import { notice } from "../parts/page.ts";
import type { Part } from "../parts/part.ts";
import { type Acts, controls, longer, ways } from "./controls.ts";
import { correcting } from "./correcting.ts";
import { sleptWords } from "./cues.ts";
import type { Going } from "./going.ts";
import { rests, setOf } from "./machine.ts";
import { repMoment, secondsLeft } from "./moment.ts";
import type { PlannedSet } from "./plan.ts";
import { clockWords, partWords, phaseWords, setWords, sideWords } from "./wording.ts";

/** The session while it goes on: the figure, what to do now, and the few things there are to press. */
export function playing(going: Going, acts: Acts, big: boolean): TemplateResult {
  const { now, items } = going;
  const shown = items[going.coming];
  if (!shown) return html``;
  return html`<div class=${big ? "session session--big" : "session"} data-phase=${now.phase}
      ?data-paused=${now.pause !== ""}>
    ${top(going, shown, acts)}
    <div class="session__figure">${figureSlot(shown, "hero")}</div>
    <div class="session__board">
      ${board(going, shown)}
      ${rests(now) && !big ? correcting(going) : nothing}
      ${controls(going)}
      ${big ? nothing : ways(going, acts)}
    </div>
    <p class="visually-hidden" role="status">${going.summary}</p>
    ${warnings(going)}
  </div>`;
}

function top({ now, plan, settings, hasVoice }: Going, shown: Item, acts: Acts): TemplateResult {
  const place = Math.min(plan.length, now.exercise + (now.phase === "between" ? 2 : 1));
  return html`<div class="session__top">
    <a class="session__leave" href="/today/">${icon("chevron-left", true)}${_("Today")}</a>
    <div class="session__title">
      <h1 tabindex="-1">${now.phase === "between" ? _("Next: %(what)s", { what: shown.name }) : shown.name}</h1>
      <p class="session__place tabular">${_("%(n)s of %(of)s", { n: place, of: plan.length })}</p>
    </div>
    <button type="button" class="session__voice" aria-pressed=${settings.voice ? "true" : "false"}
      @click=${acts.voice}>${icon(settings.voice && hasVoice ? "volume-2" : "volume-x")}<span>${_("Voice")}</span></button>
  </div>`;
}

/** What is read from across the room: the phase, the side, one big number, and what was said last. */
function board(going: Going, shown: Item): TemplateResult {
  const { now, plan } = going;
  const set = setOf(plan, now);
  const phase = now.pause ? _("Paused") : phaseWords(now, shown, repMoment(plan, now), set);
  const side = (now.phase !== "between" && sideWords(set?.side ?? "")) || shown.side;
  const line = now.phase === "between" || !set ? shown.dose : setLine(set);
  return html`<div class="session__now">
    <p class="session__phase">${phase}</p>
    <p class="session__where">${side ? html`<strong class="session__side">${side}</strong>` : nothing}
      <span class="tabular">${line}</span></p>
    ${count(going)}
    ${now.phase === "rest" && !now.pause ? nothing : html`<p class="session__caption">${captionWords(going, shown, phase)}</p>`}
    ${rests(now) && !now.pause ? longer(going) : nothing}
  </div>`;
}

/** "Set 1 of 2", and where nothing is asked, that it is as one likes. */
function setLine(set: PlannedSet): string {
  const open = set.field === "reps" && set.amount === null ? _("as many as feel right") : "";
  return [setWords(set), open].filter(Boolean).join(" · ");
}

/** What was said last; where the board says the same already, a tip stands in its place. */
function captionWords({ now, caption }: Going, shown: Item, phase: string): string {
  if (now.pause === "slept") return sleptWords();
  const position = now.phase === "between" || (now.phase === "ready" && now.set === 0);
  if (position) return shown.position_words;
  const bare = /^\d*$/.test(caption) || caption === phase;
  return bare ? (shown.cues[now.set % shown.cues.length] ?? "") : caption;
}

/** One big number: the repetition, the seconds left, or a tap for each repetition. */
function count(going: Going): TemplateResult {
  const { now, plan } = going;
  const rep = repMoment(plan, now);
  if (rep) {
    const held = rep.part === "hold" ? partCount(going, rep.secondsLeft) : nothing;
    return ring(String(rep.rep), _("of %(n)s", { n: rep.of }), held);
  }
  const left = secondsLeft(plan, now);
  if (left !== undefined) return ring(clockWords(left), now.phase === "work" ? "" : _("seconds"));
  return tapped(going);
}

function partCount({ item }: Going, seconds: number): Part {
  return item ? html`<span class="session__hold">${partWords(item, "hold")} ${seconds}</span>` : nothing;
}

function ring(big: string, small: string, more: Part = nothing): TemplateResult {
  const size = big.length > 3 ? "session__count session__count--long" : "session__count";
  return html`<div class="session__ring" aria-hidden="true">
    <span class="${size} tabular">${big}</span>
    ${small || more !== nothing ? html`<span class="session__of">${more === nothing ? small : more}</span>` : nothing}
  </div>`;
}

/** Without a clock: a tap counts, for those who like to. */
function tapped(going: Going): TemplateResult {
  const { now, plan } = going;
  const set = setOf(plan, now);
  const asked = String(set?.amount ?? "");
  if (set?.field !== "reps") return ring(asked, set?.field === "steps" ? _("steps") : _("meters"));
  const name = _("Count one: %(n)s so far", { n: now.counted });
  return html`<button type="button" class="session__ring session__ring--tap" aria-label=${name}
      @click=${() => going.tap({ type: "count" })}>
    <span class="session__count tabular">${now.counted}</span>
    <span class="session__of">${asked ? _("of %(n)s", { n: asked }) : _("reps")}</span>
    <span class="session__tap-hint">${_("tap to count")}</span>
  </button>`;
}

function warnings({ recorder }: Going): Part {
  if (!recorder.full) return nothing;
  const words = _(
    "This phone has no room left: what you do now is not saved. Free some space and keep this page open.",
  );
  return html`<div class="session__warning">${notice("attention", words)}</div>`;
}

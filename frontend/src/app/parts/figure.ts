import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Figure, Item, Still } from "../../store/snapshot.ts";
import { language } from "../../words/index.ts";
import { icon } from "./icon.ts";
import type { Part } from "./part.ts";

export type FigureSize = "" | "hero" | "small";

/**
 * The place of an exercise's picture: still, or moving where `size` is hero and there is an animation. Where
 * nothing is drawn, the starting position and the body region say what they can.
 */
export function figureSlot(item: Item, size: FigureSize = ""): TemplateResult {
  const shown = item.figure;
  const classes = ["figure-slot", size && `figure-slot--${size}`, shown && "figure-slot--drawn"];
  return html`<div class=${classes.filter(Boolean).join(" ")} data-exercise=${item.exercise}>
    ${shown ? drawn(item, shown, size) : undrawn(item, size)}
  </div>`;
}

function undrawn(item: Item, size: FigureSize): TemplateResult {
  return html`${icon(`position-${item.position}`)}
    <p class=${size === "small" ? "visually-hidden" : "figure-slot__words"}>
      <span class="figure-slot__region">${item.region}</span>
      <span class="figure-slot__position">${item.position_words}</span>
    </p>`;
}

function drawn(item: Item, shown: Figure, size: FigureSize): Part {
  const foreign = shown.not_shown_language !== language() ? shown.not_shown_language : nothing;
  return [
    size === "hero" && shown.track
      ? player(item, shown)
      : stills(shown, size === "small" ? shown.stills.slice(-1) : shown.stills),
    shown.not_shown && size !== "small"
      ? html`<p class="figure-slot__note" lang=${foreign}>${shown.not_shown}</p>`
      : nothing,
  ];
}

/** The picture stays until the moving one is drawn, and for good where it cannot be. */
function player(item: Item, shown: Figure): Part {
  const element = html`<movement-player class="movement-player" track=${shown.track} body=${shown.body}
    label=${shown.alt} data-words=${JSON.stringify(shown.player_words)}
    data-tempo=${item.pace.tempo || nothing}>${stills(shown, shown.stills, true)}</movement-player>`;
  return html`${keyed(item.id, element)}`; // a player keeps what it has loaded: another exercise is another one
}

/** The first still tells the whole movement, so the others are silent. */
function stills(shown: Figure, frames: readonly Still[], named = false): TemplateResult {
  return html`<div class=${shown.wide ? "figure-slot__stills figure-slot__stills--wide" : "figure-slot__stills"}>
    ${frames.map(
      (frame, place) => html`<div class="figure-slot__frame">${still(frame, place === 0 ? shown.alt : "")}
        ${named && frames.length > 1 ? html`<p class="figure-slot__name" aria-hidden="true">${place + 1}. ${frame.name}</p>` : nothing}</div>`,
    )}
  </div>`;
}

/** One still in the look the reader asked their device for. */
function still(frame: Still, alt: string): TemplateResult {
  return html`<picture class="figure-slot__still">
    <source media="(prefers-contrast: more)" srcset=${frame.contrast}>
    <source media="(prefers-color-scheme: dark)" srcset=${frame.dark}>
    <img src=${frame.colour} alt=${alt} width=${frame.width} height=${frame.height} loading="lazy" decoding="async">
  </picture>`;
}

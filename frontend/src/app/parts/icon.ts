import { html, type TemplateResult } from "lit";
import type { lucideNames } from "../../../icons/names.ts";

export type IconName =
  | (typeof lucideNames)[number]
  | "day-done"
  | "day-partly"
  | "tally"
  | `position-${string}`;

/** An icon of the sprite in app.html. Decoration: a visible label or an accessible name says what it means. */
export function icon(name: IconName, turns = false): TemplateResult {
  return html`<svg class=${turns ? "icon icon--turns" : "icon"} aria-hidden="true" focusable="false">
    <use href=${`#icon-${name}`}></use>
  </svg>`;
}

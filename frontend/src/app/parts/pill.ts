import { html, type TemplateResult } from "lit";
import { type IconName, icon } from "./icon.ts";

const looks = {
  done: ["on_track", "day-done"],
  partly: ["partly", "day-partly"],
  not: ["quiet", "circle-minus"],
  rest: ["quiet", "moon"],
  waiting: ["quiet", "clock"],
  needs_talk: ["needs_talk", "message-circle"],
} as const satisfies Record<string, readonly [string, IconName]>;

/** How something stands, as a word and an icon, never by colour alone. */
export function pill(state: keyof typeof looks, words: string): TemplateResult {
  const [tone, drawing] = looks[state];
  return html`<span class="status-pill status-pill--${tone}">${icon(drawing)}${words}</span>`;
}

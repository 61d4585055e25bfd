import { html, nothing, type TemplateResult } from "lit";
import { type IconName, icon } from "./icon.ts";

/** `kind` primary: one on a screen. `size`: "large", "wide" or both. */
export interface Look {
  readonly kind?: "primary" | "secondary" | "quiet" | "stop";
  readonly icon?: IconName;
  readonly size?: "" | "large" | "wide" | "large wide";
  readonly id?: string;
  readonly disabled?: boolean;
  /** What a screen reader hears instead, where the words alone do not say what it is about. */
  readonly name?: string;
}

export function button(words: string, press: (event: Event) => void, look: Look = {}): TemplateResult {
  return html`<button type="button" class=${classes(look)} id=${look.id ?? nothing} ?disabled=${look.disabled}
    aria-label=${look.name ?? nothing} @click=${press}>${inside(words, look)}</button>`;
}

/** The button that sends its form. */
export function submit(words: string, look: Look = {}): TemplateResult {
  return html`<button type="submit" class=${classes({ kind: "primary", ...look })} id=${look.id ?? nothing}
    ?disabled=${look.disabled}>${inside(words, look)}</button>`;
}

export function link(words: string, href: string, look: Look = {}): TemplateResult {
  return html`<a href=${href} class=${classes(look)} id=${look.id ?? nothing}
    aria-label=${look.name ?? nothing}>${inside(words, look)}</a>`;
}

function inside(words: string, look: Look): TemplateResult {
  return html`${look.icon ? icon(look.icon) : nothing}<span>${words}</span>`;
}

function classes({ kind = "secondary", size = "" }: Look): string {
  const sizes = size.split(" ").filter(Boolean);
  return ["button", `button--${kind}`, ...sizes.map((part) => `button--${part}`)].join(" ");
}

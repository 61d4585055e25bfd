import { html, nothing, type TemplateResult } from "lit";
import { icon } from "./icon.ts";
import type { Part } from "./part.ts";

/** The title of a screen. `back`: where the way back leads, with its words. */
export function pageHeader(
  title: string,
  { lead = "", back }: { lead?: string; back?: { words: string; href: string } } = {},
): TemplateResult {
  return html`<div class="page-header"><div>
    ${back ? html`<a class="page-header__back" href=${back.href}>${icon("chevron-left", true)}${back.words}</a>` : nothing}
    <h1 tabindex="-1">${title}</h1>
    ${lead ? html`<p class="page-header__lead">${lead}</p>` : nothing}
  </div></div>`;
}

const noticeIcons = { info: "info", attention: "triangle-alert", stop: "octagon-alert" } as const;

/** Something to know, to mind, or to stop for. */
export function notice(kind: keyof typeof noticeIcons, title: string, body: Part = nothing): TemplateResult {
  return html`<div class="notice notice--${kind}" role=${kind === "stop" ? "alert" : nothing}>
    ${icon(noticeIcons[kind])}
    <div class="notice__body">${title ? html`<p class="notice__title">${title}</p>` : nothing}${body}</div>
  </div>`;
}

export function disclosure(summary: Part, body: Part, open = false): TemplateResult {
  return html`<details class="disclosure" ?open=${open}>
    <summary>${icon("chevron-right", true)}${summary}</summary>
    <div class="disclosure__body">${body}</div>
  </details>`;
}

/** What was said, as pairs of what it is and what was said. */
export function saidList(pairs: readonly (readonly [string, string])[]): TemplateResult {
  return html`<dl class="said">${pairs.map(
    ([what, words]) => html`<div class="said__pair"><dt>${what}</dt><dd>${words}</dd></div>`,
  )}</dl>`;
}

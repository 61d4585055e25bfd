import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { Choice } from "../../store/snapshot.ts";
import { icon } from "./icon.ts";
import type { Part } from "./part.ts";

export interface Extra {
  readonly hint?: string;
  readonly error?: string;
  readonly class?: string;
}

const errorText = (id: string, error = "") =>
  error
    ? html`<p class="field__error" id="${id}-error">${icon("triangle-alert")}<span>${error}</span></p>`
    : nothing;
const hintText = (id: string, hint = "") =>
  hint ? html`<p class="field__hint" id="${id}-hint">${hint}</p>` : nothing;

function describedBy(id: string, { hint, error }: Extra): string | typeof nothing {
  const parts = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean);
  return parts.length > 0 ? parts.join(" ") : nothing;
}

/** Several controls under one question. */
export function group(id: string, legend: string, body: Part, extra: Extra = {}): TemplateResult {
  const classes = ["field", extra.class, extra.error && "field--error"].filter(Boolean).join(" ");
  return html`<fieldset id=${id} class=${classes} aria-describedby=${describedBy(id, extra)}
      aria-invalid=${extra.error ? "true" : nothing}>
    <legend class="field__label">${legend}</legend>
    ${hintText(id, extra.hint)}${body}${errorText(id, extra.error)}
  </fieldset>`;
}

/** One of several, in words, one under another. */
export function radios(
  id: string,
  legend: string,
  choices: readonly Choice[],
  chosen: string,
  choose: (value: string) => void,
  extra: Extra = {},
): TemplateResult {
  return group(
    id,
    legend,
    html`<div class="choices">${choices.map(
      ({ value, words }) => html`<label class="choice"><input type="radio" name=${id} .value=${value}
        .checked=${live(value === chosen)} @change=${() => choose(value)}><span>${words}</span></label>`,
    )}</div>`,
    extra,
  );
}

/** One of a few short choices, side by side. */
export function segmented(
  id: string,
  legend: string,
  choices: readonly Choice[],
  chosen: string,
  choose: (value: string) => void,
  extra: Extra = {},
): TemplateResult {
  return group(
    id,
    legend,
    html`<div class="segmented__choices">${choices.map(
      ({
        value,
        words,
      }) => html`<label class="segmented__choice"><input type="radio" name=${id} .value=${value}
        .checked=${live(value === chosen)} @change=${() => choose(value)}>${icon("check")}<span>${words}</span></label>`,
    )}</div>`,
    { ...extra, class: "segmented" },
  );
}

const scoreMax = 10;

/** A score from 0 to 10 with words for both ends; undefined: nothing chosen. */
export function scoreRow(
  id: string,
  legend: string,
  ends: readonly [string, string],
  chosen: number | undefined,
  choose: (value: number) => void,
  extra: Extra = {},
): TemplateResult {
  const scores = Array.from({ length: scoreMax + 1 }, (_value, score) => score);
  return group(
    id,
    legend,
    html`<p class="choice-row__ends"><span>0 = ${ends[0]}</span> <span>${scoreMax} = ${ends[1]}</span></p>
    <div class="choice-row__choices">${scores.map(
      (score) => html`<label class="choice-row__choice"><input type="radio" name=${id} .value=${String(score)}
        .checked=${live(score === chosen)} @change=${() => choose(score)}><span>${score}</span></label>`,
    )}</div>`,
    { ...extra, class: "choice-row" },
  );
}

/** A text of several lines; `most` characters can be kept. */
export function note(
  id: string,
  label: string,
  text: string,
  write: (text: string) => void,
  { most = 2000, ...extra }: Extra & { most?: number } = {},
): TemplateResult {
  return framed(
    id,
    label,
    html`<textarea id=${id} rows="3" maxlength=${most} aria-describedby=${describedBy(id, extra)}
      .value=${live(text)} @input=${(event: Event) => write((event.target as HTMLTextAreaElement).value)}></textarea>`,
    extra,
  );
}

/** One line. `min` and `max` are for dates. */
export function field(
  id: string,
  label: string,
  text: string,
  write: (text: string) => void,
  extra: Extra & { type?: "text" | "date" | "time"; min?: string; max?: string; most?: number } = {},
): TemplateResult {
  return framed(
    id,
    label,
    html`<input id=${id} type=${extra.type ?? "text"} min=${extra.min ?? nothing} max=${extra.max ?? nothing}
      maxlength=${extra.most ?? nothing} aria-describedby=${describedBy(id, extra)}
      aria-invalid=${extra.error ? "true" : nothing} .value=${live(text)}
      @input=${(event: Event) => write((event.target as HTMLInputElement).value)}>`,
    extra,
  );
}

/** One of a list. */
export function choose(
  id: string,
  label: string,
  choices: readonly Choice[],
  chosen: string,
  pick: (value: string) => void,
  extra: Extra = {},
): TemplateResult {
  return framed(
    id,
    label,
    html`<select id=${id} aria-describedby=${describedBy(id, extra)}
      @change=${(event: Event) => pick((event.target as HTMLSelectElement).value)}>${choices.map(
        ({ value, words }) => html`<option value=${value} .selected=${value === chosen}>${words}</option>`,
      )}</select>`,
    extra,
  );
}

function framed(id: string, label: string, control: Part, extra: Extra): TemplateResult {
  return html`<div class=${extra.error ? "field field--error" : "field"}>
    <label class="field__label" for=${id}>${label}</label>
    ${hintText(id, extra.hint)}
    <div class="field__control">${control}</div>
    ${errorText(id, extra.error)}
  </div>`;
}

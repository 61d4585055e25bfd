import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { _ } from "../../words/index.ts";
import { icon } from "./icon.ts";
import { stepped } from "./stepped.ts";

/** A number with a button on either side; it can be typed as well. `typed` "" leaves it open. */
export function stepper(
  id: string,
  label: string,
  unit: string,
  typed: string,
  write: (typed: string) => void,
  step = 1,
): TemplateResult {
  const by = (change: number) => () => write(String(stepped(typed, change)));
  return html`<div class="stepper">
    <label class="stepper__label" for=${id}>${label}</label>
    <div class="stepper__control">
      <button type="button" class="stepper__button" aria-label=${_("Fewer: %(what)s", { what: label })}
        @click=${by(-step)}>${icon("minus")}</button>
      <span class="stepper__value">
        <input id=${id} type="text" inputmode="numeric" pattern="[0-9]*" maxlength="6" autocomplete="off"
          aria-describedby="${id}-unit" .value=${live(typed)}
          @input=${(event: Event) => write((event.target as HTMLInputElement).value)}>
        <span class="stepper__unit" id="${id}-unit">${unit}</span>
      </span>
      <button type="button" class="stepper__button" aria-label=${_("More: %(what)s", { what: label })}
        @click=${by(step)}>${icon("plus")}</button>
    </div>
  </div>`;
}

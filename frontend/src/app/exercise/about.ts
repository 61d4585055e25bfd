import { html, nothing } from "lit";
import type { Item } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";
import { disclosure, notice } from "../parts/page.ts";
import type { Part } from "../parts/part.ts";

/** What to mind, in sight beside the dose: the words of the printed sheet. */
export function takeCare({ care }: Item): Part {
  if (care.length === 0) return nothing;
  return html`<p class="take-care"><strong>${_("Take care")}:</strong> ${care.join(" ")}</p>`;
}

/** What is needed, and what may be used instead. */
export function things({ equipment, substitutes }: Item): Part {
  if (equipment.length === 0) return nothing;
  return html`<p>${_("You need: %(things)s", { things: equipment.join(", ") })}${
    substitutes.length > 0
      ? html`<br>${_("Or instead: %(things)s", { things: substitutes.join(", ") })}`
      : nothing
  }</p>`;
}

export function ownWords({ own_words }: Item, therapist: string): Part {
  if (!own_words) return nothing;
  const title = therapist ? _("%(name)s says", { name: therapist }) : _("Your therapist says");
  return notice("info", title, html`<p class="as-written">${own_words}</p>`);
}

/** What of the treatment it goes on with. */
export function helped({ helped_in_clinic: what }: Item): Part {
  return what ? html`<p>${_("Goes on with what helped in the clinic: %(what)s", { what })}</p>` : nothing;
}

/** How it is done: steps, tips and when to stop. */
export function howToDoIt({ steps, cues, common_errors, stop_rules }: Item, open = false): Part {
  return [
    steps.length > 0
      ? disclosure(_("How to do it"), html`<ol>${steps.map((step) => html`<li>${step}</li>`)}</ol>`, open)
      : nothing,
    cues.length + common_errors.length > 0
      ? disclosure(_("Tips"), [list(cues), errors(common_errors)])
      : nothing,
    stop_rules.length > 0
      ? notice("attention", _("Stop and tell your therapist if"), list(stop_rules))
      : nothing,
  ];
}

const errors = (lines: readonly string[]): Part =>
  lines.length > 0 ? html`<p><strong>${_("What often happens")}</strong></p>${list(lines)}` : nothing;

const list = (lines: readonly string[]): Part =>
  lines.length > 0 ? html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>` : nothing;

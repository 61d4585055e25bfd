import { html, nothing, type TemplateResult } from "lit";
import type { Copy } from "../../store/index.ts";
import type { Question, SymptomCheck } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";
import { button, link } from "../parts/button.ts";
import { notice } from "../parts/page.ts";
import type { Part } from "../parts/part.ts";
import { heldBy, worstOf } from "./held.ts";

export interface Answered {
  readonly yes: readonly string[];
  readonly none: boolean;
  /** Where the answers are: none given, on this phone, with the clinic, or not even kept. */
  readonly place: "none" | "phone" | "clinic" | "failed";
  readonly date: string;
}

/** What the clinic says whatever is answered, and its telephone. */
export function emergencyFirst({ snapshot }: Copy): TemplateResult {
  const text =
    snapshot.symptom_check.emergency_text ||
    _("If it may be an emergency, call your local emergency number first. Then call the clinic.");
  return html`<section class="emergency" aria-label=${_("What your clinic says")}>
    <p class="emergency__text as-written">${text}</p>
    <p class="emergency__from">${snapshot.clinic.name}</p>
    ${calls(snapshot)}
  </section>`;
}

/** `first`: the number that this is about stands first, and is the one that stands out. */
export function calls(
  { clinic, symptom_check }: Copy["snapshot"],
  first: "clinic" | "emergency" = "clinic",
): Part {
  const number = symptom_check.emergency_number;
  const both = {
    clinic: clinic.dialled
      ? { words: _("Call the clinic: %(phone)s", { phone: unbroken(clinic.phone) }), tel: clinic.dialled }
      : undefined,
    emergency: number
      ? {
          words: _("Emergency: %(number)s", { number: unbroken(number) }),
          tel: number.replace(/[^\d+*#]/g, ""),
        }
      : undefined,
  };
  const order = first === "clinic" ? [both.clinic, both.emergency] : [both.emergency, both.clinic];
  return html`<div class="stack stack--tight">${order
    .filter((one) => one !== undefined)
    .map(({ words, tel }, place) =>
      link(words, `tel:${tel}`, {
        kind: place === 0 ? "stop" : "secondary",
        icon: "phone",
        size: "large wide",
      }),
    )}</div>`;
}

/** A telephone number stays in one line. */
function unbroken(number: string): string {
  return number.replaceAll(" ", "\u00a0").replaceAll("-", "\u2011");
}

/** What the answers lead to: the clinic's words for the worst of them, never a name for it and no reassurance. */
export function answered(copy: Copy, { yes, none, place, date }: Answered): Part {
  const check = copy.snapshot.symptom_check;
  const level = worstOf(check, yes);
  if (level) return guidance(copy.snapshot, check, yes, place);
  if (none)
    return notice(
      "attention",
      check.none_words || _("You gave no urgent answer. If you are worried, call the clinic."),
      placeLine(place, false),
    );
  const waits = copy.snapshot.program.held_words;
  if (!waits && !heldBy(copy, date)) return nothing;
  return notice("stop", _("Your exercises are paused"), html`${unanswered(waits)}${stopWords()}`);
}

function guidance(
  snapshot: Copy["snapshot"],
  check: SymptomCheck,
  yes: readonly string[],
  place: Answered["place"],
): TemplateResult {
  const level = worstOf(check, yes) ?? "attention";
  const crisis = check.questions.some(({ id, crisis }) => crisis && yes.includes(id));
  const others = yes.filter((id) => !check.questions.find((question) => question.id === id)?.crisis);
  const stops = level !== "attention";
  const body = html`
    ${crisis ? html`<p class="symptoms__words as-written">${check.crisis_text}</p>` : nothing}
    ${!crisis || others.length > 0 ? html`<p class="symptoms__words as-written">${check.guidance[worstOf(check, others) ?? level] ?? check.emergency_text}</p>` : nothing}
    ${stops ? unanswered(snapshot.program.held_words) : nothing}
    ${calls(snapshot, level === "emergency" ? "emergency" : "clinic")}
    ${stops ? stopWords() : nothing}
    ${placeLine(place, stops)}`;
  return notice(stops ? "stop" : "attention", "", body);
}

/** While nobody of the clinic is there: a copy from before there were such words has none. */
const unanswered = (words: string): Part =>
  words ? html`<p class="symptoms__words as-written"><strong>${words}</strong></p>` : nothing;

const stopWords = () =>
  html`<p><strong>${_("Stop your exercises until you have talked to someone.")}</strong></p>`;

function placeLine(place: Answered["place"], stops: boolean): Part {
  switch (place) {
    case "none":
      return nothing;
    case "clinic":
      return html`<p>${stops ? _("Your clinic has your answer. Still call: do not wait for an answer here.") : _("Your clinic has your answer.")}</p>`;
    case "failed":
      return html`<p><strong>${_("This phone could not keep your answer. Call now.")}</strong></p>`;
    case "phone":
      return html`<p>${stops ? html`<strong>${_("Not yet sent: call now, do not wait for an answer here.")}</strong>` : _("Saved on this phone. Not yet sent.")}</p>`;
  }
}

/** One list, nothing chosen beforehand. */
export function questionList(
  check: SymptomCheck,
  yes: readonly string[],
  none: boolean,
  answer: (id: string, on: boolean) => void,
  noneOfThese: () => void,
): TemplateResult {
  return html`<section class="stack" aria-labelledby="symptom-questions">
    <h2 id="symptom-questions">${_("Is any of these so, and new?")}</h2>
    <p class="soft">${_("Tap what is so. What to do comes up at the top.")}</p>
    ${groups(check.questions).map(
      ([group, questions]) => html`<fieldset class="symptoms__group">
        ${group ? html`<legend class="symptoms__legend">${group}</legend>` : nothing}
        ${questions.map((question) => toggle(question, yes.includes(question.id), answer))}
      </fieldset>`,
    )}
    ${button(_("None of these"), noneOfThese, { icon: none ? "check" : "minus", size: "large wide", id: "symptoms-none" })}
  </section>`;
}

function toggle(
  { id, words }: Question,
  on: boolean,
  answer: (id: string, on: boolean) => void,
): TemplateResult {
  return html`<label class="symptoms__question"><input type="checkbox" .checked=${on}
      @change=${(event: Event) => answer(id, (event.target as HTMLInputElement).checked)}>
    <span>${words}</span><span class="symptoms__yes" aria-hidden="true">${on ? _("Yes") : ""}</span></label>`;
}

/** Questions of one group follow each other. */
function groups(questions: readonly Question[]): [string, Question[]][] {
  const found: [string, Question[]][] = [];
  for (const question of questions) {
    const last = found.at(-1);
    if (last && last[0] === question.group) last[1].push(question);
    else found.push([question.group, [question]]);
  }
  return found;
}

import { html, nothing, type TemplateResult } from "lit";
import type { Copy, Standing } from "../../store/index.ts";
import { _ } from "../../words/index.ts";
import { placeWords } from "../logging.ts";
import { button } from "../parts/button.ts";
import { note, scoreRow, segmented } from "../parts/fields.ts";
import { disclosure, notice, pageHeader } from "../parts/page.ts";
import type { Part } from "../parts/part.ts";
import { pill } from "../parts/pill.ts";
import { difficulties } from "../saying.ts";
import { sets } from "./correcting.ts";
import { entriesOf, type Felt } from "./entries.ts";
import type { Going } from "./going.ts";

/** What the end of a session asks and does. `question`: the note is one to be answered. */
export interface Ending {
  readonly saved: boolean;
  readonly question: boolean;
  readonly ask: (question: boolean) => void;
  readonly save: () => void;
  readonly leave: () => void;
}

/** "How was it?": what was done is logged already; every answer is of one's own choosing. */
export function after(going: Going, copy: Copy, ending: Ending): TemplateResult {
  const bodies = entriesOf(going.plan, going.now, going.recorder.slot.session, going.answers);
  if (bodies.size === 0) return nothingDone(going);
  const did = [...bodies.values()].some(({ outcome }) => outcome !== "not");
  return html`<div class="column stack stack--loose session-after">
    ${pageHeader(ending.saved ? _("Thank you") : _("How was it?"))}
    ${ending.saved ? thanks(going, copy, ending) : questions(going, copy, ending, did)}
    ${recap(going, copy, bodies)}
  </div>`;
}

function nothingDone(going: Going): TemplateResult {
  return html`<div class="column stack">
    ${pageHeader(_("Nothing was logged"), { lead: _("You can come back to it whenever it suits you today.") })}
    <div class="row">
      ${going.lastTap ? button(_("Back to the exercises"), () => going.tap({ type: "undo" }), { icon: "undo-2" }) : nothing}
      <a class="button button--primary" href="/today/">${_("Today")}</a>
    </div>
  </div>`;
}

function recap(going: Going, copy: Copy, bodies: ReturnType<typeof entriesOf>): TemplateResult {
  const rows = going.items.map((item, place) => {
    const outcome = bodies.get(item.key)?.outcome;
    const standing = placed(going, copy, item.key);
    const words = { done: _("Done"), partly: _("Partly done"), not: _("Not done") }[String(outcome)];
    return html`<li class="session-recap__row">
      <span class="session-recap__name">${item.name}</span>
      ${words ? pill(outcome as "done", words) : html`<span class="soft">${_("not logged")}</span>`}
      ${standing ? html`<span class="soft small">${placeWords(standing)}</span>` : nothing}
      ${(going.now.done[place]?.length ?? 0) > 0 ? disclosure(_("Correct what you did"), sets(going, place)) : nothing}
    </li>`;
  });
  return html`<section class="stack stack--tight" aria-labelledby="session-recap">
    <h2 id="session-recap">${_("What you did")}</h2>
    <ul class="session-recap">${rows}</ul>
  </section>`;
}

function placed({ recorder }: Going, copy: Copy, key: string): Standing | undefined {
  const recorded = recorder.record[key];
  const entry = recorded && copy.entries.get(recorded.entryId);
  return entry?.retracted ? undefined : entry;
}

function questions(going: Going, copy: Copy, ending: Ending, did: boolean): TemplateResult {
  const { whole } = going.answers;
  const { therapist, name } = copy.snapshot.clinic;
  const say = (change: Felt) => going.answer({ ...going.answers, whole: { ...whole, ...change } });
  return html`<form class="stack stack--loose" novalidate @submit=${(event: Event) => {
    event.preventDefault();
    ending.save();
  }}>
    ${did ? html`${felt("session", whole, say)}${differed(going)}` : nothing}
    <div class="stack stack--tight">
      ${note("session-note", _("Anything to tell %(name)s?", { name: therapist || name }), whole.note ?? "", (text) => say({ note: text }))}
      <label class="choice"><input type="checkbox" .checked=${ending.question}
        @change=${(event: Event) => ending.ask((event.target as HTMLInputElement).checked)}>
        <span>${_("This is a question: I would like an answer")}</span></label>
    </div>
    <button type="submit" class="button button--primary button--large button--wide"><span>${_("Save")}</span></button>
    ${going.lastTap ? button(_("Back to the exercises"), () => going.tap({ type: "undo" }), { kind: "quiet", icon: "undo-2" }) : nothing}
  </form>`;
}

function felt(id: string, { pain, effort, difficulty }: Felt, say: (change: Felt) => void): TemplateResult {
  const ends = [_("no pain"), _("worst pain you can imagine")] as const;
  const choices = Object.entries(difficulties()).map(([value, words]) => ({ value, words }));
  return html`${scoreRow(`${id}-pain`, _("Pain while doing it"), ends, pain, (score) => say({ pain: score }))}
    ${scoreRow(`${id}-effort`, _("How much effort was it?"), [_("no effort"), _("all I could do")], effort, (score) => say({ effort: score }))}
    ${segmented(`${id}-difficulty`, _("How hard was it?"), choices, difficulty ?? "", (value) => say({ difficulty: value }))}`;
}

/** One exercise may have been another matter. */
function differed(going: Going): Part {
  const done = going.items.filter((_item, place) =>
    (going.now.done[place] ?? []).some((amount) => amount !== 0),
  );
  if (done.length < 2) return nothing;
  const { byKey } = going.answers;
  const own = done.map(({ key, name }) => {
    const say = (change: Felt) => going.feel(key, change);
    return html`<section class="stack"><h3>${name}</h3>${felt(`own-${key}`, byKey[key] ?? {}, say)}</section>`;
  });
  return disclosure(
    _("It differed from exercise to exercise"),
    html`<div class="stack stack--loose">${own}</div>`,
    Object.keys(byKey).length > 0,
  );
}

function thanks(going: Going, copy: Copy, ending: Ending): TemplateResult {
  const places = Object.keys(going.recorder.record).map((key) => placed(going, copy, key)?.place);
  const here = places.some((place) => place === "phone");
  const words = here
    ? _("Saved on this phone. It goes to your therapist as soon as there is a connection.")
    : _("With your therapist ✓");
  return html`<div class="stack" aria-live="polite">
    ${notice("info", words, html`<p>${_("Tomorrow morning, Today asks how it feels. The next morning says a lot.")}</p>`)}
    ${button(_("Back to Today"), ending.leave, { kind: "primary", icon: "house", size: "large wide" })}
  </div>`;
}

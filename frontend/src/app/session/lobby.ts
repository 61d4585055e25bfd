import { html, nothing, type TemplateResult } from "lit";
import type { Item } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";
import { minutes } from "../day.ts";
import { button } from "../parts/button.ts";
import { segmented } from "../parts/fields.ts";
import { figureSlot } from "../parts/figure.ts";
import { pageHeader } from "../parts/page.ts";
import type { Part } from "../parts/part.ts";
import { canStayOn } from "./awake.ts";
import type { Going } from "./going.ts";
import type { Mode } from "./machine.ts";

/** Before the first set: what is needed, how it shall lead, and one thing to press. */
export function lobby(going: Going, again: boolean): TemplateResult {
  const [first] = going.items;
  if (!first) return html``;
  const n = minutes(
    going.items.reduce((sum, item) => sum + (going.short ? item.short_seconds : item.seconds), 0),
  );
  return html`<div class="column stack session-lobby">
    ${pageHeader(going.short ? _("Short session, %(n)s min", { n }) : _("Session, %(n)s min", { n }), {
      back: { words: _("Today"), href: "/today/" },
      lead: again ? _("You already logged these today. Doing them again updates that.") : "",
    })}
    <div class="pair">
      <div class="session-lobby__figure">${figureSlot(first)}</div>
      <div class="stack">
        <p class="session-lobby__first"><span class="soft">${_("First")}</span>
          <strong>${first.name}</strong><span>${first.position_words}</span></p>
        ${button(_("Begin"), () => going.tap({ type: "start" }), { kind: "primary", icon: "play", size: "large wide", id: "session-start" })}
        ${needed(going.items)}
        ${modes(going)}
        ${soundChoice(going)}
        ${limits(going)}
      </div>
    </div>
  </div>`;
}

function needed(items: readonly Item[]): Part {
  const things = [...new Set(items.flatMap(({ equipment }) => equipment))];
  if (things.length === 0) return nothing;
  return html`<p>${_("You need: %(things)s", { things: things.join(", ") })}</p>`;
}

export function modes(going: Going): TemplateResult {
  const choices = [
    { value: "lead", words: _("Lead me") },
    { value: "own", words: _("At my own pace") },
  ];
  const hint =
    going.now.mode === "lead"
      ? _("It counts aloud and goes on by itself. Pause whenever you like.")
      : _("You tap when a set is done. Nothing runs on without you.");
  return segmented(
    "session-mode",
    _("How shall it go?"),
    choices,
    going.now.mode,
    (mode) => going.set({ mode: mode as Mode }),
    {
      hint,
    },
  );
}

export function soundChoice(going: Going): TemplateResult {
  const { settings } = going;
  const tick = (words: string, on: boolean, set: (on: boolean) => void) =>
    html`<label class="choice"><input type="checkbox" .checked=${on}
      @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}><span>${words}</span></label>`;
  return html`<div class="session-lobby__sound">
    ${tick(_("Speak to me"), settings.voice, (voice) => going.set({ voice }))}
    ${tick(_("Chime and vibrate"), settings.sounds, (sounds) => going.set({ sounds }))}
  </div>`;
}

/** What this phone cannot do, said before it is missed. */
function limits({ settings, hasVoice }: Going): Part {
  return [
    settings.voice && !hasVoice
      ? _("This phone has no voice for your language. You hear the chime and see every word.")
      : "",
    canStayOn()
      ? ""
      : _("This browser cannot keep the screen on. Touch the screen now and then, or set it to stay on."),
  ]
    .filter(Boolean)
    .map((words) => html`<p class="soft small">${words}</p>`);
}

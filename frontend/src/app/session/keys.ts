import { _ } from "../../words/index.ts";
import type { Acts } from "./controls.ts";
import type { Going } from "./going.ts";
import { phaseMs } from "./machine.ts";

/** Lets a keyboard or a remote control lead a session. Returns the way to stop. */
export function listenToKeys(going: Going, acts: Acts, root: Document = document): () => void {
  const does = deeds(going, acts);
  const press = (event: KeyboardEvent) => {
    const act = does[event.key];
    if (!act || elsewhere(event)) return;
    event.preventDefault();
    act();
  };
  root.addEventListener("keydown", press);
  return () => root.removeEventListener("keydown", press);
}

function deeds(going: Going, acts: Acts): Readonly<Record<string, () => void>> {
  const next = () => going.tap({ type: "next" });
  const stop = () => stops(going);
  return {
    " ": stop,
    Enter: stop,
    MediaPlayPause: stop,
    Escape: () => going.tap({ type: "pause", why: "asked" }),
    ArrowRight: next,
    ArrowLeft: () => going.tap({ type: "back" }),
    u: () => going.tap({ type: "undo" }),
    s: acts.skip,
    v: acts.voice,
    "?": acts.more,
  };
}

/** Starts, pauses and goes on; where a set waits for a tap, it is that tap. */
function stops(going: Going): void {
  const { now, plan } = going;
  if (now.phase === "lobby") going.tap({ type: "start" });
  else if (now.pause) going.tap({ type: "resume" });
  else if (phaseMs(plan, now) === null) going.tap({ type: "next" });
  else going.tap({ type: "pause", why: "asked" });
}

/** A dialog, a field and a pressed button have their own keys. */
function elsewhere(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector("dialog[open]")) return true;
  const at = event.target instanceof Element ? event.target : document.body;
  if (at.closest("input, textarea, select, [contenteditable]")) return true;
  const presses = event.key === " " || event.key === "Enter";
  return presses && at.closest("button, a, summary") !== null;
}

/** For the help, each key with what it does. */
export function keyWords(): (readonly [string, string])[] {
  return [
    [_("Space"), _("pause, go on")],
    ["→", _("next")],
    ["←", _("back")],
    ["U", _("undo")],
    ["S", _("skip")],
    ["V", _("voice on or off")],
    ["Esc", _("pause")],
  ];
}

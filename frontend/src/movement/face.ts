import backIcon from "lucide-static/icons/chevron-left.svg?raw";
import onIcon from "lucide-static/icons/chevron-right.svg?raw";
import mirrorIcon from "lucide-static/icons/flip-vertical-2.svg?raw";
import slowIcon from "lucide-static/icons/gauge.svg?raw";
import pauseIcon from "lucide-static/icons/pause.svg?raw";
import playIcon from "lucide-static/icons/play.svg?raw";
import turnIcon from "lucide-static/icons/rotate-3d.svg?raw";
import resetIcon from "lucide-static/icons/undo-2.svg?raw";
import { trustedDrawing } from "../page/trusted.ts";
import type { Caption, Words } from "./words.ts";

export type Toggle = "slow" | "mirror";
export type Act = Toggle | "stepBack" | "play" | "stepOn" | "turn" | "reset";

const icons: Record<Act, string> = {
  stepBack: backIcon,
  play: playIcon,
  stepOn: onIcon,
  slow: slowIcon,
  turn: turnIcon,
  mirror: mirrorIcon,
  reset: resetIcon,
};
/** What everybody needs lies open; what some want is a tap away, so that the dose stays in sight on a phone. */
const first: Act[] = ["play", "slow"];
const more: Act[][] = [
  ["stepBack", "stepOn"],
  ["turn", "mirror", "reset"],
];

/** What a player shows around its canvas: the caption, the range and the buttons. */
export class Face {
  private readonly picture: HTMLElement;
  private readonly parts: HTMLElement[];
  private readonly still: HTMLElement[];
  private readonly buttons = new Map<Act, HTMLButtonElement>();
  private readonly phase = made("span", "movement-player__phase");
  private readonly count = made("span", "movement-player__count");
  private readonly breath = made("span", "movement-player__breath");

  constructor(
    private readonly host: HTMLElement,
    readonly canvas: HTMLCanvasElement,
    private readonly words: Words,
    act: (what: Act) => void,
  ) {
    this.still = [...host.children].filter((child) => child instanceof HTMLElement);
    this.picture = made("div", "movement-player__picture", canvas);
    const caption = made("p", "movement-player__caption", this.phase, this.count, this.breath);
    caption.setAttribute("aria-live", "off"); // it ticks
    this.parts = [this.picture, caption, this.row(first), this.ways()];
    for (const [what, button] of this.buttons) button.addEventListener("click", () => act(what));
    this.name();
  }

  /** The picture of the server goes, the moving one comes; `range` is "" where nothing limits it. */
  show(range: string, shape: number): void {
    for (const child of this.still) child.hidden = true;
    if (range) this.picture.append(made("span", "movement-player__range", range));
    this.picture.style.aspectRatio = String(shape);
    this.host.append(...this.parts);
  }

  /** The picture alone: somebody else says and counts. */
  bare(): void {
    for (const part of this.parts.splice(1)) part.remove();
    this.canvas.tabIndex = -1;
  }

  remove(): void {
    for (const part of this.parts) part.remove();
    for (const child of this.still) child.hidden = false;
    this.host.removeAttribute("data-state");
  }

  say({ phase, count, breath }: Caption): void {
    write(this.phase, phase);
    write(this.count, count);
    write(this.breath, breath);
  }

  set playing(playing: boolean) {
    this.host.dataset.state = playing ? "playing" : "paused";
    const button = this.buttons.get("play");
    button?.replaceChildren(
      icon(playing ? pauseIcon : playIcon),
      playing ? this.words.pause : this.words.play,
    );
  }

  press(what: Toggle, pressed: boolean): void {
    this.buttons.get(what)?.setAttribute("aria-pressed", String(pressed));
    if (what === "mirror") this.canvas.toggleAttribute("data-mirrored", pressed);
  }

  private name(): void {
    const label = this.host.getAttribute("label") ?? "";
    this.host.setAttribute("role", "group");
    this.host.setAttribute("aria-label", label);
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", this.host.querySelector("img")?.alt || label);
    this.canvas.tabIndex = 0;
  }

  private row(acts: Act[]): HTMLElement {
    return made("div", "movement-player__row", ...acts.map((what) => this.button(what)));
  }

  private ways(): HTMLElement {
    const summary = made("summary", "movement-player__more", this.words.more);
    return made("details", "movement-player__ways", summary, ...more.map((acts) => this.row(acts)));
  }

  private button(what: Act): HTMLButtonElement {
    const button = made("button", "movement-player__button", icon(icons[what]), this.words[what]);
    button.type = "button";
    button.dataset.act = what;
    if (what === "slow" || what === "mirror") button.setAttribute("aria-pressed", "false");
    this.buttons.set(what, button);
    return button;
  }
}

function made<Name extends "div" | "p" | "span" | "button" | "details" | "summary">(
  name: Name,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
}

/** One of the icons that came with this script. */
function icon(drawing: string): SVGElement | string {
  const template = document.createElement("template");
  template.innerHTML = trustedDrawing(drawing);
  const svg = template.content.querySelector("svg");
  svg?.setAttribute("class", "icon");
  svg?.setAttribute("aria-hidden", "true");
  return svg ?? "";
}

function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

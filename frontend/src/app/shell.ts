import { html, nothing, render, type TemplateResult } from "lit";
import { announce } from "../page/announce.ts";
import type { Copy, Store } from "../store/index.ts";
import { _ } from "../words/index.ts";
import { needsConnection } from "./needs_connection.ts";
import { type IconName, icon } from "./parts/icon.ts";
import { addressOf, followLinks, placeAt } from "./router.ts";
import type { App, Place, Screen } from "./screen.ts";

/** Makes the screen of any place. */
export type Screens = (app: App, place: Place) => Screen;

/** Draws the app into `root`: the frame around every screen, and the screen that the address names. */
export function startShell(root: HTMLElement, store: Store, screens: Screens): Shell {
  const shell = new Shell(root, store, screens);
  shell.start();
  return shell;
}

export class Shell implements App {
  private screen: Screen | undefined;
  private address = "";
  private drawn = false;
  private readonly endings: (() => void)[] = [];

  constructor(
    private readonly root: HTMLElement,
    readonly store: Store,
    private readonly screens: Screens,
  ) {}

  /** Opens the screen of the address; every change of the store draws it again. */
  start(): void {
    const back = () => this.open(here(), "back");
    const seen = () => this.redraw(); // it may be another day, or another part of it
    addEventListener("popstate", back);
    document.addEventListener("visibilitychange", seen);
    addEventListener("focus", seen);
    this.open(here(), "first");
    this.endings.push(
      () => removeEventListener("popstate", back),
      () => document.removeEventListener("visibilitychange", seen),
      () => removeEventListener("focus", seen),
      followLinks((address) => this.go(address)),
      this.store.subscribe(() => this.redraw()),
      () => this.screen?.leave?.(),
    );
  }

  stop(): void {
    for (const end of this.endings.splice(0)) end();
  }

  go(path: string): void {
    if (placeAt(path) === undefined) {
      location.assign(path);
    } else {
      history.pushState(null, "", path);
      this.open(path, "forward");
    }
  }

  announce(text: string): void {
    announce(text);
  }

  now(): Date {
    return new Date();
  }

  redraw(): void {
    if (!this.screen || !this.drawn) return;
    const places = focusPlaces();
    render(frame(this.screen, this.store.copy, this.address), this.root);
    document.title = `${this.screen.title} · Everyrep`;
    keepFocus(places);
  }

  private open(address: string, how: "first" | "forward" | "back"): void {
    this.screen?.leave?.();
    this.address = address;
    const place = placeAt(address === "/" ? addressOf({ name: "today" }) : address);
    const screen = place ? this.screens(this, place) : needsConnection();
    this.screen = screen;
    this.drawn = !screen.ready;
    if (this.drawn) this.draw(how);
    else void screen.ready?.then(() => this.screen === screen && this.draw(how));
  }

  private draw(how: "first" | "forward" | "back"): void {
    this.drawn = true;
    this.redraw();
    if (how === "forward") scrollTo(0, 0);
    if (how !== "first") focusHeading(this.root);
  }
}

const here = () => `${location.pathname}${location.search}`;

/** A reader who cannot see that the screen has changed hears its heading. */
function focusHeading(root: HTMLElement): void {
  const heading = root.querySelector<HTMLElement>("#main h1") ?? root.querySelector<HTMLElement>("#main");
  if (heading) heading.tabIndex = -1;
  heading?.focus({ preventScroll: true });
}

/** Ids around what has the focus, nearest first; none where nothing has it. */
function focusPlaces(): string[] {
  const places: string[] = [];
  for (let at = document.activeElement; at; at = at.parentElement) if (at.id) places.push(at.id);
  return places;
}

/** Where drawing took away what had the focus, it goes to the button beside it. */
function keepFocus(places: readonly string[]): void {
  if (places.length === 0 || document.activeElement !== document.body) return;
  const controls = places.map((id) => controlAt(document.getElementById(id)));
  controls.find((control) => control)?.focus({ preventScroll: true });
}

function controlAt(place: HTMLElement | null): HTMLElement | null | undefined {
  return place?.matches("a, button, input, main") ? place : place?.querySelector<HTMLElement>("button, a");
}

function frame(screen: Screen, copy: Copy, address: string): TemplateResult {
  return html`
    <header class="app-header"><div class="app-header__row">
      <a class="app-header__brand" href="/today/">${icon("tally")}Everyrep</a>
    </div></header>
    <section class="column" aria-label=${_("Your entries")}><outbox-status .copy=${copy}></outbox-status></section>
    <main class="page__main" id="main" tabindex="-1">${screen.draw(copy)}</main>
    ${tabBar(screen.tab, address)}`;
}

const tabs: readonly (readonly [string, IconName, string, () => string])[] = [
  ["today", "house", "/today/", () => _("Today")],
  ["progress", "trending-up", "/progress/", () => _("Progress")],
  ["messages", "message-circle", "/messages/#newest", () => _("Messages")],
  ["more", "ellipsis", "/more/", () => _("More")],
];

/** The way to the symptom check is on every screen; the tabs are not where one should stay with what one does. */
function tabBar(current: string | undefined, address: string): TemplateResult {
  return html`<footer class="tab-bar">
    ${address.startsWith("/help/") ? nothing : symptomLink(address)}
    ${
      current === undefined
        ? nothing
        : html`<nav aria-label=${_("Main")}><ul class="tab-bar__tabs">
      ${tabs.map(
        ([key, drawing, href, words]) => html`<li class="tab-bar__item"><a class="tab-bar__tab" href=${href}
          aria-current=${key === current ? "page" : nothing}>${icon(drawing)}<span>${words()}</span></a></li>`,
      )}
    </ul></nav>`
    }
  </footer>`;
}

function symptomLink(address: string): TemplateResult {
  const back = address.startsWith("/today/session/") ? address : "";
  const href = addressOf({ name: "help", trigger: "button", back });
  return html`<a class="tab-bar__symptom" href=${href}>${icon("heart-pulse")}${_("I have a worrying symptom")}</a>`;
}

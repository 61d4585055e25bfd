import { render } from "lit";
import type { App, Place, Screen } from "../../src/app/screen.ts";
import type { FakeStore } from "./store.ts";

/** A screen by itself, drawn into the document, and what it asked of the app. */
export class Shown implements App {
  readonly went: string[] = [];
  readonly said: string[] = [];
  readonly root: HTMLElement;
  private readonly screen: Screen;
  private stop: () => void = () => undefined;

  constructor(
    readonly store: FakeStore,
    opens: (app: App, place: never) => Screen,
    place: Place,
    private readonly clock: string,
  ) {
    document.body.innerHTML = `<main id="main"></main>`;
    this.root = document.querySelector("main") as HTMLElement;
    this.screen = opens(this, place as never);
    this.stop = store.subscribe(() => this.redraw());
  }

  go(path: string): void {
    this.went.push(path);
  }

  announce(text: string): void {
    this.said.push(text);
  }

  now(): Date {
    return new Date(this.clock);
  }

  redraw(): void {
    if (this.screen) render(this.screen.draw(this.store.copy), this.root);
  }

  get title(): string {
    return this.screen.title;
  }

  /** What stands on the screen, with single spaces. */
  get text(): string {
    return this.root.textContent.replace(/\s+/g, " ").trim();
  }

  find<E extends Element = HTMLElement>(selector: string): E | null {
    return this.root.querySelector<E>(selector);
  }

  /** The button or link with these words, or whose accessible name they are. */
  control(words: string): HTMLElement {
    const all = [...this.root.querySelectorAll<HTMLElement>("button, a")];
    const found = all.find(
      (one) =>
        one.getAttribute("aria-label") === words || one.textContent.replace(/[ \n]+/g, " ").trim() === words,
    );
    if (!found) throw new Error(`nothing says "${words}" in: ${this.text}`);
    return found;
  }

  has(words: string): boolean {
    return this.text.includes(words);
  }

  async press(words: string): Promise<void> {
    this.control(words).click();
    await settled();
  }

  /** Chooses a radio button by its name and value. */
  async choose(name: string, value: string): Promise<void> {
    const input =
      this.find<HTMLInputElement>(`input[name="${name}"][value="${value}"]`) ?? this.radio(name, value);
    input.checked = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await settled();
  }

  async type(id: string, text: string): Promise<void> {
    const input = this.find<HTMLInputElement>(`#${id}`);
    if (!input) throw new Error(`no field ${id}`);
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await settled();
  }

  async submit(): Promise<void> {
    this.find("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    await settled();
  }

  leave(): void {
    this.stop();
    this.screen.leave?.();
  }

  private radio(name: string, value: string): HTMLInputElement {
    const all = [...this.root.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
    const found = all.find((input) => input.value === value);
    if (!found) throw new Error(`no ${name} ${value} in: ${this.text}`);
    return found;
  }
}

/** Lets everything run that was promised so far. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

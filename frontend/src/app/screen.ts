import type { TemplateResult } from "lit";
import type { Copy, Store } from "../store/index.ts";

/** What every screen works with. Screens reach storage, time and place through it alone. */
export interface App {
  readonly store: Store;
  /** Leads to a path of the app, such as "/today/"; a path that is not one of its own loads the page. */
  go(path: string): void;
  /** Says a text in the live region and shows it as a toast. */
  announce(text: string): void;
  /** The phone's clock. */
  now(): Date;
  /** Draws the screen again after its own state has changed; the store's changes draw by themselves. */
  redraw(): void;
}

/** One screen, from when it is come to until it is left. */
export interface Screen {
  /** The heading of the page in words; may change with what is shown. */
  readonly title: string;
  /** The tab that is marked: today, progress or more. None: the tabs are not shown, as during a session. */
  readonly tab?: string;
  /** What it asks the phone for before it is first drawn, so that nothing moves afterwards. Never rejects. */
  readonly ready?: Promise<unknown>;
  draw(copy: Copy): TemplateResult;
  /** Called once, when another screen is come to. */
  leave?(): void;
}

/** Where the reader is: what a path of the app says (see router.ts). */
export type Place =
  | { readonly name: "today" }
  | { readonly name: "day"; readonly date: string }
  | { readonly name: "exercise"; readonly key: string; readonly session: number; readonly date: string }
  | { readonly name: "session"; readonly index: number; readonly short: boolean; readonly big?: true }
  | { readonly name: "help"; readonly trigger: string; readonly back: string }
  | { readonly name: "outbox" };

/** Makes the screen of a place. `date` is "" for today. */
export type Opens<Name extends Place["name"]> = (app: App, place: Extract<Place, { name: Name }>) => Screen;

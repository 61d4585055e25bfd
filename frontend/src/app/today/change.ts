import { html, nothing } from "lit";
import type { Copy } from "../../store/index.ts";
import { _ } from "../../words/index.ts";
import { button } from "../parts/button.ts";
import type { Part } from "../parts/part.ts";
import { posted } from "../posting.ts";
import type { App } from "../screen.ts";

type State = "asked" | "new" | "seen" | "told";

/**
 * What is different since the last version, until it was read. That it was is kept on the phone at once and told
 * to the clinic, when the app is next opened where there was no connection; then the copy holds no change.
 */
export class WhatChanged {
  private readonly states = new Map<number, State>();

  constructor(private readonly app: App) {}

  /** Learns whether it was read before anything is drawn. Never rejects. */
  async know({ snapshot: { change } }: Copy): Promise<void> {
    if (change && change.lines.length > 0) await this.ask(change.number);
  }

  card({ snapshot: { change } }: Copy): Part {
    if (!change || change.lines.length === 0) return nothing;
    const state = this.states.get(change.number);
    if (state === undefined) void this.ask(change.number);
    if (state !== "new") return nothing;
    return html`<section class="card stack" aria-labelledby="change">
      <h2 id="change" class="card__title">${_("What changed in your program")}</h2>
      <ul class="stack stack--tight">${change.lines.map((line) => html`<li>${line}</li>`)}</ul>
      ${button(_("I have seen it"), () => this.read(change.number), { icon: "check" })}
    </section>`;
  }

  private read(number: number): void {
    void this.app.store.keep(place(number), true).catch(() => undefined); // then it shows once more
    void this.tell(number);
    this.app.redraw();
  }

  private async ask(number: number): Promise<void> {
    this.states.set(number, "asked");
    const kept = await this.app.store.recall<boolean>(place(number)).catch(() => true);
    if (kept === true) return void this.tell(number);
    this.states.set(number, "new");
    this.app.redraw();
  }

  private async tell(number: number): Promise<void> {
    this.states.set(number, "seen");
    if (await posted("/today/seen/", { number: String(number) })) this.states.set(number, "told");
  }
}

const place = (number: number) => `aside:change:${number}`;

import { html, nothing } from "lit";
import type { Copy } from "../store/index.ts";
import { _, ngettext } from "../words/index.ts";
import type { SessionShown } from "./day.ts";
import type { DayContext } from "./day_parts.ts";
import { takeBack, tick } from "./logging.ts";
import { button } from "./parts/button.ts";
import type { Part } from "./parts/part.ts";
import type { App } from "./screen.ts";

/** A whole session with one tap, and with one tap back. */
export class AllAtOnce {
  private ticked: readonly string[] = [];

  constructor(private readonly app: App) {}

  /** Nothing where one tap more would do. */
  offer(context: DayContext, { left }: SessionShown): Part {
    if (!context.open || left.length < 2) return nothing;
    const press = async () => {
      this.ticked = (await tick(this.app, context.day, context.today, left)) ?? [];
      this.app.redraw();
    };
    return button(_("I did all of them"), () => void press(), { icon: "list-checks" });
  }

  /** While all that was ticked still stands. */
  undo({ entries }: Copy): Part {
    const n = this.ticked.length;
    if (n === 0 || this.ticked.some((id) => entries.get(id)?.retracted !== false)) return nothing;
    const press = () => void takeBack(this.app, ...this.ticked);
    return html`<p class="row" id="ticked">
      ${ngettext("%(n)s exercise logged.", "%(n)s exercises logged.", n, { n })}
      ${button(_("Undo all of them"), press, { kind: "quiet", icon: "undo-2" })}
    </p>`;
  }
}

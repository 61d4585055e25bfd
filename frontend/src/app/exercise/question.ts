import { html, nothing, type TemplateResult } from "lit";
import type { Copy } from "../../store/index.ts";
import type { Day, Item } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";
import { said, standing } from "../day.ts";
import { keepSaid, placeWords } from "../logging.ts";
import { submit } from "../parts/button.ts";
import { note } from "../parts/fields.ts";
import { disclosure } from "../parts/page.ts";
import { sayOf } from "../saying.ts";
import type { App } from "../screen.ts";
import { helpAddress, worryIn } from "../worry.ts";

/** A question to the therapist about one exercise, kept on this phone until it is asked. */
export class Question {
  private text = "";
  private missing = false;

  constructor(
    private readonly app: App,
    private readonly item: Item,
  ) {
    void this.recall();
  }

  draw(copy: Copy, day: Day, today: string): TemplateResult {
    const { clinic } = copy.snapshot;
    const name = clinic.therapist || clinic.name;
    const asked = standing(copy).filter(
      (entry) => said(entry, "type") === "question" && said(entry, "item_key") === this.item.key,
    );
    return disclosure(
      _("Ask %(name)s about this exercise", { name }),
      html`<form class="stack" novalidate @submit=${(event: Event) => this.ask(event, day, today)}>
        ${note("question", _("Your question"), this.text, (text) => this.write(text), {
          error: this.missing ? _("Write your question first.") : "",
          hint: _("It is answered when the clinic is open. If it cannot wait, call."),
        })}
        ${submit(_("Ask it"), { kind: "secondary", icon: "send" })}
      </form>
      ${
        asked.length === 0
          ? nothing
          : html`<ul class="stack stack--tight">${asked.map(
              (entry) => html`<li><q class="as-written">${said(entry, "text")}</q>
              <span class="soft small">${placeWords(entry)}</span></li>`,
            )}</ul>`
      }`,
      this.text !== "",
    );
  }

  private write(text: string): void {
    this.text = text;
    void this.app.store.keep(this.name, text).catch(() => undefined); // then it is on this screen alone
  }

  private async ask(event: Event, day: Day, today: string): Promise<void> {
    event.preventDefault();
    const text = this.text.trim();
    this.missing = !text;
    this.app.redraw();
    const body = { type: "question", text, item_key: this.item.key };
    if (!text || !(await keepSaid(this.app, sayOf(day, today, body)))) return;
    this.text = "";
    await this.app.store.forget(this.name).catch(() => undefined);
    this.app.redraw();
    if (worryIn(this.app.store.copy.snapshot.symptom_check, body)) this.app.go(helpAddress("note"));
  }

  private async recall(): Promise<void> {
    const kept = await this.app.store.recall<string>(this.name).catch(() => undefined);
    if (!kept || this.text) return;
    this.text = kept;
    this.app.redraw();
  }

  private get name(): string {
    return `question:${this.item.key}`;
  }
}

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { announce } from "../page/announce.ts";
import { _ } from "../words/index.ts";
import type { Copy } from "./index.ts";
import { type Act, arrivedWords, type Status, statusOf } from "./status.ts";
import { sendNow } from "./waking.ts";

const outboxPage = "/outbox/";

/**
 * `<outbox-status>`: where what was logged is, and what keeps it back. Draws into the page itself; `copy` is the
 * store's copy. That the last of it has arrived is said in passing.
 */
export class OutboxStatus extends LitElement {
  static override properties = { copy: { attribute: false } };
  declare copy: Copy | undefined;
  private waited = false;
  private dead = 0;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(): void {
    const { waiting = 0, trouble = "", dead = [] } = this.copy?.outbox ?? {};
    const arrived = this.waited && waiting === 0 && dead.length <= this.dead;
    if (arrived && !trouble) announce(arrivedWords());
    this.waited = waiting > 0;
    this.dead = dead.length;
  }

  protected override render(): TemplateResult {
    const status = this.copy && statusOf(this.copy.outbox);
    // The live region stays while its words change, or a screen reader would not say them.
    return html`<div class="outbox-status" data-kind=${status?.kind ?? nothing}>
      <p class="outbox-status__words" role="status">${status?.words ?? nothing}</p>
      ${status ? acts(status) : nothing}
    </div>`;
  }
}

/** On the page of what is not sent, these stand beside each entry already. */
function acts({ acts: all }: Status): TemplateResult | typeof nothing {
  const open = all.filter((act) => act === "sign in" || location.pathname !== outboxPage);
  return open.length > 0
    ? html`<p class="outbox-status__acts">${open.map((act) => drawn[act]())}</p>`
    : nothing;
}

const drawn: Readonly<Record<Act, () => TemplateResult>> = {
  send: () =>
    html`<button type="button" class="button button--secondary" @click=${askToSend}>${_("Send now")}</button>`,
  see: () => html`<a class="outbox-status__link" href=${outboxPage}>${_("See what waits")}</a>`,
  "sign in": () => html`<a class="button button--secondary" href=${signIn()}>${_("Sign in")}</a>`,
};

function askToSend(): void {
  document.dispatchEvent(new CustomEvent(sendNow));
}

function signIn(): string {
  return `/sign-in/?next=${encodeURIComponent(location.pathname)}`;
}

export function wireOutboxStatus(): void {
  customElements.define("outbox-status", OutboxStatus);
}

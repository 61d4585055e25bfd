import { html, LitElement, nothing, type TemplateResult } from "lit";
import { _ } from "../words/index.ts";
import type { Copy } from "./index.ts";
import { type Act, arrivedWords, type Status, statusOf } from "./status.ts";
import { sendNow } from "./waking.ts";

const arrivedMs = 8000; // long enough to be read twice

/**
 * `<outbox-status>`: where what was logged is, "Saved on this phone" or "With your therapist ✓", and what keeps
 * it back. Draws into the page itself; `copy` is the store's copy.
 */
export class OutboxStatus extends LitElement {
  static override properties = { copy: { attribute: false }, arrived: { state: true } };
  declare copy: Copy | undefined;
  declare private arrived: boolean;
  private waited = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override willUpdate(): void {
    const waits = (this.copy?.outbox.waiting ?? 0) > 0;
    if (this.waited && !waits) this.sayArrived();
    this.waited = waits;
  }

  protected override render(): TemplateResult {
    const said = this.copy && statusOf(this.copy.outbox);
    const status =
      said ?? (this.arrived ? ({ kind: "quiet", words: arrivedWords(), acts: [] } as const) : undefined);
    // The live region stays while its words change, or a screen reader would not say them.
    return html`<div class="outbox-status" data-kind=${status?.kind ?? nothing}>
      <p class="outbox-status__words" role="status">${status?.words ?? nothing}</p>
      ${status && status.acts.length > 0 ? acts(status) : nothing}
    </div>`;
  }

  private sayArrived(): void {
    this.arrived = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.arrived = false;
    }, arrivedMs);
  }
}

function acts(status: Status): TemplateResult {
  return html`<p class="outbox-status__acts">${status.acts.map((act) => drawn[act]())}</p>`;
}

const drawn: Readonly<Record<Act, () => TemplateResult>> = {
  send: () =>
    html`<button type="button" class="button button--secondary" @click=${askToSend}>${_("Send now")}</button>`,
  see: () => html`<a class="outbox-status__link" href="/outbox/">${_("See what waits")}</a>`,
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

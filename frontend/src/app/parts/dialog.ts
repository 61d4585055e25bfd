import { html, type TemplateResult } from "lit";
import { _ } from "../../words/index.ts";
import { button } from "./button.ts";
import type { Part } from "./part.ts";

/** Opened with `openDialog`; closed by Escape, its own button or a press beside it. */
export function dialog(id: string, title: string, body: Part): TemplateResult {
  return html`<dialog class="dialog" id=${id} aria-labelledby="${id}-title" @click=${closeBeside}>
    <div class="dialog__parts">
      <div class="dialog__head">
        <h2 id="${id}-title">${title}</h2>
        ${button(_("Close"), () => closeDialog(id), { kind: "quiet", icon: "x" })}
      </div>
      ${body}
    </div>
  </dialog>`;
}

export function openDialog(id: string): void {
  found(id)?.showModal();
}

export function closeDialog(id: string): void {
  found(id)?.close();
}

/** A press on the backdrop reaches the dialog element itself, never a child of it. */
function closeBeside(event: Event): void {
  if (event.target instanceof HTMLDialogElement) event.target.close();
}

function found(id: string): HTMLDialogElement | undefined {
  const element = document.getElementById(id);
  return element instanceof HTMLDialogElement ? element : undefined;
}

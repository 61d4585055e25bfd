import { html, render } from "lit";
import type { Opened } from "../store/page.ts";
import { saveCopy } from "../store/saving.ts";
import { _, ngettext } from "../words/index.ts";

/**
 * Asks what to do with what is not sent. Resolves with true where the reader signs out all the same, which keeps
 * it sealed on this phone until they are back, and with false where they stay.
 */
export function offerToStay(store: Opened, unsent: number): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "unsent-title");
  const again = async (event: Event) => {
    const button = event.currentTarget as HTMLButtonElement;
    button.disabled = true;
    const left = (await store.tryToFinish?.()) ?? 0;
    button.disabled = false;
    if (left === 0) dialog.close("leave");
  };
  render(
    html`<div class="dialog__parts">
      <h2 id="unsent-title">${_("Not everything is sent yet")}</h2>
      <p>${ngettext("1 entry is only on this phone.", "%(n)s entries are only on this phone.", unsent, { n: unsent })}
        ${_("If you sign out now, it stays locked on this phone and is sent when you sign in here again.")}</p>
      <div class="row">
        <button type="button" class="button button--primary" @click=${again}>${_("Send now")}</button>
        <button type="button" class="button button--secondary" @click=${() => saveCopy(store, new Date())}>${_("Save a copy")}</button>
        <button type="button" class="button button--secondary" @click=${() => dialog.close("leave")}>${_("Sign out all the same")}</button>
        <button type="button" class="button button--quiet" @click=${() => dialog.close()}>${_("Stay")}</button>
      </div>
    </div>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue === "leave");
    });
  });
}

import { announce } from "../page/announce.ts";
import type { OutboxStatus } from "../store/outbox_status.ts";
import type { Opened } from "../store/page.ts";
import { _ } from "../words/index.ts";
import { offerToStay } from "./leaving.ts";

type Open = (account: string) => Promise<Opened>;

/**
 * On a page that the server drew: shows where what was logged is, sends what waits, and lets nobody sign out with
 * something unsent without being asked.
 */
export function wireSending(open: Open, root: Document = document): void {
  for (const form of root.querySelectorAll<HTMLElement>("[data-signs-out]")) form.dataset.ready = "";
  const status = root.querySelector<OutboxStatus>("outbox-status[data-account]");
  if (!status) return;
  // Without a copy there is nothing to tell of, and nothing to leave behind.
  const store = open(status.dataset.account ?? "").catch(() => undefined);
  void store.then((opened) =>
    opened?.subscribe((copy) => {
      status.copy = copy;
    }),
  );
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-signs-out]")) return;
    event.preventDefault();
    form.querySelector("button")?.setAttribute("aria-busy", "true");
    void store.then((opened) => leave(opened, form));
  });
}

/** Sends first; then the copy goes from this phone, and the server is told. */
async function leave(store: Opened | undefined, form: HTMLFormElement): Promise<void> {
  if (store?.copy.outbox.waiting) announce(_("Sending …"));
  const unsent = (await store?.tryToFinish?.()) ?? 0;
  form.querySelector("button")?.removeAttribute("aria-busy");
  if (store && unsent > 0 && !(await offerToStay(store, unsent))) return;
  await store?.leave?.().catch(() => {}); // storage that does not answer is no reason to stay signed in
  form.submit();
}

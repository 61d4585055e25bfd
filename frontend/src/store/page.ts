import * as opening from "./opening.ts";
import type { Around } from "./phone.ts";

export type { Opened } from "./opening.ts";

type Opened = opening.Opened;

/** The name of the event with which any part of a page asks to send what waits now. */
export const sendNow = "outbox-send-now";

/** The tag under which the browser is asked to wake the service worker once there is a network. */
export function syncTag(account: string): string {
  return `everyrep:${account}`;
}

/** See opening.ts; on a page the store also wakes by itself. Throws NoCopy. */
export async function openStore(): Promise<Opened> {
  return wakes(await opening.openStore(around));
}

/** The store of a page that the server drew for `account`. Throws NoCopy. */
export async function storeOf(account: string): Promise<Opened> {
  return wakes(await opening.storeOf(account, around));
}

const around: Around = {
  reload: () => location.reload(),
  outdated: () => void navigator.serviceWorker?.getRegistration().then((found) => found?.update()),
  unsent: (account) => void askToBeWoken(account).catch(() => {}),
};

/** Sends on open, focus, the network's return, and a word of the service worker (a reminder that was tapped). */
function wakes(store: Opened): Opened {
  const wake = () => {
    if (document.visibilityState === "visible") void store.wake?.();
  };
  for (const moment of ["online", "focus", "pageshow"]) addEventListener(moment, wake);
  document.addEventListener("visibilitychange", wake);
  document.addEventListener(sendNow, () => void store.refresh());
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data === "drain") void store.refresh();
  });
  return store;
}

interface Wakeable {
  readonly sync?: { register(tag: string): Promise<void> };
}

async function askToBeWoken(account: string): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  await (registration as Wakeable | undefined)?.sync?.register(syncTag(account));
}


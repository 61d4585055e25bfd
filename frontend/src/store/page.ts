import { fetchAhead, figuresOf } from "./ahead.ts";
import * as opening from "./opening.ts";
import type { Around } from "./phone.ts";
import { sendNow, syncTag } from "./waking.ts";

export type { Opened } from "./opening.ts";

type Opened = opening.Opened;

let opened: Promise<Opened> | undefined;

/** The page's one store (see opening.ts), which also wakes by itself. Throws NoCopy; then it can be asked again. */
export function openStore(): Promise<Opened> {
  return once(() => opening.openStore(around));
}

/** The store of a page that the server drew for `account`. Throws NoCopy. */
export function storeOf(account: string): Promise<Opened> {
  return once(() => opening.storeOf(account, around));
}

function once(open: () => Promise<Opened>): Promise<Opened> {
  opened ??= open().then(wakes);
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

const around: Around = {
  reload: () => location.reload(),
  outdated: () => void navigator.serviceWorker?.getRegistration().then((found) => found?.update()),
  unsent: (account) => {
    if (!woken) void askToBeWoken(account).catch(() => {});
    woken = true; // a browser that wakes at once would be asked again at once
  },
};

/** The browser was asked to wake the app for what waits now. */
let woken = false;

/** Sends on open, focus, the network's return, and a word of the service worker (a reminder that was tapped). */
function wakes(store: Opened): Opened {
  const wake = () => {
    if (document.visibilityState === "visible") void store.wake?.();
  };
  for (const moment of ["online", "focus", "pageshow"]) addEventListener(moment, wake);
  document.addEventListener("visibilitychange", wake);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" || store.copy.outbox.waiting === 0) return;
    woken = false; // the page may be gone before its own next try
    around.unsent(store.account ?? "");
  });
  store.subscribe(({ outbox }) => {
    if (outbox.waiting === 0) woken = false;
  });
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

/** Fetches the figures of every new snapshot once the page has a network and nothing else to do. */
export function fetchFiguresOf(store: Opened): void {
  let [known, busy] = ["", false];
  store.subscribe(({ snapshot, outbox }) => {
    const named = JSON.stringify(figuresOf(snapshot));
    if (busy || outbox.trouble || named === known) return;
    busy = true;
    whenIdle(async () => {
      if (await fetchAhead(snapshot).catch(() => true)) known = named;
      busy = false;
    });
  });
}

function whenIdle(act: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(act, { timeout: 10_000 });
  else setTimeout(act, 3000);
}

/**
 * The service worker: keeps the app's page, its files and its figures, and nothing else (see rules.ts). A new
 * version waits until a page asks for it and no session is under way on any other.
 */
import { syncAccount } from "../store/waking.ts";
import { builtCache, cacheFirst, figures, isOld } from "./caches.ts";
import { drainAsleep } from "./draining.ts";
import { follow, remind } from "./reminding.ts";
import { ruleFor } from "./rules.ts";
import type { Page, WorkerScope } from "./scope.ts";

/** What the build writes into this file (worker/precache.ts). */
declare const __PRECACHE__: {
  /** Changes whenever any of the files does. */
  readonly version: string;
  /** The app's own page. */
  readonly shell: string;
  /** What the app cannot do without. */
  readonly files: readonly string[];
  /** What can be fetched when nothing else is to do: the player of animations. */
  readonly later: readonly string[];
};

const scope = self as unknown as WorkerScope;
const { version, shell, files, later } = __PRECACHE__;
const answerMs = 1000;

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(activate()));

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const rule = ruleFor(request, scope.location.origin);
  if (rule === "shell") event.respondWith(theShell());
  if (rule === "network") event.respondWith(fetch(request).catch(theShell));
  if (rule === "built") event.respondWith(cacheFirst(request, builtCache(version)));
  if (rule === "figure") event.respondWith(cacheFirst(request, figures));
});

scope.addEventListener("message", (event) => {
  if (event.data === "ahead") event.waitUntil(fetchLater());
  if (event.data === "update") event.waitUntil(updateUnlessBusy(event.source as unknown as Page | null));
});

scope.addEventListener("push", (event) => event.waitUntil(remind(scope, event.data)));
scope.addEventListener("notificationclick", (event) => event.waitUntil(follow(scope, event.notification)));

scope.addEventListener("sync", (event) => {
  const account = syncAccount(event.tag);
  if (account) event.waitUntil(wakeOrDrain(account));
});

async function install(): Promise<void> {
  const cache = await caches.open(builtCache(version));
  await cache.addAll([new Request(shell, { cache: "reload" }), ...files]);
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => isOld(name, version)).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function theShell(): Promise<Response> {
  const kept = await caches.match(shell, { cacheName: builtCache(version), ignoreVary: true });
  return kept ?? fetch(shell);
}

async function fetchLater(): Promise<void> {
  const name = builtCache(version);
  await Promise.allSettled(later.map((file) => cacheFirst(new Request(file), name)));
}

async function updateUnlessBusy(asking: Page | null): Promise<void> {
  const pages = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  const others = pages.filter((page) => page.id !== asking?.id);
  const busy = await Promise.all(others.map(isBusy));
  if (!busy.includes(true)) await scope.skipWaiting();
}

/** A page that does not answer is asleep in the middle of something: it is not disturbed. */
function isBusy(page: Page): Promise<boolean> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => done(data !== "idle");
    setTimeout(() => done(true), answerMs);
    page.postMessage("busy?", [port2]);
  });
}

/** An open page sends by itself, and says so to its reader. */
async function wakeOrDrain(account: string): Promise<void> {
  const pages = await scope.clients.matchAll({ type: "window", includeUncontrolled: false });
  for (const page of pages) page.postMessage("drain");
  if (pages.length === 0) await drainAsleep(account);
}

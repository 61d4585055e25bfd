import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cacheFirst, isOld } from "../src/worker/caches.ts";
import { drainAsleep } from "../src/worker/draining.ts";
import { follow, remind } from "../src/worker/reminding.ts";
import { isSession, ruleFor } from "../src/worker/rules.ts";
import type { Page, WorkerScope } from "../src/worker/scope.ts";
import { precacheOf } from "../worker/precache.ts";
import { done, FakePhone } from "./fakes/phone.ts";
import { FakeServer } from "./fakes/server.ts";

const origin = "https://clinic.example";
const asked = (path: string, mode = "cors", method = "GET") => ({
  method,
  mode,
  url: new URL(path, origin).href,
});

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

test.each([
  ["/today/", "shell"],
  ["/today/day/2026-11-18/", "shell"],
  ["/today/quad-set/", "shell"],
  ["/today/session/0/?short", "shell"],
  ["/help/?trigger=pain", "shell"],
  ["/outbox/", "shell"],
  ["/", "network"],
  ["/progress/?month=2026-10", "network"],
  ["/more/", "network"],
  ["/messages/", "network"],
  ["/entry/0198a000-0000-7000-8000-000000000001/", "network"],
  ["/today/snapshot/", "leave"],
  ["/clinic/", "leave"],
  ["/clinic/patients/1/export/", "leave"],
  ["/sign-in/", "leave"],
  ["/p/", "leave"],
  ["/plain/", "leave"],
  ["/api/v1/sync", "leave"],
  ["https://elsewhere.example/today/", "leave"],
])("opening %s: %s", (path, rule) => {
  expect(ruleFor(asked(path, "navigate"), origin)).toBe(rule);
});

test.each([
  ["/static/assets/app-sbS0kN6w.js", "built"],
  ["/static/assets/font-latin-wght-normal-C6vrW8VD.woff2", "built"],
  ["/figures/0123456789ab/quad-set-1-colour.svg", "figure"],
  ["/figures/bodies/0123456789ab/ana.glb", "figure"],
  ["/pictures/0198a000-0000-7000-8000-000000000001.jpg", "figure"],
  ["/static/app.html", "leave"],
  ["/static/assets/../manifest.json", "leave"],
  ["/static/assets/app-sbS0kN6w.js?account=rosa", "leave"],
  ["/figures/0123456789ab/quad-set.svg?patient=1", "leave"],
  ["/figures/latest/quad-set.svg", "leave"],
  ["/today/snapshot/", "leave"],
  ["/today/", "leave"],
  ["/progress/", "leave"],
  ["/messages/part/", "leave"],
  ["/messages/photos/0198a000-0000-7000-8000-000000000001/", "leave"],
  ["/clinic/patients/1/export.csv", "leave"],
  ["/api/v1/sync", "leave"],
  ["/manifest.webmanifest", "leave"],
  ["/sw.js", "leave"],
])("a file of a page, %s: %s", (path, rule) => {
  expect(ruleFor(asked(path), origin)).toBe(rule);
});

test("nothing but reading is ever answered from a cache", () => {
  for (const method of ["POST", "PUT", "DELETE", "HEAD"])
    expect(ruleFor(asked("/static/assets/app-sbS0kN6w.js", "cors", method), origin)).toBe("leave");
});

test("a session is told from everything else, so that nothing changes under it", () => {
  expect(["/today/session/0/", "/today/", "/today/session-plan/"].map(isSession)).toEqual([
    true,
    false,
    false,
  ]);
});

test("caches of other versions go; figures, and whatever is not ours, stay", () => {
  const names = ["everyrep-built-1", "everyrep-built-2", "everyrep-figures", "another site's"];
  expect(names.filter((name) => isOld(name, "2"))).toEqual(["everyrep-built-1"]);
});

test.each([
  ["an error", new Response("", { status: 404 })],
  ["a redirect", Object.defineProperty(new Response("moved"), "redirected", { value: true })],
])("%s is answered but never kept under the address of a figure", async (_what, response) => {
  const put = vi.fn();
  vi.stubGlobal("caches", { open: async () => ({ match: async () => undefined, put }) });
  vi.stubGlobal("fetch", async () => response);
  expect(await cacheFirst(new Request(`${origin}/figures/0123456789ab/a.svg`), "figures")).toBe(response);
  expect(put).not.toHaveBeenCalled();
});

function scopeWith(pages: Page[] = []) {
  const shown: [string, NotificationOptions | undefined][] = [];
  const opened: string[] = [];
  const scope = {
    registration: {
      showNotification: async (title: string, options?: NotificationOptions) =>
        void shown.push([title, options]),
    },
    clients: { matchAll: async () => pages, openWindow: async (url: string) => void opened.push(url) },
  } as unknown as WorkerScope;
  return { scope, shown, opened };
}

test("a reminder shows what it was sent with, and leads to a path of this site alone", async () => {
  const { scope, shown } = scopeWith();
  const sent = { title: "Everyrep", body: "Time for your exercises", tag: "r1", url: "//elsewhere.example" };
  await remind(scope, { json: () => sent });
  expect(shown).toEqual([
    ["Everyrep", expect.objectContaining({ body: sent.body, tag: "r1", data: "/today/" })],
  ]);
});

test("a reminder that does not read still shows, without words", async () => {
  const { scope, shown } = scopeWith();
  await remind(scope, {
    json: () => {
      throw new SyntaxError("not JSON");
    },
  });
  await remind(scope, null);
  expect(shown.map(([title]) => title)).toEqual(["Everyrep", "Everyrep"]);
});

test("tapping a reminder opens Today, or brings an open page forward and lets it send what waits", async () => {
  const tapped = { close: vi.fn(), data: "/today/" } as unknown as Notification;
  const nobody = scopeWith();
  await follow(nobody.scope, tapped);
  expect(nobody.opened).toEqual(["/today/"]);
  const page = { id: "1", url: origin, focus: vi.fn(), postMessage: vi.fn() };
  const somebody = scopeWith([page as unknown as Page]);
  await follow(somebody.scope, tapped);
  expect(somebody.opened).toEqual([]);
  expect(page.postMessage).toHaveBeenCalledWith("drain");
  expect(page.focus).toHaveBeenCalled();
});

test("tapping a notice of a message opens the messages, also where a page is open", async () => {
  const tapped = { close: vi.fn(), data: "/messages/" } as unknown as Notification;
  const page = { id: "1", url: origin, focus: vi.fn(), postMessage: vi.fn() };
  const somebody = scopeWith([page as unknown as Page]);
  await follow(somebody.scope, tapped);
  expect(somebody.opened).toEqual(["/messages/"]);
});

test("while no page is open the worker sends what waits; a page that opens later sees that it has", async () => {
  const server = new FakeServer();
  const phone = new FakePhone(server);
  const store = await phone.open();
  phone.offline = true;
  await store.log(done());
  phone.close();
  await expect(drainAsleep("rosa", phone)).rejects.toThrow("offline");
  phone.offline = false;
  await drainAsleep("rosa", phone);
  expect(server.log("rosa")).toHaveLength(1);
  expect((await phone.open()).copy.outbox.waiting).toBe(0);
  phone.close();
});

test("the worker sends nothing of an account that was signed out of, and makes no store of its own", async () => {
  const server = new FakeServer();
  const phone = new FakePhone(server);
  const store = await phone.open();
  phone.offline = true;
  await store.log(done());
  await store.leave();
  phone.offline = false;
  await drainAsleep("rosa", phone);
  await drainAsleep("nobody", phone);
  expect(server.log("rosa")).toEqual([]);
  expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(["everyrep:rosa"]);
});

type Output = Parameters<typeof precacheOf>[0][string];

function chunk(fileName: string, change: object = {}): Output {
  const none = { imports: [], dynamicImports: [], isEntry: false, facadeModuleId: null };
  return {
    type: "chunk",
    fileName,
    viteMetadata: { importedCss: new Set() },
    ...none,
    ...change,
  } as unknown as Output;
}

const bundle = () => ({
  "assets/app.js": chunk("assets/app.js", {
    isEntry: true,
    facadeModuleId: "/frontend/app.html",
    imports: ["assets/shared.js"],
    dynamicImports: ["assets/es.js", "assets/player.js"],
    viteMetadata: { importedCss: new Set(["assets/patient.css"]) },
  }),
  "assets/shared.js": chunk("assets/shared.js"),
  "assets/es.js": chunk("assets/es.js", { facadeModuleId: "/frontend/src/words/es.json" }),
  "assets/player.js": chunk("assets/player.js", { imports: ["assets/shared.js"] }),
  "assets/clinic.js": chunk("assets/clinic.js", { isEntry: true, facadeModuleId: "/frontend/src/clinic.ts" }),
  "assets/patient.css": {
    type: "asset",
    fileName: "assets/patient.css",
    source: "@font-face{src:url(/static/assets/used.woff2)}",
  } as unknown as Output,
  "assets/used.woff2": { type: "asset", fileName: "assets/used.woff2", source: "" } as unknown as Output,
  "assets/other.woff2": { type: "asset", fileName: "assets/other.woff2", source: "" } as unknown as Output,
});

test("kept are the app's page, what it loads, its texts and fonts; the animations later; the clinic's never", () => {
  const { shell, files, later } = precacheOf(bundle(), "<html>");
  expect(shell).toBe("/static/app.html");
  expect(files).toEqual(
    ["app.js", "es.js", "patient.css", "shared.js", "used.woff2"].map((name) => `/static/assets/${name}`),
  );
  expect(later).toEqual(["/static/assets/player.js"]);
});

test("the version changes with the page and with the files, and only with them", () => {
  const { version } = precacheOf(bundle(), "<html>");
  expect(precacheOf(bundle(), "<html>").version).toBe(version);
  expect(precacheOf(bundle(), "<html lang>").version).not.toBe(version);
});

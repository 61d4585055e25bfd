import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { outboxScreen } from "../src/app/outbox.ts";
import { offerToStay } from "../src/patient/leaving.ts";
import { wireSending } from "../src/patient/sending.ts";
import { fetchAhead } from "../src/store/ahead.ts";
import type { Copy, Outbox, Trouble } from "../src/store/index.ts";
import { OutboxStatus, wireOutboxStatus } from "../src/store/outbox_status.ts";
import type { Opened } from "../src/store/page.ts";
import { statusOf } from "../src/store/status.ts";
import { toldInWords } from "../src/store/telling.ts";
import { sendNow } from "../src/store/waking.ts";
import { done, FakePhone } from "./fakes/phone.ts";
import { item, snapshot } from "./fakes/program.ts";
import { FakeServer } from "./fakes/server.ts";

const calm: Outbox = { waiting: 0, oldest: null, overdue: false, sending: false, trouble: "", dead: [] };
const dead = [{ opId: "1", reason: "future", saying: done() as never }];
const words = (change: Partial<Outbox>) => statusOf({ ...calm, ...change })?.words ?? "";

wireOutboxStatus();
beforeEach(() => {
  document.body.innerHTML = '<div data-toasts></div><main id="place"></main>';
  localStorage.clear();
});
afterEach(() => vi.unstubAllGlobals());

test("where all is well, or on its way within moments, nothing stands in the way", () => {
  expect(statusOf(calm)).toBeUndefined();
  expect(statusOf({ ...calm, waiting: 1, sending: true })).toBeUndefined();
  expect(statusOf({ ...calm, trouble: "server" })).toBeUndefined();
});

test.each<[Trouble, string]>([
  ["offline", "as soon as there is a connection"],
  ["server", "does not answer right now"],
  ["signed_out", "sign in again. Nothing is lost"],
])("with %s, what waits is said to be on this phone, and what will happen", (trouble, said) => {
  expect(words({ waiting: 2, trouble })).toContain("Saved on this phone: 2 entries.");
  expect(words({ waiting: 2, trouble })).toContain(said);
});

test("what waits for more than a day needs the reader, who can send it or see it", () => {
  expect(statusOf({ ...calm, waiting: 1, overdue: true, trouble: "offline" })).toMatchObject({
    kind: "needs",
    words: expect.stringContaining("more than a day"),
    acts: ["send", "see"],
  });
});

test("where nothing can be kept, it says so and promises nothing", () => {
  for (const trouble of ["storage", "insecure", "closed"] as const)
    expect(statusOf({ ...calm, trouble, waiting: 1 })).toMatchObject({ kind: "needs", acts: [] });
  expect(words({ trouble: "closed", waiting: 1 })).toContain("not sent yet");
  expect(words({ trouble: "closed" })).not.toContain("not sent yet");
});

test("what could not be counted can be seen", () => {
  expect(statusOf({ ...calm, dead })).toMatchObject({ acts: ["see"] });
});

function copy(change: Partial<Outbox>): Copy {
  return { snapshot: snapshot(), entries: new Map(), outbox: { ...calm, ...change } };
}

async function shown(...changes: Partial<Outbox>[]): Promise<OutboxStatus> {
  const status = new OutboxStatus();
  document.body.append(status);
  for (const change of changes) {
    status.copy = copy(change);
    await status.updateComplete;
  }
  return status;
}

test("that the last of it has arrived is said once, and not where it could not be counted", async () => {
  await shown({ waiting: 1 }, {}, {});
  expect(document.querySelector("[data-toasts]")?.textContent).toBe("With your therapist ✓");
  document.querySelector("[data-toasts]")?.replaceChildren();
  await shown({ waiting: 1 }, { dead });
  expect(document.querySelector("[data-toasts]")?.textContent).toBe("");
});

test("what is shown is said to who cannot see it, and Send now asks to send", async () => {
  const status = await shown({ waiting: 1, trouble: "offline" });
  const asked = vi.fn();
  document.addEventListener(sendNow, asked, { once: true });
  status.querySelector("button")?.click();
  expect(asked).toHaveBeenCalled();
  expect(status.querySelector("[role=status]")?.textContent).toContain("Saved on this phone: 1 entry.");
  expect(status.querySelector("a")?.getAttribute("href")).toBe("/outbox/");
});

test("each kind of entry has a line that its reader knows again", () => {
  const told = (body: object, kind = "create") => toldInWords(kind, body as never, snapshot());
  expect(told({ type: "exercise", item_key: "quad-set", outcome: "partly" })).toBe("Quad set: partly done");
  expect(told({ type: "exercise", item_key: "gone", outcome: "done" })).toBe("Exercise: done");
  expect(told({ type: "morning", pain: 3 })).toContain("3 out of 10");
  expect(told({ type: "question", text: "May I swim?" })).toContain("May I swim?");
  expect(told({ type: "exercise", item_key: "quad-set", outcome: "not" }, "amend")).toContain("corrected");
  expect(told({}, "retract")).toBe("An entry taken back");
  expect(told({ type: "from a later version" })).toBe("An entry");
});

test("the page of what is not sent lists it in words, what could not be counted, and sends on a press", async () => {
  const server = new FakeServer();
  const phone = new FakePhone(server);
  const store = await phone.open();
  await store.log(done("nobody knows it"));
  await store.refresh();
  phone.offline = true;
  await store.log(done("quad-set"));
  await store.refresh();
  const { render } = await import("lit");
  const place = document.getElementById("place") as HTMLElement;
  const redraw = () => render(screen.draw(store.copy), place);
  const app = { store, redraw, announce: () => {}, go: () => {}, now: () => phone.now() };
  const screen = outboxScreen(app, { name: "outbox" });
  redraw();
  expect(place.querySelector("#waits")?.textContent).toBe("1 entry on this phone");
  expect(place.textContent).toContain("Quad set: done");
  expect(place.querySelector("#dead")?.parentElement?.textContent).toContain(
    "This exercise is not in your program",
  );
  phone.offline = false;
  store.subscribe(redraw);
  [...place.querySelectorAll("button")].find((button) => button.textContent?.includes("Send now"))?.click();
  await vi.waitFor(() => expect(place.querySelector("#waits")).toBeNull());
  expect(server.log("rosa")).toHaveLength(1);
  phone.close();
});

test("signing out sends first, and takes the copy off the phone", async () => {
  const server = new FakeServer();
  const phone = new FakePhone(server);
  const store = await phone.open();
  await store.log(done());
  const submitted = vi.fn();
  document.body.innerHTML = `<outbox-status data-account="rosa"></outbox-status><form data-signs-out><button></button></form>`;
  const form = document.querySelector("form") as HTMLFormElement;
  form.submit = submitted;
  expect(form.matches("[data-ready]")).toBe(false);
  wireSending(async () => store);
  expect(form.matches("[data-ready]")).toBe(true); // from now on its button is shown
  form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await vi.waitFor(() => expect(submitted).toHaveBeenCalled());
  expect(server.log("rosa")).toHaveLength(1);
  expect(await indexedDB.databases()).toEqual([]);
});

test("with something unsent, signing out asks: staying keeps everything, sending goes on by itself", async () => {
  let left = 1;
  const store = { tryToFinish: async () => left } as unknown as Opened;
  const press = (words: string) =>
    [...document.querySelectorAll<HTMLButtonElement>("dialog button")]
      .find((one) => one.textContent === words)
      ?.click();
  const staying = offerToStay(store, 1);
  expect(document.querySelector("dialog")?.textContent).toContain("1 entry is only on this phone.");
  press("Stay");
  expect(await staying).toBe(false);
  const leaving = offerToStay(store, 1);
  press("Send now");
  await vi.waitFor(() =>
    expect(document.querySelector<HTMLButtonElement>("dialog button")?.disabled).toBe(false),
  );
  left = 0;
  press("Send now");
  expect(await leaving).toBe(true);
});

test("the figures of the coming days are fetched once, pictures first; those no day names any more go", async () => {
  const figure = {
    stills: [
      {
        colour: "/figures/a/c.svg",
        dark: "/figures/a/d.svg",
        contrast: "/figures/a/k.svg",
        name: "",
        width: 1,
        height: 1,
      },
    ],
    wide: false,
    alt: "",
    not_shown: "",
    not_shown_language: "",
    track: "/figures/a/t.glb",
    body: "/figures/bodies/b/ana.glb",
    player_words: {},
  };
  const kept = new Map([["/figures/old/x.svg", new Response("")]]);
  const cache = {
    keys: async () => [...kept.keys()].map((path) => ({ url: `http://localhost${path}` })),
    match: async (path: string) => kept.get(path),
    put: async (path: string, response: Response) => void kept.set(path, response),
    delete: async ({ url }: { url: string }) => kept.delete(new URL(url).pathname),
  };
  const asked: string[] = [];
  vi.stubGlobal("caches", { open: async () => cache });
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    if (path.endsWith("t.glb") && asked.length < 4) throw new TypeError("Failed to fetch");
    return new Response("figure");
  });
  const named = snapshot({ items: [item("Quad set", { figure }), item("Heel slide", { figure })] });
  expect(await fetchAhead(named)).toBe(false);
  expect(await fetchAhead(named)).toBe(true);
  const paths = ["/figures/a/c.svg", "/figures/a/d.svg", "/figures/a/t.glb", "/figures/bodies/b/ana.glb"];
  expect([...kept.keys()]).toEqual(paths);
  expect(asked).toEqual([...paths.slice(0, 3), ...paths.slice(2)]);
});

import { html } from "lit";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { choose, readAs, readAsChosen, readingOf } from "../src/app/reading.ts";
import { addressOf, placeAt } from "../src/app/router.ts";
import type { App, Place, Screen } from "../src/app/screen.ts";
import { type Shell, startShell } from "../src/app/shell.ts";
import { startApp } from "../src/app/start.ts";
import { NoCopy } from "../src/store/faults.ts";
import { snapshot } from "./fakes/program.ts";
import { FakeStore } from "./fakes/store.ts";

describe("addresses", () => {
  const places: Place[] = [
    { name: "today" },
    { name: "day", date: "2026-11-17" },
    { name: "exercise", key: "quad set/1", session: 2, date: "2026-11-17" },
    { name: "session", index: 1, short: true },
    { name: "session", index: 0, short: false },
    { name: "help", trigger: "pain", back: "/today/session/0/?short" },
    { name: "outbox" },
  ];

  test("every place is found again at its address", () => {
    for (const place of places) expect(placeAt(addressOf(place))).toEqual(place);
  });

  test("what the server draws, or what is no address at all, is none of the app's", () => {
    for (const address of [
      "/progress/",
      "/more/",
      "/today/day/soon/",
      "/today/session/x/",
      "/today/a/b/c/",
      "/",
    ])
      expect(placeAt(address)).toBeUndefined();
    expect(placeAt("/today/%E0%A4%A/")).toMatchObject({ name: "exercise" });
  });
});

describe("the frame", () => {
  let shell: Shell | undefined;
  const left: string[] = [];

  const screens = (app: App, place: Place): Screen => ({
    title: place.name,
    ...(place.name !== "session" && { tab: "today" }),
    draw: () => html`<h1>${place.name}</h1><a id="on" href="/today/day/2026-11-17/">on</a>
      <button id="go" @click=${() => app.go("/today/session/0/")}>go</button>`,
    leave: () => left.push(place.name),
  });

  beforeEach(() => {
    history.replaceState(null, "", "/today/");
    document.body.innerHTML = `<div id="root"></div><div data-toasts></div>`;
    left.length = 0;
    shell = startShell(document.getElementById("root") as HTMLElement, new FakeStore(snapshot()), screens);
  });
  afterEach(() => shell?.stop());

  test("draws the screen of the address, with its title, its tab and the way to help", () => {
    expect(document.title).toBe("today · Everyrep");
    expect(document.querySelector("[aria-current=page]")?.textContent?.trim()).toBe("Today");
    expect(document.querySelector(".tab-bar__symptom")?.getAttribute("href")).toBe("/help/");
  });

  test("follows a link without loading a page, and moves the focus to the heading", () => {
    document.getElementById("on")?.click();
    expect(location.pathname).toBe("/today/day/2026-11-17/");
    expect(document.activeElement?.tagName).toBe("H1");
    expect(document.title).toBe("day · Everyrep");
    expect(left).toEqual(["today"]);
  });

  test("comes back to the screen before", async () => {
    document.getElementById("go")?.click();
    expect(document.querySelector("nav")).toBeNull(); // nothing leads elsewhere during a session
    expect(document.querySelector(".tab-bar__symptom")?.getAttribute("href")).toContain(
      "back=%2Ftoday%2Fsession%2F0%2F",
    );
    history.replaceState(null, "", "/today/"); // what the browser does before it tells
    dispatchEvent(new PopStateEvent("popstate"));
    expect(document.querySelector("h1")?.textContent).toBe("today");
    expect(left).toEqual(["today", "session"]);
  });

  test("a press that asks for a new window is the browser's", () => {
    const press = new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true });
    document.getElementById("on")?.dispatchEvent(press);
    expect(press.defaultPrevented).toBe(false);
    expect(left).toEqual([]);
  });
});

describe("the start", () => {
  const root = () => {
    document.body.innerHTML = `<a data-skip-link href="#main"></a><div id="root"><p>skeleton</p></div>`;
    return document.getElementById("root") as HTMLElement;
  };
  const screens = (): Screen => ({ title: "Today", draw: () => html`<h1>here</h1>` });
  beforeEach(() => localStorage.clear());

  test("without a copy and without a connection it says how to get one, and tries again", async () => {
    let there = false;
    const open = async () => {
      if (!there) throw new NoCopy("offline");
      return new FakeStore(snapshot());
    };
    await startApp(root(), open, screens);
    const place = () => document.getElementById("root");
    expect(place()?.textContent).toContain("Open this once with a connection");
    expect(place()?.textContent).not.toContain("skeleton");
    there = true;
    place()?.querySelector("button")?.click();
    await vi.waitFor(() => expect(place()?.querySelector("h1")?.textContent).toBe("here"));
  });

  test("a language chosen on another device is spoken here once the phone knows", async () => {
    const store = new FakeStore(snapshot());
    await startApp(root(), async () => store, screens);
    const { snapshot: before } = store.copy;
    store.change({ snapshot: { ...before, reader: { ...before.reader, language: "es", text_size: 130 } } });
    await vi.waitFor(() => expect(document.documentElement.lang).toBe("es"));
    expect(document.documentElement.style.getPropertyValue("--text-scale")).toBe("1.3");
    await readAs({ language: "en", textSize: 100 });
  });

  test("who is signed out can sign in and comes back", async () => {
    history.replaceState(null, "", "/today/");
    await startApp(root(), () => Promise.reject(new NoCopy("signed_out")), screens);
    expect(document.querySelector("#main a")?.getAttribute("href")).toBe("/sign-in/?next=%2Ftoday%2F");
  });
});

describe("how the reader reads", () => {
  const reader = snapshot().reader;
  beforeEach(() => localStorage.clear());

  test("a choice made on this phone holds until the server says otherwise", async () => {
    expect(readingOf(reader)).toEqual({ language: "en", textSize: 100 });
    await choose({ language: "es", textSize: 150 }, reader);
    expect(readingOf(reader)).toMatchObject({ language: "es", textSize: 150 });
    expect(document.documentElement.lang).toBe("es");
    expect(document.documentElement.style.getPropertyValue("--text-scale")).toBe("1.5");
    expect(readingOf({ ...reader, language: "es", text_size: 130 })).toEqual({
      language: "es",
      textSize: 130,
    });
    await readAs({ language: "en", textSize: 100 });
  });

  test("opening the app again keeps the choice", async () => {
    await choose({ language: "en", textSize: 130 }, reader);
    await readAsChosen();
    await readAsChosen(reader);
    expect(readingOf(reader).textSize).toBe(130);
  });

  test("what is kept but does not read is as nothing", () => {
    localStorage.setItem("everyrep:reading", "{");
    expect(readingOf(reader)).toEqual({ language: "en", textSize: 100 });
  });
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepTime } from "../src/clinic/at_work.ts";

const MINUTE = 60_000;
let told: string[];
let focused: boolean;
let visible: DocumentVisibilityState;
let page: Document;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  focused = true;
  visible = "visible";
  vi.stubGlobal("fetch", async (url: string, asked: RequestInit) => {
    told.push(`${asked.method} ${url} ${asked.body} ${new Headers(asked.headers).get("X-CSRFToken")}`);
    return new Response(null, { status: 204 });
  });
  page = document.implementation.createHTMLDocument();
  page.hasFocus = () => focused;
  Object.defineProperty(page, "visibilityState", { get: () => visible });
});

afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function open(): void {
  page.body.innerHTML = '<div hidden data-at-work="/beat/" data-page="chart" data-csrf="abc"></div>';
  keepTime(page);
}

const press = (): boolean => page.dispatchEvent(new Event("keydown"));

test("a page that is opened and used says so, again and again", async () => {
  open();
  expect(told).toEqual(["POST /beat/ page=chart abc"]);
  for (let minute = 0; minute < 5; minute++) {
    press();
    await vi.advanceTimersByTimeAsync(MINUTE);
  }
  expect(told.length).toBe(16);
});

test("two minutes after the last key or press it says no more", async () => {
  open();
  await vi.advanceTimersByTimeAsync(30 * MINUTE);
  expect(told.length).toBe(7);
});

test("who comes back to it is heard at once", async () => {
  open();
  await vi.advanceTimersByTimeAsync(30 * MINUTE);
  told = [];
  press();
  expect(told.length).toBe(1);
});

test("a window behind another says nothing", async () => {
  open();
  told = [];
  focused = false;
  press();
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(told).toEqual([]);
});

test("a page that is left says so once, up to that moment", async () => {
  open();
  await vi.advanceTimersByTimeAsync(30_000);
  told = [];
  visible = "hidden";
  page.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  expect(told.length).toBe(1);
});

test("a page about no patient says nothing", () => {
  keepTime(page);
  press();
  expect(told).toEqual([]);
});

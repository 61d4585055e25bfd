import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchIdle } from "../src/clinic/idle.ts";

const MINUTE = 60_000;
let told: string[];
let dialog: HTMLDialogElement;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  vi.stubGlobal("fetch", async (url: string, asked: RequestInit) => {
    told.push(`${asked.method} ${url} ${new Headers(asked.headers).get("X-CSRFToken")}`);
    return new Response(null, { status: 204 });
  });
  document.body.innerHTML =
    '<textarea></textarea><dialog data-idle-minutes="15" data-url="/stay/" data-csrf="abc"></dialog>';
  dialog = document.querySelector("dialog") as HTMLDialogElement;
  vi.spyOn(location, "assign").mockImplementation(() => {});
  watchIdle();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function typesFor(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    document.querySelector("textarea")?.dispatchEvent(new Event("input", { bubbles: true }));
    await vi.advanceTimersByTimeAsync(MINUTE);
  }
}

test("who writes for an hour stays signed in without being asked", async () => {
  await typesFor(60);
  expect(told.length).toBeGreaterThan(8);
  expect(new Set(told)).toEqual(new Set(["POST /stay/ abc"]));
  expect(dialog.open).toBe(false);
  expect(location.assign).not.toHaveBeenCalled();
});

test("who does nothing is asked two minutes before, and then the page closes", async () => {
  await vi.advanceTimersByTimeAsync(12.5 * MINUTE);
  expect(dialog.open).toBe(false);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(dialog.open).toBe(true);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(1.5 * MINUTE);
  expect(location.assign).toHaveBeenCalled();
});

test("an answer to the question starts the time anew", async () => {
  await vi.advanceTimersByTimeAsync(13.5 * MINUTE);
  dialog.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual(["POST /stay/ abc"]);
  await vi.advanceTimersByTimeAsync(12 * MINUTE);
  expect(dialog.open).toBe(false);
  expect(location.assign).not.toHaveBeenCalled();
});

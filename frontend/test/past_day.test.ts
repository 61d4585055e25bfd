import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dayScreen } from "../src/app/past_day.ts";
import { daysAfter } from "../src/app/time.ts";
import type { Snapshot } from "../src/store/snapshot.ts";
import { madeOn, snapshot } from "./fakes/program.ts";
import { Shown, settled } from "./fakes/screen.ts";
import { FakeStore } from "./fakes/store.ts";

const noon = `${madeOn}T13:00:00Z`;
const yesterday = daysAfter(madeOn, -1);

let shown: Shown | undefined;

async function day(snap: Snapshot, date: string, at = noon) {
  const store = new FakeStore(snap);
  shown = new Shown(store, dayScreen, { name: "day", date }, at);
  await settled();
  return { store, page: shown };
}

beforeEach(() => localStorage.clear());
afterEach(() => shown?.leave());

describe("another day", () => {
  test("an earlier one is filled in from memory", async () => {
    const { page, store } = await day(snapshot(), yesterday);
    expect(page.title).toBe("Tuesday, November 17");
    expect(page.has("Log what you remember")).toBe(true);
    await page.press("Done: Heel slide");
    expect(store.logged[0]).toMatchObject({ localDate: yesterday, evidence: "recalled" });
    expect(page.control("Day after").getAttribute("href")).toBe("/today/");
  });

  test("a later one is looked at, not logged", async () => {
    const { page } = await day(snapshot(), daysAfter(madeOn, 2));
    expect(page.has("You can log it on the day.")).toBe(true);
    expect(page.has("Quad set")).toBe(true);
    expect(page.root.querySelectorAll("button")).toHaveLength(0);
  });

  test("one that the phone does not hold leads back to today", async () => {
    const { page } = await day(snapshot(), "2020-01-01");
    expect(page.control("Back to Today").getAttribute("href")).toBe("/today/");
  });

  test("links to an exercise name the day", async () => {
    const { page } = await day(snapshot(), yesterday);
    expect(page.find("#go-quad-set-0 a")?.getAttribute("href")).toBe(`/today/quad-set/?day=${yesterday}`);
  });
});

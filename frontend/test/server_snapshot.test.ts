/** The app against a snapshot that the server really made (tools/snapshot_fixture.py): Rosa's, full of everything. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Place } from "../src/app/screen.ts";
import { screenAt } from "../src/app/screens.ts";
import { daysAfter } from "../src/app/time.ts";
import { isShown } from "../src/store/fetching.ts";
import type { Snapshot } from "../src/store/snapshot.ts";
import { Shown, settled } from "./fakes/screen.ts";
import { FakeStore } from "./fakes/store.ts";

const snapshot: Snapshot = JSON.parse(readFileSync("test/fixtures/snapshot.json", "utf8"));
const today = "2026-11-16";
const items = new Map(snapshot.items.map((item) => [item.id, item]));

let shown: Shown | undefined;

async function open(place: Place): Promise<Shown> {
  const opened = new Shown(new FakeStore(snapshot), screenAt, place, snapshot.made_at);
  shown = opened;
  await settled();
  opened.redraw();
  return opened;
}

beforeEach(() => localStorage.clear());
afterEach(() => shown?.leave());

test("the app reads it", () => {
  expect(isShown(snapshot)).toBe(true);
});

test("every item that a day names is there", () => {
  const named = snapshot.days.flatMap(({ sessions, offered }) => [
    ...sessions.flatMap((session) => [...session.items, ...session.short]),
    ...offered.map(({ item }) => item),
  ]);
  expect(named.filter((id) => !items.has(id))).toEqual([]);
});

test("Today shows what is due and what is offered", async () => {
  const page = await open({ name: "today" });
  const day = snapshot.days.find(({ local_date }) => local_date === today);
  for (const id of [...(day?.sessions[0]?.items ?? []), ...(day?.offered ?? []).map(({ item }) => item)])
    expect(page.text).toContain(items.get(id)?.name);
});

test("every exercise of the plan opens with its dose", async () => {
  const last = snapshot.days.find(({ local_date }) => local_date === today)?.sessions[0]?.items ?? [];
  for (const id of last) {
    const { key, dose_in_words } = items.get(id) ?? { key: "", dose_in_words: "" };
    const page = await open({ name: "exercise", key, session: 0, date: "" });
    expect(page.text).toContain(dose_in_words);
    page.leave();
  }
});

test("a past day shows what was logged on it", async () => {
  const page = await open({ name: "day", date: daysAfter(today, -3) });
  expect(page.text).toContain("Ankle pump");
});

test("the symptom check begins with the clinic's own words", async () => {
  const page = await open({ name: "help", trigger: "button", back: "" });
  expect(page.text).toContain("call 911 first");
});

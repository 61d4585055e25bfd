import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bodyOf, draftOf, emptyDraft } from "../src/app/exercise/draft.ts";
import { exerciseScreen } from "../src/app/exercise/index.ts";
import { daysAfter } from "../src/app/time.ts";
import type { Snapshot } from "../src/store/snapshot.ts";
import { held, item, items, madeOn, snapshot } from "./fakes/program.ts";
import { Shown, settled } from "./fakes/screen.ts";
import { FakeStore } from "./fakes/store.ts";

const noon = `${madeOn}T13:00:00Z`;
const yesterday = daysAfter(madeOn, -1);
const done = {
  type: "exercise",
  item_key: "quad-set",
  session: 0,
  outcome: "partly",
  sets: [{ reps: 10 }, { reps: 6 }],
  pain: 3,
  reason: "no_time",
  note: "tired",
};

let shown: Shown | undefined;

async function exercise(
  snap: Snapshot,
  {
    key = "quad-set",
    date = "",
    kept = {},
  }: { key?: string; date?: string; kept?: Record<string, unknown> } = {},
) {
  const store = new FakeStore(snap);
  for (const [name, value] of Object.entries(kept)) store.kept.set(name, value);
  shown = new Shown(store, exerciseScreen, { name: "exercise", key, session: 0, date }, noon);
  await settled();
  return { store, page: shown };
}

beforeEach(() => history.replaceState(null, "", "/today/quad-set/"));
afterEach(() => shown?.leave());

describe("what the exercise is", () => {
  test("the dose in words, how often, what to mind, what the therapist says and when to stop", async () => {
    const full = item("Quad set", {
      own_words: "Think of pushing the knee down.",
      limits: ["to 45°"],
      equipment: ["towel"],
      substitutes: ["a small pillow"],
      essential: false,
    });
    const { page } = await exercise({ ...snapshot(), items: [full, ...items.slice(1)] });
    expect(page.title).toBe("Quad set");
    for (const words of [
      "2 sets of 10 repetitions",
      "to 45°",
      "every day · if you have time",
      "You need: towel",
      "Or instead: a small pillow",
      "Take care: Move slowly.",
      "Ana says",
      "Think of pushing the knee down.",
      "Breathe out as you lift.",
      "The back arches.",
      "Your knee locks.",
    ])
      expect(page.text).toContain(words);
  });

  test("an exercise that the phone does not hold leads back", async () => {
    const { page } = await exercise(snapshot(), { key: "unknown" });
    expect(page.control("Back to Today")).toBeTruthy();
  });
});

describe("logging it", () => {
  test("asks for the outcome first, and keeps everything typed when it is missing", async () => {
    const { page, store } = await exercise(snapshot());
    expect(page.has("How hard was it?")).toBe(false);
    await page.type("note", "hello");
    await page.submit();
    expect(page.find("#outcome-error")?.textContent).toContain("Choose one: done, partly or not today.");
    expect(store.logged).toEqual([]);
    expect(page.find<HTMLTextAreaElement>("#note")?.value).toBe("hello");
  });

  test("says what was really done, how it felt, and where it is", async () => {
    const { page, store } = await exercise(snapshot());
    await page.choose("outcome", "partly");
    await page.press("Fewer: Set 2 of 2");
    await page.choose("pain", "4");
    await page.choose("effort", "6");
    await page.choose("difficulty", "hard");
    await page.choose("reason", "no_time");
    await page.type("note", " sore ");
    await page.submit();
    expect(store.logged[0]?.body).toEqual({
      type: "exercise",
      item_key: "quad-set",
      session: 0,
      outcome: "partly",
      sets: [{ reps: 10 }, { reps: 9 }],
      pain: 4,
      effort: 6,
      difficulty: "hard",
      reason: "no_time",
      note: "sore",
    });
    expect(page.has("Logged today")).toBe(true);
    expect(page.has("Saved on this phone")).toBe(true);
    expect(page.has("10 reps, 9 reps")).toBe(true);
    expect(page.has("No time")).toBe(true);
  });

  test("what was typed is still there after the app was closed", async () => {
    const first = await exercise(snapshot());
    await first.page.choose("outcome", "done");
    await first.page.type("note", "my knee");
    first.page.leave();
    const { page } = await exercise(snapshot(), { kept: Object.fromEntries(first.store.kept) });
    expect(page.find<HTMLTextAreaElement>("#note")?.value).toBe("my knee");
    expect(page.has("How hard was it?")).toBe(true);
  });

  test("a full phone keeps what was typed on the screen", async () => {
    const { page, store } = await exercise(snapshot());
    await page.choose("outcome", "done");
    await page.type("note", "my knee");
    store.full = true;
    await page.submit();
    expect(page.said[0]).toContain("no room left");
    expect(page.find<HTMLTextAreaElement>("#note")?.value).toBe("my knee");
  });

  test("after it was saved, nothing of the draft is left", async () => {
    const { page, store } = await exercise(snapshot());
    await page.choose("outcome", "done");
    await page.submit();
    expect([...store.kept.keys()].filter((name) => name.startsWith("draft:"))).toEqual([]);
  });

  test("much pain, or a worrying word in the note, leads to the symptom check and back here", async () => {
    const first = await exercise(snapshot());
    await first.page.choose("outcome", "done");
    await first.page.choose("pain", "6");
    await first.page.submit();
    expect(first.page.went).toEqual(["/help/?trigger=pain&back=%2Ftoday%2Fquad-set%2F"]);
    const base = snapshot();
    const words = { ...base, symptom_check: { ...base.symptom_check, keywords: ["entumecí"] } };
    const second = await exercise(words);
    await second.page.choose("outcome", "done");
    await second.page.type("note", "Se me ENTUMECIÓ el pie");
    await second.page.submit();
    expect(second.page.went[0]).toContain("trigger=note");
  });

  test("one taken as needed asks before and after instead of for the pain meanwhile", async () => {
    const needed = item("Quad set", { as_needed: true });
    const { page, store } = await exercise({ ...snapshot(), items: [needed, ...items.slice(1)] });
    await page.choose("before", "5");
    await page.choose("outcome", "done");
    expect(page.has("Pain while doing it")).toBe(false);
    await page.choose("after", "2");
    await page.submit();
    expect(store.logged[0]?.body).toMatchObject({ before: 5, after: 2, outcome: "done" });
    expect(page.went).toEqual([]);
  });
});

describe("what stands", () => {
  const told = () => snapshot({ operations: [held(done)] });

  test("can be corrected from what it says", async () => {
    const { page, store } = await exercise(told());
    expect(page.has("With your therapist ✓")).toBe(true);
    await page.press("Correct it");
    expect(page.find<HTMLInputElement>("#set-1")?.value).toBe("6");
    await page.press("More: Set 2 of 2");
    await page.submit();
    const [correction] = store.logged;
    expect(correction).toMatchObject({
      kind: "amend",
      baseRev: 1,
      body: { ...done, sets: [{ reps: 10 }, { reps: 7 }] },
    });
    expect(page.has("10 reps, 7 reps")).toBe(true);
  });

  test("leaving a correction changes nothing", async () => {
    const { page, store } = await exercise(told());
    await page.press("Correct it");
    await page.press("More: Set 2 of 2");
    await page.press("Leave it as it is");
    expect(store.logged).toEqual([]);
    expect(page.has("10 reps, 6 reps")).toBe(true);
    await page.press("Correct it");
    expect(page.find<HTMLInputElement>("#set-1")?.value).toBe("6");
  });

  test("can be taken back, and the form is there again", async () => {
    const { page } = await exercise(told());
    await page.press("Undo");
    expect(page.find("#log")?.textContent).toBe("Log it");
  });

  test("its history is for an account; by a link it is not offered", async () => {
    expect((await exercise(told())).page.control("History").getAttribute("href")).toMatch(/^\/entry\/.+\/$/);
    const base = told();
    const { page } = await exercise({ ...base, reader: { ...base.reader, way_in: "link" } });
    expect(() => page.control("History")).toThrow();
  });

  test("of what came by another way, a link sees that it was done, and can take it back", async () => {
    const little = held(
      { type: "exercise", item_key: "quad-set", session: 0, outcome: "done" },
      { reduced: true },
    );
    const { page } = await exercise(snapshot({ operations: [little] }));
    expect(() => page.control("Correct it")).toThrow();
    expect(page.control("Undo")).toBeTruthy();
  });
});

describe("another day", () => {
  test("yesterday is recalled", async () => {
    const { page, store } = await exercise(snapshot(), { date: yesterday });
    await page.choose("outcome", "done");
    await page.submit();
    expect(store.logged[0]).toMatchObject({ localDate: yesterday, evidence: "recalled" });
  });

  test("a day ahead is not logged", async () => {
    const { page } = await exercise(snapshot(), { date: daysAfter(madeOn, 1) });
    expect(page.has("You can look at it now, and log it on the day.")).toBe(true);
    expect(page.find("#log")).toBeNull();
  });
});

test("a question to the therapist is kept until it is asked, then says where it is", async () => {
  const { page, store } = await exercise(snapshot());
  await page.type("question", "May I use a band?");
  expect(store.kept.get("question:quad-set")).toBe("May I use a band?");
  const forms = page.root.querySelectorAll("form");
  forms[forms.length - 1]?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await settled();
  expect(store.logged[0]?.body).toEqual({
    type: "question",
    text: "May I use a band?",
    item_key: "quad-set",
  });
  expect(page.find("q")?.textContent).toBe("May I use a band?");
  expect(page.find<HTMLTextAreaElement>("#question")?.value).toBe("");
});

describe("the body of an entry", () => {
  const both = item("Clam", {
    sets: (["left", "right"] as const).map((side) => ({
      number: 1,
      of: 1,
      side,
      field: "seconds",
      unit: "minutes",
      factor: 60,
      step: 1,
      value: 2,
      words: side,
    })),
  });
  const draft = { ...emptyDraft(both), outcome: "done" as const };

  test("keeps each side, in the unit of the record", () => {
    expect(bodyOf(draft, both, 0)?.sets).toEqual([
      { side: "left", seconds: 120 },
      { side: "right", seconds: 120 },
    ]);
  });

  test("a set of nothing was not done, and an open one was done without counting", () => {
    expect(bodyOf({ ...draft, sets: ["0", ""] }, both, 0)?.sets).toEqual([{ side: "right" }]);
  });

  test("says only what belongs to its outcome", () => {
    const full = { ...draft, scores: { pain: 2 }, difficulty: "easy", reason: "no_time" };
    expect(bodyOf(full, both, 0)).not.toHaveProperty("reason");
    expect(bodyOf({ ...full, outcome: "not" }, both, 0)).toEqual({
      type: "exercise",
      item_key: "clam",
      session: 0,
      outcome: "not",
      reason: "no_time",
    });
    expect(bodyOf({ ...full, outcome: "" }, both, 0)).toBeUndefined();
  });

  test("is read back as it was typed", () => {
    const typed = { ...draft, sets: ["3", "0"], scores: { pain: 0 }, note: "ok" };
    const body = bodyOf(typed, both, 0) ?? {};
    const [entry] = [...new FakeStore(snapshot({ operations: [held({ ...body })] })).copy.entries.values()];
    if (entry) expect(draftOf(entry, both)).toEqual({ ...typed, sets: ["3", "0"] });
  });
});

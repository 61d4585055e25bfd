import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sessionScreen } from "../src/app/session/index.ts";
import type { Item, Snapshot } from "../src/store/snapshot.ts";
import { day, held, madeOn, session, snapshot, withDay } from "./fakes/program.ts";
import { Shown, settled } from "./fakes/screen.ts";
import { raise, sit } from "./fakes/session.ts";
import { FakeStore } from "./fakes/store.ts";

const noon = `${madeOn}T12:00:00Z`;

function planned(items: readonly Item[], change: Partial<Snapshot> = {}): Snapshot {
  const base = snapshot({ items: [...items], ...change });
  const sessions = [session(0, { items: items.map(({ id }) => id), short: [items[0]?.id ?? ""] })];
  return { ...base, days: base.days.map((one) => ({ ...one, sessions })) };
}

async function opened(store: FakeStore, clock = noon, short = false): Promise<Shown> {
  const shown = new Shown(store, sessionScreen, { name: "session", index: 0, short }, clock);
  await settled();
  await settled();
  return shown;
}

/** What the store was told, exercise by exercise. */
const told = (store: FakeStore) =>
  store.logged.map(({ kind, evidence, localDate, body }) => ({ kind, evidence, localDate, ...body }));

const open: Shown[] = [];
async function begun(store: FakeStore, clock = noon, short = false): Promise<Shown> {
  const shown = await opened(store, clock, short);
  open.push(shown);
  await shown.press("Begin");
  return shown;
}

let passed = 0;
let next: FrameRequestCallback | undefined;

/** One frame of the page, so many milliseconds after the one before. */
async function frame(ms: number): Promise<void> {
  passed += ms;
  const due = next;
  next = undefined;
  due?.(passed);
  await settled();
}

/** So much time in frames of half a second. */
async function clock(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 500) await frame(500);
}

beforeEach(() => {
  [passed, next] = [0, undefined];
  vi.stubGlobal("requestAnimationFrame", (due: FrameRequestCallback) => {
    next = due;
    return 1;
  });
  vi.stubGlobal("cancelAnimationFrame", () => {
    next = undefined;
  });
  vi.spyOn(performance, "now").mockImplementation(() => passed);
});
afterEach(() => {
  for (const shown of open.splice(0)) shown.leave();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("a session", () => {
  test("led by the clock, logs each exercise when it ends, as it was counted", async () => {
    const store = new FakeStore(planned([raise, sit]));
    const shown = await begun(store);
    await clock(15_000 + 40_000);
    expect(shown.text).toContain("Rest");
    expect(told(store)).toEqual([]);
    await clock(30_000 + 12_000);
    await shown.press("Set done");
    expect(told(store)).toMatchObject([
      { kind: "create", evidence: "guided", outcome: "done", sets: [{ reps: 10 }, { reps: 3 }] },
    ]);
  });

  test("stands while the page is asleep, and says that nothing was counted", async () => {
    const shown = await begun(new FakeStore(planned([raise])));
    await clock(15_000 + 8_000);
    await frame(60_000);
    expect(shown.text).toContain("nothing was counted");
    await shown.press("Go on");
    expect(shown.find(".session__count")?.textContent).toBe("3");
  });

  test("at one's own pace logs sets as tapped, one entry an exercise", async () => {
    const store = new FakeStore(planned([raise, sit]));
    await store.keep("session-settings", { mode: "own" });
    const shown = await begun(store);
    for (let tap = 0; tap < 3; tap += 1) shown.find<HTMLElement>(".session__ring--tap")?.click();
    await shown.press("Set done");
    await shown.press("Start now");
    await shown.press("Set done");
    await settled();
    expect(told(store)).toEqual([
      {
        kind: "create",
        evidence: "guided",
        localDate: madeOn,
        type: "exercise",
        item_key: "leg-raise",
        session: 0,
        outcome: "done",
        sets: [{ reps: 3 }, { reps: 10 }],
      },
    ]);
    expect(shown.text).toContain("Next: Sit to stand");
  });

  test("a correction after the exercise amends its entry", async () => {
    const store = new FakeStore(planned([sit, raise]));
    await store.keep("session-settings", { mode: "own" });
    const shown = await begun(store);
    await shown.press("Set done");
    await shown.type("done-0-0", "8");
    expect(told(store).at(-1)).toMatchObject({ kind: "amend", outcome: "done", sets: [{ reps: 8 }] });
    expect(new Set(store.logged.map(({ entryId }) => entryId)).size).toBe(2); // none at first, then its own
  });

  test("undo of the last set takes the entry back, and doing it again brings the same one back", async () => {
    const store = new FakeStore(planned([sit, raise]));
    await store.keep("session-settings", { mode: "own" });
    const shown = await begun(store);
    await shown.press("Set done");
    const [entry] = [...store.copy.entries.values()];
    await shown.press("Undo: next");
    expect(store.copy.entries.get(entry?.entryId ?? "")?.retracted).toBe(true);
    await shown.press("Set done");
    expect([...store.copy.entries.values()].map(({ retracted }) => retracted)).toEqual([false]);
  });

  test("finishing early keeps what was done as partly, and says nothing of what was not come to", async () => {
    const store = new FakeStore(planned([raise, sit]));
    await store.keep("session-settings", { mode: "own" });
    const shown = await begun(store);
    await shown.press("Set done");
    await shown.press("Finish now");
    expect(told(store)).toMatchObject([{ item_key: "leg-raise", outcome: "partly", sets: [{ reps: 10 }] }]);
    expect(shown.text).toContain("How was it?");
    expect(shown.text).toContain("not logged");
  });

  test("leaves out what is logged already, and corrects it where all of it is done again", async () => {
    const body = { type: "exercise", item_key: "leg-raise", session: 0, outcome: "done", note: "Went well" };
    const operations = [held(body)];
    const first = await opened(new FakeStore(planned([raise, sit], { operations })));
    expect(first.text).toContain("Sit to stand");
    expect(first.text).not.toContain("Leg raise");
    first.leave();
    const store = new FakeStore(planned([raise], { operations }));
    await store.keep("session-settings", { mode: "own" });
    const again = await begun(store);
    for (const words of ["Set done", "Start now", "Set done"]) await again.press(words);
    expect(told(store)).toMatchObject([
      { kind: "amend", sets: [{ reps: 10 }, { reps: 10 }], note: "Went well" },
    ]);
  });

  test("what was felt joins every exercise that was done, and may differ for one", async () => {
    const store = new FakeStore(planned([sit, { ...sit, id: "b", key: "b", name: "Other" }]));
    await store.keep("session-settings", { mode: "own" });
    const shown = await begun(store);
    for (const words of ["Set done", "Next", "Set done"]) await shown.press(words);
    await shown.choose("session-pain", "2");
    await shown.choose("own-b-pain", "4");
    await shown.type("session-note", "Tired today");
    await shown.submit();
    await settled();
    const [first, second] = [...store.copy.entries.values()].map(({ top }) => top.body);
    expect(first).toMatchObject({ item_key: "sit-to-stand", pain: 2, note: "Tired today" });
    expect(second).toMatchObject({ item_key: "b", pain: 4 });
    expect(second).not.toHaveProperty("note");
    expect(shown.text).toContain("Saved on this phone");
  });

  test("a question at the end goes to the therapist by itself", async () => {
    const store = new FakeStore(planned([sit]));
    await store.keep("session-settings", { mode: "own" });
    const shown = await begun(store);
    await shown.press("Set done");
    await shown.type("session-note", "May I use a lower chair?");
    const box = shown.find<HTMLInputElement>("form input[type=checkbox]");
    box?.click();
    await settled();
    await shown.submit();
    await settled();
    expect(told(store)).toContainEqual(
      expect.objectContaining({ type: "question", text: "May I use a lower chair?" }),
    );
    expect(store.logged.some(({ body }) => "note" in body)).toBe(false);
  });

  test("more pain than the clinic lets pass leads to the symptom check", async () => {
    const store = new FakeStore(planned([sit]));
    await store.keep("session-settings", { mode: "own" });
    const shown = await begun(store);
    await shown.press("Set done");
    await shown.choose("session-pain", "8");
    await shown.submit();
    await settled();
    expect(shown.went).toEqual(["/help/?trigger=pain"]);
  });

  test("goes on where the phone is full, says so, and logs when there is room again", async () => {
    const store = new FakeStore(planned([sit, raise]));
    await store.keep("session-settings", { mode: "own" });
    const shown = await begun(store);
    store.full = true;
    await shown.press("Set done");
    expect(shown.text).toContain("no room left");
    store.full = false;
    await shown.press("Next");
    await settled();
    expect(told(store)).toMatchObject([{ item_key: "sit-to-stand", outcome: "done" }]);
  });

  test("does not begin while the plan waits for a clinician", async () => {
    const base = planned([sit]);
    const shown = await opened(new FakeStore(withDay(base, madeOn, { held: true })));
    expect(shown.text).toContain("Your exercises are paused");
    shown.leave();
  });

  test("a day without this session says so", async () => {
    const base = planned([sit]);
    const shown = await opened(new FakeStore(withDay(base, madeOn, { ...day(madeOn), sessions: [] })));
    expect(shown.text).toContain("nothing planned");
    shown.leave();
  });

  test("the short version has the exercises that are enough on a bad day, with fewer sets", async () => {
    const store = new FakeStore(planned([raise, sit]));
    await store.keep("session-settings", { mode: "own" });
    const shown = await begun(store, noon, true);
    await shown.press("Set done");
    expect(shown.text).toContain("How was it?");
    expect(told(store)).toMatchObject([{ item_key: "leg-raise", outcome: "done", sets: [{ reps: 10 }] }]);
  });
});

describe("a session that the app died in", () => {
  /** One set done, and then nothing more: the store is all that is left. */
  async function died(): Promise<FakeStore> {
    const store = new FakeStore(planned([raise, sit]));
    await store.keep("session-settings", { mode: "own" });
    const shown = await opened(store);
    await shown.press("Begin");
    await shown.press("Set done");
    const after = new FakeStore(store.copy.snapshot);
    for (const [name, value] of store.kept) after.kept.set(name, JSON.parse(JSON.stringify(value)));
    shown.leave();
    vi.resetModules(); // nothing is remembered but what was kept
    return after;
  }

  async function reopened(store: FakeStore, clock: string): Promise<Shown> {
    const { sessionScreen: anew } = await import("../src/app/session/index.ts");
    const shown = new Shown(store, anew, { name: "session", index: 0, short: false }, clock);
    open.push(shown);
    await vi.waitFor(() => expect(shown.text).not.toBe(""));
    return shown;
  }

  test("is offered, and goes on with the next set", async () => {
    const store = await died();
    const shown = await reopened(store, `${madeOn}T12:10:00Z`);
    expect(shown.text).toContain("You were in the middle of a session");
    await shown.press("Go on where I left");
    await vi.waitFor(() => expect(shown.text).toContain("Set 2 of 2"));
    await shown.press("Go on");
    for (const words of ["Start now", "Set done"]) await shown.press(words);
    expect(told(store)).toMatchObject([{ outcome: "done", sets: [{ reps: 10 }, { reps: 10 }] }]);
  });

  test("begun anew, has what was done logged before", async () => {
    const store = await died();
    const shown = await reopened(store, `${madeOn}T12:10:00Z`);
    await shown.press("Start anew");
    await vi.waitFor(() => expect(shown.text).toContain("Session,"));
    expect(told(store)).toMatchObject([{ item_key: "leg-raise", outcome: "partly", sets: [{ reps: 10 }] }]);
  });

  test.each([
    ["more than four hours later", `${madeOn}T17:00:00Z`],
    ["on another day", "2026-11-19T08:00:00Z"],
  ])("is closed %s, and what was done is logged on its own day", async (_when, clock) => {
    const store = await died();
    const shown = await reopened(store, clock);
    await vi.waitFor(() => expect(shown.text).toContain("Session,"));
    expect(told(store)).toMatchObject([{ localDate: madeOn, outcome: "partly", sets: [{ reps: 10 }] }]);
  });
});

describe("it hurts", () => {
  const dialog = () => document.querySelector("dialog.skip") as HTMLElement;
  async function press(words: string): Promise<void> {
    const found = [...dialog().querySelectorAll("button")].find((one) => one.textContent.trim() === words);
    found?.click();
    await settled();
    await settled();
  }

  async function hurting(store: FakeStore, score: number): Promise<Shown> {
    await store.keep("session-settings", { mode: "own" });
    const shown = await begun(store);
    await shown.press("Set done");
    await shown.press("It hurts");
    const all = [...dialog().querySelectorAll<HTMLInputElement>("input[name=skip-pain]")];
    all[score]?.dispatchEvent(new Event("change", { bubbles: true }));
    await settled();
    return shown;
  }

  test("stopping for today keeps what was done with its pain and reason, and leads to the check and back", async () => {
    const store = new FakeStore(planned([raise, sit]));
    const shown = await hurting(store, 7);
    await press("Stop for today");
    expect(told(store)).toMatchObject([
      { item_key: "leg-raise", outcome: "partly", sets: [{ reps: 10 }], reason: "pain", pain: 7 },
    ]);
    expect(shown.went).toEqual(["/help/?trigger=stopped&back=%2Ftoday%2Fsession%2F0%2F"]);
    shown.leave();
    const back = await opened(store);
    open.push(back);
    await vi.waitFor(() => expect(back.text).toContain("How was it?"));
  });

  test("going on without the exercise logs why, comes to the next, and can be undone", async () => {
    const store = new FakeStore(planned([sit, raise]));
    await store.keep("session-settings", { mode: "own" });
    const shown = await begun(store);
    await shown.press("It hurts");
    const all = [...dialog().querySelectorAll<HTMLInputElement>("input[name=skip-pain]")];
    all[2]?.dispatchEvent(new Event("change", { bubbles: true }));
    await settled();
    await press("Go on without this exercise");
    expect(told(store)).toMatchObject([
      { item_key: "sit-to-stand", outcome: "not", reason: "pain", pain: 2 },
    ]);
    expect(shown.text).toContain("Leg raise");
    await shown.press("Undo: skip");
    await settled();
    expect([...store.copy.entries.values()].filter(({ retracted }) => !retracted)).toEqual([]);
  });
});

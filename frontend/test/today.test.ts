import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { daysAfter } from "../src/app/time.ts";
import { todayScreen } from "../src/app/today/index.ts";
import type { Snapshot } from "../src/store/snapshot.ts";
import { held, item, items, madeOn, session, snapshot, withDay } from "./fakes/program.ts";
import { Shown, settled } from "./fakes/screen.ts";
import { FakeStore } from "./fakes/store.ts";

const morning = `${madeOn}T08:00:00Z`;
const noon = `${madeOn}T13:00:00Z`;
const yesterday = daysAfter(madeOn, -1);
const all = items.map(({ key }) => held({ type: "exercise", item_key: key, session: 0, outcome: "done" }));

let shown: Shown | undefined;

/** Today at some moment, with nothing new to say to the reader unless `kept` leaves it open. */
async function today(snap: Snapshot, at = noon, kept: Record<string, unknown> = { "aside:set_up": true }) {
  const store = new FakeStore(snap);
  for (const [name, value] of Object.entries(kept)) store.kept.set(name, value);
  shown = new Shown(store, todayScreen, { name: "today" }, at);
  await settled();
  return { store, page: shown };
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  shown?.leave();
  vi.unstubAllGlobals();
});

describe("a day with something to do", () => {
  test("says how much it is, and leads to the session with one main action", async () => {
    const { page } = await today(snapshot());
    expect(page.find("h1")?.textContent).toBe("Good afternoon, Rosa");
    expect(page.has("3 exercises · about 8 min")).toBe(true);
    expect(page.control("Start · 8 min").getAttribute("href")).toBe("/today/session/0/");
    expect(page.root.querySelectorAll(".button--primary, dialog .button--primary")).toHaveLength(2); // the dialog's too
    expect(page.control("Only one minute today").getAttribute("href")).toBe("/today/session/0/?short");
  });

  test("each exercise stands with its dose, its side and its limits", async () => {
    const limited = { ...snapshot(), items: [item("Quad set", { limits: ["to 45°"] }), ...items.slice(1)] };
    const { page } = await today(limited);
    const card = page.find("#go-quad-set-0");
    expect(card?.textContent).toContain("2 × 10");
    expect(card?.textContent).toContain("right leg");
    expect(card?.textContent).toContain("to 45°");
    expect(page.find("#go-calf-raise-0")?.textContent).toContain("if you have time");
  });

  test("done is one tap, says where it is, and can be undone", async () => {
    const { page, store } = await today(snapshot());
    await page.press("Done: Quad set");
    expect(store.logged).toEqual([
      {
        kind: "create",
        localDate: madeOn,
        programRev: snapshot().days[14]?.version,
        evidence: "ticked",
        body: { type: "exercise", item_key: "quad-set", session: 0, outcome: "done" },
      },
    ]);
    expect(page.find("#go-quad-set-0")?.textContent).toContain("Saved on this phone");
    expect(page.said).toEqual(["Saved on this phone"]);
    await page.press("Undo: Quad set");
    expect(page.control("Done: Quad set")).toBeTruthy();
    expect(page.find("#go-quad-set-0")?.textContent).not.toContain("Saved");
  });

  test("what the therapist has says so", async () => {
    const { page } = await today(snapshot({ operations: all.slice(0, 1) }));
    expect(page.find("#go-quad-set-0")?.textContent).toContain("With your therapist ✓");
  });

  test("the whole session can be ticked at once, and each of it undone", async () => {
    const { page, store } = await today(snapshot({ operations: all.slice(0, 1) }));
    await page.press("I did all of them");
    expect(store.logged.map(({ body }) => body.item_key)).toEqual(["heel-slide", "calf-raise"]);
    expect(page.has("All done for today")).toBe(true);
    expect(page.control("Undo: Heel slide")).toBeTruthy();
    expect(page.has("2 exercises logged.")).toBe(true);
    await page.press("Undo all of them");
    expect(page.control("Done: Heel slide")).toBeTruthy();
    expect(page.control("Undo: Quad set")).toBeTruthy();
    expect(page.has("2 exercises logged.")).toBe(false);
  });

  test("a full phone says that nothing was saved, and what is kept", async () => {
    const { page, store } = await today(snapshot());
    store.full = true;
    await page.press("Done: Quad set");
    expect(page.said[0]).toContain("Not saved: this phone has no room left");
    expect(page.control("Done: Quad set")).toBeTruthy();
  });

  test("other sessions of the day are named by their place and moment", async () => {
    const twice = withDay(snapshot(), madeOn, {
      sessions: [session(0, { anchor: "after breakfast" }), session(1, { anchor: "20:00" })],
    });
    const { page } = await today(twice);
    expect(page.has("Session 1 of 2 · after breakfast")).toBe(true);
    expect(page.find("summary")?.textContent?.trim()).toBe("Session 2 of 2 · 20:00");
    expect(page.control("Start this session · 8 min").getAttribute("href")).toBe("/today/session/1/");
  });

  test("a copy from before a change by another tab is drawn anew", async () => {
    const { page, store } = await today(snapshot());
    const one = new FakeStore(snapshot({ operations: all }));
    store.change({ entries: one.copy.entries });
    expect(page.has("All done for today")).toBe(true);
  });
});

describe("exercises of one's own choosing", () => {
  const walk = item("Walk");
  const offered = (change: Partial<typeof walk>, per_week: number, per_day: number | null) => {
    const one = { ...walk, ...change };
    const base = withDay(snapshot(), madeOn, {
      sessions: [],
      offered: [{ item: one.id, per_week, per_day }],
    });
    return { ...base, items: [...items, one] };
  };

  test("count towards the week, and can be done once more", async () => {
    const { page, store } = await today(offered({}, 3, null));
    expect(page.has("0 of 3 this week")).toBe(true);
    await page.press("Done: Walk");
    expect(page.has("1 of 3 this week")).toBe(true);
    await page.press("I did it once more");
    expect(page.has("2 of 3 this week")).toBe(true);
    expect(store.logged.map(({ body }) => body.session)).toEqual([0, 1]);
  });

  test("one taken as needed says when, and asks for the symptom on its own screen", async () => {
    const { page } = await today(offered({ as_needed: true, trigger: "When your back is stiff" }, 0, 4));
    expect(page.has("When you need it, up to 4 times a day. Today: 0")).toBe(true);
    expect(page.has("When your back is stiff")).toBe(true);
    expect(page.control("Do it now").getAttribute("href")).toBe("/today/walk/");
    expect(() => page.control("Done: Walk")).toThrow();
  });
});

describe("days off", () => {
  test("ask what it is, and until when", async () => {
    const { page, store } = await today(snapshot());
    await page.submit();
    expect(page.has("Choose what it is.")).toBe(true);
    expect(store.logged).toEqual([]);
    await page.choose("excuse", "illness");
    await page.type("until", daysAfter(madeOn, 3));
    await page.type("excuse-note", " flu ");
    await page.submit();
    expect(store.logged[0]?.body).toEqual({
      type: "day",
      excuse: "illness",
      until: daysAfter(madeOn, 3),
      note: "flu",
    });
    expect(page.has("Today is a rest day")).toBe(true);
    expect(page.has("Until Saturday, November 21.")).toBe(true);
  });

  test("a last day that lies before today is refused where it was typed", async () => {
    const { page, store } = await today(snapshot());
    await page.choose("excuse", "illness");
    await page.type("until", yesterday);
    await page.submit();
    expect(page.find("#until-error")?.textContent).toContain("Choose a day from this day to");
    expect(store.logged).toEqual([]);
  });

  test("exercising after all takes the day back, and leaves the days before as they were", async () => {
    const off = { type: "day", excuse: "illness", until: daysAfter(madeOn, 3) };
    const { page, store } = await today(
      snapshot({ operations: [held(off, { local_date: daysAfter(madeOn, -2) })] }),
    );
    await page.press("I will exercise after all");
    expect(store.logged[0]).toMatchObject({
      kind: "amend",
      baseRev: 1,
      localDate: daysAfter(madeOn, -2),
      body: { type: "day", excuse: "illness", until: yesterday },
    });
    expect(page.has("Today is a rest day")).toBe(false);
  });

  test("a rest day of one day is taken back whole", async () => {
    const { page, store } = await today(snapshot({ operations: [held({ type: "day", excuse: "illness" })] }));
    await page.press("I will exercise after all");
    expect([...store.copy.entries.values()].map(({ retracted }) => retracted)).toEqual([true]);
    expect(page.has("Today is a rest day")).toBe(false);
  });
});

describe("the morning after", () => {
  const done = held(
    { type: "exercise", item_key: "quad-set", session: 0, outcome: "done" },
    { local_date: yesterday },
  );

  test("is asked once, and what was said is kept", async () => {
    const { page, store } = await today(snapshot({ operations: [done] }), morning);
    expect(page.has("How does it feel this morning?")).toBe(true);
    expect(() => page.control("Save")).toThrow();
    await page.choose("morning-pain", "3");
    await page.choose("morning-stiff", "little");
    await page.submit();
    expect(store.logged.map(({ body }) => body)).toEqual([{ type: "morning", pain: 3, stiffness: "little" }]);
    expect(page.has("How does it feel this morning?")).toBe(false);
  });

  test("can be skipped, and stays skipped that day", async () => {
    const first = await today(snapshot({ operations: [done] }), morning);
    await first.page.press("Skip this question");
    expect(first.page.has("How does it feel this morning?")).toBe(false);
    const later = await today(
      snapshot({ operations: [done] }),
      morning,
      Object.fromEntries(first.store.kept),
    );
    expect(later.page.has("How does it feel this morning?")).toBe(false);
  });

  test("is not asked later in the day, nor where nothing was done the day before", async () => {
    expect((await today(snapshot({ operations: [done] }), noon)).page.has("this morning?")).toBe(false);
    expect((await today(snapshot(), morning)).page.has("this morning?")).toBe(false);
  });

  test("much pain leads to the symptom check", async () => {
    const { page } = await today(snapshot({ operations: [done] }), morning);
    await page.choose("morning-pain", "8");
    await page.submit();
    expect(page.went).toEqual(["/help/?trigger=pain"]);
  });
});

describe("what there is to say", () => {
  const changed = { number: 4, lines: ["Heel slide: now 3 × 10"] };

  test("a change of the program shows until it was seen", async () => {
    const { page, store } = await today(snapshot({ change: changed }));
    expect(page.has("Heel slide: now 3 × 10")).toBe(true);
    await page.press("I have seen it");
    expect(page.has("Heel slide: now 3 × 10")).toBe(false);
    expect(store.kept.get("aside:change:4")).toBe(true);
  });

  test("that it was seen is told to the clinic, again on the next visit where it did not arrive", async () => {
    const sent = vi.fn().mockRejectedValueOnce(new TypeError("offline")).mockResolvedValue({ ok: true });
    vi.stubGlobal("fetch", sent);
    const first = await today(snapshot({ change: changed }));
    await first.page.press("I have seen it");
    expect(sent).toHaveBeenCalledOnce();
    await today(snapshot({ change: changed }), noon, Object.fromEntries(first.store.kept));
    expect(sent).toHaveBeenCalledTimes(2);
    expect(sent.mock.calls[1]?.[0]).toBe("/today/seen/");
    expect(String(sent.mock.calls[1]?.[1].body)).toBe("number=4");
  });

  test("yesterday can be filled in where nothing was said of it", async () => {
    const { page } = await today(snapshot());
    expect(page.control("Fill in yesterday").getAttribute("href")).toBe(`/today/day/${yesterday}/`);
    const past = all.map((one) => ({ ...one, local_date: yesterday }));
    const told = await today(snapshot({ operations: past }));
    expect(told.page.has("Fill in yesterday")).toBe(false);
  });

  test("much pain shows the way to help", async () => {
    const body = { type: "exercise", item_key: "quad-set", session: 0, outcome: "done", pain: 6 };
    expect((await today(snapshot({ operations: [held(body)] }))).page.has("You told us that it hurt")).toBe(
      true,
    );
    const less = { ...body, pain: 5 };
    expect((await today(snapshot({ operations: [held(less)] }))).page.has("You told us that it hurt")).toBe(
      false,
    );
  });

  test("the week links to every day that the phone holds, and says how each stands", async () => {
    const { page } = await today(snapshot());
    const days = [...page.root.querySelectorAll(".week-strip .day")];
    expect(days).toHaveLength(7);
    expect(days[2]?.getAttribute("href")).toBeNull(); // today
    expect(days[0]?.getAttribute("href")).toBe("/today/day/2026-11-16/");
    expect(days[0]?.textContent).toContain("Monday, November 16, 2026: not logged");
  });

  test("on an iPhone, after the second session and not before, how to put it on the home screen", async () => {
    vi.stubGlobal("navigator", { userAgent: "iPhone Safari", language: "en", maxTouchPoints: 5 });
    const two = [
      ...all,
      held(
        { type: "exercise", item_key: "quad-set", session: 0, outcome: "done" },
        { local_date: yesterday },
      ),
    ];
    expect((await today(snapshot({ operations: all }))).page.has("Add to Home Screen")).toBe(false);
    const { page } = await today(snapshot({ operations: two }));
    expect(page.has("Add to Home Screen")).toBe(true);
    await page.press("Not now");
    expect(page.has("Add to Home Screen")).toBe(false);
  });

  test("the first time it asks for language, text size and routine, and logs the routine", async () => {
    const { page, store } = await today(snapshot(), noon, {});
    expect(page.has("Make it yours")).toBe(true);
    await page.press("Set it up");
    await page.type("routine-after", "brushing teeth");
    await page.type("routine-at", "08:00");
    await page.submit();
    expect(store.logged[0]?.body).toEqual({
      type: "routine",
      session: 0,
      at: "08:00",
      routine: "brushing teeth",
    });
    expect(page.has("Make it yours")).toBe(false);
    expect(page.has("brushing teeth · 08:00")).toBe(true);
  });

  test("somebody who helps is told for whom", async () => {
    const base = snapshot();
    const reader = { ...base.reader, name: "Luis", way_in: "caregiver" } as const;
    const { page } = await today({ ...base, reader });
    expect(page.has("Good afternoon, Luis")).toBe(true);
    expect(page.has("You log for Rosa")).toBe(true);
  });
});

describe("a day with nothing to do", () => {
  const program = snapshot().program;
  const bare = (change: Partial<typeof program>): Snapshot => {
    const base = snapshot();
    const days = base.days.map((each) => ({ ...each, version: null, sessions: [], state: "no_program" }));
    return { ...base, days, program: { ...program, ...change } };
  };

  test("before the first program, before it starts, and after it ended", async () => {
    expect((await today(bare({ state: "none" }))).page.has("Your program is on its way")).toBe(true);
    const starts = bare({ state: "starts", first_day: daysAfter(madeOn, 5) });
    expect((await today(starts)).page.has("Your program starts on Monday, November 23")).toBe(true);
    const ended = (await today(bare({ state: "ended", last_day: yesterday }))).page;
    expect(ended.has("Your program ended on Tuesday, November 17")).toBe(true);
    expect(ended.control("Call the clinic: +1\u00a0202\u00a0555\u00a00170").getAttribute("href")).toBe(
      "tel:+12025550170",
    );
  });

  test("a rest day names the next session", async () => {
    const { page } = await today(withDay(snapshot(), madeOn, { sessions: [], state: "rest" }));
    expect(page.has("Your next session is on Thursday, November 19.")).toBe(true);
  });

  test("while nobody of the clinic is there, a plan that waits says to get urgent care now", async () => {
    const held_words = "Your clinic is closed. Get urgent care now.";
    const { page } = await today(snapshot({ program: { ...program, held_since: madeOn, held_words } }));
    expect(page.has(held_words)).toBe(true);
  });

  test("a plan that waits for the clinic shows the telephone first, and nothing to do", async () => {
    const { page } = await today(snapshot({ program: { ...program, held_since: madeOn, held_words: "" } }));
    expect(page.has("Your plan is paused")).toBe(true);
    expect(page.control("Call the clinic: +1\u00a0202\u00a0555\u00a00170")).toBeTruthy();
    expect(() => page.control("Done: Quad set")).toThrow();
    expect(page.has("exercises · about")).toBe(false);
  });

  test("a clock that is years off is named, and the day of the copy can be logged", async () => {
    const { page, store } = await today(snapshot(), "2019-01-01T12:00:00Z");
    expect(page.has("Check the date on this phone")).toBe(true);
    await page.press("Done: Quad set");
    expect(store.logged[0]).toMatchObject({ localDate: madeOn, evidence: "ticked" });
  });

  test("an old copy says that the plan may have changed, and still lets log on the day it is", async () => {
    const { page, store } = await today(snapshot(), "2026-12-10T12:00:00Z");
    expect(page.has("Your plan may have changed")).toBe(true);
    await page.press("Done: Quad set");
    expect(store.logged[0]).toMatchObject({ localDate: "2026-12-10", evidence: "ticked" });
  });
});

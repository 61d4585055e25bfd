import { describe, expect, test } from "vitest";
import { dayShown, goOf, minutes, outcomeOf, standing, stateOf } from "../src/app/day.ts";
import { nextSessionDay, programOn } from "../src/app/program.ts";
import { dayOf, daysAfter, momentOf, weekOf } from "../src/app/time.ts";
import type { Copy } from "../src/store/index.ts";
import type { Snapshot } from "../src/store/snapshot.ts";
import { day, held, item, items, madeOn, session, snapshot, withDay } from "./fakes/program.ts";
import { FakeStore } from "./fakes/store.ts";

const copyOf = (one: Snapshot): Copy => new FakeStore(one).copy;
const said = (key: string, outcome: string, at = 0) => ({
  type: "exercise",
  item_key: key,
  session: at,
  outcome,
});
const on = (copy: Copy, date = madeOn) => {
  const found = dayOf(copy.snapshot, date);
  if (!found) throw new Error(`${date} is not in the snapshot`);
  return dayShown(copy, found);
};

describe("a session of the day", () => {
  test("what is not logged is left, with the minutes it takes, rounded up", () => {
    const shown = on(copyOf(snapshot({ operations: [held(said("quad-set", "done"))] })));
    expect(shown.current?.left.map(({ item }) => item.key)).toEqual(["heel-slide", "calf-raise"]);
    expect(minutes(shown.current?.seconds ?? 0)).toBe(5);
  });

  test("an exercise that was said not to be done is no longer left", () => {
    const shown = on(copyOf(snapshot({ operations: [held(said("quad-set", "not"))] })));
    expect(shown.current?.left).toHaveLength(2);
  });

  test("of two devices, the one that says most was done counts", () => {
    const operations = [
      held(said("quad-set", "partly")),
      held(said("quad-set", "done")),
      held(said("quad-set", "not")),
    ];
    const copy = copyOf(snapshot({ operations }));
    const [first] = items;
    if (first) expect(goOf(first, 0, madeOn, standing(copy)).outcome).toBe("done");
  });

  test("what was taken back does not stand", () => {
    const operations = [held(said("quad-set", "done"), { kind: "retract" })];
    expect(on(copyOf(snapshot({ operations }))).current?.left).toHaveLength(3);
  });

  test("the same exercise in the evening is another go", () => {
    const twice = withDay(snapshot({ operations: [held(said("quad-set", "done", 1))] }), madeOn, {
      sessions: [session(0), session(1)],
    });
    expect(on(copyOf(twice)).sessions.map(({ left }) => left.length)).toEqual([3, 2]);
  });

  test("the session to do now is the first that still holds something", () => {
    const all = items.map(({ key }) => held(said(key, "done")));
    const twice = withDay(snapshot({ operations: all }), madeOn, { sessions: [session(0), session(1)] });
    expect(on(copyOf(twice)).current?.index).toBe(1);
  });

  test("its outcome is that of its essential exercises, partly where they differ", () => {
    const shown = on(copyOf(snapshot({ operations: [held(said("quad-set", "done"))] })));
    expect(shown.sessions[0]?.outcome).toBe("partly");
    const both = [held(said("quad-set", "done")), held(said("heel-slide", "done"))];
    expect(on(copyOf(snapshot({ operations: both }))).sessions[0]?.outcome).toBe("done");
    expect(outcomeOf([])).toBeUndefined();
  });

  test("the short form holds what is left of it", () => {
    const before = on(copyOf(snapshot())).current;
    expect(before?.short.map(({ item }) => item.key)).toEqual(["quad-set"]);
    const after = on(copyOf(snapshot({ operations: [held(said("quad-set", "done"))] }))).current;
    expect(after?.short).toEqual([]);
  });

  test("a session the patient has moved says so before the server does", async () => {
    const store = new FakeStore(snapshot());
    await store.log({
      kind: "create",
      localDate: madeOn,
      programRev: null,
      evidence: "ticked",
      body: { type: "routine", session: 0, at: "18:30", routine: "after work" },
    });
    expect(on(store.copy).sessions[0]?.anchor).toBe("after work · 18:30");
    expect(on(store.copy, daysAfter(madeOn, -1)).sessions[0]?.anchor).toBe("");
  });
});

describe("an exercise of the patient's own choosing", () => {
  const walk = item("Walk");
  const free = (operations = [] as ReturnType<typeof held>[]) =>
    copyOf({
      ...withDay(snapshot({ operations }), madeOn, {
        sessions: [],
        offered: [{ item: walk.id, per_week: 3, per_day: null }],
      }),
      items: [...items, walk],
    });

  test("counts the week from Monday, and not what was not done", () => {
    const before = { local_date: daysAfter(madeOn, -2) }; // Monday
    const sunday = { local_date: daysAfter(madeOn, -3) };
    const copy = free([
      held(said("walk", "done"), before),
      held(said("walk", "done"), sunday),
      held(said("walk", "not")),
      held(said("walk", "partly", 1)),
    ]);
    const [offered] = on(copy).offered;
    expect(offered?.doneThisWeek).toBe(2);
    expect(offered?.doneToday).toBe(2);
  });

  test("its next go is logged under the day's first free session", () => {
    const [offered] = on(free([held(said("walk", "done", 0)), held(said("walk", "done", 2))])).offered;
    expect(offered?.go.session).toBe(1);
    expect(offered?.last?.session).toBe(2);
  });
});

describe("days off", () => {
  const off = held({ type: "day", excuse: "illness", until: daysAfter(madeOn, 2) });

  test("hold from the day they were said to the last day", () => {
    const copy = copyOf(snapshot({ operations: [off] }));
    const excused = [-1, 0, 2, 3].map((days) => on(copy, daysAfter(madeOn, days)).excuse !== undefined);
    expect(excused).toEqual([false, true, true, false]);
  });
});

describe("how a day stands", () => {
  const yesterday = daysAfter(madeOn, -1);
  const state = (copy: Copy, date: string, today = madeOn) => {
    const found = dayOf(copy.snapshot, date);
    return found && stateOf(copy, found, today);
  };

  test("the server's word holds where it knows everything", () => {
    const known = held(said("quad-set", "partly"), { local_date: yesterday });
    const copy = copyOf(withDay(snapshot({ operations: [known] }), yesterday, { state: "done" }));
    expect(state(copy, yesterday)).toBe("done");
  });

  test("what was logged here shows before the server has answered", async () => {
    const store = new FakeStore(snapshot());
    const log = (key: string, outcome: string) =>
      store.log({
        kind: "create",
        localDate: yesterday,
        programRev: null,
        evidence: "recalled",
        body: said(key, outcome),
      });
    expect(state(store.copy, yesterday)).toBe("not_logged");
    await log("quad-set", "not");
    expect(state(store.copy, yesterday)).toBe("not_done");
    await log("heel-slide", "done");
    expect(state(store.copy, yesterday)).toBe("partly");
    await log("quad-set", "done");
    expect(state(store.copy, yesterday)).toBe("done");
  });

  test("a planned day that has passed without a word is not logged", () => {
    expect(state(copyOf(snapshot()), madeOn, daysAfter(madeOn, 1))).toBe("not_logged");
    expect(state(copyOf(snapshot()), madeOn)).toBe("planned");
  });

  test("a day off that was asked for here shows at once", async () => {
    const store = new FakeStore(snapshot());
    await store.log({
      kind: "create",
      localDate: madeOn,
      programRev: null,
      evidence: "ticked",
      body: { type: "day", excuse: "illness", until: daysAfter(madeOn, 1) },
    });
    expect(state(store.copy, madeOn)).toBe("excused");
    expect(state(store.copy, daysAfter(madeOn, 1))).toBe("excused");
  });
});

describe("which day it is", () => {
  const at = (time: string, zone = "UTC") => {
    const base = snapshot();
    return momentOf({ ...base, reader: { ...base.reader, zone } }, new Date(time));
  };

  test("the date is that of the patient's zone, also while travelling", () => {
    expect(at("2026-11-19T02:00:00Z", "America/New_York").date).toBe("2026-11-18");
    expect(at("2026-11-18T20:00:00Z", "Asia/Tokyo").date).toBe("2026-11-19");
  });

  test("greets by the clock of the patient's zone", () => {
    expect(at("2026-11-18T16:00:00Z", "America/New_York").part).toBe("morning");
    expect(at("2026-11-18T17:00:00Z", "America/New_York").part).toBe("afternoon");
    expect(at("2026-11-18T18:00:00Z").part).toBe("evening");
  });

  test("a clock that is years off is not believed: the day the copy was made is shown", () => {
    for (const year of ["2019", "2031"]) {
      const moment = at(`${year}-05-05T10:00:00Z`);
      expect(moment.clockWrong).toBe(true);
      expect(moment.date).toBe(madeOn);
    }
  });

  test("a clock a few minutes slow at midnight shows the day of the copy, without a word", () => {
    const late = { ...snapshot(), made_at: "2026-11-18T00:02:00Z" };
    expect(momentOf(late, new Date("2026-11-17T23:58:00Z"))).toMatchObject({
      date: madeOn,
      clockWrong: false,
    });
  });

  test("weeks without a connection are believed, and the plan of the weekday is shown", () => {
    const moment = at("2026-12-09T10:00:00Z");
    expect(moment).toMatchObject({ date: "2026-12-09", clockWrong: false, old: true });
    const rest = withDay(snapshot(), "2026-11-25", { sessions: [] }); // the last Wednesday of the copy
    expect(dayOf(rest, "2026-12-09")?.sessions).toEqual([]);
    expect(dayOf(snapshot(), "2026-12-09")?.local_date).toBe("2026-12-09");
  });

  test("there is nothing of a day before the copy begins", () => {
    expect(dayOf(snapshot(), "2026-11-03")).toBeUndefined();
  });

  test("the week goes from Monday to Sunday, across a change of clocks too", () => {
    expect(weekOf("2026-11-01")[0]).toBe("2026-10-26");
    expect(weekOf("2026-11-01").at(-1)).toBe("2026-11-01");
  });
});

describe("the program", () => {
  const without = (from: number, to: number) => {
    const base = snapshot();
    return {
      ...base,
      days: base.days.map((each, place) =>
        place - 14 >= from && place - 14 <= to ? { ...each, version: null, sessions: [] } : each,
      ),
    };
  };

  test("is in force where the day has a version", () => {
    expect(programOn(snapshot(), madeOn).state).toBe("in_force");
  });

  test("starts on the first day that has one, ended on the last, and neither where there is none", () => {
    expect(programOn(without(-14, 2), madeOn)).toEqual({ state: "starts", day: daysAfter(madeOn, 3) });
    expect(programOn(without(-3, 13), madeOn)).toEqual({ state: "ended", day: daysAfter(madeOn, -4) });
    expect(programOn(without(-14, 13), madeOn)).toEqual({ state: "none", day: "" });
  });

  test("the next session is looked for in the days ahead", () => {
    const free = withDay(snapshot(), daysAfter(madeOn, 1), { sessions: [] });
    expect(nextSessionDay(free, madeOn)).toBe(daysAfter(madeOn, 2));
    expect(day(madeOn).sessions).toHaveLength(1);
  });
});

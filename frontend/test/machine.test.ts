import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entriesOf, unanswered } from "../src/app/session/entries.ts";
import {
  begin,
  type Event,
  phaseMs,
  type Session,
  step,
  type Tap,
  usual,
} from "../src/app/session/machine.ts";
import { repMoment, secondsLeft } from "../src/app/session/moment.ts";
import { type Plan, planOf } from "../src/app/session/plan.ts";
import type { SetAsked } from "../src/store/snapshot.ts";
import { item } from "./fakes/program.ts";

const asked = (change: Partial<SetAsked>): SetAsked => ({
  number: 1,
  of: 1,
  side: "",
  field: "reps",
  unit: "reps",
  factor: 1,
  step: 1,
  value: 10,
  words: "",
  ...change,
});

const pace = {
  reps: 10,
  rep_s: 4,
  hold_s: 0,
  seconds: null,
  rest_s: 30,
  rest_after_s: 30,
  tempo: "",
  assumed: true,
};
const raise = item("Raise");
const bothSides = item("Clam", {
  position: "side_left",
  sets: [1, 2].flatMap((number) =>
    (["left", "right"] as const).map((side) => asked({ number, of: 2, side, value: 8 })),
  ),
});
const plank = item("Plank", {
  sets: [asked({ field: "seconds", unit: "seconds", value: 20 })],
  pace: { ...pace, reps: null, seconds: 20 },
});
const walk = item("Walk", { sets: [asked({ field: "metres", unit: "metres", value: 200 })] });

/** Sessions of one to four exercises of every kind, with numbers of a real program. */
const plans: fc.Arbitrary<Plan> = fc
  .array(
    fc.record({
      sets: fc.integer({ min: 1, max: 3 }),
      sides: fc.constantFrom([""] as const, ["left", "right"] as const),
      field: fc.constantFrom("reps", "seconds", "metres", "hold_s"),
      value: fc.option(fc.integer({ min: 1, max: 12 })),
      hold: fc.integer({ min: 0, max: 4 }),
      rest: fc.integer({ min: 0, max: 40 }),
      position: fc.constantFrom("supine", "sitting"),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((exercises) =>
    planOf(
      exercises.map((one, place) =>
        item(`Exercise ${place}`, {
          position: one.position,
          pace: { ...pace, hold_s: one.hold, rest_s: one.rest },
          sets: Array.from({ length: one.sets }, (_, set) => set + 1).flatMap((number) =>
            one.sides.map((side) =>
              asked({ number, of: one.sets, side, field: one.field as SetAsked["field"], value: one.value }),
            ),
          ),
        }),
      ),
      false,
    ),
  );

const taps: fc.Arbitrary<Tap> = fc.oneof(
  fc.constantFrom<Tap>(
    { type: "start" },
    { type: "next" },
    { type: "back" },
    { type: "count" },
    { type: "more" },
    { type: "resume" },
    { type: "finish" },
    { type: "pause", why: "asked" },
    { type: "pause", why: "hurt" },
    { type: "skip", reason: "pain" },
    { type: "mode", mode: "own" },
    { type: "mode", mode: "lead" },
  ),
  fc.record({
    type: fc.constant("correct" as const),
    exercise: fc.integer({ min: 0, max: 3 }),
    set: fc.integer({ min: 0, max: 5 }),
    amount: fc.option(fc.integer({ min: 0, max: 20 })),
  }),
);
const passing: fc.Arbitrary<Event> = fc.integer({ min: 1, max: 4000 }).map((ms) => ({ type: "time", ms }));
const events: fc.Arbitrary<Event[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: taps },
    { weight: 5, arbitrary: passing },
    fc.constant<Event>({ type: "undo" }),
  ),
  { maxLength: 60 },
);

const run = (plan: Plan, session: Session, done: readonly Event[]) =>
  done.reduce((before, event) => step(plan, before, event), session);

/** Lets time pass in steps of a second, with a tap wherever the session waits for one. */
function toTheEnd(plan: Plan, session: Session, ms: number): Session {
  let now = session;
  for (let turns = 0; now.now.phase !== "after" && turns < 50_000; turns += 1)
    now = step(plan, now, phaseMs(plan, now.now) === null ? { type: "next" } : { type: "time", ms });
  return now;
}

describe("a session that is led to its end", () => {
  test("does every set of every exercise, as asked, however unevenly the clock ticks", () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 150, max: 4000 }), (plan, ms) => {
        const started = step(plan, begin(plan, "lead"), { type: "start" });
        const { now } = toTheEnd(plan, started, ms);
        expect(now.done).toEqual(plan.map(({ sets }) => sets.map(({ amount }) => amount)));
        expect(now.left.every((reason) => reason === null)).toBe(true);
      }),
    );
  });

  test("says done for each exercise, in its order", () => {
    const plan = planOf([raise, bothSides, plank, walk], false);
    const { now } = toTheEnd(plan, step(plan, begin(plan, "lead"), { type: "start" }), 500);
    const bodies = [...entriesOf(plan, now, 0, unanswered).values()];
    expect(bodies.map(({ item_key, outcome }) => [item_key, outcome])).toEqual([
      ["raise", "done"],
      ["clam", "done"],
      ["plank", "done"],
      ["walk", "done"],
    ]);
    expect(bodies[1]?.sets).toEqual([
      { side: "left", reps: 8 },
      { side: "right", reps: 8 },
      { side: "left", reps: 8 },
      { side: "right", reps: 8 },
    ]);
    expect(bodies[2]?.sets).toEqual([{ seconds: 20 }]);
  });

  test("goes to the other side without a rest, and rests when both sides had their turn", () => {
    const plan = planOf([bothSides], false);
    let session = step(plan, begin(plan, "lead"), { type: "start" });
    const phases: string[] = [];
    while (session.now.phase !== "after") {
      if (phases.at(-1) !== session.now.phase) phases.push(session.now.phase);
      session = step(plan, session, { type: "time", ms: 1000 });
    }
    expect(phases).toEqual(["ready", "work", "turn", "work", "rest", "work", "turn", "work"]);
  });
});

describe("counting", () => {
  test("follows the tempo: out, hold, back, and the next repetition", () => {
    const held = item("Held", { pace: { ...pace, hold_s: 3 } });
    const plan = planOf([held], false);
    const at = (ms: number) => ({ ...begin(plan, "lead").now, phase: "work" as const, ms });
    expect(repMoment(plan, at(0))).toMatchObject({ rep: 1, of: 10, part: "out" });
    expect(repMoment(plan, at(2500))).toMatchObject({ rep: 1, part: "hold", secondsLeft: 3 });
    expect(repMoment(plan, at(5500))).toMatchObject({ rep: 1, part: "back" });
    expect(repMoment(plan, at(7000))).toMatchObject({ rep: 2, part: "out" });
  });

  test("takes a prescribed tempo as it is", () => {
    const slow = item("Slow", { pace: { ...pace, tempo: '{"out":3,"hold":1,"back":2,"rest":1}' } });
    const plan = planOf([slow], false);
    const now = { ...begin(plan, "lead").now, phase: "work" as const, ms: 6500 };
    expect(repMoment(plan, now)).toMatchObject({ rep: 1, part: "rest" });
  });

  test("ends a set early with the repetitions that were whole", () => {
    const plan = planOf([raise], false);
    let session = step(plan, begin(plan, "lead"), { type: "start" });
    session = run(plan, session, [{ type: "next" }, ...Array<Event>(15).fill({ type: "time", ms: 1000 })]);
    expect(step(plan, session, { type: "next" }).now.done[0]).toEqual([3]);
  });

  test("at one's own pace a set ends with what was tapped, or as asked where nothing was", () => {
    const plan = planOf([raise], false);
    let session = step(plan, begin(plan, "own"), { type: "start" });
    expect(session.now.phase).toBe("work");
    session = run(plan, session, [
      { type: "time", ms: 3000 },
      { type: "count" },
      { type: "count" },
      { type: "next" },
    ]);
    expect(session.now.phase).toBe("rest");
    session = run(plan, session, [{ type: "time", ms: 3900 }, { type: "next" }, { type: "next" }]);
    expect(session.now.done[0]).toEqual([2, 10]);
  });

  test("a change of mode goes on from the same repetition", () => {
    const plan = planOf([raise], false);
    let session = run(plan, begin(plan, "lead"), [{ type: "start" }, { type: "next" }]);
    session = run(plan, session, Array<Event>(13).fill({ type: "time", ms: 1000 }));
    const own = step(plan, session, { type: "mode", mode: "own" });
    expect(own.now.counted).toBe(3);
    const lead = step(plan, own, { type: "mode", mode: "lead" });
    expect(repMoment(plan, lead.now)?.rep).toBe(4);
  });
});

describe("the clock", () => {
  test("stands while paused, whatever time passes", () => {
    fc.assert(
      fc.property(plans, events, fc.array(fc.integer({ min: 1, max: 100_000 })), (plan, before, waits) => {
        const session = step(plan, run(plan, begin(plan, "lead"), before), { type: "pause", why: "asked" });
        const paused = { ...session, now: { ...session.now, pause: "asked" as const } };
        const waited = run(
          plan,
          paused,
          waits.map((ms) => ({ type: "time", ms })),
        );
        expect(waited).toEqual(paused);
      }),
    );
  });

  test("pauses instead of counting what nobody saw", () => {
    const plan = planOf([raise], false);
    const working = run(plan, begin(plan, "lead"), [
      { type: "start" },
      { type: "next" },
      { type: "time", ms: 3000 },
    ]);
    const back = step(plan, working, { type: "time", ms: 60_000 });
    expect(back.now).toEqual({ ...working.now, pause: "slept" });
  });

  test("gives as much more rest as was asked for", () => {
    const plan = planOf([raise], false);
    let session = run(plan, begin(plan, "lead"), [{ type: "start" }, { type: "next" }, { type: "next" }]);
    const left = secondsLeft(plan, session.now) ?? 0;
    session = step(plan, session, { type: "more" });
    expect(secondsLeft(plan, session.now)).toBe(left + usual.more);
  });

  test("gives longer to get ready where the position changes", () => {
    const sitting = item("Sitting", { position: "sitting" });
    const plan = planOf([raise, item("Same"), sitting], false);
    const readyAt = (exercise: number) => {
      const skips = Array<Event>(exercise).fill({ type: "skip", reason: "" });
      return secondsLeft(plan, run(plan, begin(plan, "lead"), [{ type: "start" }, ...skips]).now);
    };
    expect([readyAt(0), readyAt(1), readyAt(2)]).toEqual([usual.move, usual.ready, usual.move]);
  });
});

describe("taking back", () => {
  test("undo restores the state before any tap", () => {
    fc.assert(
      fc.property(plans, events, taps, (plan, before, tap) => {
        const session = run(plan, begin(plan, "lead"), before);
        const tapped = step(plan, session, tap);
        if (tapped === session) return; // the tap meant nothing there
        expect(step(plan, tapped, { type: "undo" }).now).toEqual(session.now);
      }),
    );
  });

  test("a skipped exercise that is come back to has no reason any more", () => {
    const plan = planOf([raise, plank], false);
    const skipped = run(plan, begin(plan, "lead"), [{ type: "start" }, { type: "skip", reason: "no_time" }]);
    expect(entriesOf(plan, skipped.now, 0, unanswered).get("raise")).toMatchObject({
      outcome: "not",
      reason: "no_time",
    });
    const back = step(plan, skipped, { type: "back" });
    expect(entriesOf(plan, back.now, 0, unanswered).size).toBe(0);
  });
});

describe("a session that is kept", () => {
  test("goes on from what was kept exactly as it would have gone on", () => {
    fc.assert(
      fc.property(plans, events, events, (plan, before, after) => {
        const session = run(plan, begin(plan, "lead"), before);
        const kept = JSON.parse(JSON.stringify(session)) as Session;
        expect(run(plan, kept, after)).toEqual(run(plan, session, after));
      }),
    );
  });

  test("holds what was done of an exercise that was left early, as partly", () => {
    const plan = planOf([raise, plank], false);
    let session = run(plan, begin(plan, "lead"), [{ type: "start" }, { type: "next" }]);
    session = run(plan, session, [...Array<Event>(41).fill({ type: "time", ms: 1000 }), { type: "finish" }]);
    const entries = entriesOf(plan, session.now, 2, unanswered);
    expect([...entries.values()]).toEqual([
      { type: "exercise", item_key: "raise", session: 2, outcome: "partly", sets: [{ reps: 10 }] },
    ]);
  });

  test("says nothing of an exercise that was never come to, and a set corrected to nothing was not done", () => {
    const plan = planOf([plank, raise], false);
    let session = toTheEnd(plan, run(plan, begin(plan, "lead"), [{ type: "start" }]), 1000);
    session = step(plan, session, { type: "correct", exercise: 0, set: 0, amount: 0 });
    expect([...entriesOf(plan, session.now, 0, unanswered).keys()]).toEqual(["raise"]);
  });
});

test("the bad-day version has fewer sets, both sides of each", () => {
  const short = item("Clam", { ...bothSides, short_sets: 1 });
  expect(planOf([short], true)[0]?.sets.map(({ side }) => side)).toEqual(["left", "right"]);
});

test("what was felt goes with what was done, and a note with the first entry alone", () => {
  const plan = planOf([raise, plank], false);
  const { now } = toTheEnd(plan, run(plan, begin(plan, "lead"), [{ type: "start" }]), 1000);
  const answers = { whole: { pain: 2, note: "Stiff at first" }, byKey: { plank: { pain: 5 } } };
  const [first, second] = [...entriesOf(plan, now, 0, answers).values()];
  expect(first).toMatchObject({ pain: 2, note: "Stiff at first" });
  expect(second).toMatchObject({ pain: 5 });
  expect(second).not.toHaveProperty("note");
});

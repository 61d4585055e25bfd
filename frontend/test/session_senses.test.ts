import { afterEach, describe, expect, test, vi } from "vitest";
import { cue } from "../src/app/session/cues.ts";
import { led } from "../src/app/session/figure.ts";
import { begin, type Now } from "../src/app/session/machine.ts";
import { planOf } from "../src/app/session/plan.ts";
import { voiceFor } from "../src/app/session/senses.ts";
import { item } from "./fakes/program.ts";
import { raise, reps, sit } from "./fakes/session.ts";

afterEach(() => vi.unstubAllGlobals());

describe("what is heard", () => {
  const plan = planOf([raise, sit], false);
  const at = (change: Partial<Now>): Now => ({ ...begin(plan, "lead").now, ...change });
  const heard = (before: Partial<Now>, after: Partial<Now>, counts: "every" | "last" = "every") =>
    cue(plan, [raise, sit], at(before), at(after), counts);

  test("names position, exercise and dose once, before the first set", () => {
    const ready = heard({ phase: "lobby" }, { phase: "ready" });
    expect(ready.say).toBe("Lying on your back. Leg raise. 2 sets of 10 repetitions.");
    expect(ready.summary).toBe(ready.say);
  });

  test("counts every repetition, or only the last three", () => {
    const from = { phase: "work", ms: 3900 } as const;
    expect(heard(from, { phase: "work", ms: 4000 }).say).toBe("2");
    expect(heard(from, { phase: "work", ms: 4000 }, "last").say).toBe("");
    expect(heard({ phase: "work", ms: 27_900 }, { phase: "work", ms: 28_000 }, "last").say).toBe("3 more");
    expect(heard({ phase: "work", ms: 35_900 }, { phase: "work", ms: 36_000 }).say).toBe("Last one");
  });

  test("the summary for those who listen to the screen changes once a phase, not with each count", () => {
    expect(heard({ phase: "work", ms: 3900 }, { phase: "work", ms: 4000 })).not.toHaveProperty("summary");
    expect(heard({ phase: "work", ms: 39_000 }, { phase: "rest", set: 1 }).summary).toContain("Rest");
  });

  test("says what comes next while resting between exercises", () => {
    const between = heard({ phase: "work", set: 1 }, { phase: "between", set: 1 });
    expect(between.say).toBe("Rest. Next: Sit to stand. Sitting on a chair.");
  });

  test("ticks the last three seconds of a rest", () => {
    expect(heard({ phase: "rest", set: 1, ms: 26_900 }, { phase: "rest", set: 1, ms: 27_100 }).tone).toBe(
      "tick",
    );
    expect(heard({ phase: "rest", set: 1, ms: 10_000 }, { phase: "rest", set: 1, ms: 10_100 })).toEqual({});
  });

  test("says plainly that nothing was counted while the screen was away", () => {
    expect(heard({ phase: "work" }, { phase: "work", pause: "slept" }).summary).toContain(
      "nothing was counted",
    );
  });

  test("a voice is of the reader's language, one of the phone's own before one from the network", () => {
    const voice = (name: string, lang: string, localService: boolean) => ({ name, lang, localService });
    const voices = [voice("net", "es-ES", false), voice("own", "es_MX", true), voice("other", "en-US", true)];
    vi.stubGlobal("speechSynthesis", { getVoices: () => voices, cancel: () => undefined });
    expect(voiceFor("es")?.name).toBe("own");
    expect(voiceFor("es-ES")?.name).toBe("net");
    expect(voiceFor("fr")).toBeUndefined();
  });
});

describe("the figure", () => {
  const both = item("Clam", { sets: [reps(1, 1, "left"), reps(1, 1, "right")] });
  const [clam] = planOf([both], false);
  const now = begin(planOf([both], false), "lead").now;

  test("is mirrored while it is the left side's turn, where both have one", () => {
    if (!clam) throw new Error("no plan");
    expect(led(clam, { ...now, phase: "work", set: 0 }).mirrored).toBe(true);
    expect(led(clam, { ...now, phase: "work", set: 1 }).mirrored).toBe(false);
  });

  test("moves at the seconds that are counted, and rests in a rest", () => {
    if (!clam) throw new Error("no plan");
    const working = led(clam, { ...now, phase: "work", ms: 2500 });
    expect(working).toMatchObject({ seconds: 2.5, tempo: { out: 2, hold: 0, back: 2, rest: 0 } });
    expect(led(clam, { ...now, phase: "rest", ms: 2500 }).seconds).toBe(0);
  });
});

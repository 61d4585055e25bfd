import { describe, expect, test } from "vitest";
import { isHeld } from "../src/app/program.ts";
import { heldBy } from "../src/app/symptoms/held.ts";
import { symptomScreen } from "../src/app/symptoms/index.ts";
import type { Question, Snapshot } from "../src/store/snapshot.ts";
import { day, held, madeOn, snapshot } from "./fakes/program.ts";
import { Shown, settled } from "./fakes/screen.ts";
import { FakeStore } from "./fakes/store.ts";

const question = (id: string, level: Question["level"], crisis = false): Question => ({
  id,
  words: `About ${id}?`,
  level,
  crisis,
  group: level,
});
const questions = [
  question("chest", "emergency"),
  question("calf", "urgent"),
  question("weight", "attention"),
  question("harm", "emergency", true),
];

function checked(change: Partial<Snapshot> = {}): Snapshot {
  const base = snapshot(change);
  const guidance = {
    emergency: "Call 911 now.",
    urgent: "Call the clinic today.",
    attention: "The clinic sees this.",
  };
  return { ...base, symptom_check: { ...base.symptom_check, questions, guidance } };
}

function opened(store = new FakeStore(checked()), back = "") {
  const shown = new Shown(
    store,
    symptomScreen,
    { name: "help", trigger: "pain", back },
    `${madeOn}T12:00:00Z`,
  );
  shown.redraw();
  return { shown, store };
}

async function yes(shown: Shown, words: string): Promise<void> {
  const labels = [...shown.root.querySelectorAll("label")];
  labels
    .find((label) => label.textContent.includes(words))
    ?.querySelector("input")
    ?.click();
  await settled();
}

const calls = (shown: Shown) =>
  [...shown.root.querySelectorAll("a[href^='tel:']")].map((a) => a.getAttribute("href"));

describe("the symptom check", () => {
  test("shows the clinic's words and telephone before the first question, and chooses nothing", () => {
    const { shown } = opened();
    expect(shown.text.indexOf("Call 911.")).toBeLessThan(shown.text.indexOf("About chest?"));
    expect(calls(shown)).toEqual(["tel:+12025550170", "tel:911"]);
    expect(shown.root.querySelectorAll("input:checked")).toHaveLength(0);
  });

  test("a yes shows the words for its level, the telephone and to stop, and is logged at once", async () => {
    const { shown, store } = opened();
    await yes(shown, "About calf?");
    expect(shown.text).toContain("Call the clinic today.");
    expect(shown.text).toContain("Stop your exercises until you have talked to someone.");
    expect(store.logged.map(({ kind, body }) => ({ kind, ...body }))).toEqual([
      {
        kind: "create",
        type: "symptoms",
        asked: ["chest", "calf", "weight", "harm"],
        yes: ["calf"],
        trigger: "pain",
      },
    ]);
  });

  test("says that it is not yet sent until the clinic has it", async () => {
    const { shown, store } = opened();
    await yes(shown, "About chest?");
    expect(shown.text).toContain("Not yet sent: call now, do not wait for an answer here.");
    const entries = new Map(
      [...store.copy.entries].map(([id, one]) => [id, { ...one, place: "therapist" as const }]),
    );
    store.change({ entries });
    expect(shown.text).not.toContain("Not yet sent");
    expect(shown.text).toContain("Still call");
  });

  test("the worst answer decides; a further answer puts the same entry right", async () => {
    const { shown, store } = opened();
    await yes(shown, "About weight?");
    expect(shown.text).not.toContain("Stop your exercises");
    await yes(shown, "About chest?");
    expect(shown.text).toContain("Call 911 now.");
    expect(store.copy.entries.size).toBe(1);
    expect(store.logged.at(-1)).toMatchObject({ kind: "amend", body: { yes: ["weight", "chest"] } });
  });

  test("thoughts of self-harm bring the words for a crisis", async () => {
    const { shown } = opened();
    await yes(shown, "About harm?");
    expect(shown.text).toContain("Call 988.");
    expect(shown.text).not.toContain("Call 911 now.");
  });

  test("none of these says no more than that nothing urgent was answered, and is logged", async () => {
    const { shown, store } = opened();
    await shown.press("None of these");
    expect(shown.text).toContain("No urgent answer given.");
    expect(store.logged.at(-1)?.body).toMatchObject({ type: "symptoms", yes: [] });
  });

  test("a full phone does not keep anyone from the telephone", async () => {
    const { shown, store } = opened();
    store.full = true;
    await yes(shown, "About chest?");
    expect(shown.text).toContain("This phone could not keep your answer. Call now.");
    expect(calls(shown)).toContain("tel:911");
  });

  test("leads back to the session it came from, and nowhere outside the app", async () => {
    const { shown } = opened(new FakeStore(checked()), "/today/session/0/");
    await shown.press("None of these");
    expect(shown.root.querySelector(".page-header__back")?.getAttribute("href")).toBe("/today/session/0/");
    const foreign = opened(new FakeStore(checked()), "//evil.example/").shown;
    expect(foreign.root.querySelector(".page-header__back")?.getAttribute("href")).toBe("/today/");
  });
});

describe("the plan", () => {
  const symptoms = (answers: string[]) => held({ type: "symptoms", asked: [], yes: answers });

  /** The same answers, from this phone alone. */
  async function onPhone(answers: string[]): Promise<FakeStore> {
    const store = new FakeStore(checked());
    const body = { type: "symptoms", asked: [], yes: answers };
    await store.log({ kind: "create", localDate: madeOn, programRev: null, evidence: "ticked", body });
    return store;
  }

  test.each(["chest", "calf"])(
    "waits at once after a yes to %s, without a word from the server",
    async (answer) => {
      const { copy } = await onPhone([answer]);
      expect(isHeld(copy, day(madeOn))).toBe(true);
      expect(heldBy(copy, "2026-11-17")).toBe(false);
    },
  );

  test("goes on after an answer that can wait, and after none", async () => {
    expect(heldBy((await onPhone(["weight"])).copy, madeOn)).toBe(false);
    expect(heldBy((await onPhone([])).copy, madeOn)).toBe(false);
  });

  test("is the server's to clear once it knows of the answer", () => {
    const store = new FakeStore(checked({ operations: [symptoms(["chest"])] }));
    expect(isHeld(store.copy, day(madeOn))).toBe(false);
    expect(isHeld(store.copy, day(madeOn, { held: true }))).toBe(true);
  });
});

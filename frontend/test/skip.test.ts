import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { App } from "../src/app/screen.ts";
import { type Around, type Chosen, skipDialog } from "../src/app/skip/index.ts";
import type { Item } from "../src/store/snapshot.ts";
import { item, madeOn, snapshot } from "./fakes/program.ts";
import { settled } from "./fakes/screen.ts";
import { FakeStore } from "./fakes/store.ts";

const reasons = [
  "forgot",
  "no_time",
  "pain",
  "unsure_how",
  "not_helping",
  "unwell",
  "equipment",
  "away",
  "low_mood",
  "other",
].map((value) => ({ value, words: `Because: ${value}` }));

const bridge = item("Bridge", { equipment: ["mat"], pain_limit: 4 });

interface Opened {
  readonly store: FakeStore;
  readonly went: string[];
  readonly dialog: HTMLElement;
  readonly ended: Promise<Chosen | undefined>;
}

function opened(around: Around = {}, about: Item = bridge): Opened {
  const store = new FakeStore(snapshot({ words: { reasons, excuses: [] } }));
  const went: string[] = [];
  const app = {
    store,
    go: (path: string) => went.push(path),
    announce: () => undefined,
    now: () => new Date(`${madeOn}T12:00:00Z`),
    redraw: () => undefined,
  } as unknown as App;
  const ended = skipDialog(app, about, 1, around);
  const dialog = document.querySelector("dialog") as HTMLDialogElement;
  return { store, went, dialog, ended };
}

async function press(dialog: HTMLElement, words: string): Promise<void> {
  const found = [...dialog.querySelectorAll("button")].find((one) => one.textContent.trim() === words);
  if (!found) throw new Error(`nothing says "${words}" in: ${dialog.textContent}`);
  if (found.type === "submit")
    found.form?.dispatchEvent(new Event("submit", { cancelable: true, bubbles: true }));
  else found.click();
  await settled();
}

async function type(dialog: HTMLElement, id: string, text: string): Promise<void> {
  const field = dialog.querySelector<HTMLInputElement>(`#${id}`);
  if (!field) throw new Error(`no field ${id}`);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await settled();
}

async function hurts(dialog: HTMLElement, score: number): Promise<void> {
  const all = [...dialog.querySelectorAll<HTMLInputElement>("input[name=skip-pain]")];
  const chosen = all.find(({ value }) => value === String(score));
  chosen?.dispatchEvent(new Event("change", { bubbles: true }));
  await settled();
}

const bodies = (store: FakeStore) => store.logged.map(({ body }) => body);
const standing = (store: FakeStore) => [...store.copy.entries.values()].filter(({ retracted }) => !retracted);

beforeEach(() => {
  document.body.innerHTML = "";
});
afterEach(() => vi.restoreAllMocks());

describe("leaving an exercise out, from Today", () => {
  test("closing the dialog changes nothing", async () => {
    const { store, dialog, ended } = opened();
    await press(dialog, "Close");
    expect(await ended).toBeUndefined();
    expect(store.logged).toEqual([]);
  });

  test.each(reasons.filter(({ value }) => value !== "pain").map(({ value }) => value))(
    "for the reason %s is logged with it, and an undo takes it back",
    async (reason) => {
      const { store, dialog } = opened();
      await press(dialog, `Because: ${reason}`);
      await press(dialog, "Leave it out today");
      expect(bodies(store)).toEqual([
        { type: "exercise", item_key: "bridge", session: 1, outcome: "not", reason },
      ]);
      await press(dialog, "Undo");
      expect(standing(store)).toEqual([]);
    },
  );

  test("forgetting offers another moment from today on", async () => {
    const { store, dialog, ended } = opened();
    await press(dialog, "Because: forgot");
    await press(dialog, "Move it");
    expect(dialog.textContent).toContain("Choose a time, or write what you do right before.");
    await type(dialog, "skip-routine", "after lunch");
    await press(dialog, "Move it");
    expect(bodies(store)).toEqual([{ type: "routine", session: 1, routine: "after lunch" }]);
    expect(store.logged[0]?.localDate).toBe(madeOn);
    await press(dialog, "All right");
    expect((await ended)?.what).toBe("moved");
  });

  test("no time offers the few minutes that matter most", async () => {
    const { went, dialog } = opened();
    await press(dialog, "Because: no_time");
    await press(dialog, "Only the few minutes that matter most");
    expect(went).toEqual(["/today/session/1/?short"]);
  });

  test("not knowing how shows the steps, and asks the therapist", async () => {
    const { store, dialog } = opened();
    await press(dialog, "Because: unsure_how");
    expect(dialog.textContent).toContain("Lift the leg.");
    await press(dialog, "Ask it");
    expect(bodies(store)).toEqual([
      { type: "question", text: "I am not sure how to do Bridge. Can you show me?", item_key: "bridge" },
    ]);
    expect(dialog.textContent).toContain("Leave it out today"); // the exercise itself is still to be decided
  });

  test("being away or unwell makes days off until a date", async () => {
    const away = opened();
    await press(away.dialog, "Because: away");
    await type(away.dialog, "skip-until", "2026-11-10");
    await press(away.dialog, "Make these rest days");
    expect(away.dialog.textContent).toContain("Choose today or a later day.");
    await type(away.dialog, "skip-until", "2026-11-25");
    await press(away.dialog, "Make these rest days");
    expect(bodies(away.store)).toEqual([{ type: "day", excuse: "vacation", until: "2026-11-25" }]);
    document.body.innerHTML = "";
    const unwell = opened();
    await press(unwell.dialog, "Because: unwell");
    await press(unwell.dialog, "Make these rest days");
    expect(bodies(unwell.store)).toEqual([{ type: "day", excuse: "illness" }]);
  });

  test("without the equipment the therapist's own substitutes come first, else a question", async () => {
    const named = opened({}, { ...bridge, substitutes: ["A folded towel"] });
    await press(named.dialog, "Because: equipment");
    expect(named.dialog.textContent).toContain("A folded towel");
    await press(named.dialog, "I will use that");
    expect((await named.ended)?.what).toBe("go_on");
    document.body.innerHTML = "";
    const none = opened();
    await press(none.dialog, "Because: equipment");
    expect(none.dialog.textContent).not.toContain("I will use that");
    await press(none.dialog, "Ask it");
    expect(String(bodies(none.store)[0]?.text)).toContain("mat");
  });

  test("low mood is met kindly, and the words for a crisis come only where asked for", async () => {
    const { dialog } = opened();
    await press(dialog, "Because: low_mood");
    expect(dialog.textContent).toContain("You do not have to do all of it");
    expect(dialog.textContent).not.toContain("Call 988.");
    await press(dialog, "I think about hurting myself");
    expect(dialog.textContent).toContain("Call 988.");
    expect(dialog.querySelector("a[href^='tel:']")).not.toBeNull();
  });

  test("a word of the clinic's list in a note leads to the symptom check", async () => {
    const { store, went, dialog } = opened();
    const { snapshot: base } = store.copy;
    store.change({ snapshot: { ...base, symptom_check: { ...base.symptom_check, keywords: ["numb"] } } });
    await press(dialog, "Because: other");
    await type(dialog, "skip-note", "My foot is numb");
    await press(dialog, "Leave it out today");
    expect(bodies(store)[0]).toMatchObject({ reason: "other", note: "My foot is numb" });
    expect(went).toEqual(["/help/?trigger=note"]);
  });
});

describe("it hurts", () => {
  const within = { within: "/today/session/1/", reason: "pain" };

  test("within the therapist's limit one may go on", async () => {
    const { dialog, ended, store } = opened(within);
    await hurts(dialog, 3);
    expect(dialog.textContent).toContain("within the limit your therapist set");
    await press(dialog, "Go on");
    expect(await ended).toEqual({ what: "go_on", reason: "pain", pain: 3 });
    expect(store.logged).toEqual([]); // the session logs it
  });

  test("over the exercise's own limit the check comes first, and going on with it is not offered", async () => {
    const { dialog, ended } = opened(within);
    await hurts(dialog, 5);
    expect(dialog.textContent).toContain("Please answer a few questions");
    expect([...dialog.querySelectorAll("button")].map((one) => one.textContent.trim())).not.toContain(
      "Go on",
    );
    await press(dialog, "Something is new or worrying");
    expect(await ended).toEqual({ what: "check", reason: "pain", pain: 5, trigger: "pain" });
  });

  test("an exercise without a limit of its own has the clinic's", async () => {
    const { dialog } = opened(within, { ...bridge, pain_limit: null });
    await hurts(dialog, 5);
    expect(dialog.textContent).not.toContain("Please answer a few questions");
    await hurts(dialog, 6);
    expect(dialog.textContent).toContain("Please answer a few questions");
  });

  test("one can go on without the exercise, or stop for today", async () => {
    const without = opened(within);
    await hurts(without.dialog, 5);
    await press(without.dialog, "Go on without this exercise");
    expect((await without.ended)?.what).toBe("leave");
    document.body.innerHTML = "";
    const stop = opened(within);
    await hurts(stop.dialog, 7);
    await press(stop.dialog, "Stop for today");
    expect((await stop.ended)?.what).toBe("stop");
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stepped } from "../src/app/parts/stepped.ts";
import { answersOf, exerciseBody } from "../src/patient/answers.ts";
import { wireEntry } from "../src/patient/entry.ts";
import { wireLogForms } from "../src/patient/log_form.ts";
import { setsDone } from "../src/patient/sets.ts";
import { wireSteppers } from "../src/patient/stepper.ts";
import { takeCode } from "../src/public/code.ts";
import { snapshot } from "./fakes/program.ts";
import { FakeStore } from "./fakes/store.ts";

const toldDone = { itemKey: "k", session: 1, outcome: "done", sets: [{ reps: 10 }] } as const;

beforeEach(() => {
  document.body.innerHTML = "";
});
afterEach(() => vi.unstubAllGlobals());

test("a stepper never goes below nothing, and starts an open number", () => {
  expect(stepped("1", -5)).toBe(0);
  expect(stepped("", 1)).toBe(1);
  expect(stepped("ten", 1)).toBe(1);
  expect(stepped("999999", 1)).toBe(999_999);
});

test("the buttons of a stepper change its own number only", () => {
  document.body.innerHTML = `
    <div data-stepper data-step="5"><button data-steps="1">+</button><input value="10"></div>
    <div data-stepper data-step="1"><input value="7"></div>`;
  wireSteppers();
  document.querySelector("button")?.click();
  expect([...document.querySelectorAll("input")].map((input) => input.value)).toEqual(["15", "7"]);
});

test("sets are read in their own unit, a set of 0 was not done, an open one was done uncounted", () => {
  document.body.innerHTML = `
    <input data-set="reps" data-side="left" data-factor="1" value="10">
    <input data-set="reps" data-side="right" data-factor="1" value="0">
    <input data-set="seconds" data-side="" data-factor="60" value="5">
    <input data-set="reps" data-side="" data-factor="1" value="">`;
  expect(setsDone(document)).toEqual([{ side: "left", reps: 10 }, { seconds: 300 }, {}]);
});

test("an entry says only what belongs to its outcome", () => {
  const felt = { pain: 4, effort: 5, difficulty: "hard", reason: "pain", note: "sore" };
  expect(exerciseBody({ ...toldDone, ...felt })).not.toHaveProperty("reason");
  const not = exerciseBody({ ...toldDone, ...felt, outcome: "not" });
  expect(not).toEqual({
    type: "exercise",
    item_key: "k",
    session: 1,
    outcome: "not",
    reason: "pain",
    note: "sore",
  });
});

test("a question left open is left out, and a pain of 0 is an answer", () => {
  document.body.innerHTML = `<form><input name="pain" value="0"><input name="effort" value=""><textarea name="note"> </textarea></form>`;
  const form = document.querySelector("form");
  expect(form && answersOf(form)).toEqual({ pain: 0 });
});

test("the questions shown are those of the chosen outcome", () => {
  document.body.innerHTML = `<form data-log-form><input type="radio" name="outcome" value="not" checked>
    <div id="felt" data-for-outcome="done partly"></div><div id="why" data-for-outcome="partly not"></div></form>`;
  wireLogForms();
  expect(document.getElementById("felt")?.hidden).toBe(true);
  expect(document.getElementById("why")?.hidden).toBe(false);
});

describe("the page of an entry", () => {
  const opened: string[] = [];
  const reload = vi.fn();
  let store: FakeStore;
  const page = (checked: string) => `
    <div data-account="rosa"></div><div data-toasts></div>
    <div data-log-context data-local-date="2026-11-10" data-version="v1">
      <button data-retract="e1" data-revision="2">Remove</button>
      <form data-log-form data-item-key="k" data-session="1" data-amend="e1" data-revision="2" data-evidence="recalled">
        <input type="radio" name="outcome" value="done" ${checked}><p data-outcome-missing hidden></p>
        <input data-set="reps" data-side="" data-factor="1" value="8"><textarea name="note">kept</textarea>
        <button>Save</button></form></div>`;
  const root = { current: document };

  beforeEach(() => {
    opened.length = 0;
    reload.mockClear();
    store = new FakeStore(snapshot());
    const open = async (account: string) => {
      opened.push(account);
      return store;
    };
    root.current = document.implementation.createHTMLDocument() as Document;
    wireEntry(open, reload, root.current);
  });

  const submit = () =>
    root.current
      .querySelector("form")
      ?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));

  test("a correction is kept by the account that the page was made for, on the revision shown", async () => {
    root.current.body.innerHTML = page("checked");
    submit();
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(opened).toEqual(["rosa"]);
    expect(store.logged).toEqual([
      {
        kind: "amend",
        entryId: "e1",
        baseRev: 2,
        localDate: "2026-11-10",
        programRev: "v1",
        evidence: "recalled",
        body: {
          type: "exercise",
          item_key: "k",
          session: 1,
          outcome: "done",
          sets: [{ reps: 8 }],
          note: "kept",
        },
      },
    ]);
  });

  test("removing it says so of the same revision", async () => {
    root.current.body.innerHTML = page("checked");
    root.current.querySelector("button")?.click();
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(store.logged[0]).toMatchObject({ kind: "retract", entryId: "e1", baseRev: 2, body: {} });
  });

  test("without an outcome it asks for one and keeps nothing", () => {
    root.current.body.innerHTML = page("");
    submit();
    expect(root.current.querySelector<HTMLElement>("[data-outcome-missing]")?.hidden).toBe(false);
    expect(opened).toEqual([]);
  });

  test("what could not be sent yet stays on the page, and is kept on the phone", async () => {
    root.current.body.innerHTML = page("checked");
    store.change({ outbox: { ...store.copy.outbox, waiting: 1, trouble: "offline" } });
    submit();
    await vi.waitFor(() => expect(store.refreshed).toBe(1));
    expect(store.logged).toHaveLength(1);
    expect(reload).not.toHaveBeenCalled();
    expect(root.current.querySelector("textarea")?.value).toBe("kept");
  });
});

test("the code moves from the address into the form and is not sent by itself", () => {
  document.body.innerHTML = `<form data-code-form><div data-code-typed><input name="code"></div><p data-code-found hidden></p></form>`;
  const submit = vi.fn();
  document.querySelector("form")?.addEventListener("submit", submit);
  location.hash = "#7KQ2M-4XD9P";
  takeCode();
  expect(document.querySelector("input")?.value).toBe("7KQ2M-4XD9P");
  expect(location.hash).toBe("");
  expect(submit).not.toHaveBeenCalled();
});

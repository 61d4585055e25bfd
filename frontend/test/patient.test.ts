import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answersOf, exerciseBody } from "../src/patient/answers.ts";
import { dateIn } from "../src/patient/day.ts";
import { keeping } from "../src/patient/guided/keeping.ts";
import { bodies, fresh, type Guided, outcomeOf } from "../src/patient/guided/state.ts";
import { show, stepViews } from "../src/patient/guided/view.ts";
import { showQuestions } from "../src/patient/log_form.ts";
import { sayWhatWasSent, send, wireSending } from "../src/patient/sending.ts";
import { setsDone } from "../src/patient/sets.ts";
import { stepped, wireSteppers } from "../src/patient/stepper.ts";
import { takeCode } from "../src/public/code.ts";
import type { Operation } from "../src/sync/operation.ts";

const toldDone = { itemKey: "k", session: 1, outcome: "done", sets: [{ reps: 10 }] } as const;

beforeEach(() => {
  document.body.innerHTML = "";
  localStorage.clear();
  sessionStorage.clear();
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
  document.body.innerHTML = `<form><input type="radio" name="outcome" value="not" checked>
    <div id="felt" data-for-outcome="done partly"></div><div id="why" data-for-outcome="partly not"></div></form>`;
  const form = document.querySelector("form");
  if (form) showQuestions(form);
  expect(document.getElementById("felt")?.hidden).toBe(true);
  expect(document.getElementById("why")?.hidden).toBe(false);
});

test("what became of an exercise follows from its sets; nothing said stays unlogged", () => {
  expect(outcomeOf({ sets: [{}, {}] }, 2)).toBe("done");
  expect(outcomeOf({ sets: [{}], skipped: "pain" }, 2)).toBe("partly");
  expect(outcomeOf({ sets: [], skipped: "" }, 2)).toBe("not");
  expect(outcomeOf({ sets: [] }, 2)).toBeUndefined();
});

test("a session becomes one entry for each exercise that has one, with the note told once", () => {
  const state: Guided = { at: 3, steps: { a: { sets: [{ reps: 10 }] }, c: { sets: [], skipped: "pain" } } };
  const items = ["a", "b", "c"].map((key) => ({ key, planned: 1 }));
  const said = bodies(state, items, 0, { pain: 2, note: "fine" });
  expect(said.map((body) => [body.item_key, body.outcome])).toEqual([
    ["a", "done"],
    ["c", "not"],
  ]);
  expect(said.map((body) => body.note)).toEqual(["fine", undefined]);
  expect(said[1]).not.toHaveProperty("pain");
});

test("skipping because it hurt shows the way to help next and at the end; no other reason does", () => {
  document.body.innerHTML = `<div id="page"><div data-hurt-notice hidden></div>
    <section data-step="a"></section><section data-step="b"></section><section data-step="c"></section></div>`;
  const page = document.getElementById("page") as HTMLElement;
  const shownAt = (at: number, skipped: string) => {
    show(page, stepViews(page), { at, steps: { a: { sets: [], skipped } } });
    return !page.querySelector<HTMLElement>("[data-hurt-notice]")?.hidden;
  };
  expect([0, 1, 2, 3].map((at) => shownAt(at, "pain"))).toEqual([false, true, false, true]);
  expect([0, 1, 2, 3].some((at) => shownAt(at, "no_time"))).toBe(false);
});

test("a session that was left goes on where it was, and one that was sent is forgotten", () => {
  const kept = keeping("session", sessionStorage);
  expect(kept.load()).toEqual(fresh);
  kept.save({ at: 1, steps: { a: { sets: [{ reps: 10 }] } } });
  expect(keeping("session", sessionStorage).load().at).toBe(1);
  kept.clear();
  expect(kept.load()).toEqual(fresh);
});

test("a broken memory starts afresh instead of stopping the page", () => {
  sessionStorage.setItem("session", "{");
  expect(keeping("session", sessionStorage).load()).toEqual(fresh);
});

test("the date is that of the patient's zone", () => {
  expect(dateIn("America/New_York", new Date("2026-11-17T04:30:00Z"))).toBe("2026-11-16");
  expect(dateIn("Asia/Tokyo", new Date("2026-11-16T16:30:00Z"))).toBe("2026-11-17");
});

const sendingNote = `
  <div data-sending data-url="/sync" data-csrf="old" data-account="rosa" data-words-not-sent="Not sent yet."
    data-words-sent="Saved." data-words-refused="Sign in again." data-words-insecure="Needs https.">
    <p data-sending-words></p><button data-send-again hidden></button></div><div data-toasts></div>`;

function made(id: string): Operation {
  return { op_id: id, entry_id: id, content_hash: id };
}

/** A server that takes everything; it is out of reach for the first `out` pushes. */
function server(out: number): string[][] {
  const posted: string[][] = [];
  vi.stubGlobal("fetch", (_url: string, init: RequestInit) => {
    const ops: Operation[] = JSON.parse(String(init.body)).ops;
    posted.push(ops.map((one) => one.op_id));
    if (posted.length <= out) return Promise.reject(new TypeError("no network"));
    return Promise.resolve(Response.json({ receipts: ops.map((one) => ({ ...one, status: "accepted" })) }));
  });
  return posted;
}

test("a push that fails keeps the page as it is and tries again with the same operation", async () => {
  document.body.innerHTML = sendingNote;
  const posted = server(1);
  wireSending();
  const then = vi.fn(sayWhatWasSent);
  await send("a", () => Promise.resolve([made("a")]), then);
  expect(document.querySelector("[data-sending-words]")?.textContent).toBe("Not sent yet.");
  expect(then).not.toHaveBeenCalled();
  document.querySelector<HTMLElement>("[data-send-again]")?.click();
  await vi.waitFor(() => expect(then).toHaveBeenCalledOnce());
  expect(posted).toEqual([["a"], ["a"]]);
  expect(document.querySelector(".toast")?.textContent).toBe("Saved.");
});

test("what is told while something waits is sent with it, and what is told twice once", async () => {
  document.body.innerHTML = sendingNote;
  const posted = server(2);
  for (const id of ["a", "b", "b"]) await send(id, () => Promise.resolve([made(id)]), sayWhatWasSent);
  expect(posted).toEqual([["a"], ["a", "b"], ["a", "b"]]);
});

test("what is told while something is on its way follows it", async () => {
  document.body.innerHTML = sendingNote;
  const posted = server(0);
  const say = (id: string) => send(id, () => Promise.resolve([made(id)]), sayWhatWasSent);
  await Promise.all([say("a"), say("b")]);
  expect(posted).toEqual([["a"], ["b"]]);
});

test("an answer that cannot even be made is told as not sent, and sent once it can be", async () => {
  document.body.innerHTML = sendingNote;
  const posted = server(0);
  const make = vi.fn(() => Promise.resolve([made("a")]));
  make.mockRejectedValueOnce(new DOMException("no room", "QuotaExceededError"));
  const then = vi.fn(sayWhatWasSent);
  await send("a", make, then);
  expect(document.querySelector("[data-sending-words]")?.textContent).toBe("Not sent yet.");
  expect(then).not.toHaveBeenCalled();
  await send("a", make, then);
  expect(posted).toEqual([["a"]]);
  expect(then).toHaveBeenCalledOnce();
});

test("a page without https says so instead of sending", async () => {
  document.body.innerHTML = sendingNote;
  const posted = server(0);
  const { getRandomValues } = crypto;
  vi.stubGlobal("crypto", { getRandomValues });
  const say = () => send("a", () => Promise.resolve([made("a")]), sayWhatWasSent);
  await say();
  expect(document.querySelector("[data-sending-words]")?.textContent).toBe("Needs https.");
  vi.unstubAllGlobals();
  expect(posted).toEqual([]);
  server(0);
  await say();
});

test("the token is that of the session as it is now; without one the page asks to sign in again", async () => {
  document.body.innerHTML = sendingNote;
  const sent: string[] = [];
  vi.stubGlobal("fetch", (_url: string, init: RequestInit) => {
    const { "X-CSRFToken": token = "" } = init.headers as Record<string, string>;
    sent.push(token);
    const { ops, account } = JSON.parse(String(init.body));
    if (token !== "new" || account !== "rosa") return Promise.resolve(new Response("", { status: 403 }));
    return Promise.resolve(
      Response.json({ receipts: ops.map((one: Operation) => ({ ...one, status: "accepted" })) }),
    );
  });
  const say = () => send("a", () => Promise.resolve([made("a")]), sayWhatWasSent);
  await say();
  expect(document.querySelector("[data-sending-words]")?.textContent).toBe("Sign in again.");
  // biome-ignore lint/suspicious/noDocumentCookie: the server sets it so
  document.cookie = "csrftoken=new";
  await say();
  expect(sent).toEqual(["old", "new"]);
  expect(document.querySelector("[data-sending-words]")?.textContent).toBe("");
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

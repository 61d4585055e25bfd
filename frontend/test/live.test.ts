import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Answer, keepLive } from "../src/page/live.ts";

interface One {
  readonly id: string;
  readonly text: string;
}

/** A page's list, as the server draws it; the token of its form is another each time. */
function part(state: string, said: readonly One[], token = state): string {
  const items = said.map(
    ({ id, text }, at) => `<li data-said="${id}"${at === said.length - 1 ? ' id="newest"' : ""}><p>${text}</p>
      <form><input name="csrfmiddlewaretoken" value="${token}"><input class="note"></form></li>`,
  );
  return `<section data-live="/messages/part/" data-state="${state}" data-last="${said.length}">
    <ol>${items.join("")}</ol></section>`;
}

const first = { id: "a", text: "The scar itches." };
const second = { id: "b", text: "Come on Tuesday." };

describe("a thread on an open page", () => {
  let asked: [string, string][];
  let answers: (Answer | Error)[];
  let stop: () => void;
  let seen: DocumentVisibilityState;

  const ask = async (address: string, state: string): Promise<Answer> => {
    asked.push([address, state]);
    const answer = answers.shift() ?? { status: 304 };
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const fresh = (html: string): Answer => ({
    status: 200,
    page: new DOMParser().parseFromString(html, "text/html"),
  });
  const texts = () => [...document.querySelectorAll("li p")].map((one) => one.textContent);
  const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

  beforeEach(() => {
    vi.useFakeTimers();
    asked = [];
    answers = [];
    seen = "visible";
    vi.spyOn(document, "visibilityState", "get").mockImplementation(() => seen);
    document.body.innerHTML = `${part("1", [first])}<input data-live-last value="1">`;
    stop = keepLive(document, ask);
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test("what is new comes in, and the form knows up to where it replies", async () => {
    answers = [fresh(part("2", [first, second]))];
    await pass(8);
    expect(texts()).toEqual([first.text, second.text]);
    expect(document.querySelector<HTMLInputElement>("[data-live-last]")?.value).toBe("2");
    expect(document.querySelectorAll("#newest")).toHaveLength(1);
    expect(document.getElementById("newest")?.dataset.said).toBe("b");
    await pass(8);
    expect(asked).toEqual([
      ["/messages/part/", "1"],
      ["/messages/part/", "2"],
    ]);
  });

  test("what has not changed is left alone, with what is typed in it", async () => {
    const before = document.querySelector("li");
    const note = document.querySelector<HTMLInputElement>(".note");
    if (note) note.value = "called";
    answers = [fresh(part("2", [first, second]))];
    await pass(8);
    expect(document.querySelector("li")).toBe(before);
    expect(document.querySelector<HTMLInputElement>(".note")?.value).toBe("called");
  });

  test("what was said otherwise meanwhile is shown anew, and what was taken back goes", async () => {
    answers = [
      fresh(part("2", [{ id: "a", text: "The scar itches. Read." }, second])),
      fresh(part("3", [second])),
    ];
    await pass(8);
    expect(texts()).toEqual(["The scar itches. Read.", second.text]);
    await pass(8);
    expect(texts()).toEqual([second.text]);
  });

  test("where nothing comes it is asked less and less often, and never less than once a minute", async () => {
    await pass(60);
    const early = asked.length;
    await pass(600);
    expect(early).toBeGreaterThan(2);
    expect(asked.length - early).toBeLessThanOrEqual(11);
    expect(asked.length - early).toBeGreaterThanOrEqual(9);
  });

  test("a page that nobody sees asks nothing, and asks at once when it is seen again", async () => {
    seen = "hidden";
    await pass(300);
    expect(asked).toEqual([]);
    seen = "visible";
    document.dispatchEvent(new Event("visibilitychange"));
    await pass(0);
    expect(asked).toHaveLength(1);
  });

  test("without a connection or with a server in trouble it goes on asking", async () => {
    answers = [new Error("offline"), { status: 503 }, fresh(part("2", [first, second]))];
    await pass(60);
    expect(texts()).toHaveLength(2);
  });

  test.each<[string, Answer]>([
    [
      "the sign-in page",
      { status: 200, page: new DOMParser().parseFromString("<form></form>", "text/html") },
    ],
    ["a refusal", { status: 404, page: null }],
  ])("%s ends it", async (_what, answer) => {
    answers = [answer];
    await pass(600);
    expect(asked).toHaveLength(1);
    expect(texts()).toEqual([first.text]);
  });
});

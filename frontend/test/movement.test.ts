import { afterEach, expect, test, vi } from "vitest";
import { MovementPlayer } from "../src/movement/element.ts";
import { Face } from "../src/movement/face.ts";
import { momentAt, repetition, secondsAt, stepped, type Tempo } from "../src/movement/timing.ts";
import { turned, watchPointer } from "../src/movement/turning.ts";
import { angleAt, captionAt, rangeMark, type Words } from "../src/movement/words.ts";

const tempo: Tempo = { out: 2, hold: 3, back: 4, rest: 1, breatheOut: "out" };
const words: Words = {
  out: "Lift",
  hold: "Hold",
  back: "Lower",
  rest: "Rest",
  breatheOut: "Breathe out",
  breatheIn: "Breathe in",
  play: "Play",
  pause: "Pause",
  stepBack: "Step back",
  stepOn: "Step on",
  more: "More ways to look",
  slow: "Half speed",
  turn: "Turn",
  mirror: "Mirror view",
  reset: "Reset view",
  upTo: "up to {degrees}°",
};
const saidAt = (seconds: number) => captionAt(words, tempo, false, momentAt(tempo, false, seconds));

afterEach(() => {
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

test("a repetition goes out, holds at the finish, comes back and rests at the start", () => {
  expect(repetition(tempo, false)).toBe(10);
  expect(momentAt(tempo, false, 0)).toEqual({ phase: "out", second: 0, share: 0 });
  expect(momentAt(tempo, false, 1).share).toBeCloseTo(0.5);
  expect(momentAt(tempo, false, 3.5)).toEqual({ phase: "hold", second: 1.5, share: 1 });
  expect(momentAt(tempo, false, 7).share).toBeCloseTo(0.5);
  expect(momentAt(tempo, false, 9.5)).toEqual({ phase: "rest", second: 0.5, share: 0 });
});

test("one repetition follows another", () => {
  expect(momentAt(tempo, false, 21)).toEqual(momentAt(tempo, false, 1));
});

test("the limb gathers way and comes to rest: it is slow at both ends and never goes back on its way out", () => {
  const shares = [0, 0.1, 1, 1.9, 2].map((seconds) => momentAt(tempo, false, seconds).share);
  const [start = 0, early = 0, half = 0, late = 0, finish = 0] = shares;
  expect(early - start).toBeLessThan(0.01);
  expect(finish - late).toBeLessThan(0.01);
  expect([...shares].sort()).toEqual(shares);
  expect(half).toBe(0.5);
});

test("a movement without a hold or a rest turns round at once", () => {
  const brisk = { ...tempo, hold: 0, rest: 0 };
  expect(momentAt(brisk, false, 2)).toEqual({ phase: "back", second: 0, share: 1 });
  expect(momentAt(brisk, false, 6).phase).toBe("out");
});

test("a cycle goes round evenly, without holding", () => {
  expect(repetition(tempo, true)).toBe(2);
  expect(momentAt(tempo, true, 0.5).share).toBe(0.25);
  expect(momentAt(tempo, true, 2.5).share).toBe(0.25);
  expect(captionAt(words, tempo, true, momentAt(tempo, true, 0.5))).toEqual({
    phase: "Lift",
    count: "",
    breath: "",
  });
});

test("going to a share of the path arrives at that share", () => {
  for (const share of [0, 1 / 12, 0.3, 0.5, 11 / 12, 1]) {
    expect(momentAt(tempo, false, secondsAt(tempo, false, share)).share).toBeCloseTo(share);
  }
  expect(momentAt(tempo, true, secondsAt(tempo, true, 0.75)).share).toBeCloseTo(0.75);
});

test("twelve steps lead from the start to the finish and twelve back, and no step leaves the path", () => {
  let share = 0;
  for (let count = 0; count < 12; count++) share = stepped(share, 1);
  expect(share).toBe(1);
  expect(stepped(share, 1)).toBe(1);
  for (let count = 0; count < 12; count++) share = stepped(share, -1);
  expect(share).toBe(0);
  expect(stepped(share, -1)).toBe(0);
});

test("a step from between two steps goes to the next of them", () => {
  expect(stepped(0.45, 1)).toBeCloseTo(0.5);
  expect(stepped(0.45, -1)).toBeCloseTo(5 / 12);
});

test("the caption counts up on the way, down while holding, and says when to breathe", () => {
  expect(saidAt(0.5)).toEqual({ phase: "Lift", count: "1", breath: "Breathe out" });
  expect(saidAt(1.2)).toEqual({ phase: "Lift", count: "1 2", breath: "Breathe out" });
  expect(saidAt(2)).toEqual({ phase: "Hold", count: "3", breath: "" });
  expect(saidAt(4.9)).toEqual({ phase: "Hold", count: "1", breath: "" });
  expect(saidAt(8.9)).toEqual({ phase: "Lower", count: "1 2 3 4", breath: "Breathe in" });
  expect(saidAt(9.5)).toEqual({ phase: "Rest", count: "1", breath: "" });
});

test("who should keep breathing is not told when to", () => {
  const free: Tempo = { ...tempo, breatheOut: "" };
  expect(captionAt(words, free, false, momentAt(free, false, 0.5)).breath).toBe("");
});

test("a prescribed limit is written on the picture, and only that", () => {
  expect(rangeMark(words, 25)).toBe("up to 25°");
  expect(rangeMark(words, undefined)).toBe("");
});

test("the angle is read between the poses, and nothing is said where there is none", () => {
  expect([angleAt([0, 10, 45], 0), angleAt([0, 10, 45], 0.75), angleAt([0, 10, 45], 1)]).toEqual([
    "0°",
    "28°",
    "45°",
  ]);
  expect(angleAt(undefined, 0.5)).toBe("");
});

test("a drag turns the figure with the finger, but not under the floor or over its head", () => {
  expect(turned({ yaw: 0, pitch: 10 }, 90, 20)).toEqual({ yaw: -45, pitch: 20 });
  expect(turned({ yaw: 0, pitch: 10 }, 0, 1000).pitch).toBe(60);
  expect(turned({ yaw: 0, pitch: 10 }, 0, -1000).pitch).toBe(-10);
});

test("a tap is not a drag, even of an unsteady finger", () => {
  const canvas = document.createElement("canvas");
  canvas.setPointerCapture = () => {};
  const [drag, tap] = [vi.fn(), vi.fn()];
  watchPointer(canvas, { drag, tap });
  const send = (type: string, clientX: number) =>
    canvas.dispatchEvent(new PointerEvent(type, { clientX, clientY: 0, button: 0 }));
  for (const [type, x] of [
    ["pointerdown", 0],
    ["pointermove", 3],
    ["pointerup", 3],
  ] as const)
    send(type, x);
  expect([tap.mock.calls.length, drag.mock.calls.length]).toEqual([1, 0]);
  for (const [type, x] of [
    ["pointerdown", 0],
    ["pointermove", 40],
    ["pointerup", 40],
  ] as const)
    send(type, x);
  expect([tap.mock.calls.length, drag.mock.calls.length]).toEqual([1, 1]);
});

function shown(): { host: HTMLElement; face: Face; acted: string[] } {
  document.body.innerHTML = `<movement-figure label="Squat"><img alt="A man bends his knees"></movement-figure>`;
  const host = document.querySelector<HTMLElement>("movement-figure") as HTMLElement;
  const acted: string[] = [];
  const face = new Face(host, document.createElement("canvas"), words, (what) => acted.push(what));
  face.show("up to 25°", 1);
  return { host, face, acted };
}

test("the moving picture takes the place of the still one and keeps its description", () => {
  const { host } = shown();
  expect(host.querySelector("img")?.hidden).toBe(true);
  expect(host.querySelector("canvas")?.getAttribute("aria-label")).toBe("A man bends his knees");
  expect([host.getAttribute("role"), host.getAttribute("aria-label")]).toEqual(["group", "Squat"]);
  expect(host.textContent).toContain("up to 25°");
});

test("every control is a button with its word, and does what it says", () => {
  const { host, acted } = shown();
  for (const button of host.querySelectorAll("button")) button.click();
  expect(acted).toEqual(["play", "slow", "stepBack", "stepOn", "turn", "mirror", "reset"]);
  expect([...host.querySelectorAll("button")].map((button) => button.textContent?.trim())).toEqual([
    "Play",
    "Half speed",
    "Step back",
    "Step on",
    "Turn",
    "Mirror view",
    "Reset view",
  ]);
});

test("the button says what it will do next", () => {
  const { host, face } = shown();
  face.playing = true;
  expect(host.querySelector("[data-act=play]")?.textContent?.trim()).toBe("Pause");
  face.playing = false;
  expect(host.querySelector("[data-act=play]")?.textContent?.trim()).toBe("Play");
});

test("a player that goes gives the still picture back", () => {
  const { host, face } = shown();
  face.remove();
  expect(host.querySelector("img")?.hidden).toBe(false);
  expect(host.querySelector("button")).toBeNull();
});

test("a reader who saves data keeps the still picture, and nothing is waited for", () => {
  const observed = vi.fn();
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe = observed;
      disconnect() {}
    },
  );
  customElements.define("movement-player", MovementPlayer);
  vi.stubGlobal("navigator", { connection: { saveData: true } });
  document.body.append(document.createElement("movement-player"));
  expect(observed).not.toHaveBeenCalled();
  vi.stubGlobal("navigator", { connection: { saveData: false } });
  document.body.append(document.createElement("movement-player"));
  expect(observed).toHaveBeenCalledOnce();
});

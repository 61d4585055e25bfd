import type { View } from "./about.ts";

const slack = 6; // pixels a finger may slip and still tap
const degreesPerPixel = 0.5;
const pitches = { lowest: -10, highest: 60 };

/** The view after a drag of so many pixels; it goes round as it likes, but neither under the floor nor over the head. */
export function turned(view: View, across: number, down: number): View {
  const pitch = view.pitch + down * degreesPerPixel;
  return {
    yaw: view.yaw - across * degreesPerPixel,
    pitch: Math.min(pitches.highest, Math.max(pitches.lowest, pitch)),
  };
}

/** Tells drags on an element from taps. */
export function watchPointer(
  element: HTMLElement,
  { drag, tap }: { drag: (across: number, down: number) => void; tap: () => void },
): void {
  let last: { x: number; y: number } | undefined;
  let travelled = 0;
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    last = { x: event.clientX, y: event.clientY };
    travelled = 0;
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    if (!last) return;
    const [across, down] = [event.clientX - last.x, event.clientY - last.y];
    travelled += Math.abs(across) + Math.abs(down);
    last = { x: event.clientX, y: event.clientY };
    if (travelled > slack) drag(across, down);
  });
  element.addEventListener("pointerup", () => {
    if (last && travelled <= slack) tap();
    last = undefined;
  });
  element.addEventListener("pointercancel", () => {
    last = undefined;
  });
}

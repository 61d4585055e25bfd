import type { SetAsked } from "../../src/store/snapshot.ts";
import { item } from "./program.ts";

/** One set of ten repetitions. */
export const reps = (number: number, of: number, side: SetAsked["side"] = ""): SetAsked => ({
  number,
  of,
  side,
  field: "reps",
  unit: "reps",
  factor: 1,
  step: 1,
  value: 10,
  words: "",
});
export const raise = item("Leg raise", {
  sets: [reps(1, 2), reps(2, 2)],
  position_words: "Lying on your back",
});
export const sit = item("Sit to stand", {
  sets: [reps(1, 1)],
  position: "sitting",
  position_words: "Sitting on a chair",
});

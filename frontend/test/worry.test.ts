import { describe, expect, it } from "vitest";
import { worryIn } from "../src/app/worry.ts";
import type { SymptomCheck } from "../src/store/snapshot.ts";

const check = {
  keywords: ["pus", "numb", "locked", "can't feel", "fiebre"],
  pain_over: 5,
} as unknown as SymptomCheck;
const inNote = (note: string) => worryIn(check, { type: "exercise", note });

describe("a word that worries", () => {
  it.each(["there is pus", "Pus!", "some numbness in my foot", "I can't feel my toe", "tengo FIEBRE"])(
    "raises the check: %s",
    (note) => expect(inNote(note)).toBe("note"),
  );

  it.each(["I did a push up", "the way was blocked", "", "all went well"])(
    "is not found in the middle of another: %s",
    (note) => expect(inNote(note)).toBe(""),
  );

  it("pain above what the clinic lets pass raises it too, whatever the words", () => {
    expect(worryIn(check, { type: "exercise", pain: 6 })).toBe("pain");
    expect(worryIn(check, { type: "exercise", pain: 5 })).toBe("");
  });
});

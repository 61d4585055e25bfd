import { describe, expect, test } from "vitest";
import { wireSavedReplies } from "../src/clinic/saved_replies.ts";
import { faultOf } from "../src/page/photos.ts";

describe("choosing photos", () => {
  const chosen = (...sizes: number[]) => {
    const input = document.createElement("input");
    Object.assign(input.dataset, { most: "2", mostBytes: "100", tooMany: "too many", tooLarge: "too large" });
    const files = sizes.map((size) => new File(["x".repeat(size)], "photo.jpg"));
    Object.defineProperty(input, "files", { value: files });
    return faultOf(input);
  };

  test("what fits is taken", () => expect(chosen(100, 1)).toBe(""));
  test("one that is too large is named at once", () => expect(chosen(101)).toBe("too large"));
  test("too many are named at once", () => expect(chosen(1, 1, 1)).toBe("too many"));
});

test("a saved reply goes below what is typed already", () => {
  document.body.innerHTML = `<textarea id="text">Dear Rosa, </textarea>
    <select data-fills="text"><option value=""></option><option value="Keep it dry.">Wound</option></select>`;
  wireSavedReplies();
  const choice = document.querySelector("select") as HTMLSelectElement;
  choice.value = "Keep it dry.";
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  expect(document.querySelector("textarea")?.value).toBe("Dear Rosa,\n\nKeep it dry.");
  expect(choice.value).toBe("");
});

import { beforeEach, expect, test } from "vitest";
import { offset, startAuthoring } from "../src/clinic/authoring.ts";

beforeEach(() => {
  document.body.innerHTML = `<form data-authoring>
    <ol data-lines></ol>
    <textarea>id: a\nposition: lying\nside: none</textarea>
    <div id="told"><a href="#text" data-line="2" data-column="11">Line 2, column 11</a></div>
  </form>`;
  startAuthoring();
});

test("every line has its number, and the one with a problem is marked", () => {
  const lines = [...document.querySelectorAll("[data-lines] li")];
  expect(lines.map((line) => line.textContent)).toEqual(["1", "2", "3"]);
  expect(lines.map((line) => line.hasAttribute("data-faulty"))).toEqual([false, true, false]);
});

test("a problem leads the cursor to its place", () => {
  const text = document.querySelector("textarea");
  document.querySelector("a")?.click();
  expect(document.activeElement).toBe(text);
  expect(text?.value.slice(text.selectionStart)).toBe("lying\nside: none");
});

test("a place beyond the text is its end", () => {
  expect(offset("a\nb", 9, 9)).toBe(3);
});

test("a browser is asked to stay while the text is not the one that came", () => {
  const leaves = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  expect(leaves()).toBe(false);
  const text = document.querySelector("textarea");
  if (text) text.value = "id: b";
  expect(leaves()).toBe(true);
});

test("sending the whole form asks nothing, and what a script sends leaves the question", () => {
  const leaves = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  const [form, text] = [document.querySelector("form"), document.querySelector("textarea")];
  if (text) text.value = "id: b";
  form?.addEventListener("submit", (event) => event.preventDefault(), { once: true });
  form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  expect(leaves()).toBe(true);
  form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  expect(leaves()).toBe(false);
});

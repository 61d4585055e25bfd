import { beforeAll, beforeEach, expect, test } from "vitest";
import { startNeeds } from "../src/clinic/needs.ts";

const row = (name: string) =>
  `<li class="need"><a href="/${name}" data-need>${name}</a><button>More</button></li>`;
const focused = () => document.activeElement?.textContent;

function press(key: string, options: KeyboardEventInit = {}): void {
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options }),
  );
}

function open(): void {
  document.body.innerHTML = `<main data-needs><ol>${row("Rosa")}${row("Martin")}</ol>
    <details><summary>Later</summary><ul>${row("Ana")}</ul></details><input id="typed"></main>`;
}

beforeAll(() => {
  open();
  startNeeds();
});
beforeEach(open);

test("j goes from patient to patient and stays at the last one that is shown", () => {
  press("j");
  expect(focused()).toBe("Rosa");
  press("j");
  press("j");
  expect(focused()).toBe("Martin");
});

test("k goes back, also from a button of the row", () => {
  document.querySelectorAll<HTMLElement>("button")[1]?.focus();
  press("k");
  expect(focused()).toBe("Rosa");
});

test("what was unfolded is gone through too", () => {
  document.querySelector("details")?.setAttribute("open", "");
  press("ArrowUp");
  expect(focused()).toBe("Ana");
});

test("a letter typed into a field, or with a modifier, stays what it is", () => {
  document.getElementById("typed")?.focus();
  press("j");
  expect(document.activeElement?.id).toBe("typed");
  (document.activeElement as HTMLElement).blur();
  press("j", { ctrlKey: true });
  expect(focused()).not.toBe("Rosa");
});

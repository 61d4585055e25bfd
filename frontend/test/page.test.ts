import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { announce } from "../src/page/announce.ts";
import { wireDialogs } from "../src/page/dialogs.ts";
import { focusErrorSummary } from "../src/page/errors.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("an announcement is shown as text, never as markup, and goes away by itself", () => {
  document.body.innerHTML = `<div data-toasts role="status"></div>`;
  announce("Saved <b>now</b>");
  expect(document.querySelector(".toast")?.textContent).toBe("Saved <b>now</b>");
  expect(document.querySelector("b")).toBeNull();
  vi.runAllTimers();
  expect(document.querySelector(".toast")).toBeNull();
});

test("a dialog opens from its button and closes from its own", () => {
  document.body.innerHTML = `
    <button data-opens="sign"><span>Sign</span></button>
    <dialog id="sign"><p>Sign?</p><button data-closes>Close</button></dialog>`;
  wireDialogs();
  const dialog = document.querySelector("dialog");
  document.querySelector("span")?.click();
  expect(dialog?.open).toBe(true);
  document.querySelector("p")?.click();
  expect(dialog?.open).toBe(true);
  document.querySelector<HTMLElement>("[data-closes]")?.click();
  expect(dialog?.open).toBe(false);
});

test("a press beside a dialog closes it", () => {
  document.body.innerHTML = `<dialog id="sign"><p>Sign?</p></dialog>`;
  const dialog = document.querySelector("dialog");
  dialog?.showModal();
  dialog?.click();
  expect(dialog?.open).toBe(false);
});

test("focus goes to the error summary when a page has one", () => {
  document.body.innerHTML = `<div data-error-summary tabindex="-1"></div>`;
  focusErrorSummary();
  expect(document.activeElement).toBe(document.querySelector("[data-error-summary]"));
});

import { beforeEach, describe, expect, test, vi } from "vitest";
import { wireLibrary } from "../src/clinic/library.ts";
import { wireOrder } from "../src/clinic/order.ts";
import { wireUndo } from "../src/clinic/undo.ts";

const page = `
  <input id="q" type="search" />
  <div id="hits"><p data-for="clam"></p><button data-add id="first"></button><button data-add id="second"></button></div>
  <ol><li data-item><input id="dose" /><select id="side"></select>
    <button data-do="up" id="up"></button><button data-do="down" id="down"></button></li></ol>`;

function element<Kind extends HTMLElement>(id: string): Kind {
  return document.getElementById(id) as Kind;
}

function press(id: string, key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  (id ? element(id) : document.body).dispatchEvent(event);
  return event;
}

function pressesOf(id: string): ReturnType<typeof vi.fn> {
  const pressed = vi.fn();
  element(id).addEventListener("click", pressed);
  return pressed;
}

beforeEach(() => {
  document.body.innerHTML = page;
});

describe("the library by keyboard", () => {
  beforeEach(() => wireLibrary(element<HTMLInputElement>("q"), element("hits")));

  test("a slash goes to the search, but stays a letter while typing", () => {
    press("", "/");
    expect(document.activeElement?.id).toBe("q");
    element("dose").focus();
    expect(press("dose", "/").defaultPrevented).toBe(false);
    expect(document.activeElement?.id).toBe("dose");
  });

  test("arrows walk from the search through the hits and back", () => {
    press("q", "ArrowDown");
    expect(document.activeElement?.id).toBe("first");
    press("first", "ArrowDown");
    expect(document.activeElement?.id).toBe("second");
    press("second", "ArrowUp");
    press("first", "ArrowUp");
    expect(document.activeElement?.id).toBe("q");
  });

  test("Enter adds the first hit of what is typed", () => {
    const added = pressesOf("first");
    element<HTMLInputElement>("q").value = "clam";
    press("q", "Enter");
    expect(added).toHaveBeenCalledOnce();
  });

  test("Enter before the hits are there waits for them and never adds a hit of other words", () => {
    const added = pressesOf("first");
    element<HTMLInputElement>("q").value = "quad";
    press("q", "Enter");
    expect(added).not.toHaveBeenCalled();
    element("hits").firstElementChild?.setAttribute("data-for", "quad");
    document.dispatchEvent(new Event("htmx:after:swap"));
    expect(added).toHaveBeenCalledOnce();
  });
});

describe("order by keyboard", () => {
  beforeEach(() => wireOrder());

  test("Alt and an arrow press the line's own button, an arrow alone does not", () => {
    const down = pressesOf("down");
    press("dose", "ArrowDown");
    expect(down).not.toHaveBeenCalled();
    press("dose", "ArrowDown", { altKey: true });
    expect(down).toHaveBeenCalled();
  });

  test("a list keeps Alt and arrow for itself", () => {
    const down = pressesOf("down");
    press("side", "ArrowDown", { altKey: true });
    expect(down).not.toHaveBeenCalled();
  });
});

describe("undo by keyboard", () => {
  beforeEach(() => {
    document.body.innerHTML = `<input id="dose" /><button id="undo" data-undo></button><button id="redo" data-redo></button>`;
  });

  test("takes back, does again with Shift, and leaves a field its own undo", () => {
    wireUndo();
    const [undone, redone] = [pressesOf("undo"), pressesOf("redo")];
    press("", "z", { ctrlKey: true });
    expect(undone).toHaveBeenCalledOnce();
    press("", "Z", { metaKey: true, shiftKey: true });
    expect(redone).toHaveBeenCalledOnce();
    expect(press("dose", "z", { ctrlKey: true }).defaultPrevented).toBe(false);
    press("", "z");
    expect(undone).toHaveBeenCalledOnce();
  });
});

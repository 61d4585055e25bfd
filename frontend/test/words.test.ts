import { afterEach, expect, test } from "vitest";
import { _, language, languages, ngettext, use } from "../src/words/index.ts";

afterEach(() => use("en"));

test("a text is said with its values, and a lone percent sign stays", () => {
  expect(_("Start · %(n)s min", { n: 9 })).toBe("Start · 9 min");
  expect(_("%(n)s percent", {})).toBe("%(n)s percent");
  expect(_("100%% of %(n)s", { n: 3 })).toBe("100% of 3");
});

test("a number takes its own form", () => {
  const reps = (n: number) => ngettext("%(n)s rep", "%(n)s reps", n, { n });
  expect([reps(0), reps(1), reps(2)]).toEqual(["0 reps", "1 rep", "2 reps"]);
});

test("in Spanish, with its forms, and what is not translated in English", async () => {
  await use("es-MX");
  expect(language()).toBe("es-MX");
  expect(_("Today")).toBe("Hoy");
  const reps = (n: number) => ngettext("%(n)s rep", "%(n)s reps", n, { n });
  expect([reps(1), reps(2), reps(1_000_000)]).toEqual([
    "1 repetición",
    "2 repeticiones",
    "1000000 repeticiones",
  ]);
  expect(_("Not in any catalog")).toBe("Not in any catalog");
});

test("a language without a catalog is said in English", async () => {
  await use("fi");
  expect(language()).toBe("en");
  expect(_("Today")).toBe("Today");
});

test("each language is offered under its own name", () => {
  expect(languages()).toEqual([
    { value: "en", words: "English" },
    { value: "es", words: "Español" },
  ]);
});

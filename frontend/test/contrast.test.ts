// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

// Contrast by WCAG 2.2, success criteria 1.4.3 (text, 4.5:1) and 1.4.11 (parts, 3:1).
// What must stand out from what is told by the names: see the top of tokens.css.

const tokens = readFileSync(new URL("../styles/tokens.css", import.meta.url), "utf8");
const declaration = /--([a-z-]+): light-dark\((#[0-9a-f]{6,8}), (#[0-9a-f]{6,8})\);/g;
const colours = new Map([...tokens.matchAll(declaration)].map(([, name = "", ...pair]) => [name, pair]));

const surfaces = ["paper", "raised", "sand"];
const decoration = ["line", "shade"];
const names = [...colours.keys()].filter((name) => !surfaces.includes(name) && !decoration.includes(name));

const textPairs: [text: string, surface: string][] = names.flatMap((name) => {
  const tint = /^(.*)-surface$/.exec(name)?.[1];
  if (tint) return [[tint, name] as [string, string], ["ink", name]];
  const fill = /^(.*-fill)-(text|strong)$/.exec(name);
  if (fill?.[2] === "text") return [[name, fill[1] ?? ""]];
  if (fill?.[2] === "strong") return [[`${fill[1]}-text`, name]];
  return /-(fill|part)$/.test(name) ? [] : surfaces.map((surface) => [name, surface] as [string, string]);
});
const partPairs = names
  .filter((name) => /-(fill|part)$/.test(name))
  .flatMap((name) => surfaces.map((surface) => [name, surface] as const));
const schemes = ["light", "dark"] as const;
type Scheme = (typeof schemes)[number];

test.each(schemes)("text stands out from its surface, %s", (scheme) => {
  const faint = textPairs.filter(([text, surface]) => contrast(text, surface, scheme) < 4.5);
  expect(described(faint, scheme)).toEqual([]);
});

test.each(schemes)("borders, marks and solid buttons stand out from the page, %s", (scheme) => {
  const faint = partPairs.filter(([part, surface]) => contrast(part, surface, scheme) < 3);
  expect(described(faint, scheme)).toEqual([]);
});

test.each(schemes)("marks of a day stand out from today's tint, %s", (scheme) => {
  const marks = names.filter((name) => name.endsWith("-part")).map((name) => [name, "pine-surface"] as const);
  const faint = marks.filter(([part, surface]) => contrast(part, surface, scheme) < 3);
  expect(described(faint, scheme)).toEqual([]);
});

test("every colour is a light and dark pair in tokens.css, and nowhere else", () => {
  const written = tokens.match(/#[0-9a-f]{3,8}/g) ?? [];
  expect(colours.size).toBeGreaterThan(25);
  expect(written.length).toBe(2 * colours.size);
});

function described(pairs: readonly (readonly [string, string])[], scheme: Scheme): string[] {
  return pairs.map(([a, b]) => `${a} on ${b}: ${contrast(a, b, scheme).toFixed(2)}`);
}

function contrast(first: string, second: string, scheme: Scheme): number {
  const [light = 0, dark = 0] = [luminance(first, scheme), luminance(second, scheme)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance as WCAG 2.2 defines it, 0 (black) to 1 (white). */
function luminance(name: string, scheme: Scheme): number {
  const hex = colours.get(name)?.[schemes.indexOf(scheme)];
  if (!hex) throw new Error(`tokens.css declares no --${name}`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

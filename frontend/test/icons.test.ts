// @vitest-environment node
import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { drawSprite } from "../icons/sprite.ts";

const root = new URL("../../", import.meta.url).pathname;
const drawn = new Set([...drawSprite().matchAll(/<symbol id="([^"]+)"/g)].map(([, name]) => name));

function found(files: string, pattern: RegExp): string[] {
  const texts = globSync(files, { cwd: root }).map((file) => readFileSync(root + file, "utf8"));
  return [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = ""]) => name)))];
}

test("every position an exercise starts from has its drawing", () => {
  const positions = found("content/exercises/*.yaml", /^position: (\w+)$/gm);
  expect(positions.length).toBeGreaterThan(10);
  expect(positions.filter((position) => !drawn.has(`position-${position}`))).toEqual([]);
});

test("every icon a template names is in the sprite", () => {
  const names = found("everyrep/web/templates/**/*.html", /\bicon(?:=|\()"([a-z0-9-]*[a-z0-9])"/g);
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !drawn.has(name))).toEqual([]);
});

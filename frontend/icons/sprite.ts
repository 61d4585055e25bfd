import { readdirSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { lucideNames } from "./names.ts";

const lucideFolder = new URL("../node_modules/lucide-static/icons/", import.meta.url);
const ownFolder = new URL("./own/", import.meta.url);

/** Every icon as one `<symbol id="name">`; colour and stroke come from the CSS class `icon`. */
export function drawSprite(attributes = "", prefix = ""): string {
  const ownNames = readdirSync(ownFolder).map((file) => file.replace(/\.svg$/, ""));
  const symbols = [
    ...lucideNames.map((name) => symbol(name, new URL(`${name}.svg`, lucideFolder), prefix)),
    ...ownNames.sort().map((name) => symbol(name, new URL(`${name}.svg`, ownFolder), prefix)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg"${attributes}>\n${symbols.join("\n")}\n</svg>\n`;
}

function symbol(name: string, file: URL, prefix: string): string {
  const drawing = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(readFileSync(file, "utf8"))?.[1];
  if (drawing === undefined) throw new Error(`${name}.svg holds no <svg> element`);
  const shapes = drawing.replace(/\s+/g, " ").trim();
  return `<symbol id="${prefix}${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

/** Puts the sprite into the app's own page, as `#icon-name`, so that it needs no file beside it. */
export function iconsInApp(): Plugin {
  return {
    name: "everyrep-icons-in-app",
    transformIndexHtml: (html) =>
      html.replace("<!-- icons -->", drawSprite(' hidden aria-hidden="true"', "icon-").replaceAll("\n", "")),
  };
}

/** Writes the sprite as a hashed asset, listed in the manifest as `icons.svg`. */
export function iconSprite(): Plugin {
  return {
    name: "everyrep-icon-sprite",
    apply: "build",
    generateBundle() {
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: "icons.svg",
        source: drawSprite(),
      });
    },
  };
}

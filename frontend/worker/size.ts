import { brotliCompressSync } from "node:zlib";
import type { Plugin } from "vite";
import { precacheOf } from "./precache.ts";

const budget = 90; // kB of compressed script for Today and a session, without the animation

/** Says how much script the app loads before anything moves, and fails where it is more than the budget. */
export function appSize(): Plugin {
  return {
    name: "everyrep-app-size",
    apply: "build",
    writeBundle(_options, bundle) {
      const { files } = precacheOf(bundle, "", "");
      const scripts = files.map((file) => bundle[file]).filter((output) => output?.type === "chunk");
      const bytes = scripts
        .map(({ code }) => brotliCompressSync(code).length)
        .reduce((sum, one) => sum + one, 0);
      const said = `the app's script takes ${(bytes / 1000).toFixed(1)} of ${budget} kB compressed`;
      if (bytes > budget * 1000) this.error(said);
      this.info(said);
    },
  };
}

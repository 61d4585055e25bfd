import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { iconSprite, iconsInApp } from "./icons/sprite.ts";
import { serviceWorker } from "./worker/precache.ts";
import { appSize } from "./worker/size.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: "/static/",
  plugins: [iconSprite(), iconsInApp(), serviceWorker(), appSize()],
  build: {
    manifest: "manifest.json",
    outDir: here("../everyrep/web/static_build"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700, // kB: three.js, fetched only where a figure moves
    rolldownOptions: {
      input: ["app.html", "src/patient.ts", "src/clinic.ts", "src/public.ts"].map(here),
      // Two files for what several pages share: each file more is a request more before anything shows.
      output: {
        codeSplitting: {
          groups: [
            {
              name: "page",
              test: /\/src\/(page\/|movement\/(index|element|timing)|store\/accounts|worker\/page)/,
              minShareCount: 2,
            },
            {
              name: "store",
              test: /\/src\/(store|sync|words)\/.*\.ts$|\/node_modules\/(idb|lit|lit-html|@lit)\//,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
});

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
    },
  },
});

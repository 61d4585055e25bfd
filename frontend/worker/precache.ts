import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk;

const page = "app.html";

/** What the service worker keeps of a build (see src/worker/sw.ts). */
export interface Precache {
  readonly version: string;
  readonly shell: string;
  readonly files: readonly string[];
  readonly later: readonly string[];
}

/**
 * Builds the service worker into `sw.js`, with the list of what it keeps: everything that `app.html` loads, the
 * texts of every language, and apart from these what is loaded only when it is needed.
 */
export function serviceWorker(): Plugin {
  return {
    name: "everyrep-service-worker",
    apply: "build",
    async writeBundle({ dir = "" }, bundle) {
      const shell = await readFile(`${dir}/${page}`, "utf8");
      await buildWorker(dir, precacheOf(bundle, shell));
    },
  };
}

/** `html` is the built page; its content counts for the version too. */
export function precacheOf(bundle: Bundle, html: string, base = "/static/"): Precache {
  const entry = Object.values(bundle).find(isApp);
  if (!entry) throw new Error(`the build has no ${page}`);
  const now = reached(bundle, [entry], (chunk) => chunk.imports);
  const texts = chunksOf(
    bundle,
    now.flatMap((chunk) => chunk.dynamicImports),
  ).filter(isTexts);
  const all = reached(bundle, [entry], (chunk) => [...chunk.imports, ...chunk.dynamicImports]);
  const files = filesOf(bundle, [...now, ...texts]);
  const later = filesOf(bundle, all).filter((file) => !files.includes(file));
  const version = createHash("sha256")
    .update(html)
    .update(JSON.stringify([files, later]))
    .digest("hex")
    .slice(0, 12);
  const address = (file: string) => base + file;
  return { version, shell: address(page), files: files.map(address), later: later.map(address) };
}

function isApp(output: Bundle[string]): output is Chunk {
  return output.type === "chunk" && output.isEntry && output.facadeModuleId?.endsWith(page) === true;
}

function isTexts(chunk: Chunk): boolean {
  return chunk.facadeModuleId?.endsWith(".json") === true;
}

/** The chunks that are reached from some of them, themselves included. */
function reached(bundle: Bundle, from: readonly Chunk[], next: (chunk: Chunk) => readonly string[]): Chunk[] {
  const found = new Set(from);
  for (const chunk of found) for (const one of chunksOf(bundle, next(chunk))) found.add(one);
  return [...found];
}

function chunksOf(bundle: Bundle, names: readonly string[]): Chunk[] {
  return names.map((name) => bundle[name]).filter((output) => output?.type === "chunk");
}

/** The chunks with their styles, and the fonts that these name. */
function filesOf(bundle: Bundle, chunks: readonly Chunk[]): string[] {
  const styles = chunks.flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]);
  const fonts = Object.keys(bundle).filter(
    (name) => name.endsWith(".woff2") && styles.some((style) => textOf(bundle[style]).includes(name)),
  );
  return [...new Set([...chunks.map((chunk) => chunk.fileName), ...styles, ...fonts])].sort();
}

function textOf(output: Bundle[string] | undefined): string {
  return output?.type === "asset" ? String(output.source) : "";
}

async function buildWorker(dir: string, precache: Precache): Promise<void> {
  await build({
    configFile: false,
    logLevel: "warn",
    define: { __PRECACHE__: JSON.stringify(precache) },
    build: {
      outDir: dir,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: fileURLToPath(new URL("../src/worker/sw.ts", import.meta.url)),
        output: { format: "iife", entryFileNames: "sw.js" },
      },
    },
  });
}

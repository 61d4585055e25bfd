import type { Reader } from "../store/snapshot.ts";
import { use } from "../words/index.ts";
import { posted } from "./posting.ts";

const place = "everyrep:reading";
const rightToLeft = /^(ar|fa|he|ur)\b/;

/** How the reader reads: the language, and the text size in percent of the usual one. */
export interface Reading {
  readonly language: string;
  readonly textSize: number;
}

/** What was chosen on this phone, and the server's word then: once that has changed, the choice is over. */
interface Kept extends Reading {
  readonly over?: Reading;
}

export const textSizes = [100, 115, 130, 150, 175, 200] as const;

/** The reader's choice; without a copy that of the last time, or the browser's language. */
export function readingOf(reader?: Reader, storage: Storage = localStorage): Reading {
  const kept = keptIn(storage);
  if (!reader) return kept ?? { language: navigator.language, textSize: 100 };
  const told = { language: reader.language, textSize: reader.text_size };
  const over = kept?.over;
  const stands = kept && over && over.language === told.language && over.textSize === told.textSize;
  return stands ? kept : told;
}

/** Draws everything as the reader reads, and remembers it for when the app is opened next. */
export async function readAs(
  { language, textSize }: Reading,
  over?: Reading,
  storage: Storage = localStorage,
): Promise<void> {
  storage.setItem(place, JSON.stringify({ language, textSize, ...(over && { over }) }));
  await use(language);
  const page = document.documentElement;
  page.lang = language;
  page.dir = rightToLeft.test(language) ? "rtl" : "ltr";
  page.style.setProperty("--text-scale", String(textSize / 100));
}

/** Chosen here: holds until the server says otherwise. */
export async function choose(reading: Reading, reader: Reader): Promise<void> {
  await readAs(reading, { language: reader.language, textSize: reader.text_size });
}

/** Opens the app as the reader reads, keeping a choice that still holds. */
export async function readAsChosen(reader?: Reader): Promise<void> {
  const over = keptIn(localStorage)?.over;
  await readAs(readingOf(reader), over);
}

function keptIn(storage: Storage): Kept | undefined {
  try {
    const kept = JSON.parse(storage.getItem(place) ?? "null") as Kept | null;
    return kept?.language && kept.textSize ? kept : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The program's own texts come from the server: in its language, once it knows. True where it does; else the
 * choice holds on this phone, and can be made again under More.
 */
export function tellLanguage(language: string): Promise<boolean> {
  return posted("/language/", { language, next: "/more/" });
}

/** For the pages that the server draws, and for other devices. Voice and sounds stay as they are. */
export function tellTextSize(size: string, { voice, sounds }: Reader): Promise<boolean> {
  return posted("/more/reading/", {
    text_size: size,
    ...(voice && { voice: "on" }),
    ...(sounds && { sounds: "on" }),
  });
}

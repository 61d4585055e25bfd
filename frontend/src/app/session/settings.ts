import type { Store } from "../../store/index.ts";
import type { Reader } from "../../store/snapshot.ts";
import type { Mode } from "./machine.ts";

/** How the reader likes a session, remembered on this phone. `counts`: which repetitions are said aloud. */
export interface Settings {
  readonly mode: Mode;
  readonly voice: boolean;
  readonly sounds: boolean;
  readonly counts: "every" | "last";
}

const name = "session-settings";

export async function settingsOf(store: Store, reader: Reader): Promise<Settings> {
  const first: Settings = { mode: "lead", voice: reader.voice, sounds: reader.sounds, counts: "every" };
  return { ...first, ...(await store.recall<Partial<Settings>>(name)) };
}

export async function keepSettings(store: Store, settings: Settings): Promise<void> {
  await store.keep(name, settings);
}

import type { Sealed } from "../../sync/sealing.ts";
import { fresh, type Guided } from "./state.ts";

export type SealedSteps = Readonly<Record<string, Sealed>>;

/** Keeps a session under way in this tab, so that leaving the page loses nothing. */
export interface Keeping {
  load(): Guided;
  save(state: Guided): void;
  /** What was sealed by exercise: sending it again after a lost answer doubles nothing. */
  sealed(): SealedSteps;
  seal(steps: SealedSteps): void;
  clear(): void;
}

/** The name under which a session of one day, version and length is kept. */
export function sessionName(root: HTMLElement, account: string): string {
  const { localDate = "", version = "", session = "", short = "" } = root.dataset;
  return `everyrep:${account}:session:${localDate}:${version}:${session}:${short}`;
}

export function keeping(name: string, storage: Storage): Keeping {
  const read = <Value>(key: string): Value | undefined => {
    try {
      return JSON.parse(storage.getItem(key) ?? "null") ?? undefined;
    } catch {
      return undefined;
    }
  };
  return {
    load: () => read<Guided>(name) ?? fresh,
    save: (state) => storage.setItem(name, JSON.stringify(state)),
    sealed: () => read<SealedSteps>(`${name}:sealed`) ?? {},
    seal: (steps) => storage.setItem(`${name}:sealed`, JSON.stringify(steps)),
    clear() {
      storage.removeItem(name);
      storage.removeItem(`${name}:sealed`);
    },
  };
}

import type { Line } from "../sync/exchange.ts";

/** What the store takes from the browser around it: the network, the clock, chance and waiting. */
export interface World extends Line {
  /** From 0 to 1. */
  random(): number;
  /** Runs something later; returns the way to call it off. */
  later(ms: number, act: () => void): () => void;
  pause(ms: number): Promise<void>;
}

export const browser: World = {
  fetch: (address, init) => fetch(address, init),
  now: () => new Date(),
  random: () => Math.random(),
  later: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  pause: (ms) => new Promise((done) => setTimeout(done, ms)),
  csrf,
};

interface Cookies {
  get(name: string): Promise<{ readonly value: string } | null>;
}

/** The token of the session as it is now: signing in on another page has changed it. */
async function csrf(): Promise<string> {
  if (typeof document !== "undefined") return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
  const cookies = (globalThis as { cookieStore?: Cookies }).cookieStore; // a worker has no document
  return (await cookies?.get("csrftoken"))?.value ?? "";
}

/**
 * Does something while no other tab does anything of the same name; waits for its turn. Where the browser has
 * no locks it is simply done: what is guarded stays right then too, only with more work.
 */
export async function alone<T>(name: string, act: () => Promise<T>): Promise<T> {
  return globalThis.navigator?.locks ? navigator.locks.request(name, act) : act();
}

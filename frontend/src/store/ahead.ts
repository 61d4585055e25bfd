import { figures, isWhole } from "../worker/caches.ts";
import type { Snapshot } from "./snapshot.ts";

interface Connection {
  readonly saveData?: boolean;
}

/**
 * Fetches the figures of the coming days while nothing else is to do, so that they show without a connection:
 * first the pictures, then, unless the reader saves data, the animations and who shows them. Figures that the
 * snapshot does not name any more go. False where the network was lost on the way.
 */
export async function fetchAhead(snapshot: Snapshot): Promise<boolean> {
  if (!globalThis.caches) return true;
  const named = figuresOf(snapshot);
  const cache = await caches.open(figures);
  await forgetOthers(cache, new Set([...named.pictures, ...named.moving]));
  for (const address of [...named.pictures, ...(savesData() ? [] : named.moving)]) {
    if (!(await keep(cache, address))) return false;
  }
  return true;
}

/** `pictures` as the reader sees them by day and by night, `moving` for the player of animations. */
export function figuresOf({ items }: Snapshot): { pictures: string[]; moving: string[] } {
  const looks = matchMedia("(prefers-contrast: more)").matches
    ? (["contrast"] as const)
    : (["colour", "dark"] as const);
  const drawn = items.flatMap(({ figure }) => figure ?? []);
  const stills = drawn.flatMap((figure) =>
    figure.stills.flatMap((still) => looks.map((look) => still[look])),
  );
  const moving = drawn.flatMap(({ track, body }) => [track, body]);
  return { pictures: [...new Set(stills)], moving: [...new Set(moving)].filter(Boolean) };
}

async function forgetOthers(cache: Cache, named: ReadonlySet<string>): Promise<void> {
  for (const request of await cache.keys()) {
    if (!named.has(new URL(request.url).pathname)) await cache.delete(request);
  }
}

/** One after the other: a figure may have to be drawn first. One that is not there is asked for when it is shown. */
async function keep(cache: Cache, address: string): Promise<boolean> {
  if (await cache.match(address, { ignoreVary: true })) return true;
  const response = await fetch(address).catch(() => undefined);
  if (response && isWhole(response)) await cache.put(address, response).catch(() => {});
  return response !== undefined;
}

function savesData(): boolean {
  const { connection } = navigator as Navigator & { readonly connection?: Connection };
  return connection?.saveData === true;
}

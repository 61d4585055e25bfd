import { figures, isWhole } from "../worker/caches.ts";
import type { Snapshot } from "./snapshot.ts";

interface Connection {
  readonly saveData?: boolean;
}

/**
 * Fetches the figures of the coming days while nothing else is to do, so that they show without a connection:
 * first the pictures, then, unless the reader saves data, the animations and who shows them. Figures that no
 * snapshot names any more go.
 */
export async function fetchAhead(snapshot: Snapshot): Promise<void> {
  if (!globalThis.caches) return;
  const named = figuresOf(snapshot);
  const cache = await caches.open(figures);
  await forgetOthers(cache, new Set([...named.pictures, ...named.moving]));
  for (const address of [...named.pictures, ...(savesData() ? [] : named.moving)]) await keep(cache, address);
}

/** `pictures` by day and by night, `moving` for the player of animations. */
export function figuresOf({ items }: Snapshot): { pictures: string[]; moving: string[] } {
  const drawn = items.flatMap(({ figure }) => figure ?? []);
  const stills = drawn.flatMap((figure) => figure.stills.flatMap(({ colour, dark }) => [colour, dark]));
  const moving = drawn.flatMap(({ track, body }) => [track, body]);
  return { pictures: [...new Set(stills)], moving: [...new Set(moving)].filter(Boolean) };
}

async function forgetOthers(cache: Cache, named: ReadonlySet<string>): Promise<void> {
  for (const request of await cache.keys()) {
    if (!named.has(new URL(request.url).pathname)) await cache.delete(request);
  }
}

/** One after the other: a figure may have to be drawn first. One that does not come is fetched when it is shown. */
async function keep(cache: Cache, address: string): Promise<void> {
  if (await cache.match(address, { ignoreVary: true })) return;
  const response = await fetch(address).catch(() => undefined);
  if (response && isWhole(response)) await cache.put(address, response).catch(() => {});
}

function savesData(): boolean {
  const { connection } = navigator as Navigator & { readonly connection?: Connection };
  return connection?.saveData === true;
}

/** The figures that this phone keeps, whichever version of the app is running. */
export const figures = "everyrep-figures";
const built = "everyrep-built-";

/** The cache of one version of the app: its page and its files. */
export function builtCache(version: string): string {
  return `${built}${version}`;
}

/** Whether a cache belongs to a version of the app that is gone. */
export function isOld(name: string, version: string): boolean {
  return name.startsWith(built) && name !== builtCache(version);
}

/** From the cache, else from the network and then kept: for what never changes under its address. */
export async function cacheFirst(request: Request, name: string): Promise<Response> {
  const cache = await caches.open(name);
  const kept = await cache.match(request.url, { ignoreVary: true });
  if (kept) return kept;
  const fresh = await fetch(request);
  if (isWhole(fresh)) await cache.put(request.url, fresh.clone()).catch(() => {}); // a full phone shows it anyway
  return fresh;
}

/** A redirect or an error under this address is not its content. */
export function isWhole(response: Response): boolean {
  return response.status === 200 && !response.redirected;
}

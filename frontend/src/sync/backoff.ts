const firstMs = 2000;
const longestMs = 5 * 60_000;
const longestAskedMs = 60 * 60_000; // a server that asks for more than an hour is asked again after one

/**
 * How long to wait before the next try, in milliseconds: exponential with full jitter, so that phones which
 * lost the same server at once do not come back at once. `failed` counts the tries that failed, from 1;
 * `askedMs` is what the server asked for, and is never undercut; `random` is from 0 to 1.
 */
export function waitMs(failed: number, askedMs: number, random: number): number {
  const most = Math.min(longestMs, firstMs * 2 ** Math.min(failed, 20));
  return Math.min(askedMs, longestAskedMs) + random * most;
}

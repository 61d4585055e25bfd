import type { Snapshot } from "./snapshot.ts";
import type { World } from "./world.ts";

const address = "/today/snapshot/";
const waitMs = 30_000;

/** The version of the snapshot that this app shows (everyrep/web/patient/snapshot/schema.py). */
export const snapshotVersion = 1;

/** A snapshot as it came. `etag` asks later whether there is a newer one. */
export interface Fetched {
  readonly snapshot: Snapshot;
  readonly etag: string;
}

/**
 * How asking for the newest snapshot ended. `outdated`: the server writes snapshots for a newer app than this.
 * `closed`: the way in was closed, and the phone's copy has to go.
 */
export type Asked =
  | { readonly how: "new"; readonly fetched: Fetched }
  | { readonly how: "same" | "signed_out" | "closed" | "offline" | "server" | "outdated" };

/** Never throws. `etag` is that of the copy on this phone, "" without one. */
export async function fetchSnapshot(etag: string, world: World): Promise<Asked> {
  let response: Response;
  try {
    response = await world.fetch(address, {
      headers: { Accept: "application/json", ...(etag && { "If-None-Match": etag }) },
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(waitMs),
    });
  } catch {
    return { how: "offline" };
  }
  if (response.status === 304) return { how: "same" };
  if (response.status === 401 || response.status === 404) return { how: "signed_out" };
  if (response.status === 410) return { how: "closed" };
  return response.ok ? read(response) : { how: "server" };
}

async function read(response: Response): Promise<Asked> {
  try {
    const snapshot: Snapshot = await response.json();
    if (snapshot.snapshot_v > snapshotVersion) return { how: "outdated" };
    const reads = isShown(snapshot) && typeof snapshot.account === "string";
    const etag = response.headers.get("ETag") ?? "";
    return reads ? { how: "new", fetched: { snapshot, etag } } : { how: "server" };
  } catch {
    return { how: "server" };
  }
}

/** Whether this app can show it: a copy that an older app has kept is fetched anew. */
export function isShown(snapshot: Snapshot): boolean {
  return snapshot.snapshot_v === snapshotVersion && Array.isArray(snapshot.operations);
}

import { contentHash, type Json } from "./canonical.ts";
import type { Mergeable } from "./merge.ts";
import { uuid7 } from "./uuid7.ts";

/** The schema of bodies that this app writes (everyrep/logbook/wire.py). */
export const schemaVersion = 2;

export type Evidence = "guided" | "ticked" | "recalled";

/** What is said of an entry. `localDate` is the day the patient means, never computed from UTC. */
export interface Saying {
  readonly kind: "create" | "amend" | "retract";
  readonly entryId: string;
  /** 0 for a create, else the revision that was on top. */
  readonly baseRev: number;
  readonly localDate: string;
  readonly programRev: string | null;
  readonly evidence: Evidence;
  readonly body: { readonly [key: string]: Json };
}

/** Who says it, as which of the device's operations, and when. */
export interface Stamp {
  readonly opId: string;
  readonly deviceId: string;
  /** Counts every operation of a device from 1, without gaps. */
  readonly deviceSeq: number;
  readonly at: Date;
}

/** One operation as it travels (everyrep/logbook/wire.py). */
export interface Operation extends Mergeable {
  readonly content_hash: string;
  readonly device_seq: number;
  readonly local_date: string;
  readonly recorded_at: string;
  readonly program_rev: string | null;
  readonly schema_v: number;
  readonly evidence: Evidence;
  readonly body: { readonly [key: string]: Json };
  readonly [field: string]: Json;
}

/** The operation that a saying becomes, hashed over the whole. */
export async function operation(saying: Saying, stamp: Stamp): Promise<Operation> {
  const fields = {
    op_id: stamp.opId,
    entry_id: saying.entryId,
    kind: saying.kind,
    base_rev: saying.baseRev,
    device_id: stamp.deviceId,
    device_seq: stamp.deviceSeq,
    ...wallClock(stamp.at),
    local_date: saying.localDate,
    recorded_at: stamp.at.toISOString(),
    program_rev: saying.programRev,
    schema_v: schemaVersion,
    evidence: saying.evidence,
    body: saying.body,
  };
  return { ...fields, content_hash: await contentHash(fields) };
}

/** The device's own wall clock: local time without offset, its IANA zone, and minutes east of UTC. */
export function wallClock(now: Date): { performed_local: string; zone: string; utc_offset_min: number } {
  const offset = -now.getTimezoneOffset();
  const local = new Date(now.getTime() + offset * 60_000).toISOString();
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { performed_local: local.slice(0, 19), zone, utc_offset_min: offset };
}

/** The name of a new entry. */
export function newEntryId(): string {
  return uuid7();
}

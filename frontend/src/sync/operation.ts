import { contentHash, type Json } from "./canonical.ts";
import type { Device } from "./device.ts";
import { uuid7 } from "./uuid7.ts";

const schemaVersion = 2;

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

/** One operation as it travels (everyrep/logbook/wire.py). */
export interface Operation {
  readonly op_id: string;
  readonly entry_id: string;
  readonly content_hash: string;
  readonly [field: string]: Json;
}

/** Seals a saying: names, numbers and stamps it, and hashes the whole. */
export async function operation(saying: Saying, device: Device, now: Date = new Date()): Promise<Operation> {
  const named = { op_id: uuid7(now.getTime()), entry_id: saying.entryId };
  const fields = {
    kind: saying.kind,
    base_rev: saying.baseRev,
    device_id: device.id,
    device_seq: device.nextSeq(),
    ...wallClock(now),
    local_date: saying.localDate,
    recorded_at: now.toISOString(),
    program_rev: saying.programRev,
    schema_v: schemaVersion,
    evidence: saying.evidence,
    body: saying.body,
  };
  return { ...fields, ...named, content_hash: await contentHash({ ...fields, ...named }) };
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

import type { Evidence, Saying } from "../sync/operation.ts";
import type { Held, Snapshot } from "./snapshot.ts";

/** Where an operation is: on this phone only, with the therapist, or set aside for the clinic to look at. */
export type Place = "phone" | "therapist" | "aside";

/** An entry as it stands on this phone: the server's word and the phone's own operations, merged. */
export interface Standing {
  readonly entryId: string;
  /** The operation on top. */
  readonly top: Pick<Held, "op_id" | "kind" | "base_rev" | "local_date" | "evidence" | "body" | "reduced">;
  readonly retracted: boolean;
  readonly conflict: boolean;
  /** What a correction builds on: base_rev + 1 of the operation on top. */
  readonly revision: number;
  readonly place: Place;
}

/** Why nothing leaves the phone right now; "" where all is well. */
export type Trouble = "" | "offline" | "signed_out" | "closed" | "server" | "storage" | "insecure";

/** An operation that the clinic could not count, for the patient to see. */
export interface DeadLetter {
  readonly opId: string;
  readonly reason: string;
  readonly saying: Saying;
}

/** The entries of which something waits on this phone. `overdue`: something has waited for more than 24 hours. */
export interface Outbox {
  readonly waiting: number;
  readonly oldest: Date | null;
  readonly overdue: boolean;
  readonly sending: boolean;
  readonly trouble: Trouble;
  readonly dead: readonly DeadLetter[];
}

/** The phone's own copy, the same for every screen until something changes. */
export interface Copy {
  readonly snapshot: Snapshot;
  readonly entries: ReadonlyMap<string, Standing>;
  readonly outbox: Outbox;
}

/** What a screen says; the store names, numbers, seals and sends it. A new entry where `entryId` is left out. */
export interface Said {
  readonly kind: Saying["kind"];
  readonly entryId?: string;
  readonly baseRev?: number;
  readonly localDate: string;
  readonly programRev: string | null;
  readonly evidence: Evidence;
  readonly body: Saying["body"];
}

/** One account's store on this phone. */
export interface Store {
  readonly copy: Copy;
  /** Runs the listener now and after every change; returns the way to stop it. */
  subscribe(listener: (copy: Copy) => void): () => void;
  /**
   * Keeps what was said, all of it or nothing, and resolves with the entry ids once it is durable on this
   * phone; sending follows by itself. Rejects with StorageFull where the phone has no room.
   */
  log(...said: readonly Said[]): Promise<readonly string[]>;
  /** Takes an entry back; undoing that is an amend of the same entry. */
  retract(entryId: string): Promise<void>;
  /** Small sealed things that screens remember on this phone alone, such as a session under way. */
  recall<T>(name: string): Promise<T | undefined>;
  keep(name: string, value: unknown): Promise<void>;
  forget(name: string): Promise<void>;
  /** Sends what waits and fetches the newest snapshot. Never rejects: see outbox.trouble. */
  refresh(): Promise<void>;
  /** What is not sent yet, as a file to hand over by other means. */
  exported(): Promise<Blob>;
}

export { NoCopy, StorageFull } from "./faults.ts";

import { uuid7 } from "./uuid7.ts";

/** This browser as one account's device: its id, and its next operation number. */
export interface Device {
  readonly id: string;
  nextSeq(): number;
}

/**
 * The device of an account, remembered in `storage`. A second account on the same phone is another device,
 * so that each counts its operations without gaps.
 */
export function deviceOf(account: string, storage: Storage): Device {
  const idKey = `everyrep:${account}:device`;
  const seqKey = `everyrep:${account}:seq`;
  const id = storage.getItem(idKey) ?? uuid7();
  storage.setItem(idKey, id);
  return {
    id,
    nextSeq() {
      const seq = Number(storage.getItem(seqKey) ?? 0) + 1;
      storage.setItem(seqKey, String(seq));
      return seq;
    },
  };
}

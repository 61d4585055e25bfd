import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { uuid7 } from "../sync/uuid7.ts";
import { Gone, NotAnswering, StorageFull } from "./faults.ts";
import { newKey, type Sealed } from "./vault.ts";
import type { World } from "./world.ts";

/**
 * Where an operation is. `waiting`: on this phone only. `received`: the server has it. `seen`: it was read
 * back from the server's log. `aside`: the server keeps it without counting it. `refused`: the server can do
 * nothing with it, and has not kept it.
 */
export type State = "waiting" | "received" | "seen" | "aside" | "refused";

/** One operation as it is kept: what is needed to send it in the clear, what it says sealed. */
export interface Row {
  readonly op_id: string;
  readonly device_seq: number;
  readonly hash: string;
  readonly state: State;
  /** The phone's clock in milliseconds: when it was said, and when the server answered to it. */
  readonly said_at: number;
  readonly answered_at: number | null;
  readonly server_seq: number | null;
  /** Why it is aside, "" where it is not. */
  readonly reason: string;
  readonly sealed: Sealed;
}

/** Who this phone is for one account, and the number of the next operation. */
export interface Device {
  readonly id: string;
  readonly seq: number;
}

/** What the server said of itself in the last exchange. `cursor` is null until there is anything to read back. */
export interface Contact {
  readonly epoch: string;
  readonly cursor: number | null;
  readonly schema: number;
  /** The phone's clock in milliseconds. */
  readonly at: number;
}

/** When the snapshot was last known to be the newest, by the phone's clock in milliseconds. */
export interface Confirmed {
  readonly at: number;
}

interface Schema extends DBSchema {
  keys: { key: "key"; value: CryptoKey };
  device: { key: "device"; value: Device };
  contact: { key: "exchange"; value: Contact };
  confirmed: { key: "snapshot"; value: Confirmed };
  operations: { key: string; value: Row };
  /** The snapshot and what screens remember, by the hash of its name. */
  sealed: { key: string; value: Sealed };
}

export const storeNames = ["keys", "device", "contact", "confirmed", "operations", "sealed"] as const;
export type StoreName = (typeof storeNames)[number];
export type Transaction = IDBPTransaction<Schema, StoreName[], "readwrite">;
export type Reading = IDBPTransaction<Schema, StoreName[], "readonly">;

export const version = 1;
const tries = 5;
const firstPauseMs = 100;

export function databaseName(account: string): string {
  return `everyrep:${account}`;
}

/** One account's records on this phone. */
export class Database {
  private opened: Promise<IDBPDatabase<Schema>> | undefined;
  private lost = false;
  private closed = false;

  constructor(
    readonly account: string,
    private readonly world: World,
    /** Told when the records do not answer, and when they do again. */
    private readonly troubled: (troubled: boolean) => void = () => {},
  ) {}

  /** Makes key and device where this phone holds nothing of the account yet. */
  async begin(): Promise<void> {
    const key = await newKey();
    await this.run(["keys", "device"], async (tx) => {
      const [keys, device] = [tx.objectStore("keys"), tx.objectStore("device")];
      if (await keys.get("key")) return;
      keys.put(key, "key");
      device.put({ id: uuid7(), seq: 1 }, "device");
    });
  }

  /**
   * Does everything in `work` or nothing, and resolves once that is durable. Opens anew and tries again where
   * the browser has lost the connection, so `work` may run more than once. Throws StorageFull where there
   * is no room, and NotAnswering where the connection stays lost.
   */
  run<T>(stores: StoreName[], work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.tried((db) => done(db.transaction(stores, "readwrite", { durability: "strict" }), work));
  }

  /** The same for what only reads: it waits for nobody who reads too. */
  read<T>(stores: StoreName[], work: (tx: Reading) => Promise<T>): Promise<T> {
    return this.tried((db) => done(db.transaction(stores, "readonly"), work));
  }

  private async tried<T>(act: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    for (let failed = 1; ; failed += 1) {
      try {
        const result = await act(await this.connection());
        this.say(false);
        return result;
      } catch (fault) {
        if (named(fault, "QuotaExceededError"))
          throw new StorageFull("no room on this phone", { cause: fault });
        if (!isLost(fault)) throw fault;
        this.say(true);
        this.opened = undefined;
        if (failed === tries) throw new NotAnswering("the storage does not answer", { cause: fault });
        await this.world.pause(firstPauseMs * 2 ** failed);
      }
    }
  }

  /** Removes the database; the tabs that have it open are told to let go of it. */
  async remove(): Promise<void> {
    await this.letGo();
    await deleteDB(databaseName(this.account));
  }

  /** Nothing is read or written any more; work that comes late finds the records gone. */
  async close(): Promise<void> {
    this.closed = true;
    await this.letGo();
  }

  private async letGo(): Promise<void> {
    const open = await this.opened?.catch(() => undefined);
    this.opened = undefined;
    open?.close();
  }

  private connection(): Promise<IDBPDatabase<Schema>> {
    if (this.closed) throw new Gone("this store was closed");
    this.opened ??= this.open();
    return this.opened;
  }

  private say(lost: boolean): void {
    if (lost !== this.lost) this.troubled(lost);
    this.lost = lost;
  }

  private open(): Promise<IDBPDatabase<Schema>> {
    const opened = openDB<Schema>(databaseName(this.account), version, {
      upgrade: (db) => {
        for (const name of storeNames) {
          if (name === "operations") db.createObjectStore(name, { keyPath: "op_id" });
          else db.createObjectStore(name);
        }
      },
      // Another tab removes the records, or brings a newer version of them.
      blocking: () => void this.letGo(),
      terminated: () => {
        this.opened = undefined;
      },
    });
    opened.catch(() => {
      this.opened = undefined;
    });
    return opened;
  }
}

/** The key and the device; throws Gone where the records were removed. */
export async function identity(tx: Transaction | Reading): Promise<{ key: CryptoKey; device: Device }> {
  const [key, device] = await Promise.all([
    tx.objectStore("keys").get("key"),
    tx.objectStore("device").get("device"),
  ]);
  if (!key || !device) throw new Gone("the records of this account were removed");
  return { key, device };
}

/** What came of `work` once all of it is kept; where any of it fails, nothing is. */
async function done<T, Tx extends Transaction | Reading>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const ended = tx.done;
  ended.catch(() => {}); // told below, where `work` did not fail first
  try {
    const result = await work(tx);
    await ended;
    return result;
  } catch (fault) {
    abort(tx);
    throw await ended.then(
      () => fault,
      (why) => (named(why, "QuotaExceededError") ? why : fault),
    );
  }
}

function abort(tx: Transaction | Reading): void {
  try {
    tx.abort();
  } catch {
    // it has ended by itself
  }
}

function named(fault: unknown, name: string): boolean {
  return fault instanceof Error && fault.name === name;
}

/** The browser lost the connection or the transaction; the same work may go well on a new one. */
function isLost(fault: unknown): boolean {
  return ["InvalidStateError", "UnknownError", "AbortError", "TransactionInactiveError"].some((name) =>
    named(fault, name),
  );
}

import type { Answer } from "../sync/exchange.ts";
import { type Operation, operation, type Saying } from "../sync/operation.ts";
import { uuid7 } from "../sync/uuid7.ts";
import {
  type Contact,
  type Database,
  type Device,
  identity,
  type Reading,
  type Row,
  type StoreName,
  storeNames,
  type Transaction,
} from "./database.ts";
import { Gone, NotAnswering } from "./faults.ts";
import { isDue, isOwed, refused, settled, waiting } from "./settling.ts";
import { Vault } from "./vault.ts";
import { alone, type World } from "./world.ts";

/** One operation of this phone, opened. */
export interface Own {
  readonly row: Row;
  readonly operation: Operation;
}

/** What is kept from now on, by what was kept; rows that are left out are purged. */
type Rule = (rows: readonly Row[], contact: Contact | undefined) => Kept;

interface Kept {
  readonly rows: readonly Row[];
  readonly contact: Contact | undefined;
}

const written: StoreName[] = ["keys", "device", "contact", "operations"];

/** All that is written down for the account; throws Gone where that was removed, or has not begun. */
async function writtenIn(tx: Reading): Promise<Kept & Awaited<ReturnType<typeof identity>>> {
  const [known, rows, contact] = await Promise.all([
    identity(tx),
    tx.objectStore("operations").getAll(),
    tx.objectStore("contact").get("exchange"),
  ]);
  return { ...known, rows, contact };
}

const batchMost = 200; // operations: the server's limit
const batchBytes = 150_000; // about five seconds of a slow mobile connection
const stuckPauseMs = 5000;

/** Everything that was said on this phone for one account, and where each of it is. */
export class Ledger {
  /** By op_id. */
  readonly own = new Map<string, Own>();
  contact: Contact | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly database: Database,
    readonly vault: Vault,
    private device: Device,
    private readonly world: World,
  ) {}

  static async open(database: Database, world: World): Promise<Ledger> {
    const read = () => database.read(written, writtenIn);
    const kept = await read().catch(async (fault) => {
      if (!(fault instanceof Gone)) throw fault;
      await database.begin(); // the first time on this phone
      return read();
    });
    const ledger = new Ledger(database, new Vault(kept.key), kept.device, world);
    await ledger.inTurn(() => ledger.hold(kept));
    return ledger;
  }

  get deviceId(): string {
    return this.device.id;
  }

  /** Where each operation is, to tell whether anything has changed. */
  get standing(): string {
    return this.sorted()
      .map(({ row }) => row.op_id + row.state)
      .join();
  }

  /** What has not reached the server, in the order in which it was said. */
  get waiting(): Own[] {
    return this.sorted().filter(({ row }) => row.state === "waiting");
  }

  /** What the patient has to know of: kept aside by the server, or refused by it. */
  get dead(): Own[] {
    return this.sorted().filter(({ row }) => row.state === "aside" || row.state === "refused");
  }

  /** The next operations to push, as many as one push may hold. */
  nextBatch(): Own[] {
    const batch: Own[] = [];
    let bytes = 0;
    for (const own of this.waiting) {
      bytes += own.row.sealed.data.byteLength;
      if (batch.length === batchMost || (batch.length > 0 && bytes > batchBytes)) break;
      batch.push(own);
    }
    return batch;
  }

  /** Reads anew what is kept, since another tab or the service worker may have written. */
  load(): Promise<void> {
    return this.inTurn(() => this.read());
  }

  /**
   * Keeps sayings as operations with the next numbers, all or none, and resolves once they are durable. Where
   * the browser's storage does not answer, it goes on trying. Throws StorageFull or Gone.
   */
  append(sayings: readonly Saying[]): Promise<void> {
    const at = this.world.now();
    const opIds = sayings.map(() => uuid7(at.getTime()));
    const name = `everyrep:${this.database.account}:write`;
    return this.inTurn(async () => {
      while (!(await alone(name, () => this.tryAppend(sayings, opIds, at))));
    });
  }

  /** Writes down what the server answered. */
  async settle(answer: Answer, at: number): Promise<void> {
    await this.change((rows, contact) => settled(rows, contact, answer, at));
  }

  /** Puts aside an operation that the server can do nothing with. */
  async refuse(opId: string): Promise<void> {
    const at = this.world.now().getTime();
    await this.change((rows, contact) => ({
      contact,
      rows: rows.map((row) => (row.op_id === opId ? refused(row, at) : row)),
    }));
  }

  /** Lets refused operations be tried again, once a day. */
  async retryRefused(): Promise<void> {
    const at = this.world.now().getTime();
    if (![...this.own.values()].some(({ row }) => isDue(row, at))) return;
    await this.change((rows, contact) => ({
      contact,
      rows: rows.map((row) => (isDue(row, at) ? waiting(row) : row)),
    }));
  }

  /** Removes everything of the account but what the server has not taken in; without such, everything. */
  wipe(): Promise<void> {
    return this.inTurn(() => this.wiped());
  }

  private async read(): Promise<void> {
    await this.hold(await this.database.read(written, writtenIn));
  }

  private async hold({ rows, contact }: Kept): Promise<void> {
    this.contact = contact;
    await this.take(rows, true);
  }

  private async wiped(): Promise<void> {
    const empty = await this.database.run([...storeNames], async (tx) => {
      const rows = await tx.objectStore("operations").getAll();
      const sent = rows.filter((row) => !isOwed(row));
      for (const name of ["sealed", "confirmed"] as const) tx.objectStore(name).clear();
      for (const row of sent) tx.objectStore("operations").delete(row.op_id);
      if (sent.length < rows.length) return false;
      for (const name of storeNames) tx.objectStore(name).clear();
      return true;
    });
    if (!empty) return this.read();
    this.own.clear();
    await this.database.remove();
  }

  private async tryAppend(sayings: readonly Saying[], opIds: readonly string[], at: Date): Promise<boolean> {
    const { id: deviceId, seq } = this.device;
    const stamped = sayings.map((saying, n) =>
      operation(saying, { opId: opIds[n] ?? "", deviceId, deviceSeq: seq + n, at }),
    );
    const rows = await Promise.all((await Promise.all(stamped)).map((made) => this.sealed(made, at)));
    try {
      const kept = await this.database.run(["keys", "device", "operations"], (tx) => this.put(tx, rows, seq));
      await this.take(kept);
      return kept.length > 0;
    } catch (fault) {
      if (!(fault instanceof NotAnswering)) throw fault;
      await this.world.pause(stuckPauseMs);
      return false;
    }
  }

  /** Puts the rows if their numbers are still free. What an earlier try kept after all is not kept twice. */
  private async put(tx: Transaction, rows: readonly Row[], seq: number): Promise<Row[]> {
    const { device } = await identity(tx);
    const operations = tx.objectStore("operations");
    const before = await Promise.all(rows.map((row) => operations.get(row.op_id)));
    if (before.every((row) => row !== undefined)) return before;
    this.device = device;
    if (device.seq !== seq) return [];
    this.device = { ...device, seq: seq + rows.length };
    for (const row of rows) operations.put(row);
    tx.objectStore("device").put(this.device, "device");
    return [...rows];
  }

  private async sealed(made: Operation, at: Date): Promise<Row> {
    return {
      op_id: made.op_id,
      device_seq: made.device_seq,
      hash: made.content_hash,
      state: "waiting",
      said_at: at.getTime(),
      answered_at: null,
      server_seq: null,
      reason: "",
      sealed: await this.vault.seal(made.op_id, made),
    };
  }

  private change(rule: Rule): Promise<void> {
    return this.inTurn(() => this.changed(rule));
  }

  private async changed(rule: Rule): Promise<void> {
    const changed = await this.database.run(["contact", "operations"], async (tx) => {
      const operations = tx.objectStore("operations");
      const rows = await operations.getAll();
      const next = rule(rows, await tx.objectStore("contact").get("exchange"));
      const left = new Map(next.rows.map((row) => [row.op_id, row]));
      for (const row of rows) {
        const now = left.get(row.op_id);
        if (!now) operations.delete(row.op_id);
        else if (now !== row) operations.put(now);
      }
      if (next.contact) tx.objectStore("contact").put(next.contact, "exchange");
      return next;
    });
    await this.hold(changed);
  }

  private async take(rows: readonly Row[], whole = false): Promise<void> {
    const said = await Promise.all(rows.map((row) => this.opened(row)));
    for (const [n, row] of rows.entries()) {
      const operation = said[n];
      if (operation) this.own.set(row.op_id, { row, operation });
    }
    if (!whole) return;
    const left = new Set(rows.map((row) => row.op_id));
    for (const opId of this.own.keys()) if (!left.has(opId)) this.own.delete(opId);
  }

  private async opened({ op_id, sealed }: Row): Promise<Operation | undefined> {
    return this.own.get(op_id)?.operation ?? this.vault.open<Operation>(op_id, sealed);
  }

  /** One thing after the other, so that what is held here never falls behind what is kept. */
  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.turn.then(act);
    this.turn = turn.catch(() => {});
    return turn;
  }

  private sorted(): Own[] {
    return [...this.own.values()].sort((one, other) => one.row.device_seq - other.row.device_seq);
  }
}

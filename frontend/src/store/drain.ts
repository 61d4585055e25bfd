import { type Exchanged, exchange } from "../sync/exchange.ts";
import type { Ledger, Own } from "./ledger.ts";
import type { World } from "./world.ts";

/** How sending ended. `trouble` is "" where nothing waits any more. */
export interface Ended {
  readonly trouble: "" | "offline" | "signed_out" | "server";
  /** How long the server wants to be left alone, in milliseconds. */
  readonly askedMs: number;
  /** The way in was closed; what was sent is kept there. */
  readonly closed: boolean;
}

const roundsMost = 200; // pushes at one go; a server that never stops asking for more is left for later
const checkInMs = 6 * 3_600_000;
const fine: Ended = { trouble: "", askedMs: 0, closed: false };

/**
 * Sends everything that waits, in batches. One operation that the server can do nothing with is found by
 * halving its batch, and put aside alone. With nothing to send, the server is asked now and then whether it
 * is still the one that was told: after a restore from a backup the phones bring back what it lost.
 */
export async function drain(ledger: Ledger, world: World): Promise<Ended> {
  await ledger.load();
  await ledger.retryRefused();
  let ended = fine;
  let asked = !mayCheckIn(ledger, world);
  for (let round = 0; round < roundsMost && !ended.trouble; round += 1) {
    const batch = ledger.nextBatch();
    if (batch.length === 0 && asked) break;
    asked = true;
    const got = await deliver(batch, ledger, world);
    ended = { ...got, closed: ended.closed || got.closed };
  }
  return ended;
}

function mayCheckIn({ contact, own }: Ledger, world: World): boolean {
  return contact !== undefined && own.size > 0 && Math.abs(world.now().getTime() - contact.at) > checkInMs;
}

async function deliver(batch: readonly Own[], ledger: Ledger, world: World): Promise<Ended> {
  const at = world.now().getTime(); // an answer knows no more than what was so when it was asked for
  const got = await push(batch, ledger, world);
  if (got.how === "unreadable") return isolate(batch, ledger, world);
  if (got.how !== "answered") return unsent(got);
  const receipts = new Map(got.answer.receipts.map((receipt) => [receipt.op_id, receipt.content_hash]));
  await ledger.settle(got.answer, at);
  // No receipt for anything of the batch: asking again at once would ask forever.
  const stuck = batch.length > 0 && batch.every(({ row }) => receipts.get(row.op_id) !== row.hash);
  return { trouble: stuck ? "server" : "", askedMs: 0, closed: got.answer.closed };
}

async function isolate(batch: readonly Own[], ledger: Ledger, world: World): Promise<Ended> {
  const [first] = batch;
  if (batch.length > 1) {
    const half = Math.ceil(batch.length / 2);
    const ended = await deliver(batch.slice(0, half), ledger, world);
    return ended.trouble ? ended : deliver(batch.slice(half), ledger, world);
  }
  // Is it this operation, or can the server do nothing with any push of this app?
  const empty = first ? await push([], ledger, world) : undefined;
  if (empty?.how !== "answered" || !first) return { ...fine, trouble: "server" };
  await ledger.refuse(first.row.op_id);
  return fine;
}

function push(batch: readonly Own[], ledger: Ledger, world: World): Promise<Exchanged> {
  const sender = {
    account: ledger.database.account,
    deviceId: ledger.deviceId,
    cursor: ledger.contact?.cursor ?? Number.MAX_SAFE_INTEGER,
  };
  return exchange(
    batch.map((own) => own.operation),
    sender,
    world,
  );
}

function unsent(got: Exclude<Exchanged, { how: "answered" }>): Ended {
  if (got.how === "server") return { ...fine, trouble: "server", askedMs: got.waitMs };
  return { ...fine, trouble: got.how === "offline" ? "offline" : "signed_out" };
}

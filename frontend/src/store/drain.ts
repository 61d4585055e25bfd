import { type Exchanged, exchange } from "../sync/exchange.ts";
import type { Trouble } from "./index.ts";
import type { Ledger, Own } from "./ledger.ts";
import type { World } from "./world.ts";

/** How sending ended. `trouble` is "" where nothing waits any more; `askedMs`: the server wants to be left alone. */
export interface Ended {
  readonly trouble: Trouble;
  readonly askedMs: number;
}

const roundsMost = 200; // pushes at one go; a server that never stops asking for more is left for later
const checkInMs = 6 * 3_600_000;

/**
 * Sends everything that waits, in batches. One operation that the server can do nothing with is found by
 * halving its batch, and put aside alone. With nothing to send, the server is asked now and then whether it
 * is still the one that was told: after a restore from a backup the phones bring back what it lost.
 */
export async function drain(ledger: Ledger, world: World): Promise<Ended> {
  await ledger.load();
  await ledger.retryRefused();
  let ended: Ended = { trouble: "", askedMs: 0 };
  let asked = !mayCheckIn(ledger, world);
  for (let round = 0; round < roundsMost && !ended.trouble; round += 1) {
    const batch = ledger.nextBatch();
    if (batch.length === 0 && asked) break;
    asked = true;
    const got = await deliver(batch, ledger, world);
    // "closed" does not stop it: what the phone still holds is handed over first.
    if (got.trouble !== "closed" || ledger.waiting.length === 0) ended = got;
  }
  return ended;
}

function mayCheckIn({ contact }: Ledger, world: World): boolean {
  return contact !== undefined && Math.abs(world.now().getTime() - contact.at) > checkInMs;
}

async function deliver(batch: readonly Own[], ledger: Ledger, world: World): Promise<Ended> {
  const before = ledger.waiting.length;
  const got = await push(batch, ledger, world);
  if (got.how === "unreadable") return isolate(batch, ledger, world);
  if (got.how !== "answered") return unsent(got);
  await ledger.settle(got.answer);
  if (got.answer.closed) return { trouble: "closed", askedMs: 0 };
  const received = batch.filter(({ row }) => ledger.own.get(row.op_id)?.row.state !== "waiting");
  // No receipt for anything of the batch: asking again at once would ask forever.
  const stuck = batch.length > 0 && received.length === 0 && ledger.waiting.length >= before;
  return { trouble: stuck ? "server" : "", askedMs: 0 };
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
  if (empty?.how !== "answered" || !first) return { trouble: "server", askedMs: 0 };
  await ledger.refuse(first.row.op_id);
  return { trouble: "", askedMs: 0 };
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
  const troubles = { signed_out: "signed_out", refused: "signed_out", unreadable: "server" } as const;
  if (got.how === "server") return { trouble: "server", askedMs: got.waitMs };
  if (got.how === "offline") return { trouble: "offline", askedMs: 0 };
  return { trouble: troubles[got.how], askedMs: 0 };
}

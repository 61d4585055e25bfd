import type { Answer, Receipt, Seen } from "../sync/exchange.ts";
import type { Contact, Row } from "./database.ts";

export const keptDays = 30; // trust 3.1.5: what the server has stays sealed on the phone this long
export const dayMs = 86_400_000;
const retryRefusedMs = dayMs;

/** What an answer makes of the phone's operations; rows that are not in `rows` any more are purged. */
export interface Settled {
  readonly rows: readonly Row[];
  readonly contact: Contact;
}

/**
 * The rules of trust 3.1, 2-5, as a pure function. An operation counts as received only where the receipt
 * names its id and its content. A new epoch means that the server was restored from a backup: everything held
 * is pushed again. A server that reads a newer schema than before gets again what it set aside for that.
 * Purged is only what was answered for more than 30 days ago, and was read back or is kept aside for good.
 */
export function settled(
  rows: readonly Row[],
  before: Contact | undefined,
  answer: Answer,
  at: number,
): Settled {
  const receipts = new Map(answer.receipts.map((receipt) => [receipt.op_id, receipt]));
  const seen = new Map(answer.seen.map((one) => [one.op_id, one]));
  const restored = before !== undefined && before.epoch !== answer.server_epoch;
  const learnt = before !== undefined && answer.schema_v > before.schema;
  const fresh = rows.map((row) => {
    const [receipt, log] = [receipts.get(row.op_id), seen.get(row.op_id)];
    if (log?.content_hash === row.hash) return readBack(row, log, at);
    if (receipt?.content_hash === row.hash) return received(row, receipt, at);
    if (restored && row.state !== "refused") return waiting(row);
    if (learnt && row.reason === "newer_schema") return waiting(row);
    return row;
  });
  const cursor = cursorAfter(restored ? null : (before?.cursor ?? null), fresh, receipts, answer);
  const contact = { epoch: answer.server_epoch, cursor, schema: answer.schema_v, at };
  return { rows: fresh.filter((row) => !isOver(row, at)), contact };
}

export function waiting(row: Row): Row {
  return { ...row, state: "waiting", answered_at: null, server_seq: null, reason: "" };
}

/** Whether the server has still to take it in: it stays on the phone until then, however long that is. */
export function isOwed({ state, reason }: Row): boolean {
  return state === "waiting" || state === "refused" || (state === "aside" && reason === "newer_schema");
}

/** The server can do nothing with it; it is tried again after a day. */
export function refused(row: Row, at: number): Row {
  return { ...row, state: "refused", answered_at: at, reason: "refused" };
}

/** Whether it is time to try a refused operation again; a clock that was set back does not forbid it. */
export function isDue(row: Row, at: number): boolean {
  return row.state === "refused" && Math.abs(at - (row.answered_at ?? 0)) >= retryRefusedMs;
}

function received(row: Row, receipt: Receipt, at: number): Row {
  const aside = receipt.status === "quarantined";
  const { server_seq = null, reason = "" } = receipt;
  return { ...row, state: aside ? "aside" : "received", answered_at: at, server_seq, reason };
}

function readBack(row: Row, { server_seq }: Seen, at: number): Row {
  return { ...row, state: "seen", answered_at: row.answered_at ?? at, server_seq, reason: "" };
}

/** The answer's cursor, but never beyond what was received now and has still to be read back. */
function cursorAfter(
  before: number | null,
  rows: readonly Row[],
  receipts: ReadonlyMap<string, Receipt>,
  answer: Answer,
): number | null {
  const open = rows.filter((row) => row.state === "received" && receipts.has(row.op_id));
  const places = open.map((row) => row.server_seq).filter((seq) => seq !== null);
  const lowest = Math.min(
    before === null ? Number.POSITIVE_INFINITY : answer.cursor,
    ...places.map((seq) => seq - 1),
  );
  return Number.isFinite(lowest) ? lowest : null;
}

function isOver(row: Row, at: number): boolean {
  const has = row.state === "seen" || row.state === "aside";
  return has && !isOwed(row) && row.answered_at !== null && at - row.answered_at > keptDays * dayMs;
}

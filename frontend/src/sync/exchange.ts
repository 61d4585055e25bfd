import type { Operation } from "./operation.ts";

const address = "/api/v1/sync";
const waitMs = 30_000;
const worthPacking = 4000; // characters: a few operations fit into three packets anyway

/** The server's word that it has an operation; each status means: kept. */
export interface Receipt {
  readonly op_id: string;
  readonly content_hash: string;
  readonly status: string;
  readonly server_seq: number | null;
  readonly reason: string;
}

/** One of this device's operations as the server's log holds it: read back, not merely received. */
export interface Seen {
  readonly op_id: string;
  readonly content_hash: string;
  readonly server_seq: number;
}

/** What the server answers to a push (everyrep/logbook/wire.py). */
export interface Answer {
  readonly server_epoch: string;
  readonly receipts: readonly Receipt[];
  /** This device's operations after the cursor. */
  readonly seen: readonly Seen[];
  readonly cursor: number;
  readonly more: boolean;
  /** The newest operation schema that this server reads. */
  readonly schema_v: number;
  /** The way in was closed: what was handed over is kept, and the phone's copy has to go. */
  readonly closed: boolean;
}

/** Who pushes. The server refuses a push under a session that is by now someone else's. */
export interface Sender {
  readonly account: string;
  readonly deviceId: string;
  readonly cursor: number;
}

/** What the exchange takes from the browser around it. */
export interface Line {
  fetch(address: string, init: RequestInit): Promise<Response>;
  now(): Date;
  csrf(): Promise<string>;
}

/**
 * How an exchange ended. `unreadable`: the server can do nothing with this push as a whole. `refused`: the
 * session's token is not the one that was sent. `waitMs`: how long the server wants to be left alone.
 */
export type Exchanged =
  | { readonly how: "answered"; readonly answer: Answer }
  | { readonly how: "server"; readonly waitMs: number }
  | { readonly how: "signed_out" | "refused" | "unreadable" | "offline" };

/** Posts operations and reads their receipts. Never throws. */
export async function exchange(
  operations: readonly Operation[],
  sender: Sender,
  line: Line,
): Promise<Exchanged> {
  const message = { ...messageOf(sender), sent_at: line.now().toISOString(), ops: operations };
  try {
    return await readAnswer(await post(JSON.stringify(message), line), line.now());
  } catch {
    return { how: "offline" };
  }
}

async function readAnswer(response: Response, now: Date): Promise<Exchanged> {
  if (response.status === 401 || response.status === 404) return { how: "signed_out" };
  if (response.status === 403) return { how: "refused" };
  if (response.status === 400 || response.status === 413) return { how: "unreadable" };
  const answer = response.ok ? await read(response) : undefined;
  return answer ? { how: "answered", answer } : { how: "server", waitMs: retryAfterMs(response, now) };
}

function messageOf({ account, deviceId, cursor }: Sender) {
  return { account, device_id: deviceId, cursor };
}

/** Compressed where it is worth it; a server of an older version does not read that, and gets it as it is. */
async function post(text: string, line: Line): Promise<Response> {
  const packed = text.length > worthPacking ? await pack(text) : undefined;
  if (packed === undefined) return send(text, {}, line);
  const response = await send(packed, { "Content-Encoding": "gzip" }, line);
  return response.status === 400 || response.status === 415 ? send(text, {}, line) : response;
}

async function send(body: BodyInit, headers: Record<string, string>, line: Line): Promise<Response> {
  return line.fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": await line.csrf(), ...headers },
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(waitMs),
  });
}

/** Undefined where the browser cannot compress. */
async function pack(text: string): Promise<ArrayBuffer | undefined> {
  if (!globalThis.CompressionStream) return undefined;
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Response(packed).arrayBuffer();
}

/** Undefined where it is no answer of this server, such as the page of a guest network. */
async function read(response: Response): Promise<Answer | undefined> {
  try {
    const {
      server_epoch,
      receipts,
      seen = [],
      cursor,
      more,
      schema_v = 0,
      closed = false,
    } = await response.json();
    const reads = typeof server_epoch === "string" && Array.isArray(receipts) && Number.isSafeInteger(cursor);
    return reads
      ? { server_epoch, receipts, seen, cursor, more: more === true, schema_v, closed }
      : undefined;
  } catch {
    return undefined;
  }
}

/** What Retry-After asks for, in seconds or as a date; 0 where it asks for nothing. */
function retryAfterMs(response: Response, now: Date): number {
  const asked = response.headers.get("Retry-After") ?? "";
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - now.getTime();
  return Number.isNaN(ms) ? 0 : Math.max(0, ms);
}

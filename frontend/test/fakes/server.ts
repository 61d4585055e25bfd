import { gunzipSync } from "node:zlib";
import type { Snapshot } from "../../src/store/snapshot.ts";
import { contentHash, type Json } from "../../src/sync/canonical.ts";
import type { Answer, Receipt, Seen } from "../../src/sync/exchange.ts";
import { merge } from "../../src/sync/merge.ts";
import type { Operation } from "../../src/sync/operation.ts";
import { snapshot } from "./program.ts";

const pushLimit = 200;
const pullLimit = 500;

interface Accepted {
  readonly operation: Operation;
  readonly seq: number;
}

interface Push {
  readonly account: string;
  readonly device_id: string;
  readonly cursor: number;
  readonly sent_at: string;
  readonly ops: readonly (Operation & { readonly [field: string]: Json })[];
}

/** What happens to the next message on its way; "" for nothing. */
export type Mishap = "" | "lost" | "answer lost" | "busy" | "signed out" | "guest network";

/** The server's rules for pushes and snapshots (everyrep/logbook/receiving.py), without a plan to judge by. */
export class FakeServer {
  /** Accepted operations by account, in the order of their numbers. */
  readonly logs = new Map<string, Accepted[]>();
  readonly aside: { account: string; op_id: string; hash: string; reason: string }[] = [];
  /** Every operation id that was ever pushed under an account's session. */
  readonly pushed: { session: string; account: string; op_id: string }[] = [];
  mishaps: Mishap[] = [];
  /** Who is signed in on the phone's browser. */
  session = "rosa";
  closed = false;
  readsSchema = 2;
  /** What is different about the snapshots it makes. */
  changes: Partial<Snapshot> = {};
  /** A push with this text in it is unreadable as a whole. */
  poison = "";
  pushes = 0;
  private epoch = 1;

  readonly fetch = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const mishap = this.mishaps.shift();
    if (mishap === "lost") throw new TypeError("Failed to fetch");
    if (mishap === "busy") return new Response("", { status: 503, headers: { "Retry-After": "5" } });
    if (mishap === "signed out") return new Response("{}", { status: 401 });
    if (mishap === "guest network") return new Response("<h1>Welcome to our café</h1>", { status: 200 });
    const answer = address === "/api/v1/sync" ? await this.sync(await textOf(init)) : this.snapshot(init);
    if (mishap === "answer lost") throw new TypeError("Failed to fetch");
    return answer;
  };

  log(account: string): Operation[] {
    return (this.logs.get(account) ?? []).map(({ operation }) => operation);
  }

  /** What another device, or the therapist, says. */
  say(account: string, operation: Operation): void {
    this.accept(account, operation);
  }

  backup(): Map<string, Accepted[]> {
    return new Map([...this.logs].map(([account, log]) => [account, [...log]]));
  }

  restore(backup: Map<string, Accepted[]>): void {
    this.logs.clear();
    for (const [account, log] of backup) this.logs.set(account, [...log]);
    this.epoch += 1;
  }

  private async sync(body: string): Promise<Response> {
    this.pushes += 1;
    const push: Push = JSON.parse(body);
    if (!this.session || this.session !== push.account) return new Response("{}", { status: 401 });
    if (push.ops.length > pushLimit) return new Response("{}", { status: 413 });
    if (this.poison && body.includes(this.poison)) return new Response("{}", { status: 400 });
    const hashes = await Promise.all(push.ops.map(hashOf));
    // From here on at one go: one process, with one schema and one history, gives the whole answer.
    const receipts = push.ops.map((operation, n) => this.receive(push.account, operation, hashes[n] ?? ""));
    return Response.json(this.answer(push, receipts));
  }

  private receive(account: string, sent: Operation, hash: string): Receipt {
    const { op_id, content_hash } = sent;
    this.pushed.push({ session: this.session, account, op_id });
    if (hash !== content_hash) return this.setAside(account, sent, "malformed");
    const known = this.logs.get(account)?.find(({ operation }) => operation.op_id === op_id);
    if (known?.operation.content_hash === content_hash)
      return { op_id, content_hash, status: "duplicate", server_seq: known.seq, reason: "" };
    if (known) return this.setAside(account, sent, "same_id_other_content");
    if (sent.schema_v > this.readsSchema) return this.setAside(account, sent, "newer_schema");
    if (this.closed) return this.setAside(account, sent, "closed");
    if (sent.body.item_key === "nobody knows it") return this.setAside(account, sent, "unknown_exercise");
    const seq = this.accept(account, sent);
    return { op_id, content_hash, status: "accepted", server_seq: seq, reason: "" };
  }

  private accept(account: string, operation: Operation): number {
    const log = this.logs.get(account) ?? [];
    const seq = (log.at(-1)?.seq ?? 0) + 1;
    this.logs.set(account, [...log, { operation, seq }]);
    return seq;
  }

  private setAside(account: string, { op_id, content_hash }: Operation, reason: string): Receipt {
    const known = this.aside.some((one) => one.op_id === op_id && one.hash === content_hash);
    if (!known) this.aside.push({ account, op_id, hash: content_hash, reason });
    return { op_id, content_hash, status: "quarantined", server_seq: null, reason };
  }

  private answer(push: Push, receipts: readonly Receipt[]): Answer & { ops: readonly Operation[] } {
    const after = (this.logs.get(push.account) ?? []).filter(({ seq }) => seq > push.cursor);
    const page = this.closed ? [] : after.slice(0, pullLimit);
    const own = page.filter(({ operation }) => operation.device_id === push.device_id);
    const seen: Seen[] = own.map(({ operation: { op_id, content_hash }, seq }) => ({
      op_id,
      content_hash,
      server_seq: seq,
    }));
    return {
      server_epoch: `epoch ${this.epoch}`,
      receipts,
      seen,
      ops: page.filter((one) => !own.includes(one)).map(({ operation }) => operation),
      cursor: page.at(-1)?.seq ?? push.cursor,
      more: after.length > page.length,
      schema_v: this.readsSchema,
      closed: this.closed,
    };
  }

  private snapshot(init: RequestInit): Response {
    if (!this.session) return new Response("{}", { status: 401 });
    if (this.closed) return new Response('{"closed": true}', { status: 410 });
    const operations = this.log(this.session);
    const state = `${this.session} ${this.epoch} ${operations.length}`;
    const known = new Headers(init.headers).get("If-None-Match");
    if (known === `"${state}"`) return new Response(null, { status: 304 });
    const tops = [...merge(operations).values()].map(({ top }) => top);
    const held = tops.map((top) => ({ ...top, reduced: false }));
    const content = snapshot({ account: this.session, state, operations: held, ...this.changes });
    return Response.json(content, { headers: { ETag: `"${state}"` } });
  }
}

function hashOf({ content_hash: _stated, ...fields }: Operation): Promise<string> {
  return contentHash(fields as Json);
}

async function textOf({ body, headers }: RequestInit): Promise<string> {
  if (new Headers(headers).get("Content-Encoding") !== "gzip") return String(body);
  return gunzipSync(new Uint8Array(body as ArrayBuffer)).toString();
}

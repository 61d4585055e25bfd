import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { canonicalJson, contentHash, type Json } from "../src/sync/canonical.ts";
import { deviceOf } from "../src/sync/device.ts";
import { operation, type Saying, wallClock } from "../src/sync/operation.ts";
import { push } from "../src/sync/push.ts";
import { sealed } from "../src/sync/sealing.ts";
import { uuid7 } from "../src/sync/uuid7.ts";

interface Vector {
  readonly name: string;
  readonly value: Json;
  readonly canonical: string;
  readonly sha256: string;
}

const vectors: Vector[] = JSON.parse(readFileSync("../tests/core/canonical_vectors.json", "utf8"));
const saying: Saying = {
  kind: "create",
  entryId: "0193a1b2-0000-7000-8000-000000000001",
  baseRev: 0,
  localDate: "2026-11-16",
  programRev: "0193a1b2-0000-7000-8000-000000000002",
  evidence: "ticked",
  body: { type: "exercise", item_key: "k", session: 0, outcome: "done" },
};
const target = { url: "/api/v1/sync", csrf: "token", deviceId: "phone", account: "rosa" };

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

test.each(vectors)("the canonical form of $name is the server's, byte for byte", async (vector) => {
  expect(canonicalJson(vector.value)).toBe(vector.canonical);
  expect(await contentHash(vector.value)).toBe(vector.sha256);
});

test.each([1.5, Number.NaN, 2 ** 53, "\ud800", { "\udc00": 1 }])(
  "%j is refused, as on the server",
  (value) => {
    expect(() => canonicalJson(value)).toThrow(RangeError);
  },
);

test("nesting without end is refused rather than followed", () => {
  let nested: Json = [];
  for (let depth = 0; depth < 100; depth += 1) nested = [nested];
  expect(() => canonicalJson(nested)).toThrow("nested");
});

test("a name carries its version, its variant and its moment, and is never given twice", () => {
  const made = uuid7(0x0193_a1b2_c3d4);
  expect(made).toMatch(/^0193a1b2-c3d4-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(Array.from({ length: 200 }, () => uuid7())).size).toBe(200);
});

test("a device counts its operations without gaps, over reloads, and apart for each account", () => {
  const seqs = [deviceOf("rosa", localStorage).nextSeq(), deviceOf("rosa", localStorage).nextSeq()];
  expect(seqs).toEqual([1, 2]);
  expect(deviceOf("luz", localStorage).nextSeq()).toBe(1);
  expect(deviceOf("rosa", localStorage).id).toBe(deviceOf("rosa", localStorage).id);
  expect(deviceOf("luz", localStorage).id).not.toBe(deviceOf("rosa", localStorage).id);
});

test("an operation is hashed over everything but its hash, and keeps the day the patient means", async () => {
  const made = await operation(saying, deviceOf("rosa", localStorage), new Date("2026-11-17T04:30:00Z"));
  const { content_hash, ...rest } = made;
  expect(content_hash).toBe(await contentHash(rest));
  expect(made).toMatchObject({
    local_date: "2026-11-16",
    recorded_at: "2026-11-17T04:30:00.000Z",
    schema_v: 1,
  });
});

test("the wall clock, its offset and UTC agree", () => {
  const now = new Date("2026-07-01T12:34:56Z");
  const { performed_local, utc_offset_min } = wallClock(now);
  expect(Date.parse(`${performed_local}Z`) - utc_offset_min * 60_000).toBe(now.getTime());
});

test("sealing the same words again is the same operation; other words are a new one for the same entry", async () => {
  const device = deviceOf("rosa", localStorage);
  const seal = (body: Saying["body"], entryId = uuid7()) => operation({ ...saying, entryId, body }, device);
  const first = await sealed({ pain: 3 }, undefined, seal);
  expect(await sealed({ pain: 3 }, first, seal)).toBe(first);
  const second = await sealed({ pain: 4 }, first, seal);
  expect(second.operation.entry_id).toBe(first.operation.entry_id);
  expect(second.operation.op_id).not.toBe(first.operation.op_id);
});

async function pushed(
  answer: (sent: { op_id: string; content_hash: string }) => Response | Promise<Response>,
) {
  const made = await operation(saying, deviceOf("rosa", localStorage));
  vi.stubGlobal("fetch", (_url: string, init: RequestInit) => answer(JSON.parse(String(init.body)).ops[0]));
  return push([made], target);
}

const receipt = (sent: object, status: string) => Response.json({ receipts: [{ ...sent, status }] });

test.each([
  ["accepted", "sent"],
  ["duplicate", "sent"],
  ["quarantined", "received"],
])("a receipt that says %s reads as %s", async (status, outcome) => {
  expect(await pushed((sent) => receipt(sent, status))).toBe(outcome);
});

test("without the server's word nothing counts as sent", async () => {
  expect(await pushed(() => Response.json({ receipts: [] }))).toBe("not_sent");
  expect(await pushed((sent) => receipt({ ...sent, content_hash: "other" }, "accepted"))).toBe("not_sent");
  expect(await pushed(() => new Response("<html>", { status: 200 }))).toBe("not_sent");
  expect(await pushed(() => new Response("", { status: 500 }))).toBe("not_sent");
  expect(await pushed(() => Promise.reject(new TypeError("no network")))).toBe("not_sent");
});

test("a page that is signed out, or whose session changed, is told apart", async () => {
  expect(await pushed(() => new Response("", { status: 401 }))).toBe("signed_out");
  expect(await pushed(() => new Response("", { status: 403 }))).toBe("refused");
});

test("a push says whose page it comes from, and what the phone's clock shows", async () => {
  const fetched = vi.fn(() => Promise.resolve(Response.json({ receipts: [] })));
  vi.stubGlobal("fetch", fetched);
  await push([], target);
  const [, init] = fetched.mock.calls[0] as unknown as [string, RequestInit];
  const { account, sent_at } = JSON.parse(String(init.body));
  expect(account).toBe("rosa");
  expect(Math.abs(Date.parse(sent_at) - Date.now())).toBeLessThan(60_000);
});

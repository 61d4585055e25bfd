import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { canonicalJson, contentHash, type Json } from "../src/sync/canonical.ts";
import { exchange } from "../src/sync/exchange.ts";
import { operation, type Saying, type Stamp, wallClock } from "../src/sync/operation.ts";
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
const stamp: Stamp = { opId: uuid7(), deviceId: "phone", deviceSeq: 7, at: new Date("2026-11-17T04:30:00Z") };
const sender = { account: "rosa", deviceId: "phone", cursor: 3 };

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

test("an operation is hashed over everything but its hash, and keeps the day the patient means", async () => {
  const { content_hash, ...rest } = await operation(saying, stamp);
  expect(content_hash).toBe(await contentHash(rest));
  expect(rest).toMatchObject({
    op_id: stamp.opId,
    device_seq: 7,
    local_date: "2026-11-16",
    recorded_at: "2026-11-17T04:30:00.000Z",
    schema_v: 2,
  });
});

test.each([
  ["America/New_York", [-240, -240, -300]],
  ["Pacific/Kiritimati", [840, 840, 840]],
  ["Asia/Kathmandu", [345, 345, 345]],
])("the wall clock, its offset and UTC agree in %s, over a change of the clocks too", (zone, offsets) => {
  vi.stubEnv("TZ", zone);
  const moments = ["2026-07-01T12:34:56Z", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"];
  for (const [place, moment] of moments.entries()) {
    const { performed_local, utc_offset_min } = wallClock(new Date(moment));
    expect(Date.parse(`${performed_local}Z`) - utc_offset_min * 60_000).toBe(Date.parse(moment));
    expect(utc_offset_min).toBe(offsets[place]);
  }
  vi.unstubAllEnvs();
});

async function exchanged(response: () => Response | Promise<Response>) {
  const line = { fetch: async () => response(), now: () => stamp.at, csrf: async () => "token" };
  return exchange([await operation(saying, stamp)], sender, line);
}

const answer = { server_epoch: "e1", receipts: [], cursor: 4, more: false };

test("an answer of an older server reads as one that has seen nothing back and closes nothing", async () => {
  expect(await exchanged(() => Response.json(answer))).toEqual({
    how: "answered",
    answer: { ...answer, seen: [], schema_v: 0, closed: false },
  });
});

test.each([
  [401, "signed_out"],
  [404, "signed_out"],
  [403, "refused"],
  [400, "unreadable"],
  [413, "unreadable"],
  [500, "server"],
  [507, "server"],
])("an answer with status %i reads as %s", async (status, how) => {
  expect((await exchanged(() => new Response("{}", { status }))).how).toBe(how);
});

test("a page that is no answer of this server, and no network at all, are told apart", async () => {
  expect((await exchanged(() => new Response("<html>", { status: 200 }))).how).toBe("server");
  expect((await exchanged(() => Response.json({ receipts: [] }))).how).toBe("server");
  expect((await exchanged(() => Promise.reject(new TypeError("no network")))).how).toBe("offline");
});

test.each([
  ["7", 7000],
  ["Tue, 17 Nov 2026 04:30:09 GMT", 9000],
  ["soon", 0],
  ["", 0],
])("a server that asks to be left alone with %j is left alone for %i ms", async (asked, waitMs) => {
  const busy = () => new Response("", { status: 503, headers: { "Retry-After": asked } });
  expect(await exchanged(busy)).toEqual({ how: "server", waitMs });
});

test("a push says whose it is, from which device, and what the phone's clock shows", async () => {
  const sent: RequestInit[] = [];
  const line = { now: () => stamp.at, csrf: async () => "token" };
  await exchange([], sender, {
    ...line,
    fetch: async (_address, init) => {
      sent.push(init);
      return Response.json(answer);
    },
  });
  expect(JSON.parse(String(sent[0]?.body))).toEqual({
    account: "rosa",
    device_id: "phone",
    cursor: 3,
    sent_at: "2026-11-17T04:30:00.000Z",
    ops: [],
  });
  expect(new Headers(sent[0]?.headers).get("X-CSRFToken")).toBe("token");
});

test("many operations travel compressed, and as they are to a server that does not read that", async () => {
  const sent: string[] = [];
  const many = await Promise.all(Array.from({ length: 20 }, () => operation(saying, stamp)));
  const got = await exchange(many, sender, {
    now: () => stamp.at,
    csrf: async () => "token",
    fetch: async (_address, init) => {
      const packed = new Headers(init.headers).get("Content-Encoding") === "gzip";
      const bytes = packed ? gunzipSync(new Uint8Array(init.body as ArrayBuffer)) : String(init.body);
      sent.push(`${packed ? "packed" : "plain"}: ${JSON.parse(bytes.toString()).ops.length} operations`);
      return packed ? new Response("{}", { status: 400 }) : Response.json(answer);
    },
  });
  expect(sent).toEqual(["packed: 20 operations", "plain: 20 operations"]);
  expect(got.how).toBe("answered");
});

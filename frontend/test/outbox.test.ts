import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Contact, Row } from "../src/store/database.ts";
import { isDue, refused, settled } from "../src/store/settling.ts";
import { waitMs } from "../src/sync/backoff.ts";
import type { Answer } from "../src/sync/exchange.ts";
import { done, FakePhone } from "./fakes/phone.ts";
import { FakeServer } from "./fakes/server.ts";

const dayMs = 86_400_000;
let server: FakeServer;
let phone: FakePhone;

beforeEach(() => {
  localStorage.clear();
  server = new FakeServer();
  phone = new FakePhone(server);
});
afterEach(() => phone.close());

const keysOf = (account = "rosa") => server.log(account).map(({ body }) => body.item_key);

async function offlineEntries(...keys: string[]) {
  const store = await phone.open();
  phone.offline = true;
  for (const key of keys) await store.log(done(key));
  await store.refresh();
  phone.offline = false;
  return store;
}

test("entries reach the server in the order in which they were said, at most 200 at a time", async () => {
  const store = await phone.open();
  phone.offline = true;
  await store.log(...Array.from({ length: 450 }, (_value, n) => done(`exercise ${n}`)));
  phone.offline = false;
  await store.refresh();
  expect(server.log("rosa").map(({ device_seq }) => device_seq)).toEqual(
    Array.from({ length: 450 }, (_v, n) => n + 1),
  );
  expect(server.pushes).toBeGreaterThanOrEqual(3);
});

test("an answer that was lost doubles nothing", async () => {
  const store = await offlineEntries("a", "b");
  server.mishaps = ["answer lost", "lost"];
  await store.refresh();
  expect(store.copy.outbox.waiting).toBe(2);
  await store.refresh();
  expect(store.copy.outbox.waiting).toBe(0);
  expect(keysOf()).toEqual(["a", "b"]);
});

test("one entry that nobody can read is put aside alone, and every other one gets through", async () => {
  server.poison = "poison";
  const store = await offlineEntries("a", "b", "poison", "c", "d", "e");
  await store.refresh();
  expect(keysOf()).toEqual(["a", "b", "c", "d", "e"]);
  expect(store.copy.outbox.dead.map(({ reason, saying }) => [reason, saying.body.item_key])).toEqual([
    ["refused", "poison"],
  ]);
  expect(store.copy.outbox.waiting).toBe(0);
});

test("a refused entry is tried again a day later, and counts where the server reads it by then", async () => {
  server.poison = "poison";
  const store = await offlineEntries("poison");
  await store.refresh();
  server.poison = "";
  await store.refresh();
  expect(keysOf()).toEqual([]);
  phone.clock += dayMs;
  await store.refresh();
  expect(keysOf()).toEqual(["poison"]);
  expect(store.copy.outbox.dead).toEqual([]);
});

test("a server that reads no push at all is no reason to put anything aside", async () => {
  server.poison = "device_id"; // in every push
  const store = await offlineEntries("a", "b");
  await store.refresh();
  expect(store.copy.outbox).toMatchObject({ waiting: 2, trouble: "server", dead: [] });
});

test("what the clinic set aside shows as such, and does not wait", async () => {
  const store = await offlineEntries("a", "nobody knows it");
  await store.refresh();
  const places = [...store.copy.entries.values()].map(({ top, place }) => [
    (top.body as { item_key: string }).item_key,
    place,
  ]);
  expect(Object.fromEntries(places)).toEqual({ a: "therapist", "nobody knows it": "aside" });
  expect(store.copy.outbox).toMatchObject({
    waiting: 0,
    trouble: "",
    dead: [{ reason: "unknown_exercise" }],
  });
});

test("what an older server could not read is sent again to a newer one", async () => {
  server.readsSchema = 1;
  const store = await offlineEntries("a");
  await store.refresh();
  expect(store.copy.outbox.dead.map(({ reason }) => reason)).toEqual(["newer_schema"]);
  server.readsSchema = 2;
  await store.log(done("b"));
  await store.refresh();
  expect(keysOf()).toEqual(["b", "a"]);
  expect(store.copy.outbox.dead).toEqual([]);
});

test("a server restored from a backup gets back what it lost, also from a phone with nothing to send", async () => {
  const store = await offlineEntries("a");
  await store.refresh();
  const backup = server.backup();
  await store.log(done("b"), done("c"));
  await store.refresh();
  server.restore(backup);
  phone.clock += dayMs;
  await store.refresh();
  await store.refresh();
  expect(keysOf()).toEqual(["a", "b", "c"]);
  expect(store.copy.outbox.waiting).toBe(0);
});

test.each([
  ["signed out", "signed_out"],
  ["busy", "server"],
  ["guest network", "server"],
  ["lost", "offline"],
] as const)("when the network says %s, everything is kept and the trouble is %s", async (mishap, trouble) => {
  const store = await offlineEntries("a");
  server.mishaps = [mishap, mishap, mishap];
  await store.refresh();
  expect(store.copy.outbox).toMatchObject({ waiting: 1, trouble });
  server.mishaps = [];
  await store.refresh();
  expect(store.copy.outbox).toMatchObject({ waiting: 0, trouble: "" });
});

test("signed in as someone else, nothing is sent and nothing is lost", async () => {
  const store = await offlineEntries("a");
  server.session = "";
  await store.refresh();
  expect(store.copy.outbox).toMatchObject({ waiting: 1, trouble: "signed_out" });
  expect(server.pushed).toEqual([]);
});

test("while the server asks to be left alone, coming back to the page asks for nothing", async () => {
  const store = await offlineEntries("a");
  server.mishaps = ["busy"];
  await store.refresh();
  const pushes = server.pushes;
  await store.wake();
  expect(server.pushes).toBe(pushes);
  await phone.wait();
  expect(keysOf()).toEqual(["a"]);
});

test("what could not be sent is sent by itself after a while, and the browser is asked to wake the app", async () => {
  const store = await offlineEntries("a");
  expect(phone.wakeUps).toBeGreaterThan(0);
  await phone.wait();
  expect(keysOf()).toEqual(["a"]);
  expect(store.copy.outbox.waiting).toBe(0);
});

test("something that has waited for more than a day is said to be overdue, whatever the clock does", async () => {
  const store = await offlineEntries("a");
  const overdueAfter = async (ms: number) => {
    phone.clock += ms;
    phone.offline = true;
    await store.refresh();
    return store.copy.outbox.overdue;
  };
  expect(await overdueAfter(dayMs - 1)).toBe(false);
  expect(await overdueAfter(2)).toBe(true);
  expect(await overdueAfter(-3650 * dayMs)).toBe(false);
});

test("what is not with the clinic can be saved as a file that a person can read", async () => {
  const store = await offlineEntries("quad-set");
  const saved = JSON.parse(await (await store.exported()).text());
  expect(saved.in_words).toEqual([expect.stringContaining("Quad set: done")]);
  expect(saved.operations).toMatchObject([{ kind: "create", body: { item_key: "quad-set" } }]);
  expect(saved.patient).toBe("Rosa");
});

test("waiting times grow, are spread out, stay bounded, and never undercut what the server asked for", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.nat(7_200_000),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failed, asked, random) => {
        const ms = waitMs(failed, asked, random);
        expect(ms).toBeGreaterThanOrEqual(Math.min(asked, 3_600_000));
        expect(ms).toBeLessThanOrEqual(3_600_000 + 300_000);
      },
    ),
  );
  expect(waitMs(3, 0, 0)).toBe(0);
  expect(waitMs(3, 0, 1)).toBeGreaterThan(waitMs(2, 0, 1));
});

const row: Row = {
  op_id: "1",
  device_seq: 1,
  hash: "h1",
  state: "waiting",
  said_at: 0,
  answered_at: null,
  server_seq: null,
  reason: "",
  sealed: { iv: new Uint8Array(12), data: new ArrayBuffer(1) },
};
const contact: Contact = { epoch: "e1", cursor: 4, schema: 2, at: 0 };
const answer: Answer = {
  server_epoch: "e1",
  receipts: [],
  seen: [],
  cursor: 4,
  more: false,
  schema_v: 2,
  closed: false,
};
const accepted = { op_id: "1", content_hash: "h1", status: "accepted", server_seq: 5, reason: "" };

test("a receipt for other content is no receipt", () => {
  const other = settled([row], contact, { ...answer, receipts: [{ ...accepted, content_hash: "h2" }] }, 1);
  expect(other.rows).toEqual([row]);
});

test("the cursor stops before what has still to be read back, and is unknown while nothing has", () => {
  const first = settled(
    [row],
    undefined,
    { ...answer, receipts: [accepted], cursor: Number.MAX_SAFE_INTEGER },
    1,
  );
  expect(first.contact.cursor).toBe(4);
  const seen = [{ op_id: "1", content_hash: "h1", server_seq: 5 }];
  const second = settled(first.rows, first.contact, { ...answer, seen, cursor: 9 }, 2);
  expect(second.rows.map(({ state }) => state)).toEqual(["seen"]);
  expect(second.contact.cursor).toBe(9);
  expect(settled([], undefined, { ...answer, cursor: Number.MAX_SAFE_INTEGER }, 1).contact.cursor).toBeNull();
});

test("nothing that the server was not seen to hold is ever purged, however the clock jumps", () => {
  const states = fc.constantFrom<Row["state"]>("waiting", "received", "refused");
  fc.assert(
    fc.property(states, fc.integer(), (state, at) => {
      const kept = settled([{ ...row, state, answered_at: 0 }], contact, answer, at * 1000);
      expect(kept.rows).toHaveLength(1);
    }),
  );
  const seen = { ...row, state: "seen", answered_at: 0 } as const;
  expect(settled([seen], contact, answer, 31 * dayMs).rows).toEqual([]);
  expect(settled([seen], contact, answer, 29 * dayMs).rows).toEqual([seen]);
});

test("a refused entry is due again after a day, also where the clock was set back", () => {
  const now = 100 * dayMs;
  expect([0, dayMs, -dayMs].map((ms) => isDue(refused(row, now), now + ms))).toEqual([false, true, true]);
});

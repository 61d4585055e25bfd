import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { currentAccount, expectArrival } from "../src/store/accounts.ts";
import { NoCopy, StorageFull } from "../src/store/faults.ts";
import { putAway } from "../src/store/opening.ts";
import { done, FakePhone } from "./fakes/phone.ts";
import { madeOn } from "./fakes/program.ts";
import { FakeServer } from "./fakes/server.ts";

const dayMs = 86_400_000;
let server: FakeServer;
let phone: FakePhone;

beforeEach(() => {
  localStorage.clear();
  server = new FakeServer();
  phone = new FakePhone(server);
});
afterEach(() => {
  phone.close();
  vi.restoreAllMocks();
});

test("an entry is kept on the phone at once, and is with the therapist once the server has it", async () => {
  const store = await phone.open();
  const places: string[] = [];
  phone.offline = true;
  const [id = ""] = await store.log(done());
  store.subscribe((copy) => places.push(copy.entries.get(id)?.place ?? ""));
  phone.offline = false;
  await store.refresh();
  expect([places[0], places.at(-1)]).toEqual(["phone", "therapist"]);
  expect(server.log("rosa").map((operation) => operation.entry_id)).toEqual([id]);
  expect(store.copy.outbox).toMatchObject({ waiting: 0, trouble: "", sending: false });
});

test("the phone opens without a network, with what was logged before", async () => {
  const before = await phone.open();
  phone.offline = true;
  const [id = ""] = await before.log(done());
  phone.close();
  const store = await phone.open();
  expect(store.copy.snapshot.account).toBe("rosa");
  expect(store.copy.entries.get(id)?.place).toBe("phone");
  expect(store.copy.outbox).toMatchObject({ waiting: 1, trouble: "offline" });
});

test("an entry that the snapshot holds too counts once", async () => {
  const store = await phone.open();
  await store.log(done());
  await store.refresh();
  expect(store.copy.snapshot.operations).toHaveLength(1);
  expect(store.copy.entries.size).toBe(1);
});

test("taking back and correcting build on what stands, on this phone or elsewhere", async () => {
  const store = await phone.open();
  const [id = ""] = await store.log(done());
  await store.retract(id);
  expect(store.copy.entries.get(id)).toMatchObject({ retracted: true, revision: 2 });
  await store.log(done("quad-set", { kind: "amend", entryId: id, baseRev: 2 }));
  await store.refresh();
  expect(store.copy.entries.get(id)).toMatchObject({ retracted: false, conflict: false, revision: 3 });
  expect(server.log("rosa").map(({ kind }) => kind)).toEqual(["create", "retract", "amend"]);
});

test("several things said at once are kept together, and numbered without a gap", async () => {
  const store = await phone.open();
  await store.log(done("a"), done("b"));
  await store.log(done("c"));
  await store.refresh();
  expect(server.log("rosa").map(({ device_seq }) => device_seq)).toEqual([1, 2, 3]);
});

test("two tabs number their operations apart and see each other's entries", async () => {
  const [one, other] = [await phone.open(), await phone.open()];
  await Promise.all([one.log(done("a")), other.log(done("b")), one.log(done("c"))]);
  await phone.wait();
  expect(server.log("rosa").map(({ device_seq }) => device_seq)).toEqual([1, 2, 3]);
  await vi.waitFor(() => expect([one.copy.entries.size, other.copy.entries.size]).toEqual([3, 3]));
});

test("nothing of the record lies readable in the phone's storage", async () => {
  server.changes = { clinic: { name: "CANARY", phone: "", dialled: "", therapist: "" } };
  const store = await phone.open();
  await store.keep("session CANARY", { note: "CANARY" });
  await store.log(done("CANARY", { body: { type: "question", text: "CANARY" } }));
  const kept = await everything("everyrep:rosa");
  expect(kept).toContain("operations");
  expect(kept).not.toContain("CANARY");
  expect(kept).not.toContain(madeOn);
});

test("the key cannot be read, and a record does not open under another name", async () => {
  await phone.open();
  const database = await opened("everyrep:rosa");
  const key: CryptoKey = await request(database.transaction("keys").objectStore("keys").get("key"));
  database.close();
  await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
});

test("what a screen remembers is there after a reload, and gone once forgotten", async () => {
  await (await phone.open()).keep("session", { at: 3 });
  phone.close();
  const store = await phone.open();
  expect(await store.recall("session")).toEqual({ at: 3 });
  await store.forget("session");
  expect(await store.recall("session")).toBeUndefined();
});

test("signing out removes the copy; what is not sent stays until the same person is back", async () => {
  const store = await phone.open();
  await store.log(done("sent"));
  await store.refresh();
  phone.offline = true;
  await store.log(done("unsent"));
  expect(await store.tryToFinish()).toBe(1);
  await store.leave();
  expect(currentAccount()).toBe("");
  await expect(phone.open()).rejects.toMatchObject({ trouble: "offline" });
  phone.offline = false;
  await phone.open();
  expect(server.log("rosa").map(({ body }) => body.item_key)).toEqual(["sent", "unsent"]);
});

test("where the page was left before its script was there, the page that says so puts the copy away", async () => {
  const store = await phone.open();
  phone.offline = true;
  await store.log(done());
  phone.close();
  await putAway(phone);
  expect(currentAccount()).toBe("");
  await expect(phone.open()).rejects.toThrow(NoCopy);
  phone.offline = false;
  await (await phone.open()).refresh();
  expect(server.log("rosa")).toHaveLength(1);
});

test("signing out with everything sent leaves no database behind", async () => {
  const store = await phone.open();
  await store.log(done());
  await store.refresh();
  await store.leave();
  expect((await indexedDB.databases()).map(({ name }) => name)).toEqual([]);
});

test("a second person on the same phone neither sees nor sends what the first one said", async () => {
  const rosas = await phone.open();
  phone.offline = true;
  await rosas.log(done("rosa's"));
  phone.close();
  phone.offline = false;
  server.session = "luz";
  await phone.open();
  expect(phone.reloads).toBe(1);
  phone.close();
  const luzs = await phone.open();
  await luzs.log(done("luz's"));
  await luzs.refresh();
  expect(luzs.copy.snapshot.account).toBe("luz");
  expect([...luzs.copy.entries.values()].map(({ top }) => top.body)).toMatchObject([{ item_key: "luz's" }]);
  expect(server.log("rosa")).toEqual([]);
  phone.close();
  server.session = "rosa";
  await phone.open();
  phone.close();
  await phone.open();
  expect(server.log("rosa").map(({ body }) => body.item_key)).toEqual(["rosa's"]);
  expect(server.pushed.every(({ session, account }) => session === account)).toBe(true);
});

test("after somebody has begun to sign in, nobody's copy shows before the server has said whose it is", async () => {
  await phone.open();
  phone.close();
  expectArrival();
  phone.offline = true;
  await expect(phone.open()).rejects.toBeInstanceOf(NoCopy);
  phone.offline = false;
  server.session = "luz";
  expect((await phone.open()).copy.snapshot.account).toBe("luz");
});

test("where the way in was closed, the phone hands over what it holds and then forgets everything", async () => {
  const store = await phone.open();
  phone.offline = true;
  await store.log(done());
  phone.offline = false;
  server.closed = true;
  await store.refresh();
  await vi.waitFor(async () => expect(await indexedDB.databases()).toEqual([]));
  expect(currentAccount()).toBe("");
  expect(server.aside.map(({ reason }) => reason)).toEqual(["closed"]);
  expect(store.copy.outbox.trouble).toBe("closed");
  expect(store.copy.snapshot).toMatchObject({ items: [], days: [], operations: [] });
  await expect(phone.open()).rejects.toMatchObject({ trouble: "closed" });
});

test("a closed way in whose last push does not arrive keeps that push, and hands it over later", async () => {
  const store = await phone.open();
  phone.offline = true;
  await store.log(done());
  await store.refresh();
  phone.offline = false;
  server.closed = true;
  server.mishaps = ["busy", "", "busy"];
  await store.refresh();
  await vi.waitFor(() => expect(server.mishaps).toEqual([]));
  expect(store.copy.snapshot.items).toEqual([]);
  phone.close();
  await expect(phone.open()).rejects.toMatchObject({ trouble: "closed" });
  expect(server.aside).toHaveLength(1);
  expect(currentAccount()).toBe("");
});

test("after 30 days without contact the copy is gone, and what was not sent is still there", async () => {
  const store = await phone.open();
  phone.offline = true;
  await store.log(done());
  phone.close();
  phone.clock += 29 * dayMs;
  expect((await phone.open()).copy.outbox).toMatchObject({ waiting: 1, overdue: true });
  phone.close();
  phone.clock += 2 * dayMs;
  await expect(phone.open()).rejects.toMatchObject({ trouble: "offline" });
  phone.offline = false;
  await phone.open();
  expect(server.log("rosa")).toHaveLength(1);
});

test("what the server has stays sealed for 30 days, and goes only after it was seen back", async () => {
  const store = await phone.open();
  await store.log(done("a"));
  await store.refresh();
  await store.log(done("b"));
  await store.refresh();
  phone.clock += 31 * dayMs;
  await store.log(done("c"));
  await store.refresh();
  const rows = await all<{ state: string; device_seq: number }>("operations");
  expect(rows.map(({ device_seq }) => device_seq).sort()).toEqual([3]);
  server.restore(new Map());
});

test("a full phone says so, and everything kept before is still there", async () => {
  const store = await phone.open();
  phone.offline = true;
  await store.log(done("a"));
  const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("no room", "QuotaExceededError");
  });
  await expect(store.log(done("b"))).rejects.toBeInstanceOf(StorageFull);
  put.mockRestore();
  phone.offline = false;
  await store.log(done("c"));
  await store.refresh();
  expect(server.log("rosa").map(({ body, device_seq }) => [body.item_key, device_seq])).toEqual([
    ["a", 1],
    ["c", 2],
  ]);
});

test("a lost connection to the storage is opened anew, and the entry is kept", async () => {
  const store = await phone.open();
  let failures = 7; // more than one round of tries
  const begin = IDBDatabase.prototype.transaction;
  const troubles: string[] = [];
  store.subscribe((copy) => troubles.push(copy.outbox.trouble));
  vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, ...asked) {
    failures -= 1;
    if (failures >= 0) throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
    return begin.apply(this, asked);
  });
  await store.log(done());
  await store.refresh();
  expect(troubles).toContain("storage");
  expect(troubles.at(-1)).toBe("");
  expect(server.log("rosa")).toHaveLength(1);
});

test("a phone that has lost its storage starts afresh as another device", async () => {
  const store = await phone.open();
  await store.log(done("a"));
  await store.refresh();
  phone.evict();
  const again = await phone.open();
  expect(again.copy.entries.size).toBe(1);
  await again.log(done("b"));
  await again.refresh();
  const devices = server.log("rosa").map(({ device_id, device_seq }) => [device_id, device_seq]);
  expect(new Set(devices.map(([id]) => id)).size).toBe(2);
  expect(devices.map(([, seq]) => seq)).toEqual([1, 1]);
});

test("a browser that cannot seal shows the program and says why nothing can be logged", async () => {
  vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes });
  const { openStore } = await import("../src/store/opening.ts");
  const store = await openStore(phone, phone);
  vi.unstubAllGlobals();
  expect(store.copy.snapshot.account).toBe("rosa");
  expect(store.copy.outbox.trouble).toBe("insecure");
  await expect(store.log(done())).rejects.toThrow("can keep nothing");
});

test("a snapshot for a newer app is not shown; the app is asked to update and keeps what it has", async () => {
  const store = await phone.open();
  server.changes = { snapshot_v: 2 };
  await store.log(done());
  await store.refresh();
  expect(phone.updates).toBeGreaterThan(0);
  expect(store.copy.snapshot.snapshot_v).toBe(1);
  expect(store.copy.entries.size).toBe(1);
});

test("a kept snapshot of another version is fetched anew, and what was said on it stays", async () => {
  server.changes = { snapshot_v: 0 };
  await expect(phone.open()).rejects.toMatchObject({ trouble: "server" });
  server.changes = {};
  expect((await phone.open()).copy.snapshot.snapshot_v).toBe(1);
});

async function opened(name: string): Promise<IDBDatabase> {
  return request(indexedDB.open(name));
}

function request<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function all<T>(name: string): Promise<T[]> {
  const database = await opened("everyrep:rosa");
  const rows = await request(database.transaction(name).objectStore(name).getAll());
  database.close();
  return rows;
}

/** Everything in a database as text, bytes as the characters they would be. */
async function everything(name: string): Promise<string> {
  const database = await opened(name);
  const found: unknown[] = [];
  for (const store of database.objectStoreNames) {
    const kept = database.transaction(store).objectStore(store);
    found.push(store, await request(kept.getAllKeys()), await request(kept.getAll()));
  }
  database.close();
  const text = (_key: string, value: unknown) =>
    value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : value;
  return JSON.stringify(found, text);
}

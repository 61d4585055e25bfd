import { readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { makeCurrent } from "../src/store/accounts.ts";
import { FakePhone } from "./fakes/phone.ts";
import { FakeServer } from "./fakes/server.ts";

/** What a phone with a released version of the app had kept; bytes are in base64. */
interface Fixture {
  readonly version: number;
  readonly stores: Record<string, { keyPath: string | null; rows: [string, unknown][] }>;
}

beforeEach(() => localStorage.clear());

test.each([1])("an app of today finds everything that version %i of the store has kept", async (version) => {
  const server = new FakeServer();
  server.restore(new Map()); // to the phone it is the same server with an old backup: it gets everything anew
  const phone = new FakePhone(server);
  await restore(JSON.parse(readFileSync(`test/fixtures/store_${version}.json`, "utf8")));
  makeCurrent("rosa");
  phone.offline = true;
  const store = await phone.open();
  const places = [...store.copy.entries.values()].map(({ top, place }) => [itemOf(top.body), place]);
  expect(Object.fromEntries(places)).toEqual({
    "quad-set": "therapist",
    "heel-slide": "therapist",
    "nobody knows it": "aside",
    "calf-raise": "phone",
  });
  expect(store.copy.snapshot.reader.name).toBe("Rosa");
  expect(await store.recall("session")).toEqual({ at: 2 });
  phone.offline = false;
  await store.refresh();
  await store.refresh();
  const sent = server.log("rosa").map(({ device_seq, body }) => [device_seq, itemOf(body), body.note]);
  expect(sent.sort()).toEqual([
    [1, "quad-set", undefined],
    [2, "heel-slide", undefined],
    [4, "calf-raise", "café ✓"],
  ]);
  phone.close();
});

const itemOf = (body: object) => (body as { item_key: string }).item_key;

async function restore({ version, stores }: Fixture): Promise<void> {
  const rows = await Promise.all(
    Object.entries(stores).map(
      async ([name, { rows }]) => [name, await Promise.all(rows.map(revived))] as const,
    ),
  );
  const opening = indexedDB.open("everyrep:rosa", version);
  opening.onupgradeneeded = () => {
    for (const [name, { keyPath }] of Object.entries(stores)) {
      const store = opening.result.createObjectStore(name, keyPath ? { keyPath } : {});
      const found = rows.find(([one]) => one === name)?.[1] ?? [];
      for (const [key, value] of found) keyPath ? store.put(value) : store.put(value, key);
    }
  };
  await new Promise((done) => {
    opening.onsuccess = done;
  });
  opening.result.close();
}

async function revived([name, kept]: [string, unknown]): Promise<[string, unknown]> {
  const key = (kept as { key?: string }).key;
  if (key)
    return [name, await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"])];
  const revive = (_name: string, value: { buffer?: string; bytes?: string }) => {
    if (value?.buffer) return bytes(value.buffer).buffer;
    return value?.bytes ? bytes(value.bytes) : value;
  };
  return [name, JSON.parse(JSON.stringify(kept), revive as never)];
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
}

import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Row, Transaction } from "../src/store/database.ts";
import { Gone, NoCopy, StorageFull } from "../src/store/faults.ts";
import { Ledger } from "../src/store/ledger.ts";
import type { Phone } from "../src/store/phone.ts";
import { merge } from "../src/sync/merge.ts";
import { operation } from "../src/sync/operation.ts";
import { drainAsleep } from "../src/worker/draining.ts";
import { killTransactions, type Life, mortal } from "./fakes/lives.ts";
import { done, FakePhone } from "./fakes/phone.ts";
import { FakeServer, type Mishap } from "./fakes/server.ts";

const runs = Number(process.env.FC_RUNS ?? 25);
const patienceMs = 300_000 + runs * 500;
const yearMs = 365 * 86_400_000;
const accounts = ["rosa", "luz"] as const;
type Account = (typeof accounts)[number];

beforeEach(() => {
  localStorage.clear();
  killTransactions();
});
afterEach(() => vi.restoreAllMocks());

/** One thing that was said, and whether the phone has promised to keep it. */
interface Token {
  readonly account: Account;
  readonly text: string;
  readonly with: number;
  promised: boolean;
}

/** A phone, its tabs, a server, and everything that was ever said: what the store is checked against. */
class Model {
  readonly server = new FakeServer();
  readonly phone = new FakePhone(this.server);
  readonly tokens: Token[] = [];
  private tabs: { store: Phone; life: Life }[] = [];
  private backups = [this.server.backup()];
  private groups = 0;
  private leapt = false;
  private changedHands = false;
  private restored = false;

  async open(left?: number): Promise<void> {
    const world = mortal(this.phone, left);
    try {
      const opened = await Promise.race([this.phone.open(world), world.life.death]);
      if (opened) this.tabs.push({ store: opened, life: world.life });
    } catch (fault) {
      if (!(fault instanceof NoCopy)) throw fault;
    }
    this.dropLeavers();
  }

  async log(tab: number, count: number, kill?: number): Promise<void> {
    const at = await this.tab(tab);
    if (!at) return;
    if (kill !== undefined) at.life.left = kill;
    const tokens = this.said(at.store, count);
    const said = tokens.map(({ text }) => done(text));
    await this.promise(at, tokens, () => at.store.log(...said));
  }

  async revise(tab: number, which: number, kill?: number): Promise<void> {
    const at = await this.tab(tab);
    const entries = [...(at?.store.copy.entries.values() ?? [])];
    const entry = entries[which % Math.max(1, entries.length)];
    if (!at || !entry) return;
    if (kill !== undefined) at.life.left = kill;
    if (which % 2) return this.promise(at, [], () => at.store.retract(entry.entryId));
    const tokens = this.said(at.store, 1);
    const amend = { kind: "amend", entryId: entry.entryId, baseRev: entry.revision } as const;
    await this.promise(at, tokens, () => at.store.log(done(tokens[0]?.text ?? "", amend)));
  }

  async refresh(tab: number, kill?: number): Promise<void> {
    const at = await this.tab(tab);
    if (!at) return;
    if (kill !== undefined) at.life.left = kill;
    await this.promise(at, [], () => at.store.refresh());
  }

  async elsewhere(which: number): Promise<void> {
    const account = this.server.session as Account;
    const known = this.server.log(account);
    const on = known[which % Math.max(1, known.length)];
    const saying = done(
      `elsewhere ${known.length}`,
      on && { kind: "amend", entryId: on.entry_id, baseRev: on.base_rev + 1 },
    );
    const stamp = { opId: crypto.randomUUID(), deviceId: "tablet", deviceSeq: known.length, at: new Date(0) };
    const entry = { entryId: crypto.randomUUID(), baseRev: 0, ...saying };
    this.server.say(account, await operation(entry, stamp));
  }

  offline(offline: boolean): void {
    this.phone.offline = offline;
  }

  mishaps(list: Mishap[]): void {
    this.server.mishaps = list;
  }

  reads(schema: number): void {
    this.server.readsSchema = schema;
  }

  clock(ms: number): void {
    this.leapt = true;
    this.phone.clock += ms;
  }

  async full(tab: number, times: number): Promise<void> {
    const at = await this.tab(tab);
    if (at) at.life.full = times;
  }

  /** The browser wakes the service worker, which may be killed too. */
  async wakeWorker(left?: number): Promise<void> {
    const world = mortal(this.phone, left);
    this.phone.use();
    await Promise.race([drainAsleep("rosa", world).catch(() => {}), world.life.death]);
  }

  signIn(who: number): void {
    const account = accounts[who % accounts.length] ?? "rosa";
    this.changedHands ||= account !== this.server.session;
    this.server.session = account;
  }

  reload(): void {
    this.phone.close();
    this.tabs = [];
  }

  backup(): void {
    this.backups.push(this.server.backup());
  }

  restore(which: number): void {
    this.restored = true;
    const backup = this.backups[which % this.backups.length];
    if (backup) this.server.restore(backup);
  }

  /** Everything works again, and each person comes back to the phone. */
  async heal(): Promise<void> {
    Object.assign(this.server, { mishaps: [], readsSchema: 2 });
    this.phone.offline = false;
    for (const account of [...accounts, ...accounts]) {
      this.server.session = account;
      for (let again = 0; again < 3; again += 1) {
        this.reload();
        this.phone.clock += 86_400_000; // what waits for another day is due
        await this.open();
        await this.refresh(0);
      }
    }
  }

  check(): void {
    // What the server had was let go of, by a clock that leapt beyond 30 days or for the next person on this
    // phone; where a backup is put back besides, the phone cannot bring it again.
    const keptLongEnough = !(this.restored && (this.leapt || this.changedHands));
    for (const account of accounts) {
      const log = this.server.log(account);
      const texts = log.map(({ body }) => body.item_key);
      const mine = this.tokens.filter((token) => token.account === account);
      for (const { text, promised } of mine) {
        const times = texts.filter((one) => one === text).length;
        const isThere = !promised || times === 1 || !keptLongEnough;
        expect([text, times <= 1, isThere]).toEqual([text, true, true]);
      }
      if (!keptLongEnough) continue;
      for (const { with: group } of mine) {
        const together = mine.filter((token) => token.with === group);
        expect(together.filter(({ text }) => texts.includes(text)).length % together.length).toBe(0);
      }
      const own = log.filter(({ device_id }) => device_id !== "tablet");
      for (const device of new Set(own.map(({ device_id }) => device_id))) {
        const seqs = own.filter(({ device_id }) => device_id === device).map(({ device_seq }) => device_seq);
        expect(seqs.sort((one, other) => one - other)).toEqual(seqs.map((_seq, n) => n + 1));
      }
    }
    expect(this.server.pushed.every(({ session, account }) => session === account)).toBe(true);
    expect(this.server.aside.filter(({ reason }) => reason !== "newer_schema")).toEqual([]);
  }

  /** What the phone shows at last is what the server knows. */
  checkShown(): void {
    const [at] = this.tabs;
    const log = merge(this.server.log(at?.store.account ?? ""));
    const plain = (entries: Iterable<[string, { top: { op_id: string }; retracted: boolean }]>) =>
      Object.fromEntries([...entries].map(([id, { top, retracted }]) => [id, [top.op_id, retracted]]));
    expect(plain(at?.store.copy.entries ?? [])).toEqual(plain(log));
    expect(at?.store.copy.outbox).toMatchObject({ waiting: 0, trouble: "", dead: [] });
  }

  private said(store: Phone, count: number): Token[] {
    this.groups += 1;
    return Array.from({ length: count }, () => {
      const account = store.account as Account;
      const token = { account, text: `token ${this.tokens.length}`, with: this.groups, promised: false };
      this.tokens.push(token);
      return token;
    });
  }

  /** Waits for what a page does, or for its death; after that, nothing was promised. */
  private async promise(at: { life: Life }, tokens: Token[], act: () => Promise<unknown>): Promise<void> {
    const kept = await Promise.race([act().then(() => true, refusal), at.life.death]);
    for (const token of tokens) token.promised = kept === true;
    if (at.life.left < 0) this.tabs = this.tabs.filter((one) => one.life !== at.life);
    this.dropLeavers();
  }

  private async tab(which: number) {
    if (this.tabs.length === 0) await this.open();
    return this.tabs[which % Math.max(1, this.tabs.length)];
  }

  /** A page that was asked to load anew is a new page. */
  private dropLeavers(): void {
    if (this.phone.reloads > 0) this.reload();
    this.phone.reloads = 0;
  }
}

/** What the reader is told: no room, or signed out in another tab meanwhile. */
function refusal(fault: unknown): false {
  if (fault instanceof StorageFull || fault instanceof Gone) return false;
  throw fault;
}

const some = fc.nat(20);
const steps = fc.option(fc.nat(25), { nil: undefined, freq: 2 });
const mishaps = fc.array(
  fc.constantFrom<Mishap>("", "lost", "answer lost", "busy", "signed out", "guest network"),
  {
    maxLength: 4,
  },
);
type Step =
  | "log"
  | "revise"
  | "refresh"
  | "open"
  | "reload"
  | "offline"
  | "mishaps"
  | "elsewhere"
  | "signIn"
  | "clock"
  | "reads"
  | "full"
  | "wakeWorker"
  | "backup"
  | "restore";
/** A step and what it is given: plain, so that a history that fails can be read and run again. */
type Act = { [Name in Step]: readonly [Name, ...Parameters<Model[Name]>] }[Step];
const ofOnePerson = fc.oneof(
  fc.tuple(fc.constant("log"), some, fc.integer({ min: 1, max: 3 }), steps),
  fc.tuple(fc.constant("revise"), some, some, steps),
  fc.tuple(fc.constant("refresh"), some, steps),
  fc.tuple(fc.constant("open"), steps),
  fc.constant<Act>(["reload"]),
  fc.tuple(fc.constant("offline"), fc.boolean()),
  fc.tuple(fc.constant("mishaps"), mishaps),
  fc.tuple(fc.constant("elsewhere"), some),
  fc.tuple(fc.constant("reads"), fc.integer({ min: 1, max: 2 })),
  fc.tuple(fc.constant("full"), some, fc.integer({ min: 1, max: 6 })),
  fc.tuple(fc.constant("wakeWorker"), steps),
  fc.constant<Act>(["backup"]),
  fc.tuple(fc.constant("restore"), some),
) as fc.Arbitrary<Act>;
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 7, arbitrary: ofOnePerson },
  { weight: 1, arbitrary: fc.tuple(fc.constant("signIn"), some) as fc.Arbitrary<Act> },
  {
    weight: 1,
    arbitrary: fc.integer({ min: -10, max: 10 }).map((years): Act => ["clock", years * yearMs]),
  },
);

async function holds(acts: readonly Act[]): Promise<void> {
  localStorage.clear();
  const model = new Model();
  for (const [name, ...given] of acts) await Reflect.apply(model[name], model, given);
  await model.heal();
  model.check();
  model.checkShown();
  model.reload();
}

test(
  "whatever happens, nothing that was said is lost, doubled, or told under another name",
  async () => {
    await fc.assert(fc.asyncProperty(fc.array(act, { maxLength: 25 }), holds), { numRuns: runs });
  },
  patienceMs,
);

test(
  "a backup put back at any time loses nothing that one person has said on their phone",
  async () => {
    await fc.assert(fc.asyncProperty(fc.array(ofOnePerson, { maxLength: 25 }), holds), { numRuns: runs });
  },
  patienceMs,
);

test("a page killed between any two steps of logging and sending loses and doubles nothing", async () => {
  for (let kill = 0; kill < 60; kill += 1) {
    await holds([
      ["log", 0, 2],
      ["log", 0, 3, kill],
      ["revise", 0, 2, Math.max(0, kill - 20)],
      ["refresh", 0, Math.max(0, kill - 40)],
    ]);
  }
}, 120_000);

/** Faults of the store, each with what brings it to light. */
const faults: readonly (readonly [string, (spoiled: Spoiled) => void, readonly Act[]])[] = [
  [
    "an operation dropped when it is sent, before its receipt",
    ({ nextBatch }) =>
      vi.spyOn(Ledger.prototype, "nextBatch").mockImplementation(function (this: Ledger) {
        const batch = nextBatch.call(this);
        void this.database.run(["operations"], async (tx) => void tx.objectStore("operations").clear());
        return batch;
      }),
    [["log", 0, 1], ["mishaps", ["lost", "lost"]], ["log", 0, 2], ["reload"]],
  ],
  [
    "an operation forgotten at its receipt, before it was seen back",
    ({ settle }) =>
      vi.spyOn(Ledger.prototype, "settle").mockImplementation(async function (this: Ledger, answer, at) {
        await settle.call(this, answer, at);
        await this.database.run(["operations"], async (tx) => void tx.objectStore("operations").clear());
      }),
    [
      ["log", 0, 2],
      ["refresh", 0],
      ["restore", 0],
    ],
  ],
  [
    "a number given without looking whether another tab has taken it",
    () =>
      vi.spyOn(Ledger.prototype as unknown as Spoiled, "put").mockImplementation(async (tx, rows) => {
        for (const row of rows) tx.objectStore("operations").put(row);
        return [...rows];
      }),
    [["open"], ["open"], ["log", 0, 1], ["log", 1, 1]],
  ],
  [
    "a change of hands that takes what is not sent with it",
    () =>
      vi.spyOn(Ledger.prototype, "wipe").mockImplementation(async function (this: Ledger) {
        await this.database.remove();
      }),
    [["open"], ["offline", true], ["log", 0, 1], ["signIn", 1], ["offline", false], ["refresh", 0]],
  ],
];

/** The parts of the ledger as they are, for a fault to be made of. */
interface Spoiled {
  nextBatch: Ledger["nextBatch"];
  settle: Ledger["settle"];
  put(tx: Transaction, rows: readonly Row[]): Promise<Row[]>;
}

test.each(faults)("this check finds %s", async (_name, spoil, acts) => {
  await holds(acts);
  spoil({
    ...(Ledger.prototype as unknown as Spoiled),
    nextBatch: Ledger.prototype.nextBatch,
    settle: Ledger.prototype.settle,
  });
  await expect(holds(acts)).rejects.toThrow();
});

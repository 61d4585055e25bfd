import type { Json } from "../sync/canonical.ts";
import { newEntryId, type Saying } from "../sync/operation.ts";
import { forgetCurrent, makeCurrent } from "./accounts.ts";
import { Channel } from "./channel.ts";
import { blank, copyOf, copySending, type Sending } from "./copying.ts";
import { Database } from "./database.ts";
import type { Ended } from "./drain.ts";
import { exportOf } from "./exporting.ts";
import { Gone } from "./faults.ts";
import { type Fetched, fetchSnapshot, isShown } from "./fetching.ts";
import type { Copy, Said, Store, Trouble } from "./index.ts";
import { Ledger } from "./ledger.ts";
import { Records } from "./records.ts";
import { Sender } from "./sender.ts";
import { dayMs, keptDays } from "./settling.ts";
import type { World } from "./world.ts";

const snapshotName = "snapshot";
const remembered = "recall:";
const settleMs = 5000; // after the last entry was sent, before the newest snapshot is asked for
const restMs = 30_000; // coming back to the page within this asks for nothing

/** What the store asks of the page around it. */
export interface Around {
  /** The account is another's by now, or gone: everything is read anew. */
  reload(): void;
  /** The server speaks to a newer app than this one. */
  outdated(): void;
  /** Something could not be sent: a browser that can wake the app later may be asked to. */
  unsent(account: string): void;
}

/** One account's store on this phone (see Store). */
export class Phone implements Store {
  copy!: Copy;
  private readonly listeners = new Set<(copy: Copy) => void>();
  private readonly channel: Channel;
  private readonly sender: Sender;
  private storageFails = false;
  private shown = "";
  private notSent: Trouble = "";
  private notFetched: Trouble = "";
  private fetching: Promise<void> | undefined;
  private fetchedAt = Number.NEGATIVE_INFINITY;
  private callOffFetch: () => void = () => {};
  /** The way in was closed. */
  private shut = false;
  /** Nothing is done any more: the account is off this phone, or the page goes. */
  private over = false;

  private constructor(
    private readonly ledger: Ledger,
    private readonly records: Records,
    private fetched: Fetched,
    private readonly world: World,
    private readonly around: Around,
  ) {
    this.channel = new Channel(this.account, (news) => void this.heard(news));
    this.sender = new Sender(ledger, world, {
      show: () => this.showSending(),
      ended: (ended, sent) => this.sent(ended, sent),
      failed: (fault) => this.failed(fault),
    });
    this.show();
  }

  /**
   * The account's store with the copy that this phone has, or with the one that was just fetched. Undefined
   * where there is neither: nothing was kept, or the last contact is more than 30 days ago.
   */
  static async open(
    account: string,
    world: World,
    around: Around,
    fresh?: Fetched,
  ): Promise<Phone | undefined> {
    const phone: { now?: Phone } = {};
    const database = new Database(account, world, (fails) => phone.now?.storage(fails));
    const ledger = await Ledger.open(database, world);
    const records = new Records(database, ledger.vault);
    const kept = fresh ?? (await keptSnapshot(ledger, records, world));
    if (!kept) {
      await database.close();
      return undefined;
    }
    phone.now = new Phone(ledger, records, kept, world, around);
    if (fresh) await phone.now.keepSnapshot(fresh);
    return phone.now;
  }

  /** Removes an account's copy from this phone; what has not reached the server stays, sealed. */
  static async remove(account: string, world: World): Promise<void> {
    const ledger = await Ledger.open(new Database(account, world), world);
    await ledger.wipe();
    const channel = new Channel(account, () => {});
    channel.tell("left");
    channel.close();
    await ledger.database.close();
  }

  get account(): string {
    return this.ledger.database.account;
  }

  subscribe(listener: (copy: Copy) => void): () => void {
    this.listeners.add(listener);
    listener(this.copy);
    return () => this.listeners.delete(listener);
  }

  async log(...said: readonly Said[]): Promise<readonly string[]> {
    if (said.length === 0) return [];
    const sayings = said.map(saying);
    await this.ledger.append(sayings);
    this.changed();
    void navigator.storage?.persist?.().catch(() => false);
    void this.sender.send();
    return sayings.map(({ entryId }) => entryId);
  }

  async retract(entryId: string): Promise<void> {
    const entry = this.copy.entries.get(entryId);
    if (!entry) throw new Error(`no entry ${entryId} on this phone`);
    const { local_date: localDate, evidence } = entry.top;
    const patients = evidence === "guided" || evidence === "recalled" ? evidence : "ticked";
    const taken = {
      kind: "retract",
      entryId,
      baseRev: entry.revision,
      localDate,
      evidence: patients,
    } as const;
    await this.log({ ...taken, programRev: this.programOf(entry.top.op_id, localDate), body: {} });
  }

  recall<T>(name: string): Promise<T | undefined> {
    return this.records.get(remembered + name);
  }

  keep(name: string, value: unknown): Promise<void> {
    return this.records.put(remembered + name, value);
  }

  forget(name: string): Promise<void> {
    return this.records.remove(remembered + name);
  }

  async refresh(): Promise<void> {
    await this.sender.send();
    await this.fetchNewest();
    // A push under an old token was refused; asking for the snapshot has brought the new one.
    if (this.notSent === "signed_out" && !this.notFetched && !this.over) await this.sender.send();
  }

  /** What happens by itself when the page is come back to, or the network returns. Never rejects. */
  async wake(): Promise<void> {
    const rested = performance.now() - this.fetchedAt > restMs;
    if (this.over || this.sender.resting || (!rested && this.ledger.waiting.length === 0)) return;
    await this.refresh();
  }

  async exported(): Promise<Blob> {
    return exportOf(this.copy.snapshot, this.ledger, this.world.now());
  }

  /** Sends what waits, and says how many entries could not be sent: that is asked about before leaving. */
  async tryToFinish(): Promise<number> {
    await this.refresh();
    return this.copy.outbox.waiting;
  }

  /** Takes the account off this phone. What is not sent stays sealed until the same person signs in again. */
  async leave(): Promise<void> {
    this.stop();
    forgetCurrent();
    await this.ledger.wipe();
    this.channel.tell("left");
    this.close();
  }

  /** Lets go of everything that would keep running. */
  close(): void {
    this.stop();
    this.channel.close();
    void this.ledger.database.close();
  }

  private stop(): void {
    this.over = true;
    this.sender.stop();
    this.callOffFetch();
  }

  private async sent({ trouble, closed }: Ended, sent: number): Promise<void> {
    this.notSent = trouble;
    this.storageFails = false;
    // What arrived went over a connection, whatever the last look for a snapshot found.
    if (!trouble && sent > 0 && this.notFetched === "offline") this.notFetched = "";
    if (trouble && this.ledger.waiting.length > 0) this.around.unsent(this.account);
    if (closed || this.shut) return this.shutDown();
    if (sent > 0) this.changed();
    if (sent > 0 && this.ledger.waiting.length === 0) {
      this.callOffFetch();
      this.callOffFetch = this.world.later(settleMs, () => void this.fetchNewest());
    }
  }

  /** Never rejects: what went wrong shows as trouble. */
  private fetchNewest(): Promise<void> {
    this.fetching ??= this.fetchOnce().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  private async fetchOnce(): Promise<void> {
    const asked = await fetchSnapshot(this.fetched.etag, this.world);
    if (this.over) return;
    const { how } = asked;
    this.notFetched = how === "signed_out" || how === "offline" || how === "server" ? how : "";
    try {
      if (asked.how === "new") await this.arrived(asked.fetched);
      if (how === "same") await this.confirm();
      if (how === "closed") await this.shutDown();
    } catch (fault) {
      this.failed(fault);
    }
    if (how === "outdated") this.around.outdated();
    this.showSending();
  }

  private async arrived(fetched: Fetched): Promise<void> {
    if (fetched.snapshot.account !== this.account) return this.changeHands(fetched.snapshot.account);
    await this.keepSnapshot(fetched);
    this.show();
    this.channel.tell("changed");
  }

  private async keepSnapshot(fetched: Fetched): Promise<void> {
    await this.records.put(snapshotName, fetched);
    this.fetched = fetched;
    await this.confirm();
  }

  private async confirm(): Promise<void> {
    this.fetchedAt = performance.now();
    const at = this.world.now().getTime();
    await this.ledger.database.run(["confirmed"], (tx) =>
      tx.objectStore("confirmed").put({ at }, "snapshot"),
    );
  }

  /** Somebody else has signed in on this browser: their own store is opened, and this one is put away. */
  private async changeHands(account: string): Promise<void> {
    await this.leave();
    makeCurrent(account);
    this.around.reload();
  }

  /** The way in was closed: the copy goes at once, what is not sent as soon as it was handed over. */
  private async shutDown(): Promise<void> {
    const before = this.shut;
    this.shut = true;
    this.fetched = { etag: "", snapshot: blank(this.fetched.snapshot) };
    this.show();
    if (this.ledger.waiting.length === 0) return this.leave();
    await this.ledger.wipe();
    if (!before) void this.sender.send();
  }

  private async heard(news: "changed" | "left"): Promise<void> {
    if (this.over) return;
    if (news === "left") {
      this.close();
      return this.around.reload();
    }
    try {
      await this.ledger.load();
      const kept = await this.records.get<Fetched>(snapshotName);
      if (kept && isShown(kept.snapshot)) this.fetched = kept;
      this.show();
    } catch (fault) {
      this.failed(fault);
    }
  }

  private failed(fault: unknown): void {
    const gone = fault instanceof Gone;
    if (!gone) this.storage(true);
    if (!gone || this.over) return;
    this.close();
    this.around.reload();
  }

  private storage(fails: boolean): void {
    this.storageFails = fails;
    this.show();
  }

  private changed(): void {
    this.show();
    this.channel.tell("changed");
  }

  private show(): void {
    this.shown = this.ledger.standing;
    this.tell(copyOf(this.fetched.snapshot, this.ledger, this.sending, this.world.now()));
  }

  /** What has begun or ended may have changed nothing that shows. */
  private showSending(): void {
    // Such as one that was refused, and is taken in now.
    if (this.ledger.standing !== this.shown) this.show();
    const copy = copySending(this.copy, this.ledger, this.sending, this.world.now());
    if (copy !== this.copy) this.tell(copy);
  }

  private tell(copy: Copy): void {
    this.copy = copy;
    for (const listener of this.listeners) listener(copy);
  }

  private get sending(): Sending {
    return { sending: this.sender.sending, trouble: this.trouble };
  }

  private get trouble(): Trouble {
    if (this.storageFails) return "storage";
    return this.shut ? "closed" : this.notSent || this.notFetched;
  }

  /** The version that an entry was said against, which taking it back names too. */
  private programOf(opId: string, localDate: string): string | null {
    const own = this.ledger.own.get(opId)?.operation;
    const day = this.copy.snapshot.days.find((one) => one.local_date === localDate);
    return own?.program_rev ?? day?.version ?? null;
  }
}

async function keptSnapshot(ledger: Ledger, records: Records, world: World): Promise<Fetched | undefined> {
  const [kept, confirmed] = await Promise.all([records.get<Fetched>(snapshotName), lastConfirmed(ledger)]);
  if (!kept || !isShown(kept.snapshot)) return undefined;
  if (world.now().getTime() - confirmed <= keptDays * dayMs) return kept;
  await ledger.wipe();
  return undefined;
}

async function lastConfirmed(ledger: Ledger): Promise<number> {
  const found = await ledger.database.read(["confirmed"], (tx) =>
    tx.objectStore("confirmed").get("snapshot"),
  );
  return found?.at ?? 0;
}

function saying(said: Said): Saying {
  const { kind, entryId = newEntryId(), baseRev = 0, localDate, programRev, evidence, body } = said;
  // What is undefined does not travel: it must not be hashed either.
  const travels: Record<string, Json> = JSON.parse(JSON.stringify(body));
  return { kind, entryId, baseRev, localDate, programRev, evidence, body: travels };
}

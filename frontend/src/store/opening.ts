import { currentAccount, forgetCurrent, isArriving, makeCurrent } from "./accounts.ts";
import { Database } from "./database.ts";
import { drain } from "./drain.ts";
import { NoCopy } from "./faults.ts";
import { type Asked, fetchSnapshot } from "./fetching.ts";
import type { Store, Trouble } from "./index.ts";
import { Ledger } from "./ledger.ts";
import { type Around, Phone } from "./phone.ts";
import { Unkept } from "./unkept.ts";
import { browser, type World } from "./world.ts";

/** A store that the page can also be signed out of. */
export type Opened = Store & Partial<Pick<Phone, "account" | "wake" | "leave" | "tryToFinish">>;

/**
 * The store of whoever is signed in: at once from the phone's own copy where there is one, else with the first
 * snapshot from the server. Throws NoCopy where there is neither.
 */
export async function openStore(around: Around, world: World = browser): Promise<Opened> {
  const account = currentAccount();
  if (!globalThis.crypto?.subtle) return unkept("insecure", world);
  try {
    const phone = account && !isArriving() ? await Phone.open(account, world, around) : undefined;
    if (phone) void phone.refresh();
    return phone ?? (await fetchFirst(account, around, world));
  } catch (fault) {
    if (fault instanceof NoCopy) throw fault;
    return unkept("storage", world); // this browser keeps nothing, as in some private windows
  }
}

/** The same for a page that the server drew for `account`: nobody else's copy is ever opened on it. */
export function storeOf(account: string, around: Around, world: World = browser): Promise<Opened> {
  return become(account, world).then(() => openStore(around, world));
}

async function fetchFirst(before: string, around: Around, world: World): Promise<Phone> {
  const asked = await fetchSnapshot("", world);
  if (asked.how === "closed" && before) await handOver(before, world);
  if (asked.how !== "new") throw new NoCopy(troubleOf(asked.how));
  const { account } = asked.fetched.snapshot;
  await become(account, world);
  const phone = await Phone.open(account, world, around, asked.fetched);
  if (!phone) throw new Error("a store with a snapshot opens");
  void phone.wake();
  return phone;
}

async function unkept(trouble: Trouble, world: World): Promise<Unkept> {
  const asked = await fetchSnapshot("", world);
  if (asked.how !== "new") throw new NoCopy(troubleOf(asked.how));
  return new Unkept(asked.fetched, trouble, world);
}

function troubleOf(how: Exclude<Asked["how"], "new">): Trouble {
  return how === "same" || how === "outdated" ? "server" : how;
}

/** Another account on this browser: the copy of the one before is put away, all but what is not sent. */
async function become(account: string, world: World): Promise<void> {
  const before = currentAccount();
  if (before && before !== account) await Phone.remove(before, world);
  makeCurrent(account);
}

/** Takes whoever was signed in off this browser, all but what is not sent: that stays sealed until they are back. */
export async function putAway(world: World = browser): Promise<void> {
  const account = currentAccount();
  if (!account) return;
  await Phone.remove(account, world);
  forgetCurrent();
}

/** The way in was closed while nothing but unsent operations was kept: they are handed over, then all goes. */
async function handOver(account: string, world: World): Promise<void> {
  const ledger = await Ledger.open(new Database(account, world), world);
  await drain(ledger, world);
  await ledger.wipe();
  await ledger.database.close();
  if (ledger.waiting.length === 0) forgetCurrent();
}

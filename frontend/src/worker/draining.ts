import { Channel } from "../store/channel.ts";
import { Database, databaseName } from "../store/database.ts";
import { drain } from "../store/drain.ts";
import { Ledger } from "../store/ledger.ts";
import { alone, browser, type World } from "../store/world.ts";

/**
 * Sends what waits of one account while no page of it is open. Throws where something still waits, so that the
 * browser wakes the worker again. The copy of an account that was signed out of is gone, and nothing of it is sent.
 */
export async function drainAsleep(account: string, world: World = browser): Promise<void> {
  const known = await indexedDB.databases();
  if (!known.some(({ name }) => name === databaseName(account))) return;
  const database = new Database(account, world);
  const channel = new Channel(account, () => {});
  try {
    const confirmed = await database.read(["confirmed"], (tx) => tx.objectStore("confirmed").get("snapshot"));
    if (!confirmed) return;
    const ledger = await Ledger.open(database, world);
    const { trouble } = await alone(`everyrep:${account}:send`, () => drain(ledger, world));
    channel.tell("changed");
    if (trouble === "offline" || trouble === "server") throw new Error(`not sent: ${trouble}`);
  } finally {
    channel.close();
    await database.close();
  }
}

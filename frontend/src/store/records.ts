import { contentHash } from "../sync/canonical.ts";
import type { Database } from "./database.ts";
import type { Vault } from "./vault.ts";

/** Small things by name, sealed; the names are not readable on the phone either. */
export class Records {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async get<T>(name: string): Promise<T | undefined> {
    const key = await contentHash(name);
    const found = await this.database.read(["sealed"], (tx) => tx.objectStore("sealed").get(key));
    return found && this.vault.open<T>(name, found);
  }

  async put(name: string, value: unknown): Promise<void> {
    const [key, sealed] = [await contentHash(name), await this.vault.seal(name, value)];
    await this.database.run(["sealed"], (tx) => tx.objectStore("sealed").put(sealed, key));
  }

  async remove(name: string): Promise<void> {
    const key = await contentHash(name);
    await this.database.run(["sealed"], (tx) => tx.objectStore("sealed").delete(key));
  }
}

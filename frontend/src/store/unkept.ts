import { copyOf } from "./copying.ts";
import type { Fetched } from "./fetching.ts";
import { fetchSnapshot } from "./fetching.ts";
import type { Copy, Store, Trouble } from "./index.ts";
import type { World } from "./world.ts";

/**
 * The store of a browser that can keep nothing, such as on a page that came without https: the program shows,
 * nothing can be logged, and `trouble` says so from the start.
 */
export class Unkept implements Store {
  copy: Copy;
  private readonly listeners = new Set<(copy: Copy) => void>();
  private readonly remembered = new Map<string, unknown>();

  constructor(
    private fetched: Fetched,
    private readonly trouble: Trouble,
    private readonly world: World,
  ) {
    this.copy = this.made();
  }

  subscribe(listener: (copy: Copy) => void): () => void {
    this.listeners.add(listener);
    listener(this.copy);
    return () => this.listeners.delete(listener);
  }

  async log(): Promise<readonly string[]> {
    throw new Error("this browser can keep nothing for this page");
  }

  async retract(): Promise<void> {
    await this.log();
  }

  async recall<T>(name: string): Promise<T | undefined> {
    return this.remembered.get(name) as T | undefined;
  }

  async keep(name: string, value: unknown): Promise<void> {
    this.remembered.set(name, value);
  }

  async forget(name: string): Promise<void> {
    this.remembered.delete(name);
  }

  async refresh(): Promise<void> {
    const asked = await fetchSnapshot(this.fetched.etag, this.world);
    if (asked.how !== "new") return;
    this.fetched = asked.fetched;
    this.copy = this.made();
    for (const listener of this.listeners) listener(this.copy);
  }

  async exported(): Promise<Blob> {
    return new Blob([]);
  }

  private made(): Copy {
    const nothing = { own: new Map(), waiting: [], dead: [] };
    return copyOf(
      this.fetched.snapshot,
      nothing,
      { sending: false, trouble: this.trouble },
      this.world.now(),
    );
  }
}

import { vi } from "vitest";
import { Database } from "../../src/store/database.ts";
import { StorageFull } from "../../src/store/faults.ts";
import type { World } from "../../src/store/world.ts";

/** How many steps a page has left to live: a step is a transaction or a message, before and after. */
export class Life {
  private die: () => void = () => {};
  readonly death = new Promise<void>((done) => {
    this.die = done;
  });

  /** How many of the next transactions find the phone full. */
  full = 0;

  constructor(public left: number) {}

  async step(): Promise<void> {
    this.left -= 1;
    if (this.left >= 0) return;
    this.die();
    await new Promise(() => {}); // nothing that a dead page waits for ever comes
  }
}

export type Mortal = World & { readonly life: Life };

/** The world of a page that can be killed after any of its steps. */
export function mortal(world: World, left = Number.POSITIVE_INFINITY): Mortal {
  const life = new Life(left);
  const fetch: World["fetch"] = (address, init) => lived(life, () => world.fetch(address, init));
  return { ...world, fetch, life };
}

/** Makes the transactions of mortal pages stop with them, and find the phone full. */
export function killTransactions(): void {
  const run = Database.prototype.run;
  vi.spyOn(Database.prototype, "run").mockImplementation(function (this: Database, stores, work) {
    const { life } = (this as unknown as { world: Partial<Mortal> }).world;
    const act = async () => {
      if (life && life.full > 0) {
        life.full -= 1;
        throw new StorageFull("no room");
      }
      return run.call(this, stores, work);
    };
    return life ? lived(life, act) : act();
  } as typeof run);
}

async function lived<T>(life: Life, act: () => Promise<T>): Promise<T> {
  await life.step();
  try {
    return await act();
  } finally {
    await life.step();
  }
}

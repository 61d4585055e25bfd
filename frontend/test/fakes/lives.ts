import { vi } from "vitest";
import { Database } from "../../src/store/database.ts";
import type { World } from "../../src/store/world.ts";

/** How many steps a page has left to live: a step is a transaction or a message, before and after. */
export interface Life {
  left: number;
}

export type Mortal = World & { readonly life: Life };

const never = new Promise<never>(() => {});

/** The world of a page that can be killed: after its last step nothing it waits for ever comes. */
export function mortal(world: World, left = Number.POSITIVE_INFINITY): Mortal {
  const life = { left };
  const fetch: World["fetch"] = (address, init) => lived(life, () => world.fetch(address, init));
  return { ...world, now: () => world.now(), fetch, life };
}

/** Makes the transactions of mortal pages stop with them. */
export function killTransactions(): void {
  const run = Database.prototype.run;
  vi.spyOn(Database.prototype, "run").mockImplementation(function (this: Database, stores, work) {
    const { life } = (this as unknown as { world: Partial<Mortal> }).world;
    const act = () => run.call(this, stores, work);
    return life ? lived(life, act) : act();
  } as typeof run);
}

async function lived<T>(life: Life, act: () => Promise<T>): Promise<T> {
  await step(life);
  try {
    return await act();
  } finally {
    await step(life);
  }
}

async function step(life: Life): Promise<void> {
  life.left -= 1;
  if (life.left < 0) await never;
}

import type { Store } from "./index.ts";

/** Saves what is not sent as a file on the reader's device. */
export async function saveCopy(store: Store, now: Date): Promise<void> {
  const address = URL.createObjectURL(await store.exported());
  const link = document.createElement("a");
  link.href = address;
  link.download = `everyrep-${now.toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // some browsers begin to save a little later
}

import { wireLibrary } from "./library.ts";
import { wireOrder } from "./order.ts";
import { wireSwaps } from "./swaps.ts";
import { wireUndo } from "./undo.ts";

/** Makes the builder page fast by keyboard; on any other page it does nothing. */
export function startBuilder(): void {
  const builder = document.querySelector<HTMLElement>("[data-builder]");
  const search = builder?.querySelector<HTMLInputElement>("[data-search]");
  const hits = builder?.querySelector<HTMLElement>("#hits");
  if (!builder || !search || !hits) return;
  wireLibrary(search, hits);
  wireOrder();
  wireUndo();
  wireSwaps(builder);
}

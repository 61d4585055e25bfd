import { wireDialogs } from "./dialogs.ts";
import { focusErrorSummary } from "./errors.ts";
import { wirePrint } from "./print.ts";

/** What every page of every audience does. */
export function startPage(): void {
  wireDialogs();
  wirePrint();
  focusErrorSummary();
}

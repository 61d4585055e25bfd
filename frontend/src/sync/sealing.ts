import { canonicalJson } from "./canonical.ts";
import type { Operation, Saying } from "./operation.ts";

/** What was sealed last for one entry, so that sending the same words again is the same operation. */
export interface Sealed {
  readonly words: string;
  readonly operation: Operation;
}

/**
 * The operation for these words: the one sealed before where nothing was changed, else a new one for the same
 * entry. A push whose answer was lost can so be repeated, changed or not, and never makes a second entry.
 */
export async function sealed(
  body: Saying["body"],
  before: Sealed | undefined,
  seal: (body: Saying["body"], entryId?: string) => Promise<Operation>,
): Promise<Sealed> {
  const words = canonicalJson(body);
  if (before?.words === words) return before;
  return { words, operation: await seal(body, before?.operation.entry_id) };
}

import type { Trouble } from "./index.ts";

/** The phone has no room for another entry; nothing that was kept before is lost. */
export class StorageFull extends Error {}

/** The account's records are gone from this phone: signed out in another tab, or removed by the browser. */
export class Gone extends Error {}

/** The browser's storage does not answer, however often it is asked. */
export class NotAnswering extends Error {}

/** There is no copy on this phone, and none could be fetched; `trouble` says why. */
export class NoCopy extends Error {
  constructor(readonly trouble: Trouble) {
    super(`no copy on this phone: ${trouble}`);
  }
}

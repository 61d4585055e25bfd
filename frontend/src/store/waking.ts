const prefix = "everyrep:";

/** The name of the event with which any part of a page asks to send what waits now. */
export const sendNow = "outbox-send-now";

/** The tag under which the browser is asked to wake the service worker once there is a network. */
export function syncTag(account: string): string {
  return prefix + account;
}

/** The account of such a tag; "" for a tag of somebody else. */
export function syncAccount(tag: string): string {
  return tag.startsWith(prefix) ? tag.slice(prefix.length) : "";
}

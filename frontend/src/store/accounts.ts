import { figures } from "../worker/caches.ts";

const key = "everyrep:account";
const arrivingKey = "everyrep:arriving";

/** Whose store this browser opens without asking the server: the account that was signed in last, "" for none. */
export function currentAccount(): string {
  return localStorage.getItem(key) ?? "";
}

export function makeCurrent(account: string): void {
  localStorage.setItem(key, account);
  expectNobody();
}

/** The pictures of their exercises go as well: some are their clinic's own. */
export function forgetCurrent(): void {
  localStorage.removeItem(key);
  globalThis.caches?.delete(figures).catch(() => {});
}

/** Somebody is signing in: whose copy is shown next, only the server can say. */
export function expectArrival(): void {
  localStorage.setItem(arrivingKey, "1");
}

/** Nobody has come in after all. */
export function expectNobody(): void {
  localStorage.removeItem(arrivingKey);
}

export function isArriving(): boolean {
  return localStorage.getItem(arrivingKey) !== null;
}

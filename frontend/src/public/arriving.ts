import { expectArrival, expectNobody } from "../store/accounts.ts";

/**
 * Whoever signs in here may be another person than the last one: until the server has said who it is, nobody's
 * copy on this device is shown. A page of this kind that is shown again means that nobody has come in.
 */
export function watchArrivals(root: Document = document): void {
  expectNobody();
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form instanceof HTMLFormElement && form.method === "post" && !form.action.endsWith("/language/"))
      expectArrival();
  });
}

/** Whoever has signed out here may have been quicker than the page they did it on: their copy goes now. */
export async function watchDepartures(root: Document = document): Promise<void> {
  if (root.querySelector("[data-signed-out]")) await (await import("../store/opening.ts")).putAway();
}

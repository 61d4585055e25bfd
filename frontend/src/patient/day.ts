import { keeping, sessionName } from "./guided/keeping.ts";
import { refresh } from "./refresh.ts";

/** Keeps Today on the right day, and lets a session that was left be continued. */
export function wireToday(root: Document = document): void {
  const today = () => root.querySelector<HTMLElement>("[data-today][data-log-context]");
  offerContinue(today());
  root.addEventListener("visibilitychange", () => {
    const shown = today();
    if (
      root.visibilityState === "visible" &&
      shown &&
      shown.dataset.localDate !== dateIn(shown.dataset.zone)
    ) {
      void refresh();
    }
  });
}

/** The date now in a zone, as the server writes it. */
export function dateIn(zone: string | undefined, now: Date = new Date()): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(now);
}

function offerContinue(today: HTMLElement | null): void {
  const start = today?.querySelector<HTMLElement>("[data-start]");
  const account = document.querySelector<HTMLElement>("[data-sending]")?.dataset.account ?? "";
  if (!today || !start) return;
  const stand = document.createElement("div");
  Object.assign(stand.dataset, today.dataset, { session: start.dataset.start, short: "0" });
  const begun = keeping(sessionName(stand, account), sessionStorage).load();
  const words = start.querySelector("span");
  if (words && Object.keys(begun.steps).length > 0) words.textContent = start.dataset.wordsContinue ?? "";
}

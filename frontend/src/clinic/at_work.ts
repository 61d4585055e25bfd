/**
 * Says that a patient's page is in front of somebody and in use, so that the time on it is noted. Only the window
 * that has the focus says so, and only within two minutes of a key, a press or a turn of the wheel.
 */
const SAY_EVERY_MS = 20_000;
const IDLE_MS = 2 * 60_000;
const USES = ["keydown", "pointerdown", "pointermove", "wheel", "input"];

export function keepTime(root: Document = document): void {
  const page = root.querySelector<HTMLElement>("[data-at-work]");
  if (!page) return;
  let used = Date.now(); // it was opened just now
  let said = 0;

  function say(): void {
    said = Date.now();
    const about = new URLSearchParams({ page: page?.dataset.page ?? "" });
    const headers = { "X-CSRFToken": page?.dataset.csrf ?? "" };
    fetch(page?.dataset.atWork ?? "", { method: "POST", body: about, headers, keepalive: true }).catch(
      () => {},
    );
  }

  function sayIfAtWork(): void {
    const inFront = root.visibilityState === "visible" && root.hasFocus();
    if (inFront && Date.now() - used <= IDLE_MS) say();
  }

  for (const kind of USES) {
    root.addEventListener(
      kind,
      () => {
        used = Date.now();
        if (used - said >= SAY_EVERY_MS) sayIfAtWork();
      },
      { passive: true },
    );
  }
  root.addEventListener("visibilitychange", () => {
    const lately = Date.now() - said < 2 * SAY_EVERY_MS;
    if (root.visibilityState === "hidden" && lately) say(); // up to this moment, and then no more
  });
  setInterval(sayIfAtWork, SAY_EVERY_MS);
  sayIfAtWork();
}

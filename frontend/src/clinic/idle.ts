/**
 * Staff are signed out where nothing is done for a while. Whoever is typing on a long page is at work though
 * nothing is asked of the server: now and then it is told so. Whoever is not is asked first, then signed out.
 */
const MINUTE_MS = 60_000;
const TICK_MS = 15_000;
const TELL_AFTER_MS = 4 * MINUTE_MS; // at work for so long without a request: the server is told
const WARN_BEFORE_MS = 2 * MINUTE_MS; // time to answer; WCAG 2.2, 2.2.1 asks for 20 seconds

export function watchIdle(root: Document = document): void {
  const dialog = root.querySelector<HTMLDialogElement>("dialog[data-idle-minutes]");
  if (!dialog) return;
  const idleMs = Number(dialog.dataset.idleMinutes) * MINUTE_MS;
  let used = Date.now();
  let atWork = false;

  async function stay(): Promise<void> {
    atWork = false;
    const answer = await fetch(dialog?.dataset.url ?? "", { method: "POST", headers: token(dialog) });
    if (answer.ok) used = Date.now();
  }

  for (const kind of ["keydown", "pointerdown", "input"]) {
    root.addEventListener(kind, () => {
      if (!dialog.open) atWork = true;
    });
  }
  dialog.addEventListener("close", () => void stay().catch(() => {}));
  setInterval(() => {
    const idle = Date.now() - used;
    if (idle >= idleMs) location.assign(location.pathname + location.search);
    else if (atWork && idle >= TELL_AFTER_MS) void stay().catch(() => {});
    else if (!dialog.open && idle >= idleMs - WARN_BEFORE_MS) dialog.showModal();
  }, TICK_MS);
}

function token(dialog: HTMLElement | null): HeadersInit {
  return { "X-CSRFToken": dialog?.dataset.csrf ?? "" };
}

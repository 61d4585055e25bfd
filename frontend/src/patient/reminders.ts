/** Notifications on this device: the settings page says what can be done here, and does it. */

type Part = "off" | "on" | "denied" | "install" | "unsupported" | "failed";

/** What a browser holds against the promise of its worker: it never comes where none was registered. */
const workerMs = 5000;

/** Wires the part of the reminder settings that is about this device; nothing on any other page. */
export async function wireReminders(root: ParentNode = document): Promise<void> {
  const place = root.querySelector<HTMLElement>("[data-push]");
  if (!place) return;
  place.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element && event.target.closest<HTMLElement>("[data-push-do]");
    if (pressed) void change(place, pressed.dataset.pushDo === "subscribe");
  });
  show(place, await partNow());
}

/** What this device can do, and does, about notifications. */
export async function partNow(): Promise<Part> {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    return isAppleTouch() && !isInstalled() ? "install" : "unsupported";
  }
  if (Notification.permission === "denied") return "denied";
  const worker = await ready();
  return (await worker?.pushManager.getSubscription()) ? "on" : "off";
}

async function change(place: HTMLElement, on: boolean): Promise<void> {
  place.setAttribute("aria-busy", "true");
  try {
    if (await (on ? subscribe(place) : unsubscribe(place))) changed(place, on);
    show(place, await partNow());
  } catch {
    show(place, Notification.permission === "denied" ? "denied" : "failed");
  } finally {
    place.removeAttribute("aria-busy");
  }
}

/** The page goes on as it is, with all that was typed: only what it says of devices is not true any more. */
function changed(place: HTMLElement, on: boolean): void {
  const tick = place.querySelector<HTMLInputElement>("[name=push]");
  if (tick && on) tick.checked = true;
  for (const count of place.querySelectorAll<HTMLElement>("[data-push-count]")) count.hidden = true;
}

/** True where the server has the subscription; false where the person did not allow it. */
async function subscribe(place: HTMLElement): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const worker = await ready();
  if (!worker) throw new Error("no service worker");
  const key = await theirKey(place);
  const known = await worker.pushManager.getSubscription();
  const made =
    known ?? (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  const { endpoint, keys } = made.toJSON();
  await tell(place, { do: "subscribe", endpoint, keys });
  return true;
}

async function unsubscribe(place: HTMLElement): Promise<boolean> {
  const worker = await ready();
  const known = await worker?.pushManager.getSubscription();
  if (!known) return true;
  await tell(place, { do: "unsubscribe", endpoint: known.endpoint });
  return known.unsubscribe();
}

async function theirKey(place: HTMLElement): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(place.dataset.keyUrl ?? "");
  if (!answer.ok) throw new Error(`no key: ${answer.status}`);
  const { key } = (await answer.json()) as { key: string };
  return bytes(key);
}

async function tell(place: HTMLElement, what: object): Promise<void> {
  const answer = await fetch(place.dataset.url ?? "", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": place.dataset.csrf ?? "" },
    body: JSON.stringify(what),
  });
  if (!answer.ok) throw new Error(`refused: ${answer.status}`);
}

/** The page's service worker; undefined where none starts in time. */
async function ready(): Promise<ServiceWorkerRegistration | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, workerMs));
  return Promise.race([navigator.serviceWorker.ready, late]);
}

function show(place: HTMLElement, part: Part): void {
  for (const one of place.querySelectorAll<HTMLElement>("[data-push-part]"))
    one.hidden = one.dataset.pushPart !== part;
}

/** An iPhone or iPad, also where Safari asks for a desktop's pages. */
function isAppleTouch(): boolean {
  return (
    /iPhone|iPad/.test(navigator.userAgent) ||
    (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  );
}

function isInstalled(): boolean {
  return matchMedia("(display-mode: standalone)").matches;
}

/** The bytes of base64url without padding. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

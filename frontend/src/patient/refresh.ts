import { sayWhatWasSent } from "./sending.ts";

/**
 * Reads the page anew and exchanges its main part, so that what the server knows shows at once, and says what
 * was sent. Focus stays where it was: on the control, or on the card that held it. Falls back to loading the
 * whole page.
 */
export async function refresh(address: string = location.href): Promise<void> {
  const here = focusPlace();
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return location.assign(response.url || address);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    exchange(page);
    restoreFocus(here);
    sayWhatWasSent();
  } catch {
    location.reload();
  }
}

function exchange(page: Document): void {
  const fresh = page.getElementById("main");
  const old = document.getElementById("main");
  if (!fresh || !old) throw new Error("the page has no main part");
  document.title = page.title;
  old.replaceChildren(...fresh.childNodes);
}

function focusPlace(): string[] {
  const places: string[] = [];
  for (let at: Element | null = document.activeElement; at; at = at.parentElement)
    if (at.id) places.push(at.id);
  return places;
}

function restoreFocus(places: string[]): void {
  for (const id of places) {
    const place = document.getElementById(id);
    const control = place?.matches("a, button, input") ? place : place?.querySelector<HTMLElement>("button");
    if (!control) continue;
    control.focus({ preventScroll: true });
    return;
  }
  document.getElementById("main")?.focus({ preventScroll: true });
}

/** How the list is asked for again: 304 while it is as `state` says. */
export type Ask = (address: string, state: string) => Promise<Answer>;

export interface Answer {
  readonly status: number;
  readonly page?: Document | null;
}

const soonest = 8_000; // ms between two questions while somebody writes
const latest = 60_000; // ms, where nothing has come for a while
const slower = 1.5; // how much longer each time

/**
 * Keeps a thread on an open page as it is on the server: `[data-live]` holds its address, `data-state` what it was
 * made of. Asks only while the page is seen and online, less often where nothing comes; ends where the server
 * answers with anything but the list, such as the sign-in page. Returns how to stop.
 */
export function keepLive(root: Document = document, ask: Ask = askServer): () => void {
  const first = root.querySelector<HTMLElement>("[data-live]");
  if (!first) return () => undefined;
  let shown: HTMLElement = first;
  let wait = soonest;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;

  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(look, wait);
  };
  const look = async () => {
    if (root.visibilityState === "hidden" || asking) return;
    asking = true;
    const answer = await ask(shown.dataset.live ?? "", shown.dataset.state ?? "").catch(() => ({
      status: 0,
    }));
    asking = false;
    if (!goesOn(answer)) return stop();
    const fresh = "page" in answer ? answer.page?.querySelector<HTMLElement>("[data-live]") : null;
    wait = fresh ? soonest : Math.min(wait * slower, latest);
    if (fresh) shown = put(shown, fresh);
    plan();
  };
  const seen = () => {
    if (root.visibilityState === "hidden") return;
    wait = soonest;
    void look();
  };
  const stop = () => {
    clearTimeout(timer);
    root.removeEventListener("visibilitychange", seen);
  };

  root.addEventListener("visibilitychange", seen);
  plan();
  return stop;
}

/** Out of reach, unchanged, or a list; a server in trouble is asked again later. */
function goesOn({ status, page }: Answer): boolean {
  if (status === 0 || status === 304 || status >= 500) return true;
  return status === 200 && page?.querySelector("[data-live]") != null;
}

/** Puts what is new into the list that is shown. What is as it was stays untouched, with what is typed in it. */
function put(shown: HTMLElement, fresh: HTMLElement): HTMLElement {
  const list = shown.querySelector("ol");
  const news = [...(fresh.querySelector("ol")?.children ?? [])];
  if (!list) return shown;
  const known = new Map([...list.children].map((one) => [idOf(one), one]));
  const items = news.map((one) => asItWas(known.get(idOf(one)), one) ?? document.importNode(one, true));
  for (const one of known.values()) if (!items.includes(one)) one.remove();
  for (const [place, item] of items.entries())
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
  shown.dataset.state = fresh.dataset.state ?? "";
  shown.querySelector(".talk__none")?.toggleAttribute("hidden", items.length > 0);
  tellForm(fresh.dataset.last ?? "0");
  return shown;
}

/** The item that is shown, where it says the same or somebody is in the middle of it. */
function asItWas(before: Element | undefined, now: Element): Element | undefined {
  if (!before || (words(before) !== words(now) && !before.contains(document.activeElement))) return undefined;
  before.id = now.id;
  return before;
}

/** A reply covers what is on the screen when it is sent. */
function tellForm(last: string): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("[data-live-last]")) field.value = last;
}

const idOf = (one: Element): string => one.getAttribute("data-said") ?? "";
/** The tokens of the forms are others in each answer. */
const words = (one: Element): string =>
  one.outerHTML
    .replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1")
    .replace(/ id="newest"/, "")
    .replace(/ (?:open|checked)(?:="")?(?=[ >])/g, "");

/** As a document, so that nothing anybody has typed is ever turned into markup by a script. */
const askServer: Ask = (address, state) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.overrideMimeType("text/html"); // a 304 has no type, and would be read as broken XML
    request.setRequestHeader("If-None-Match", state);
    request.onload = () => resolve({ status: request.status, page: request.responseXML });
    request.onerror = () => reject(new Error("out of reach"));
    request.send();
  });

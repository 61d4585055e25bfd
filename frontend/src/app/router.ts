import type { Place } from "./screen.ts";

const day = /^\d{4}-\d{2}-\d{2}$/;

/** What an address of the app says; undefined where the server draws the page. */
export function placeAt(address: string): Place | undefined {
  const url = new URL(address, "http://app");
  const [first = "", second = "", third = "", ...more] = parts(url.pathname);
  if (more.length > 0) return undefined;
  if (first === "help" && !second)
    return { name: "help", trigger: said(url, "trigger") || "button", back: said(url, "back") };
  if (first === "outbox" && !second) return { name: "outbox" };
  if (first !== "today") return undefined;
  if (!second) return { name: "today" };
  if (second === "day") return day.test(third) ? { name: "day", date: third } : undefined;
  if (second === "session") return session(url, third);
  return third ? undefined : exercise(url, second);
}

function session(url: URL, index: string): Place | undefined {
  if (!/^\d{1,2}$/.test(index)) return undefined;
  const big = url.searchParams.has("big") && ({ big: true } as const);
  return { name: "session", index: Number(index), short: url.searchParams.has("short"), ...big };
}

function exercise(url: URL, key: string): Place {
  const [number, date] = [said(url, "session"), said(url, "day")];
  return {
    name: "exercise",
    key,
    session: /^\d{1,2}$/.test(number) ? Number(number) : 0,
    date: day.test(date) ? date : "",
  };
}

const said = (url: URL, name: string) => url.searchParams.get(name) ?? "";

function parts(path: string): string[] {
  return path.split("/").filter(Boolean).map(decoded);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // not a name of ours: no screen will find it
  }
}

/** The address of a place. */
export function addressOf(place: Place): string {
  switch (place.name) {
    case "today":
      return "/today/";
    case "day":
      return `/today/day/${place.date}/`;
    case "session":
      return sessionAddress(place);
    case "exercise":
      return `/today/${encodeURIComponent(place.key)}/${query({
        session: place.session || "",
        day: place.date,
      })}`;
    case "help":
      return `/help/${query({ trigger: place.trigger === "button" ? "" : place.trigger, back: place.back })}`;
    case "outbox":
      return "/outbox/";
  }
}

function sessionAddress({ index, short, big }: Extract<Place, { name: "session" }>): string {
  const ways = [short && "short", big && "big"].filter(Boolean);
  return `/today/session/${index}/${ways.length > 0 ? `?${ways.join("&")}` : ""}`;
}

function query(values: Readonly<Record<string, string | number>>): string {
  const kept = Object.entries(values).filter(([, value]) => value !== "");
  return kept.length === 0
    ? ""
    : `?${new URLSearchParams(kept.map(([name, value]) => [name, String(value)]))}`;
}

/** Lets links between the app's own screens, and the browser's way back, open them without loading a page. */
export function followLinks(open: (address: string) => void, root: Document = document): () => void {
  const click = (event: MouseEvent) => {
    const address = ownLink(event);
    if (!address) return;
    event.preventDefault();
    open(address);
  };
  root.addEventListener("click", click);
  return () => root.removeEventListener("click", click);
}

/** The address that a press leads to within the app; "" where the browser should follow it itself. */
function ownLink(event: MouseEvent): string {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (event.defaultPrevented || !plain || !(event.target instanceof Element)) return "";
  const link = event.target.closest<HTMLAnchorElement>("a[href]");
  if (!link || link.target || link.hasAttribute("download")) return "";
  const url = new URL(link.href, location.href);
  const within = url.pathname === location.pathname && url.hash !== "";
  const own = url.origin === location.origin && !within && placeAt(url.href) !== undefined;
  return own ? `${url.pathname}${url.search}` : "";
}

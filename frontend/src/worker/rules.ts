/**
 * What the service worker does with a request. Everything it does not know it leaves alone: neither records, nor
 * pages of the server, nor exports may ever lie in a cache (trust 1.3, row 11).
 */
export type Rule =
  /** The app's own page, the same for everybody. */
  | "shell"
  /** A page of the server; without a connection the app's page says so. */
  | "network"
  /** A built file: its content is in its name. */
  | "built"
  /** A figure, an animation, a demonstrator or a clinic's own picture: nothing else is ever under its address. */
  | "figure"
  | "leave";

/** What a rule has to know of a request. */
export interface Asked {
  readonly method: string;
  readonly mode: string;
  readonly url: string;
}

const builtFile = /^\/static\/assets\/[\w.-]+$/;
const figureFile =
  /^\/(?:figures\/(?:bodies\/)?[0-9a-f]{12}\/[\w-]+\.(?:svg|glb)|pictures\/[0-9a-f-]{36}\.jpg)$/;
const appPage = /^\/(?:today\/(?!snapshot\/).*|help\/|outbox\/)$/;
const serverPage = /^\/(?:|(?:progress|more|entry|messages)\/.*)$/;
/** Where nothing may change under the reader's hands. */
const sessionPage = /^\/today\/session\//;

export function ruleFor(asked: Asked, origin: string): Rule {
  const url = new URL(asked.url);
  if (asked.method !== "GET" || url.origin !== origin) return "leave";
  if (asked.mode === "navigate") return pageRule(url.pathname);
  if (url.search) return "leave";
  if (builtFile.test(url.pathname)) return "built";
  return figureFile.test(url.pathname) ? "figure" : "leave";
}

export function isSession(path: string): boolean {
  return sessionPage.test(path);
}

function pageRule(path: string): Rule {
  if (appPage.test(path)) return "shell";
  return serverPage.test(path) ? "network" : "leave";
}

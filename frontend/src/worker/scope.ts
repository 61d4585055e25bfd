/** The parts of a service worker that this one uses; TypeScript's own names for them clash with those of pages. */
export interface WorkerScope {
  readonly location: Location;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: Clients;
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", act: (event: Extendable) => void): void;
  addEventListener(type: "fetch", act: (event: Fetching) => void): void;
  addEventListener(type: "message", act: (event: Extendable & MessageEvent) => void): void;
  addEventListener(type: "push", act: (event: Pushing) => void): void;
  addEventListener(type: "notificationclick", act: (event: Clicking) => void): void;
  addEventListener(type: "sync", act: (event: Extendable & { readonly tag: string }) => void): void;
}

export interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}

export interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

export interface Pushing extends Extendable {
  readonly data: { json(): unknown } | null;
}

export interface Clicking extends Extendable {
  readonly notification: Notification;
}

export interface Page {
  readonly id: string;
  readonly url: string;
  focus(): Promise<unknown>;
  postMessage(message: unknown, transfer?: Transferable[]): void;
}

interface Clients {
  claim(): Promise<void>;
  matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<readonly Page[]>;
  openWindow(url: string): Promise<unknown>;
}

import { trustedScript } from "../page/trusted.ts";
import { isSession } from "./rules.ts";

/**
 * Lets the service worker keep the app on this phone. A new version of the app is taken over when a page opens,
 * never in the middle of anything: not while a session is under way on this page or on another.
 */
export async function startWorker(): Promise<void> {
  const container = navigator.serviceWorker;
  if (!container) return;
  container.addEventListener("message", ({ data, ports }) => {
    if (data === "busy?") ports[0]?.postMessage(isSession(location.pathname) ? "busy" : "idle");
  });
  try {
    const registration = await container.register(trustedScript("/sw.js"), { scope: "/" });
    if (registration.waiting && !isSession(location.pathname)) takeOver(container, registration.waiting);
    (await container.ready).active?.postMessage("ahead");
  } catch {
    // a browser that may keep nothing, such as a private window: the app works as long as there is a network
  }
}

function takeOver(container: ServiceWorkerContainer, waiting: ServiceWorker): void {
  container.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("update");
}

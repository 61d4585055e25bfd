import type { WorkerScope } from "./scope.ts";

/** What a reminder shows (everyrep/reminders): never a word about health, for a lock screen is read by anybody. */
interface Reminder {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly url: string;
}

const home = "/today/";

/** Shows a reminder. A message that does not read is shown without words: a browser wants every push to show. */
export function remind(scope: WorkerScope, data: { json(): unknown } | null): Promise<void> {
  const { title, body, tag, url } = read(data);
  return scope.registration.showNotification(title, {
    body,
    tag,
    icon: "/static/icons/icon-192.png",
    data: url,
  });
}

/** Opens the page that a notification leads to; one that leads home lets the open page send what waits. */
export async function follow(scope: WorkerScope, notification: Notification): Promise<void> {
  notification.close();
  const pages = await scope.clients.matchAll({ type: "window", includeUncontrolled: false });
  const [page] = pages;
  const path = ownPath(notification.data);
  if (!page || path !== home) return void (await scope.clients.openWindow(path));
  page.postMessage("drain");
  await page.focus();
}

function read(data: { json(): unknown } | null): Reminder {
  try {
    const { title, body, tag, url } = (data?.json() ?? {}) as Partial<Reminder>;
    return { title: title || "Everyrep", body: body ?? "", tag: tag ?? "everyrep", url: ownPath(url) };
  } catch {
    return { title: "Everyrep", body: "", tag: "everyrep", url: home };
  }
}

/** Only a path of this site is ever opened. */
function ownPath(url: unknown): string {
  return typeof url === "string" && /^\/(?!\/)/.test(url) ? url : home;
}

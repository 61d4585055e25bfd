/** The browser's offer to install the app, which it makes once, at a moment of its own choosing. */
interface InstallOffer extends Event {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ readonly outcome: "accepted" | "dismissed" }>;
}

let offer: InstallOffer | undefined;

/** Keeps the browser's offer for the moment at which it helps; `then` is told that there is one, or no more. */
export function watchInstall(then: () => void): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event as InstallOffer;
    then();
  });
  addEventListener("appinstalled", () => {
    offer = undefined;
    then();
  });
}

/** How the app can be put on this phone's home screen: by the browser, by hand, or not (or it is there). */
export function wayToInstall(): "" | "browser" | "by hand" {
  if (standsAlone()) return "";
  if (offer) return "browser";
  return byHand() ? "by hand" : "";
}

function standsAlone(): boolean {
  const ios = (navigator as Navigator & { standalone?: boolean }).standalone === true;
  return ios || matchMedia("(display-mode: standalone)").matches;
}

/** On an iPhone or iPad the home screen is reached through the share menu alone. */
function byHand(): boolean {
  const name = navigator.userAgent;
  const tablet = /Macintosh/.test(name) && navigator.maxTouchPoints > 1; // how an iPad names itself
  return /iPhone|iPad|iPod/.test(name) || tablet;
}

/** Shows the browser's own question; true where the app was installed. */
export async function install(): Promise<boolean> {
  const asked = offer;
  if (!asked) return false;
  offer = undefined; // it can be asked once
  await asked.prompt();
  return (await asked.userChoice).outcome === "accepted";
}

/** Asks the browser not to clear what this phone keeps; true where it promises. */
export async function persist(): Promise<boolean> {
  return (await navigator.storage?.persist?.().catch(() => false)) ?? false;
}

import { afterEach, expect, test, vi } from "vitest";
import { install, watchInstall, wayToInstall } from "../src/app/install.ts";

afterEach(() => vi.unstubAllGlobals());

test("the browser's offer is kept for later, asked once, and gone when the app is there", async () => {
  const told = vi.fn();
  watchInstall(told);
  expect(wayToInstall()).toBe("");
  const offer = Object.assign(new Event("beforeinstallprompt", { cancelable: true }), {
    prompt: vi.fn(async () => undefined),
    userChoice: Promise.resolve({ outcome: "accepted" }),
  });
  dispatchEvent(offer);
  expect(offer.defaultPrevented).toBe(true); // it does not come up by itself
  expect(wayToInstall()).toBe("browser");
  expect(await install()).toBe(true);
  expect(offer.prompt).toHaveBeenCalledOnce();
  expect(wayToInstall()).toBe("");
  expect(await install()).toBe(false);
  dispatchEvent(new Event("appinstalled"));
  expect(told).toHaveBeenCalledTimes(2);
});

test("an app that was opened from the home screen offers nothing", () => {
  vi.stubGlobal("navigator", { userAgent: "iPhone", maxTouchPoints: 5, standalone: true });
  expect(wayToInstall()).toBe("");
  vi.stubGlobal("navigator", { userAgent: "iPhone", maxTouchPoints: 5 });
  expect(wayToInstall()).toBe("by hand");
});

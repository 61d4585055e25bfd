import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bytes, wireReminders } from "../src/patient/reminders.ts";

const parts = ["off", "on", "denied", "install", "unsupported", "failed"];
const key = "AQID"; // the bytes 1, 2, 3

type Subscription = { endpoint: string; toJSON(): object; unsubscribe(): Promise<boolean> };

let subscription: Subscription | null;
let permission: NotificationPermission;
let asked: { url: string; body: unknown; token: string }[];
let answers: number;

function subscribed(): Subscription {
  const endpoint = "https://push.example/abc";
  return {
    endpoint,
    toJSON: () => ({ endpoint, keys: { p256dh: "p", auth: "a" } }),
    unsubscribe: async () => {
      subscription = null;
      return true;
    },
  };
}

const pushManager = {
  getSubscription: async () => subscription,
  subscribe: vi.fn(async (_: PushSubscriptionOptionsInit) => {
    subscription = subscribed();
    return subscription;
  }),
};

function browser({ push = true, agent = "Chrome" } = {}): void {
  vi.stubGlobal("navigator", {
    userAgent: agent,
    maxTouchPoints: 5,
    ...(push && { serviceWorker: { ready: Promise.resolve({ pushManager }) } }),
  });
  if (push) vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("Notification", {
    get permission() {
      return permission;
    },
    requestPermission: async () => permission,
  });
}

async function page(): Promise<void> {
  document.body.innerHTML = `<div data-push data-csrf="token" data-key-url="/key" data-url="/subscriptions">
    ${parts.map((part) => `<div data-push-part="${part}" hidden></div>`).join("")}
    <input type="checkbox" name="push"><p data-push-count>No device gets them yet.</p>
    <button data-push-do="subscribe">on</button><button data-push-do="unsubscribe">off</button></div>`;
  await wireReminders();
}

function shown(): string[] {
  const places = [...document.querySelectorAll<HTMLElement>("[data-push-part]")];
  return places.filter((place) => !place.hidden).map((place) => place.dataset.pushPart ?? "");
}

async function press(what: "subscribe" | "unsubscribe"): Promise<void> {
  const place = document.querySelector("[data-push]");
  document.querySelector<HTMLElement>(`[data-push-do="${what}"]`)?.click();
  await vi.waitFor(() => expect(place?.hasAttribute("aria-busy")).toBe(false));
}

beforeEach(() => {
  subscription = null;
  permission = "granted";
  asked = [];
  answers = 200;
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    const body = init?.body ? JSON.parse(String(init.body)) : undefined;
    asked.push({ url, body, token: new Headers(init?.headers).get("X-CSRFToken") ?? "" });
    return new Response(JSON.stringify({ key }), { status: answers });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

describe("what the page says of this device", () => {
  test("it can be turned on, or is on", async () => {
    browser();
    await page();
    expect(shown()).toEqual(["off"]);
    subscription = subscribed();
    await page();
    expect(shown()).toEqual(["on"]);
  });

  test("it was blocked", async () => {
    permission = "denied";
    browser();
    await page();
    expect(shown()).toEqual(["denied"]);
  });

  test("an iPhone needs the home screen first, another old browser another way", async () => {
    vi.stubGlobal("matchMedia", () => ({ matches: false }));
    browser({ push: false, agent: "iPhone" });
    await page();
    expect(shown()).toEqual(["install"]);
    browser({ push: false });
    await page();
    expect(shown()).toEqual(["unsupported"]);
  });
});

test("turning it on gives the server the subscription, made with its key", async () => {
  browser();
  await page();
  await press("subscribe");
  expect(pushManager.subscribe).toHaveBeenCalledWith({
    userVisibleOnly: true,
    applicationServerKey: new Uint8Array([1, 2, 3]),
  });
  expect(asked.at(-1)).toEqual({
    url: "/subscriptions",
    token: "token",
    body: { do: "subscribe", endpoint: "https://push.example/abc", keys: { p256dh: "p", auth: "a" } },
  });
  expect(shown()).toEqual(["on"]);
  expect(document.querySelector<HTMLInputElement>("[name=push]")?.checked).toBe(true);
  expect(document.querySelector<HTMLElement>("[data-push-count]")?.hidden).toBe(true);
});

test("turning it off tells the server, then the browser", async () => {
  subscription = subscribed();
  browser();
  await page();
  await press("unsubscribe");
  expect(asked.at(-1)?.body).toEqual({ do: "unsubscribe", endpoint: "https://push.example/abc" });
  expect(subscription).toBeNull();
});

test("a person who says no is told how to change that, and nothing is sent", async () => {
  browser();
  await page();
  permission = "denied";
  await press("subscribe");
  expect(shown()).toEqual(["denied"]);
  expect(asked).toEqual([]);
});

test("without the server it says that it did not work", async () => {
  answers = 500;
  browser();
  await page();
  await press("subscribe");
  expect(shown()).toEqual(["failed"]);
  expect(document.querySelector<HTMLInputElement>("[name=push]")?.checked).toBe(false);
});

test("a page without this part is left alone", async () => {
  document.body.innerHTML = "<p>Progress</p>";
  await wireReminders();
  expect(document.body.innerHTML).toBe("<p>Progress</p>");
});

test("a key in base64url is read as its bytes", () => {
  expect([...bytes("-_8")]).toEqual([0xfb, 0xff]);
});

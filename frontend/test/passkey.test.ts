import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { wirePasskeys } from "../src/public/passkey.ts";

const devices = vi.hoisted(() => ({ startAuthentication: vi.fn(), startRegistration: vi.fn() }));
vi.mock("@simplewebauthn/browser", () => devices);

let form: HTMLFormElement;
let sent: string[];

function page(way: "sign-in" | "add"): void {
  document.body.innerHTML = `<form data-passkey="${way}" data-options="/options/" hidden>
    <input name="csrfmiddlewaretoken" value="abc"><input name="credential"><button>Go</button>
    <p data-passkey-said data-words-failed="No passkey." data-words-known="There already."></p></form>
    <p data-passkey-missing>Not here.</p>`;
  form = document.querySelector("form") as HTMLFormElement;
  sent = [];
  form.submit = () => sent.push((form.elements.namedItem("credential") as HTMLInputElement).value);
}

async function press(): Promise<void> {
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(sent.length + said().length).toBeGreaterThan(0));
}

const said = () => document.querySelector("[data-passkey-said]")?.textContent ?? "";

beforeEach(() => {
  vi.stubGlobal("PublicKeyCredential", class {});
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("fetch", async () => new Response('{"challenge": "xyz"}'));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

test("what the device answers goes back in the form", async () => {
  devices.startAuthentication.mockResolvedValue({ id: "key" });
  page("sign-in");
  wirePasskeys();
  expect(form.hidden).toBe(false);
  await press();
  expect(devices.startAuthentication).toHaveBeenCalledWith({ optionsJSON: { challenge: "xyz" } });
  expect(sent).toEqual(['{"id":"key"}']);
});

test("a person who says no is told that nothing is lost, and nothing is sent", async () => {
  devices.startAuthentication.mockRejectedValue(new DOMException("no", "NotAllowedError"));
  page("sign-in");
  wirePasskeys();
  await press();
  expect(said()).toBe("No passkey.");
  expect(sent).toEqual([]);
});

test("a device that has one already says so", async () => {
  devices.startRegistration.mockRejectedValue(
    Object.assign(new Error("known"), { name: "InvalidStateError" }),
  );
  page("add");
  wirePasskeys();
  await press();
  expect(said()).toBe("There already.");
});

test.each([
  ["a browser without passkeys", () => vi.stubGlobal("PublicKeyCredential", undefined)],
  ["a page without https", () => vi.stubGlobal("isSecureContext", false)],
])("%s shows no button for them", (_, without) => {
  without();
  page("add");
  wirePasskeys();
  expect(form.hidden).toBe(true);
  expect(document.querySelector<HTMLElement>("[data-passkey-missing]")?.hidden).toBe(false);
});

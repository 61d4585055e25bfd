import { announce } from "../page/announce.ts";
import type { Operation } from "../sync/operation.ts";
import { type Outcome, push } from "../sync/push.ts";
import { pageDevice } from "./context.ts";

type Then = () => void | Promise<void>;
type Make = () => Promise<readonly Operation[]>;
/** What has not arrived yet, by what it is about. */
const waiting = new Map<object | string, { make: Make; then: Then }>();
let busy = false;
const saidKey = "everyrep:said";

/**
 * Sends operations and says how it went; `then` runs once the server has them, and has to tell it to the reader
 * (`sayWhatWasSent`) unless it leads to another page. Until then the page keeps what was typed, and "Try again"
 * makes all that waits anew: the same operations, unless something typed has changed. `about` names what is
 * told, such as its form: telling it again while it waits tells it once, and nothing else is put aside for it.
 */
export async function send(about: object | string, make: Make, then: Then): Promise<void> {
  if (!waiting.has(about)) waiting.set(about, { make, then });
  await sendWaiting();
}

/** Wires "Try again". */
export function wireSending(root: Document = document): void {
  root.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-send-again]")) void sendWaiting();
  });
}

async function sendWaiting(): Promise<void> {
  const note = document.querySelector<HTMLElement>("[data-sending]");
  if (waiting.size === 0 || !note || busy) return;
  if (!crypto.subtle) return show(note, note.dataset.wordsInsecure ?? "", true);
  busy = true;
  show(note, note.dataset.wordsSending ?? "", false);
  const batch = [...waiting];
  const outcome = await pushed(
    batch.map(([, one]) => one.make),
    note,
  );
  busy = false;
  if (!arrived(outcome, note)) return;
  for (const [about] of batch) waiting.delete(about);
  await batch.at(-1)?.[1].then();
  await sendWaiting(); // what was told in the meantime
}

/** Never throws: what cannot even be made, for want of storage say, is not sent and stays on the page. */
async function pushed(makes: readonly Make[], note: HTMLElement): Promise<Outcome> {
  try {
    const made = await Promise.all(makes.map((make) => make()));
    const { url = "", csrf = "", account = "" } = note.dataset;
    return await push(made.flat(), { url, account, csrf: csrfNow() ?? csrf, deviceId: pageDevice().id });
  } catch {
    return "not_sent";
  }
}

/** The token of the session as it is now: signing in on another page has changed it. */
function csrfNow(): string | undefined {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1];
}

function arrived(outcome: Outcome, note: HTMLElement): boolean {
  const { wordsNotSent, wordsSignedOut, wordsRefused } = note.dataset;
  const unsent = { not_sent: wordsNotSent, signed_out: wordsSignedOut, refused: wordsRefused };
  if (outcome in unsent) {
    show(note, unsent[outcome as keyof typeof unsent] ?? "", true);
    return false;
  }
  const words = outcome === "sent" ? note.dataset.wordsSent : note.dataset.wordsReceived;
  sessionStorage.setItem(saidKey, words ?? "");
  show(note, "", false);
  return true;
}

/** Says how the last sending went, on this page or on the one that it led to; once. */
export function sayWhatWasSent(): void {
  const words = sessionStorage.getItem(saidKey);
  sessionStorage.removeItem(saidKey);
  if (words) announce(words);
}

function show(note: HTMLElement, words: string, again: boolean): void {
  const place = note.querySelector("[data-sending-words]");
  if (place) place.textContent = words;
  note.classList.toggle("sending--waits", again);
  const button = note.querySelector<HTMLElement>("[data-send-again]");
  if (button) button.hidden = !again;
  if (again) note.scrollIntoView({ block: "nearest" });
}

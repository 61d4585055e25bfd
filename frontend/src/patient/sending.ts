import { announce } from "../page/announce.ts";
import type { Operation } from "../sync/operation.ts";
import { type Outcome, push } from "../sync/push.ts";
import { pageDevice } from "./context.ts";

type Then = () => void | Promise<void>;
type Make = () => Promise<readonly Operation[]>;
let waiting: { make: Make; then: Then } | undefined;
let busy = false;
const saidKey = "everyrep:said";

/**
 * Sends operations and says how it went; `then` runs once the server has them. Until then the page keeps
 * what was typed, and "Try again" makes them anew: the same ones, unless something typed has changed.
 */
export async function send(make: Make, then: Then): Promise<void> {
  if (busy) return;
  waiting = { make, then };
  await trySending();
}

/** Wires "Try again". */
export function wireSending(root: Document = document): void {
  root.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-send-again]")) void trySending();
  });
}

async function trySending(): Promise<void> {
  const note = document.querySelector<HTMLElement>("[data-sending]");
  if (!waiting || !note || busy) return;
  busy = true;
  show(note, note.dataset.wordsSending ?? "", false);
  const target = { url: note.dataset.url ?? "", csrf: note.dataset.csrf ?? "", deviceId: pageDevice().id };
  const outcome = await push(await waiting.make(), target);
  busy = false;
  await tell(outcome, note);
}

async function tell(outcome: Outcome, note: HTMLElement): Promise<void> {
  if (outcome === "not_sent") return show(note, note.dataset.wordsNotSent ?? "", true);
  if (outcome === "signed_out") return show(note, note.dataset.wordsSignedOut ?? "", true);
  const then = waiting?.then;
  waiting = undefined;
  sessionStorage.setItem(
    saidKey,
    (outcome === "sent" ? note.dataset.wordsSent : note.dataset.wordsReceived) ?? "",
  );
  show(note, "", false);
  await then?.();
  sayWhatWasSent();
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

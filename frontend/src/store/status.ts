import { _, ngettext } from "../words/index.ts";
import type { Outbox } from "./index.ts";

/** What the reader can do about it. */
export type Act = "send" | "sign in" | "see";

/** How sending goes, in words. `kind`: quiet in passing, waits where something is kept back, needs where the reader is. */
export interface Status {
  readonly kind: "quiet" | "waits" | "needs";
  readonly words: string;
  readonly acts: readonly Act[];
}

/** Undefined where all goes its way: what is sent within moments is told in passing. */
export function statusOf(outbox: Outbox): Status | undefined {
  const { waiting, trouble, overdue, dead } = outbox;
  const kept = waiting > 0 ? `${keptWords(waiting)} ` : "";
  if (trouble === "storage" || trouble === "insecure" || trouble === "closed")
    return { kind: "needs", words: cannotKeep[trouble](waiting), acts: [] };
  if (trouble === "signed_out")
    return { kind: "needs", words: kept + signedOut(waiting), acts: ["sign in", ...seeing(outbox)] };
  if (overdue) return { kind: "needs", words: kept + overdueWords(outbox), acts: ["send", "see"] };
  if (waiting > 0 && trouble) return { kind: "waits", words: kept + onItsWay(outbox), acts: ["send", "see"] };
  if (dead.length > 0) return { kind: "waits", words: deadWords(dead.length), acts: ["see"] };
  if (trouble === "offline") return { kind: "quiet", words: offlineWords(), acts: [] };
  return undefined;
}

/** Said once, when the last of it has arrived. */
export function arrivedWords(): string {
  return _("With your therapist ✓");
}

function keptWords(waiting: number): string {
  return ngettext("Saved on this phone: 1 entry.", "Saved on this phone: %(n)s entries.", waiting, {
    n: waiting,
  });
}

function onItsWay({ trouble }: Outbox): string {
  if (trouble === "offline") return _("It goes to your therapist as soon as there is a connection.");
  return _("The clinic's computer does not answer right now. It is tried again by itself.");
}

function overdueWords(outbox: Outbox): string {
  const long = _("Some of it has waited for more than a day.");
  return outbox.trouble ? `${long} ${onItsWay(outbox)}` : long;
}

function offlineWords(): string {
  return _("No connection. What you log stays on this phone until there is one.");
}

function signedOut(waiting: number): string {
  return waiting > 0
    ? _("To send it, open your link or sign in again. Nothing is lost.")
    : _("You are signed out. Open your link or sign in again to see what is new.");
}

function deadWords(count: number): string {
  return ngettext("1 entry could not be counted yet.", "%(n)s entries could not be counted yet.", count, {
    n: count,
  });
}

const cannotKeep = {
  storage: () =>
    _(
      "This phone cannot keep what you log right now. Please leave this page open; it is tried again by itself.",
    ),
  insecure: () =>
    _("Nothing can be logged here: this page needs an address with https://. Please tell your clinic."),
  closed: (waiting: number) =>
    waiting > 0
      ? _(
          "This way in was closed. What is not sent yet is handed to your clinic as soon as there is a connection.",
        )
      : _(
          "This way in was closed. What you logged is with your clinic, and your exercises were taken off this phone.",
        ),
};

function seeing({ waiting, dead }: Outbox): Act[] {
  return waiting > 0 || dead.length > 0 ? ["see"] : [];
}

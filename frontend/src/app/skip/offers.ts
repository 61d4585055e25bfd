import type { Item, Snapshot } from "../../store/snapshot.ts";
import { daysAfter } from "../time.ts";

const offDaysMax = 60; // days off in one go (core/logged.py); longer is for the clinic to plan

/** What a dialog can lead to. `leave`: without this exercise. `go_on`: the exercise after all. */
export type What = "leave" | "stop" | "go_on" | "short" | "check" | "off" | "moved";

/** One thing that can be done about a reason, in the order it is offered. */
export type Offer =
  | "move"
  | "short"
  | "pain"
  | "show"
  | "ask"
  | "substitutes"
  | "off"
  | "crisis"
  | "note"
  | What;

/** What is worth offering for each reason (barriers, clinical reference 2.2). */
const offers: Readonly<Record<string, readonly Offer[]>> = {
  forgot: ["move", "short", "leave"],
  no_time: ["short", "move", "leave"],
  pain: ["pain"],
  unsure_how: ["show", "ask", "go_on", "leave"],
  not_helping: ["ask", "go_on", "leave"],
  unwell: ["off", "leave"],
  equipment: ["substitutes", "ask", "leave"],
  away: ["off", "leave"],
  low_mood: ["short", "ask", "crisis", "leave"],
};
const forOthers: readonly Offer[] = ["note", "leave"];

/** The offers that mean something here: no short version within one, and no other thing where none is named. */
export function offersFor(reason: string, item: Item, short: boolean): readonly Offer[] {
  const named = offers[reason] ?? forOthers;
  return named.filter((offer) => {
    if (offer === "short") return !short;
    if (offer === "substitutes") return item.substitutes.length > 0;
    return true;
  });
}

/** The excuse of days off that goes with a reason. */
export function excuseFor(reason: string): string {
  return reason === "away" ? "vacation" : "illness";
}

/** After pain: over the limit of the exercise, or of the check where it has none. */
export function overLimit(pain: number, item: Item, { symptom_check }: Snapshot): boolean {
  return pain > (item.pain_limit ?? symptom_check.pain_over);
}

export function latestOff(today: string): string {
  return daysAfter(today, offDaysMax);
}

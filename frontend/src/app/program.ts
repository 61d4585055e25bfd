import type { Copy } from "../store/index.ts";
import type { Day, Snapshot } from "../store/snapshot.ts";
import { heldBy } from "./symptoms/held.ts";
import { dayOf } from "./time.ts";

/** Where the patient stands on a day. `day`: the first one for starts, the last one for ended, "" if unknown. */
export interface Standing {
  readonly state: "none" | "starts" | "in_force" | "ended";
  readonly day: string;
}

/** By the days that the copy holds: the server spoke on the day it was made. */
export function programOn(snapshot: Snapshot, today: string): Standing {
  const { program, days } = snapshot;
  if (dayOf(snapshot, today)?.version) return { state: "in_force", day: "" };
  const later = days.find(({ local_date, version }) => local_date > today && version !== null)?.local_date;
  const starts = later ?? program.first_day;
  if (starts && starts > today) return { state: "starts", day: starts };
  const before = days.findLast(
    ({ local_date, version }) => local_date < today && version !== null,
  )?.local_date;
  const ended = program.last_day ?? before;
  return ended ? { state: "ended", day: ended } : { state: "none", day: "" };
}

/** The next day with a session; "" where none is known. */
export function nextSessionDay({ program, days }: Snapshot, today: string): string {
  const planned = days.find(
    ({ local_date, sessions }) => local_date > today && sessions.length > 0,
  )?.local_date;
  const told = program.next_day ?? "";
  return planned ?? (told > today ? told : "");
}

/** Whether the plan waits on this day until somebody of the clinic has talked to the patient. */
export function isHeld(copy: Copy, day: Day): boolean {
  const { held_since } = copy.snapshot.program;
  return day.held || (held_since !== null && held_since <= day.local_date) || heldBy(copy, day.local_date);
}

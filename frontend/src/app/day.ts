import type { Copy, Standing } from "../store/index.ts";
import type { Day, Item, Offered, Session, Snapshot } from "../store/snapshot.ts";
import { weekOf } from "./time.ts";

export type Outcome = "done" | "partly" | "not";

const sessionMax = 11; // a day holds at most twelve sessions (core/logged.py)
const bestFirst: readonly string[] = ["done", "partly", "not"];

/** One exercise in one session of a day, and what stands for it; no outcome while nothing is logged. */
export interface Go {
  readonly item: Item;
  readonly session: number;
  readonly standing: Standing | undefined;
  readonly outcome: Outcome | undefined;
}

/** One planned session of a day. Seconds are what is left of it takes, whole or in its short form. */
export interface SessionShown {
  readonly index: number;
  readonly anchor: string;
  readonly goes: readonly Go[];
  readonly left: readonly Go[];
  readonly short: readonly Go[];
  readonly seconds: number;
  readonly shortSeconds: number;
  readonly outcome: Outcome | undefined;
}

/** An exercise of the patient's own choosing: what was logged last that day, and the next go at it. */
export interface OfferedShown extends Offered {
  readonly go: Go;
  readonly last: Go | undefined;
  readonly doneThisWeek: number;
  readonly doneToday: number;
}

/** One local date as it stands. */
export interface DayShown {
  readonly day: Day;
  readonly sessions: readonly SessionShown[];
  readonly current: SessionShown | undefined;
  readonly offered: readonly OfferedShown[];
  readonly excuse: Standing | undefined;
}

export function dayShown(copy: Copy, day: Day): DayShown {
  const entries = standing(copy);
  const sessions = day.sessions.map((session) => sessionShown(copy.snapshot, day, session, entries));
  return {
    day,
    sessions,
    current: sessions.find(({ left }) => left.length > 0),
    offered: day.offered.flatMap((one) => offeredShown(copy.snapshot, day, one, entries)),
    excuse: excuseOn(day.local_date, entries),
  };
}

/** Every entry that stands. */
export function standing(copy: Copy): Standing[] {
  return [...copy.entries.values()].filter(({ retracted }) => !retracted);
}

/** What an entry says, by the name of the field. */
export function said(entry: Standing | undefined, field: string): unknown {
  return (entry?.top.body as Readonly<Record<string, unknown>> | undefined)?.[field];
}

export function itemOf(snapshot: Snapshot, id: string): Item | undefined {
  return snapshot.items.find((item) => item.id === id);
}

/** An exercise of a day's plan by its key, due that day or not: the one of that day's version where there are several. */
export function itemNamed(snapshot: Snapshot, key: string, day: Day | undefined): Item | undefined {
  const planned = day
    ? [...day.sessions.flatMap(({ items }) => items), ...day.offered.map(({ item }) => item)]
    : [];
  const named = snapshot.items.filter((item) => item.key === key);
  return named.find(({ id }) => planned.includes(id)) ?? named.at(-1);
}

/** Of several entries for one go, from two devices say, the one that says most was done. */
export function goOf(item: Item, session: number, date: string, entries: readonly Standing[]): Go {
  const about = saidOf(item.key, date, entries).filter((entry) => said(entry, "session") === session);
  const [best] = about.sort((one, other) => place(one) - place(other));
  const outcome = said(best, "outcome") as Outcome | undefined;
  return { item, session, standing: best, outcome };
}

function saidOf(key: string, date: string, entries: readonly Standing[]): Standing[] {
  return entries.filter(
    (entry) =>
      entry.top.local_date === date && said(entry, "type") === "exercise" && said(entry, "item_key") === key,
  );
}

const place = (entry: Standing) => bestFirst.indexOf(String(said(entry, "outcome")));

function sessionShown(
  snapshot: Snapshot,
  day: Day,
  session: Session,
  entries: readonly Standing[],
): SessionShown {
  const items = session.items.map((id) => itemOf(snapshot, id)).filter((item) => item !== undefined);
  const goes = items.map((item) => goOf(item, session.index, day.local_date, entries));
  const left = goes.filter(({ outcome }) => outcome === undefined);
  const short = left.filter(({ item }) => session.short.includes(item.id));
  return {
    index: session.index,
    anchor: movedTo(session.index, day.local_date, entries, snapshot) ?? session.anchor,
    goes,
    left,
    short,
    seconds: sum(left.map(({ item }) => item.seconds)),
    shortSeconds: sum(short.map(({ item }) => item.short_seconds)),
    outcome: outcomeOf(goes),
  };
}

/** Of a session as a whole, of its essential exercises where it has any; undefined while nothing is logged. */
export function outcomeOf(goes: readonly Go[]): Outcome | undefined {
  const found = new Set(counted(goes).map(({ outcome }) => outcome));
  if (found.size === 1) return [...found][0];
  return found.size === 0 ? undefined : "partly";
}

function counted(goes: readonly Go[]): readonly Go[] {
  const essential = goes.filter(({ item }) => item.essential);
  return essential.length > 0 ? essential : goes;
}

/** Whole minutes, rounded up. */
export function minutes(seconds: number): number {
  return Math.ceil(seconds / 60);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Where the patient has moved a session to, as far as the snapshot does not know it yet. */
function movedTo(
  session: number,
  date: string,
  entries: readonly Standing[],
  snapshot: Snapshot,
): string | undefined {
  const moved = entries.filter(
    (entry) =>
      said(entry, "type") === "routine" &&
      said(entry, "session") === session &&
      entry.top.local_date <= date &&
      !knownBy(snapshot, entry),
  );
  const last = moved.sort((one, other) => (one.top.op_id < other.top.op_id ? -1 : 1)).at(-1);
  return last && [said(last, "routine"), said(last, "at")].filter(Boolean).join(" · ");
}

/** Whether what stands is already in what the server sent. */
export function knownBy(snapshot: Snapshot, entry: Standing): boolean {
  return snapshot.operations.some(({ op_id }) => op_id === entry.top.op_id);
}

/** The next go is logged under the day's first free session. */
function offeredShown(
  snapshot: Snapshot,
  day: Day,
  offered: Offered,
  entries: readonly Standing[],
): OfferedShown[] {
  const item = itemOf(snapshot, offered.item);
  if (!item) return [];
  const taken = sessionsOf(item, day.local_date, entries);
  const last = taken.length > 0 ? goOf(item, Math.max(...taken), day.local_date, entries) : undefined;
  const free = Array.from({ length: sessionMax + 1 }, (_value, index) => index);
  const next = free.find((index) => !taken.includes(index)) ?? sessionMax;
  return [
    {
      ...offered,
      go: goOf(item, next, day.local_date, entries),
      last,
      doneThisWeek: sum(weekOf(day.local_date).map((date) => doneOn(item, date, entries))),
      doneToday: taken.length,
    },
  ];
}

const sessionsOf = (item: Item, date: string, entries: readonly Standing[]) => [
  ...new Set(saidOf(item.key, date, entries).map((entry) => Number(said(entry, "session")))),
];

function doneOn(item: Item, date: string, entries: readonly Standing[]): number {
  const sessions = sessionsOf(item, date, entries);
  return sessions.filter((session) => goOf(item, session, date, entries).outcome !== "not").length;
}

/** The day off that holds on a date: of that day, or of an earlier one with a last day. */
export function excuseOn(date: string, entries: readonly Standing[]): Standing | undefined {
  return entries.find((entry) => {
    if (said(entry, "type") !== "day") return false;
    const first = entry.top.local_date;
    const last = String(said(entry, "until") ?? first);
    return first <= date && date <= last;
  });
}

export type DayState = "done" | "partly" | "not_done" | "not_logged" | "planned" | "rest" | "excused";

/**
 * How a day stands: the server's word where it knows all that stands for the day, else what can be seen here
 * until it has answered.
 */
export function stateOf(copy: Copy, day: Day, today: string): DayState {
  const about = [...copy.entries.values()].filter(({ top }) => top.local_date === day.local_date);
  const shown = dayShown(copy, day);
  const excused = shown.excuse !== undefined;
  const server = serverState(day, today);
  const knows = about.every((entry) => knownBy(copy.snapshot, entry)) && (!excused || server === "excused");
  return knows ? server : (seenState(shown) ?? (excused ? "excused" : unlogged(day, today)));
}

function serverState({ state, local_date }: Day, today: string): DayState {
  if (state === "no_program") return "rest"; // a day before the program asks for nothing
  if (state === "planned" && local_date < today) return "not_logged"; // the server spoke on an earlier day
  return state as DayState;
}

/** Of what was logged here; undefined where nothing was. What is not logged of a day that was counts nothing. */
function seenState({ sessions, offered, excuse }: DayShown): DayState | undefined {
  if (excuse) return "excused";
  const planned = sessions.flatMap(({ goes }) => counted(goes));
  const outcomes =
    planned.length > 0 ? planned.map(({ outcome }) => outcome) : offered.map(({ last }) => last?.outcome);
  if (outcomes.every((outcome) => outcome === undefined)) return undefined;
  if (outcomes.every((outcome) => outcome === "done")) return "done";
  return outcomes.some((outcome) => outcome === "done" || outcome === "partly") ? "partly" : "not_done";
}

function unlogged({ sessions, local_date }: Day, today: string): DayState {
  if (sessions.length === 0) return "rest";
  return local_date < today ? "not_logged" : "planned";
}

import type { Day, Snapshot } from "../store/snapshot.ts";
import { language } from "../words/index.ts";

const dayMs = 86_400_000;
const weekDays = 7;
const clockTolerance = dayMs; // a phone a few minutes slow is no wrong date
/** A copy can lie unused this long and the phone's date still be believed: a product default, no published value. */
export const longestUnused = 90 * dayMs;

export type PartOfDay = "morning" | "afternoon" | "evening";
const afternoonFrom = 12; // o'clock
const eveningFrom = 18;

/** Which day it is, and how far that can be believed. */
export interface Moment {
  /** The day shown as today: a local date of the patient. */
  readonly date: string;
  readonly part: PartOfDay;
  /** The phone's clock cannot be right: the day is the one on which the copy was made. */
  readonly clockWrong: boolean;
  /** The copy reaches no further than yesterday: the plan may have changed. */
  readonly old: boolean;
}

/**
 * The patient's day by the phone's clock, in the patient's own zone. Never before the server made the copy; and
 * a date that the copy does not reach is believed for `longestUnused`, for a copy can be as old as that.
 */
export function momentOf(snapshot: Snapshot, now: Date): Moment {
  const made = new Date(snapshot.made_at);
  const apart = now.getTime() - made.getTime();
  const clockWrong = apart < -clockTolerance || apart > longestUnused;
  const seen = dateIn(snapshot.reader.zone, clockWrong ? made : now);
  const first = dateIn(snapshot.reader.zone, made);
  const date = seen < first ? first : seen;
  return {
    date,
    part: partOf(snapshot.reader.zone, now),
    clockWrong,
    old: snapshot.days.length > 0 && date > (snapshot.days.at(-1)?.local_date ?? ""),
  };
}

/** The local date in a zone, as YYYY-MM-DD. */
export function dateIn(zone: string, now: Date): string {
  const { year, month, day } = partsIn(zone, now);
  return `${year}-${month}-${day}`;
}

function partOf(zone: string, now: Date): PartOfDay {
  const hour = Number(partsIn(zone, now).hour);
  if (hour < afternoonFrom) return "morning";
  return hour < eveningFrom ? "afternoon" : "evening";
}

function partsIn(zone: string, now: Date): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  const form = formatter("en-US", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  });
  return Object.fromEntries(form.formatToParts(now).map(({ type, value }) => [type, value]));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Made once for each form: making one takes a slow phone longer than drawing a card. */
function formatter(locale: string, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(form);
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(locale, form);
  formatters.set(key, made);
  return made;
}

/** Has the browser load its calendar: a tenth of a second on a slow phone, better spent while something is waited for. */
export function loadCalendar(): void {
  formatter(language(), { weekday: "short", timeZone: "UTC" });
}

/** The date some days later, or earlier where `days` is negative. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / dayMs);
}

/** Monday to Sunday around a date. */
export function weekOf(date: string): string[] {
  const sinceMonday = (new Date(date).getUTCDay() + weekDays - 1) % weekDays;
  const monday = daysAfter(date, -sinceMonday);
  return Array.from({ length: weekDays }, (_value, place) => daysAfter(monday, place));
}

/**
 * What the copy holds of a day. A day that it does not reach has the plan of the same weekday at its end: the best
 * that is known until there is a connection. Undefined before the copy begins.
 */
export function dayOf(snapshot: Snapshot, date: string): Day | undefined {
  const found = snapshot.days.find((day) => day.local_date === date);
  const last = snapshot.days.at(-1);
  if (found || !last || date < last.local_date) return found;
  const weekday = new Date(date).getUTCDay();
  const like = snapshot.days.slice(-weekDays).find((day) => new Date(day.local_date).getUTCDay() === weekday);
  return like && { ...like, local_date: date, state: "planned" };
}

/** "Monday, November 16", or another form of it, in the reader's language. */
export function inWords(
  date: string,
  form: Intl.DateTimeFormatOptions = { weekday: "long", month: "long", day: "numeric" },
): string {
  return formatter(language(), { ...form, timeZone: "UTC" }).format(new Date(date));
}

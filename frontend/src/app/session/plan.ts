import type { Item, Pace, SetAsked } from "../../store/snapshot.ts";

/** Seconds of each part of one repetition, as the player of animations takes them. */
export interface Rep {
  readonly out: number;
  readonly hold: number;
  readonly back: number;
  readonly rest: number;
}

/**
 * One set as it will run: counted by the tempo, by the clock, or neither ("open"): then the patient says when it
 * is done. `amount` is what is asked, in `field`'s own unit (reps, seconds, metres, steps); null: open-ended.
 */
export interface PlannedSet {
  readonly number: number;
  readonly of: number;
  readonly side: SetAsked["side"];
  readonly runs: "counted" | "timed" | "open";
  readonly field: SetAsked["field"];
  readonly amount: number | null;
}

/** One exercise of the session; what a machine needs to run it and an entry needs to name it. */
export interface PlannedExercise {
  readonly id: string;
  readonly key: string;
  readonly position: string;
  readonly rep: Rep;
  readonly restS: number;
  readonly restAfterS: number;
  readonly sets: readonly PlannedSet[];
}

export type Plan = readonly PlannedExercise[];

/** The session as it will run. `short`: the bad-day version, with fewer sets. */
export function planOf(items: readonly Item[], short: boolean): Plan {
  return items.map((item) => planned(item, short ? item.short_sets : Number.POSITIVE_INFINITY));
}

/** An exercise without any number is done once, until the patient says so. */
const uncounted: SetAsked = {
  number: 1,
  of: 1,
  side: "",
  field: "reps",
  unit: "reps",
  factor: 1,
  step: 1,
  value: null,
  words: "",
};

function planned(item: Item, mostSets: number): PlannedExercise {
  const rep = repOf(item.pace);
  const asked = item.sets.length > 0 ? item.sets : [uncounted];
  return {
    id: item.id,
    key: item.key,
    position: item.position,
    rep,
    restS: item.pace.rest_s,
    restAfterS: item.pace.rest_after_s,
    sets: asked.filter((one) => one.number <= mostSets).map((one) => plannedSet(one, item.pace, rep)),
  };
}

function plannedSet(asked: SetAsked, pace: Pace, rep: Rep): PlannedSet {
  const amount = asked.value === null ? null : asked.value * asked.factor;
  const { number, of, side, field } = asked;
  return { number, of, side, field, amount, runs: runsBy(asked.field, amount, pace, rep) };
}

/** Nothing to count to leaves it open; distance and steps are not for a clock to know. */
function runsBy(field: SetAsked["field"], amount: number | null, pace: Pace, rep: Rep): PlannedSet["runs"] {
  if (!amount) return "open";
  if (field === "reps") return pace.reps !== null && repSeconds(rep) > 0 ? "counted" : "open";
  return field === "seconds" || field === "hold_s" ? "timed" : "open";
}

/** Seconds of a whole repetition. */
export function repSeconds(rep: Rep): number {
  return rep.out + rep.hold + rep.back + rep.rest;
}

/** As prescribed; where no tempo is, a usual repetition goes out and back in equal time. */
export function repOf(pace: Pace): Rep {
  const way = pace.rep_s / 2;
  const told = pace.tempo ? (JSON.parse(pace.tempo) as Rep) : { out: way, hold: 0, back: way, rest: 0 };
  return { ...told, hold: told.hold + pace.hold_s };
}

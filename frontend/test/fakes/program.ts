import { daysAfter } from "../../src/app/time.ts";
import type { Day, Held, Item, Session, Snapshot } from "../../src/store/snapshot.ts";

export const version = "0198a000-0000-7000-8000-000000000001";
export const madeOn = "2026-11-18"; // a Wednesday

/** A prescription as the server sends it. */
export function item(name: string, change: Partial<Item> = {}): Item {
  const key = change.key ?? name.toLowerCase().replaceAll(" ", "-");
  return {
    id: `${key}@1`,
    key,
    exercise: key,
    name,
    side: "right leg",
    dose: "2 × 10",
    dose_in_words: "2 sets of 10 repetitions",
    how_often: "every day",
    limits: [],
    essential: true,
    own_words: "",
    helped_in_clinic: "",
    steps: ["Lie on your back.", "Lift the leg."],
    cues: ["Breathe out as you lift."],
    common_errors: ["The back arches."],
    care: ["Move slowly."],
    stop_rules: ["Your knee locks."],
    equipment: [],
    substitutes: [],
    position: "supine",
    position_words: "lying on your back",
    region: "knee",
    figure: null,
    sets: [1, 2].map((number) => ({
      number,
      of: 2,
      side: "",
      field: "reps",
      unit: "reps",
      factor: 1,
      step: 1,
      value: 10,
      words: `Set ${number} of 2`,
    })),
    pace: {
      reps: 10,
      rep_s: 4,
      hold_s: 0,
      seconds: null,
      rest_s: 30,
      rest_after_s: 30,
      tempo: "",
      assumed: true,
    },
    seconds: 150,
    short_sets: 1,
    short_seconds: 60,
    pain_limit: null,
    as_needed: false,
    trigger: "",
    ...change,
  };
}

export const items = [item("Quad set"), item("Heel slide"), item("Calf raise", { essential: false })];

export function session(index = 0, change: Partial<Session> = {}): Session {
  return {
    index,
    anchor: "",
    at: "",
    items: items.map(({ id }) => id),
    short: [items[0]?.id ?? ""],
    ...change,
  };
}

export function day(date: string, change: Partial<Day> = {}): Day {
  const state = date < madeOn ? "not_logged" : "planned";
  return { local_date: date, version, state, sessions: [session()], offered: [], held: false, ...change };
}

/** Fourteen days back and fourteen from the day on which it was made, noon UTC. */
export function snapshot(change: Partial<Snapshot> = {}): Snapshot {
  return {
    snapshot_v: 1,
    schema_v: 2,
    state: "s1",
    made_at: `${madeOn}T12:00:00Z`,
    account: "rosa",
    reader: {
      name: "Rosa",
      language: "en",
      zone: "UTC",
      way_in: "account",
      patient_name: "Rosa",
      text_size: 100,
      voice: true,
      sounds: true,
      shows: "",
    },
    clinic: { name: "River clinic", phone: "+1 202 555 0170", dialled: "+12025550170", therapist: "Ana" },
    symptom_check: {
      emergency_text: "Call 911.",
      emergency_number: "911",
      crisis_text: "Call 988.",
      guidance: {},
      questions: [],
      none_words: "No urgent answer given.",
      keywords: [],
      pain_over: 5,
    },
    program: {
      state: "in_force",
      number: 1,
      valid_from: "2026-11-01",
      first_day: null,
      last_day: null,
      next_day: null,
      held_since: null,
      held_words: "",
    },
    words: {
      reasons: [
        { value: "no_time", words: "No time" },
        { value: "pain", words: "Pain" },
      ],
      excuses: [
        { value: "flare", words: "A flare-up" },
        { value: "illness", words: "I am ill" },
      ],
    },
    items,
    days: Array.from({ length: 28 }, (_value, place) => day(daysAfter(madeOn, place - 14))),
    operations: [],
    change: null,
    ...change,
  };
}

/** One day of a snapshot, changed. */
export function withDay(base: Snapshot, date: string, change: Partial<Day>): Snapshot {
  return {
    ...base,
    days: base.days.map((each) => (each.local_date === date ? { ...each, ...change } : each)),
  };
}

let made = 0;

/** What stands on the server's side for one go. */
export function held(body: Record<string, unknown>, change: Partial<Held> = {}): Held {
  made += 1;
  const id = `0198a000-0000-7000-8000-${String(made).padStart(12, "0")}`;
  const shape = { op_id: id, entry_id: `entry-${id}`, kind: "create", base_rev: 0, reduced: false } as const;
  return { ...shape, local_date: madeOn, evidence: "ticked", body, ...change };
}

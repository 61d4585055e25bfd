/** Made from everyrep/web/patient/snapshot/schema.py by tools/snapshot_types.py: change that, then make fix. */

/**
 * `state` changes whenever anything here does. `schema_v` is the newest operation schema that is read.
 *
 * `account` names the store that the phone keeps this in, and goes with every push (see Push.account).
 */
export interface Snapshot {
  snapshot_v: number;
  schema_v: number;
  state: string;
  made_at: string;
  account: string;
  reader: Reader;
  clinic: Clinic;
  symptom_check: SymptomCheck;
  program: Program;
  words: Words;
  items: Item[];
  days: Day[];
  operations: Held[];
  change: Change | null;
}
/**
 * Who reads, and how. `text_size`: percent of the usual size, 100-200.
 *
 * `shows` is the demonstrator's id. `voice` and `sounds` are the defaults of a session.
 */
export interface Reader {
  name: string;
  language: string;
  zone: string;
  way_in: "account" | "caregiver" | "link";
  patient_name: string;
  text_size: number;
  voice: boolean;
  sounds: boolean;
  shows: string;
}
/**
 * `dialled` is the telephone number without spaces, for tel: addresses.
 */
export interface Clinic {
  name: string;
  phone: string;
  dialled: string;
  therapist: string;
}
/**
 * Asked offline too. `guidance` by level is the clinic's own text, shown before anything else.
 *
 * `none_words` is said when nothing was answered yes: never that all is well.
 * `keywords`: in a note, these words raise the check; they never close one. `pain_over`: pain above this,
 * 0-10, leads to the check where the exercise has no limit of its own.
 */
export interface SymptomCheck {
  emergency_text: string;
  emergency_number: string;
  crisis_text: string;
  guidance: {
    [k: string]: string;
  };
  questions: Question[];
  none_words: string;
  keywords: string[];
  pain_over: number;
}
/**
 * One question of the symptom check; a yes has this level. `crisis`: its answer is the crisis text.
 *
 * Questions of one `group`, in words, follow each other.
 */
export interface Question {
  id: string;
  words: string;
  level: "attention" | "emergency" | "urgent";
  crisis: boolean;
  group: string;
}
/**
 * Where the patient stands. `first_day` for starts, `last_day` for ended, `next_day` on a free day.
 *
 * `held_words` stand above a plan that waits while nobody of the clinic is there, "" otherwise.
 */
export interface Program {
  state: "ended" | "in_force" | "none" | "starts";
  number: number;
  valid_from: string | null;
  first_day: string | null;
  last_day: string | null;
  next_day: string | null;
  held_since: string | null;
  held_words: string;
}
/**
 * The words for values that entries hold.
 */
export interface Words {
  reasons: Choice[];
  excuses: Choice[];
}
/**
 * A value and its words.
 */
export interface Choice {
  value: string;
  words: string;
}
/**
 * One prescription of one version. `id` is unique here; `key` is what an entry names.
 *
 * `seconds` is what a session takes; `short_sets` and `short_seconds` the same on a bad day.
 * `substitutes`: words for what to use instead, where the therapist listed any.
 * `helped_in_clinic`: what of the treatment this goes on with, in the therapist's words.
 * `as_needed`: logged with the symptom before and after; `trigger` says when.
 */
export interface Item {
  id: string;
  key: string;
  exercise: string;
  name: string;
  side: string;
  dose: string;
  dose_in_words: string;
  how_often: string;
  limits: string[];
  essential: boolean;
  own_words: string;
  helped_in_clinic: string;
  steps: string[];
  cues: string[];
  common_errors: string[];
  care: string[];
  stop_rules: string[];
  equipment: string[];
  substitutes: string[];
  position: string;
  position_words: string;
  region: string;
  figure: Figure | null;
  sets: SetAsked[];
  pace: Pace;
  seconds: number;
  short_sets: number;
  short_seconds: number;
  pain_limit: number | null;
  as_needed: boolean;
  trigger: string;
}
/**
 * `alt` tells the whole movement; `track` and `body` are what the animation player loads.
 */
export interface Figure {
  stills: Still[];
  wide: boolean;
  alt: string;
  not_shown: string;
  not_shown_language: string;
  track: string;
  body: string;
  player_words: {
    [k: string]: string;
  };
}
/**
 * One picture in each look: colour, dark, contrast, ink. Width and height are its shape, not pixels.
 */
export interface Still {
  colour: string;
  dark: string;
  contrast: string;
  name: string;
  width: number;
  height: number;
}
/**
 * One set as planned. `value` is in `unit`; an entry keeps `value` x `factor` in `field`.
 *
 * `side` is left, right or "". `number` counts from 1 to `of`; the two sides of a set share a number.
 */
export interface SetAsked {
  number: number;
  of: number;
  side: "" | "left" | "right";
  field: "hold_s" | "metres" | "reps" | "seconds" | "steps";
  unit: "metres" | "minutes" | "reps" | "seconds" | "steps";
  factor: number;
  step: number;
  value: number | null;
  words: string;
}
/**
 * How a set runs by the clock, in seconds. A set is `reps` repetitions of `rep_s` (plus `hold_s` held),
 * or `seconds` long, or neither: then the patient says when it is done.
 *
 * `tempo` is what the animation player takes as data-tempo, {"out":2,"hold":0,"back":3,"rest":1} in seconds,
 * "" where none was prescribed. `rest_s` is between sets, `rest_after_s` before the next exercise.
 * `assumed`: no tempo prescribed, so `rep_s` is a usual one.
 */
export interface Pace {
  reps: number | null;
  rep_s: number;
  hold_s: number;
  seconds: number | null;
  rest_s: number;
  rest_after_s: number;
  tempo: string;
  assumed: boolean;
}
/**
 * `version` is the id that an entry of this day names as program_rev, None where no program holds.
 *
 * `state` is the server's word for the day as far as it knows: see core.day_state. `held`: the plan waits
 * for a clinician to clear it.
 */
export interface Day {
  local_date: string;
  version: string | null;
  state: string;
  sessions: Session[];
  offered: Offered[];
  held: boolean;
}
/**
 * One planned session of a day. `items` and `short` (enough on a bad day) are ids of items, in order.
 *
 * `anchor` is in words, such as "after brushing teeth · 8:00"; `at` is HH:MM or "".
 */
export interface Session {
  index: number;
  anchor: string;
  at: string;
  items: string[];
  short: string[];
}
/**
 * An exercise of the patient's own choosing. `per_week` is 0 where it is taken as needed.
 */
export interface Offered {
  item: string;
  per_week: number;
  per_day: number | null;
}
/**
 * The operation on top of one entry, as the merge takes it (core.sync.merge).
 *
 * `reduced`: a link sees of what came by another way only that it was done (a day off names no excuse);
 * such an entry can be taken back, but not corrected.
 */
export interface Held {
  op_id: string;
  entry_id: string;
  kind: "amend" | "create" | "retract";
  base_rev: number;
  local_date: string;
  evidence: string;
  body: {
    [k: string]: unknown;
  };
  reduced: boolean;
}
/**
 * What is different since the last version, in plain words; shown until it was seen.
 */
export interface Change {
  number: number;
  lines: string[];
}

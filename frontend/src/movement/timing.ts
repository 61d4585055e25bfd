/** Seconds of one repetition; a cycle knows `out` alone, for one round. */
export interface Tempo {
  out: number;
  hold: number;
  back: number;
  rest: number;
  breatheOut: "out" | "back" | "";
}

export type Phase = "out" | "hold" | "back" | "rest";

/** Where a repetition is: its phase, the seconds into it, and the share (0 to 1) of the path that is gone. */
export interface Moment {
  phase: Phase;
  second: number;
  share: number;
}

/** What a figure shows when it is led: a second of its repetitions, at the seconds of some phases, mirrored or not. */
export interface Led {
  readonly tempo: Readonly<Partial<Tempo>>;
  readonly seconds: number;
  readonly mirrored: boolean;
}

const order: Phase[] = ["out", "hold", "back", "rest"];
export const step = 1 / 12; // of the path, for each press of a step button

/** Seconds of a whole repetition. */
export function repetition(tempo: Tempo, cycle: boolean): number {
  return cycle ? tempo.out : tempo.out + tempo.hold + tempo.back + tempo.rest;
}

/** The moment `seconds` after the first repetition began; repetitions follow each other without end. */
export function momentAt(tempo: Tempo, cycle: boolean, seconds: number): Moment {
  let second = seconds % repetition(tempo, cycle);
  if (cycle) return { phase: "out", second, share: second / tempo.out };
  for (const phase of order) {
    if (second < tempo[phase]) return { phase, second, share: shareIn(phase, second / tempo[phase]) };
    second -= tempo[phase];
  }
  return { phase: "out", second: 0, share: 0 };
}

/** The second of a repetition at which this share of the path is first reached. */
export function secondsAt(tempo: Tempo, cycle: boolean, share: number): number {
  return tempo.out * (cycle ? share : uneased(share));
}

/** The next share on the grid of steps, forward (1) or back (-1); it stays on the path. */
export function stepped(share: number, direction: 1 | -1): number {
  const places = share / step;
  const next = direction === 1 ? Math.floor(places + 1.01) : Math.ceil(places - 1.01);
  return Math.min(1, Math.max(0, next * step));
}

function shareIn(phase: Phase, part: number): number {
  const shares = { out: eased(part), hold: 1, back: 1 - eased(part), rest: 0 };
  return shares[phase];
}

/** Smoothstep: a limb gathers way and comes to rest. */
function eased(part: number): number {
  return part * part * (3 - 2 * part);
}

function uneased(share: number): number {
  return 0.5 - Math.sin(Math.asin(1 - 2 * share) / 3);
}

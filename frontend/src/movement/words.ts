import type { Moment, Phase, Tempo } from "./timing.ts";

/** The words of the page's language, as the server gives them in `data-words`. */
export interface Words extends Record<Phase, string> {
  breatheOut: string;
  breatheIn: string;
  play: string;
  pause: string;
  stepBack: string;
  stepOn: string;
  slow: string;
  more: string;
  turn: string;
  mirror: string;
  reset: string;
  /** With `{degrees}`: where a prescription stops the movement. */
  upTo: string;
}

export interface Caption {
  phase: string;
  count: string;
  breath: string;
}

/** What is said under the picture: counted up on the way and while resting, counted down while holding. */
export function captionAt(words: Words, tempo: Tempo, cycle: boolean, moment: Moment): Caption {
  const second = Math.floor(moment.second + 1e-6);
  const left = Math.ceil(tempo[moment.phase] - moment.second - 1e-6);
  const count = moment.phase === "hold" ? String(left) : countedTo(second + 1);
  return {
    phase: words[moment.phase],
    count: cycle ? "" : count,
    breath: cycle ? "" : breath(words, tempo, moment.phase),
  };
}

function countedTo(last: number): string {
  return Array.from({ length: last }, (_, place) => place + 1).join(" ");
}

function breath(words: Words, tempo: Tempo, phase: Phase): string {
  if (!tempo.breatheOut || phase === "hold" || phase === "rest") return "";
  return phase === tempo.breatheOut ? words.breatheOut : words.breatheIn;
}

/** The mark of a limited range, "" where the movement goes all its way. */
export function rangeMark(words: Words, limit: number | undefined): string {
  return limit === undefined ? "" : words.upTo.replace("{degrees}", String(limit));
}

/** The angle at a share of the path, such as "40°", from angles that lie evenly along it. */
export function angleAt(angles: number[] | undefined, share: number): string {
  if (!angles) return "";
  const place = share * (angles.length - 1);
  const [before, after] = [angles[Math.floor(place)], angles[Math.ceil(place)]];
  if (before === undefined || after === undefined) return "";
  return `${Math.round(before + (place % 1) * (after - before))}°`;
}

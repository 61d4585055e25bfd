import type { Tempo } from "./timing.ts";

/** What a track says of itself, written by `everyrep/figures/tracks/about.py`. */
export interface About {
  id: string;
  tempo: Tempo;
  cycle: boolean;
  /** Where the poses lie, 0 to 1, on the path that a prescription has left. */
  shares: number[];
  /** Degrees: yaw 0 looks at the front, 90 at the figure's left side. */
  view: View;
  /** The outermost points, metres, that the picture has to hold. */
  frame: [number, number, number][];
  /** Degrees of the angle that the exercise is about, at each share. */
  angles?: number[];
  /** Degrees at which a prescription stops the movement. */
  limit?: number;
}

export interface View {
  yaw: number;
  pitch: number;
}

import type { MovementPlayer } from "../../movement/element.ts";
import type { Led } from "../../movement/timing.ts";
import type { Going } from "./going.ts";
import type { Now } from "./machine.ts";
import { share } from "./moment.ts";
import type { Plan, PlannedExercise } from "./plan.ts";

/** Brings the figure and the ring to this moment; called at every frame, past the drawing of the page. */
export function leadFigure({ plan, now }: Going, root: ParentNode = document): void {
  const player = root.querySelector<MovementPlayer>(".session__figure movement-player");
  const exercise = plan[now.phase === "between" ? now.exercise + 1 : now.exercise];
  if (player?.lead && exercise) player.lead(led(exercise, now));
  const ring = root.querySelector<HTMLElement>(".session__ring");
  ring?.style.setProperty("--share", String(share(plan, now) ?? 0));
}

/** A rest is a rest for the figure as well; before a set it shows the movement. */
export function led(exercise: PlannedExercise, now: Now): Led {
  const set = exercise.sets[now.phase === "between" ? 0 : now.set];
  const seconds = now.phase === "rest" ? 0 : now.ms / 1000;
  return { tempo: tempoOf(exercise, set), seconds, mirrored: mirrored(exercise, set) };
}

/** As counted; a hold goes out once and stays; where nobody counts, as the movement is written. */
function tempoOf({ rep }: PlannedExercise, set: Plan[number]["sets"][number] | undefined): Led["tempo"] {
  if (set?.runs === "counted") return rep;
  return set?.field === "hold_s" ? { hold: set.amount ?? 0 } : {};
}

/** Where both sides have their turn, the figure is drawn for the right one. */
function mirrored({ sets }: PlannedExercise, set: Plan[number]["sets"][number] | undefined): boolean {
  return set?.side === "left" && sets.some(({ side }) => side === "right");
}

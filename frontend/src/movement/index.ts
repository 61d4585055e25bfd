import { MovementPlayer } from "./element.ts";

/** Brings figures to life where a page has them; what draws them is fetched when one comes near the view. */
export function wireMovement(): void {
  customElements.define("movement-player", MovementPlayer);
}

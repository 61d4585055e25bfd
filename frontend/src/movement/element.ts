import type { Player } from "./player.ts";
import type { Led } from "./timing.ts";

const near = "200px"; // how far below the view a figure begins to load

/**
 * `<movement-player track="….glb" body="….glb" label="…" data-words="{…}">picture</movement-player>`
 *
 * The picture inside stays until the first frame is drawn, and for good where the browser cannot draw in three
 * dimensions, a file does not arrive, or the reader saves data. `data-tempo="{…}"` prescribes seconds of its own
 * for some phases; `degrees` shows the angle while the figure stands still. Somebody else may keep the time: `lead`.
 */
export class MovementPlayer extends HTMLElement {
  private observer: IntersectionObserver | undefined;
  private player: Player | undefined;
  private led: Led | undefined;

  /** The figure shows this moment from now on, without buttons and captions of its own. */
  lead(led: Led): void {
    this.led = led;
    this.player?.follow(led);
  }

  connectedCallback(): void {
    if (savesData()) return;
    this.observer = new IntersectionObserver((seen) => this.sees(seen), { rootMargin: near });
    this.observer.observe(this);
  }

  disconnectedCallback(): void {
    this.observer?.disconnect();
    this.player?.dispose();
    this.player = undefined;
  }

  private sees(entries: IntersectionObserverEntry[]): void {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    this.observer?.disconnect();
    this.begin().catch(() => this.player?.dispose()); // the picture is still there
  }

  private async begin(): Promise<void> {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("webgl2", { powerPreference: "low-power" });
    if (!context) return;
    const { Player } = await import("./player.ts");
    if (!this.isConnected) return;
    this.player = new Player(this, canvas, context);
    if (this.led) this.player.follow(this.led);
    await this.player.start();
  }
}

function savesData(): boolean {
  const connection = "connection" in navigator ? (navigator.connection as { saveData?: boolean }) : undefined;
  return connection?.saveData === true || matchMedia("(prefers-reduced-data: reduce)").matches;
}

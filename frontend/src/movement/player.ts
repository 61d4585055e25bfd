import type { About, View } from "./about.ts";
import { type Act, Face, type Toggle } from "./face.ts";
import { Stage } from "./stage.ts";
import { type Led, type Moment, momentAt, repetition, secondsAt, stepped, type Tempo } from "./timing.ts";
import { turned, watchPointer } from "./turning.ts";
import { angleAt, type Caption, captionAt, rangeMark, type Words } from "./words.ts";

const longestFrame = 0.1; // seconds: after a pause of the page, the figure goes on where it was
const turn = 45; // degrees for each press of the button

const keys: Record<string, Act | "start" | "finish"> = {
  " ": "play",
  ArrowLeft: "stepBack",
  ArrowRight: "stepOn",
  Home: "start",
  End: "finish",
  r: "reset",
  R: "reset",
};

/** One figure at work: what the reader does, and where the movement is. */
export class Player {
  private readonly words: Words;
  private readonly face: Face;
  private readonly leaving = new AbortController();
  private readonly watching: (IntersectionObserver | ResizeObserver)[] = [];
  private stage: Stage | undefined;
  private led: Led | undefined;
  private view: View = { yaw: 0, pitch: 0 };
  private seconds = 0;
  private playing = false;
  private readonly pressed = new Set<Toggle>();
  private inView = false;
  private drawn = false;
  private drawnAt: number | undefined;
  private request = 0;

  constructor(
    private readonly host: HTMLElement,
    private readonly canvas: HTMLCanvasElement,
    private readonly context: WebGL2RenderingContext,
  ) {
    this.words = JSON.parse(host.dataset.words ?? "{}");
    this.face = new Face(host, canvas, this.words, (what) => this.act(what));
  }

  /** Somebody else keeps the time from now on. */
  follow(led: Led): void {
    if (!this.led) this.face.bare();
    const still = this.led?.seconds === led.seconds && this.led.mirrored === led.mirrored;
    this.led = led;
    this.seconds = led.seconds;
    this.playing = false;
    if (!this.stage || (still && this.drawn)) return;
    if (led.mirrored !== this.pressed.has("mirror")) this.toggle("mirror");
    this.frame(0); // at once: whoever leads comes with every frame
  }

  /** Loads, draws the first frame, and plays unless the reader would rather not have things move. */
  async start(): Promise<void> {
    const [body, track] = [this.host.getAttribute("body") ?? "", this.host.getAttribute("track") ?? ""];
    const stage = await Stage.set(this.canvas, this.context, body, track);
    if (this.leaving.signal.aborted) return stage.dispose();
    this.stage = stage;
    this.view = stage.about.view;
    this.face.show(rangeMark(this.words, stage.about.limit), stage.shape);
    this.listen();
    if (this.led) return this.follow(this.led);
    this.play(!stillness());
  }

  dispose(): void {
    this.leaving.abort();
    for (const observer of this.watching) observer.disconnect();
    cancelAnimationFrame(this.request);
    this.face.remove();
    this.stage?.dispose();
    this.stage = undefined;
  }

  private get moment(): Moment {
    return momentAt(this.tempo, this.about.cycle, this.seconds);
  }

  /** As prescribed, else as the movement is written. */
  private get tempo(): Tempo {
    if (this.led) return ledTempo(this.about, this.led);
    return { ...this.about.tempo, ...JSON.parse(this.host.dataset.tempo ?? "{}") };
  }

  private get about() {
    if (!this.stage) throw new Error("nothing is loaded");
    return this.stage.about;
  }

  private act(what: Act | "start" | "finish"): void {
    if (this.led && what !== "reset") return;
    const acts: Record<typeof what, () => void> = {
      play: () => this.play(!this.playing),
      stepBack: () => this.show(stepped(this.moment.share, -1)),
      stepOn: () => this.show(stepped(this.moment.share, 1)),
      start: () => this.show(0),
      finish: () => this.show(1),
      slow: () => this.toggle("slow"),
      turn: () => this.look({ ...this.view, yaw: this.view.yaw + turn }),
      mirror: () => this.toggle("mirror"),
      reset: () => this.look(this.about.view),
    };
    acts[what]();
  }

  private play(playing: boolean): void {
    this.playing = playing;
    this.drawnAt = undefined;
    this.face.playing = playing;
    this.draw();
  }

  private show(share: number): void {
    this.seconds = secondsAt(this.tempo, this.about.cycle, share);
    this.play(false);
  }

  private toggle(what: Toggle): void {
    if (!this.pressed.delete(what)) this.pressed.add(what);
    this.face.press(what, this.pressed.has(what));
  }

  private look(view: View): void {
    this.view = view;
    this.draw();
  }

  /** Draws once, and as long as it plays in view again and again. */
  private draw(): void {
    cancelAnimationFrame(this.request);
    this.request = requestAnimationFrame((now) => this.frame(now / 1000));
  }

  private frame(now: number): void {
    if (this.playing && this.inView) this.seconds += this.passed(now);
    const { moment } = this;
    this.face.say(this.caption(moment));
    this.drawn = true;
    this.stage?.draw(this.led && stillness() ? Math.round(moment.share) : moment.share, this.view);
    if (this.playing && this.inView) this.draw();
  }

  private caption(moment: Moment): Caption {
    const caption = captionAt(this.words, this.tempo, this.about.cycle, moment);
    if (this.playing) return caption;
    const angle = this.host.hasAttribute("degrees") ? angleAt(this.about.angles, moment.share) : "";
    return { phase: caption.phase, count: angle, breath: "" };
  }

  private passed(now: number): number {
    const seconds = Math.min(longestFrame, now - (this.drawnAt ?? now));
    this.drawnAt = now;
    return seconds * (this.pressed.has("slow") ? 0.5 : 1);
  }

  private listen(): void {
    const { signal } = this.leaving;
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", () => this.draw(), { signal });
    this.host.addEventListener("keydown", (event) => this.key(event), { signal });
    this.canvas.addEventListener("dblclick", () => this.act("reset"), { signal });
    watchPointer(this.canvas, {
      drag: (across, down) =>
        this.look(turned(this.view, this.pressed.has("mirror") ? -across : across, down)),
      tap: () => this.act("play"),
    });
    const seen = new IntersectionObserver((entries) => {
      this.inView = entries.at(-1)?.isIntersecting ?? false;
      this.drawnAt = undefined;
      this.draw();
    });
    const sized = new ResizeObserver(() => this.draw());
    for (const observer of [seen, sized]) observer.observe(this.canvas);
    this.watching.push(seen, sized);
  }

  private key(event: KeyboardEvent): void {
    const act = keys[event.key];
    const ownSpace = event.key === " " && event.target instanceof HTMLButtonElement;
    if (!act || ownSpace || this.led || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.act(act);
  }
}

/** A cycle goes round once in the time of a whole repetition. */
function ledTempo({ tempo, cycle }: About, led: Led): Tempo {
  const asked = { ...tempo, ...led.tempo };
  return cycle && led.tempo.out ? { ...asked, out: repetition(asked, false) } : asked;
}

/** Whether the reader would rather not have things move: what must change jumps. */
function stillness(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

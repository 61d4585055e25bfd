import type { Item } from "../../store/snapshot.ts";
import type { App } from "../screen.ts";
import { Awake } from "./awake.ts";
import { cue } from "./cues.ts";
import { type Answers, entriesOf, type Felt } from "./entries.ts";
import { forget, keep } from "./kept.ts";
import { type Event, type Now, over, runs, type Session, step, type Tap } from "./machine.ts";
import { repMoment, secondsLeft } from "./moment.ts";
import type { Opening } from "./opening.ts";
import type { Plan } from "./plan.ts";
import type { Recorder } from "./recorder.ts";
import { Senses, voiceFor } from "./senses.ts";
import { keepSettings, type Settings } from "./settings.ts";
import { Ticker } from "./ticker.ts";

/** A session under way: its clock, what is heard, what is kept and what is logged. */
export class Going {
  private readonly ticker = new Ticker((ms) => this.change({ type: "time", ms }));
  private readonly senses: Senses;
  private readonly awake: Awake;
  private readonly leaving = new AbortController();
  /** What was said last, to be read. */
  caption = "";
  /** The same once for each phase, for those who do not see it. */
  summary = "";

  readonly plan: Plan;
  readonly items: readonly Item[];
  private session: Session;
  private given: Answers;

  constructor(
    private readonly app: App,
    { plan, items, session, answers }: Opening,
    readonly short: boolean,
    readonly recorder: Recorder,
    private heard: Settings,
  ) {
    [this.plan, this.items, this.session, this.given] = [plan, items, session, answers];
    this.senses = new Senses(app.store.copy.snapshot.reader.language);
    this.awake = new Awake();
    const { signal } = this.leaving;
    document.addEventListener("visibilitychange", () => this.hidden(), { signal });
    addEventListener("pagehide", () => void this.save(true), { signal });
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => app.redraw(), { signal });
  }

  get now(): Now {
    return this.session.now;
  }

  get item(): Item | undefined {
    return this.items[this.now.exercise];
  }

  /** The place of the exercise that is on, or of the next one where this one is through. */
  get coming(): number {
    return this.now.phase === "between" ? this.now.exercise + 1 : this.now.exercise;
  }

  get settings(): Settings {
    return this.heard;
  }

  get answers(): Answers {
    return this.given;
  }

  /** What Undo would take back; undefined for nothing. */
  get lastTap(): Tap["type"] | undefined {
    return this.session.past.at(-1)?.tap;
  }

  get hasVoice(): boolean {
    return voiceFor(this.app.store.copy.snapshot.reader.language) !== undefined;
  }

  /** A tap of the reader's: the browser lets the page be heard from here on. */
  tap(event: Tap | { readonly type: "undo" }): void {
    this.senses.wake();
    this.change(event);
    void this.save();
  }

  set(change: Partial<Settings>): void {
    this.heard = { ...this.heard, ...change };
    if (!this.heard.voice) this.senses.hush();
    void keepSettings(this.app.store, this.heard).catch(() => undefined); // then it is asked for once more
    if (change.mode) this.tap({ type: "mode", mode: change.mode });
    this.app.redraw();
  }

  answer(answers: Answers): void {
    this.given = answers;
    this.app.redraw();
  }

  /** What was told of one exercise joins what was told of it before. */
  feel(key: string, felt: Felt): void {
    const { byKey } = this.given;
    this.answer({ ...this.given, byKey: { ...byKey, [key]: { ...byKey[key], ...felt } } });
  }

  /** Everything as it stands becomes durable. `leaving`: what was done of an exercise under way is logged too. */
  async save(leaving = false): Promise<void> {
    await this.keep();
    const { plan, recorder } = this;
    const now = leaving && this.now.phase !== "lobby" ? over(this.now) : this.now;
    const told = (key: string) => key in recorder.record;
    const keys = plan.map(({ key }) => key);
    await recorder.bring(keys, entriesOf(plan, now, recorder.slot.session, this.given, told));
    if (recorder.full) this.app.redraw();
  }

  /** Keeps the place, to go on from; no word of it leaves the phone. */
  async keep(): Promise<void> {
    const { plan, short, session, recorder, given } = this;
    const { slot, record } = recorder;
    const kept = { slot, short, plan, session, answers: given, record, at: this.app.now().getTime() };
    await keep(this.app.store, kept).catch(() => undefined); // no room: the entries say so
  }

  /** Nothing more is asked: the session is not offered again. */
  async close(): Promise<void> {
    await this.save(true);
    await forget(this.app.store);
  }

  leave(): void {
    if (runs(this.now)) this.change({ type: "pause", why: "away" });
    void this.save(true);
    this.ticker.run(false);
    this.senses.leave();
    this.awake.leave();
    this.leaving.abort();
  }

  private change(event: Event): void {
    const before = this.session;
    this.session = step(this.plan, before, event);
    if (this.session === before) return;
    const now = this.session.now;
    this.hear(before.now, now);
    this.ticker.run(runs(now));
    this.awake.want(now.phase !== "lobby" && now.phase !== "after");
    if (event.type === "time" && moved(before.now, now)) void this.save();
    if (event.type !== "time" || face(this.plan, before.now) !== face(this.plan, now)) this.app.redraw();
    if (before.now.phase === "lobby" || (now.phase === "after" && before.now.phase !== "after")) toTheTop();
    this.frame();
  }

  private hear(before: Now, after: Now): void {
    const heard = cue(this.plan, this.items, before, after, this.heard.counts);
    if (heard.say) this.caption = heard.say;
    if (heard.summary) this.summary = heard.summary;
    this.senses.play(heard, this.heard);
  }

  /** Drawn at every frame, past the drawing of the page: set by the view. */
  frame: () => void = () => undefined;

  private hidden(): void {
    if (document.visibilityState === "hidden") void this.save(true);
  }
}

/** Another page in all but its address: it begins at its heading. */
function toTheTop(): void {
  scrollTo({ top: 0, behavior: "instant" });
  document.querySelector<HTMLElement>("#main h1")?.focus({ preventScroll: true });
}

/** Whether the session came to another place by itself. */
function moved(before: Now, after: Now): boolean {
  return before.phase !== after.phase || before.set !== after.set || before.pause !== after.pause;
}

/** What can be read of a moment: the page is drawn again when it changes. */
function face(plan: Plan, now: Now): string {
  const rep = repMoment(plan, now);
  const { exercise, set, phase, pause, counted } = now;
  return [
    exercise,
    set,
    phase,
    pause,
    counted,
    secondsLeft(plan, now),
    rep?.rep,
    rep?.part,
    rep?.secondsLeft,
  ].join();
}

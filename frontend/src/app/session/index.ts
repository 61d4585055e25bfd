import { html, type TemplateResult } from "lit";
import type { Copy } from "../../store/index.ts";
import { _ } from "../../words/index.ts";
import { keepSaid } from "../logging.ts";
import { button, link } from "../parts/button.ts";
import { pageHeader } from "../parts/page.ts";
import { addressOf } from "../router.ts";
import { sayOf } from "../saying.ts";
import type { App, Opens, Place, Screen } from "../screen.ts";
import { type Chosen, skipDialog } from "../skip/index.ts";
import { dayOf } from "../time.ts";
import { helpAddress, worryIn } from "../worry.ts";
import { after, type Ending } from "./after.ts";
import { drawHow, drawMore, openHow, openMore } from "./aside.ts";
import type { Acts } from "./controls.ts";
import type { Felt } from "./entries.ts";
import { leadFigure } from "./figure.ts";
import { Going } from "./going.ts";
import { closeLeft, forget, type Kept } from "./kept.ts";
import { listenToKeys } from "./keys.ts";
import { lobby } from "./lobby.ts";
import { anew, leftBehind, type Opening, onFrom, slotOf } from "./opening.ts";
import { playing } from "./playing.ts";
import { Recorder, type Slot } from "./recorder.ts";
import { settingsOf } from "./settings.ts";

type At = Extract<Place, { name: "session" }>;

/** The hands-free session. */
export const sessionScreen: Opens<"session"> = (app, place) => new SessionScreen(app, place);

/** The session that was left for another screen of this page: it is come back to without being asked. */
let underWay = "";
const nameOf = ({ date, session }: Slot) => `${date} ${session}`;

class SessionScreen implements Screen {
  private going: Going | undefined;
  private offered: Kept | undefined;
  private state: "loading" | "offer" | "on" | "nothing" | "held" = "loading";
  private again = false;
  private saved = false;
  private question = false;
  private aside = "";
  private left = false;
  private toHelp = false;
  private unlisten: () => void = () => undefined;

  constructor(
    private readonly app: App,
    private readonly place: At,
  ) {
    void this.open();
  }

  get title(): string {
    return this.going?.item?.name ?? _("Session");
  }

  draw(copy: Copy): TemplateResult {
    const { going } = this;
    if (this.state === "offer" && this.offered) return this.offer(this.offered);
    if (this.state === "held") return heldMessage();
    if (this.state === "nothing") return nothingMessage();
    if (!going)
      return html`<div class="column skeleton" aria-hidden="true"><div class="skeleton__box"></div></div>`;
    if (going.now.phase === "lobby") return lobby(going, this.again);
    if (going.now.phase === "after") return after(going, copy, this.ending(going));
    const more = drawMore(going, this.app, {
      text: this.aside,
      write: (text) => this.writeAside(text),
      send: (how) => void this.sendAside(going, how),
    });
    return html`${playing(going, this.acts(going), this.place.big ?? false)}${drawHow(going)}${more}`;
  }

  leave(): void {
    this.left = true;
    this.unlisten();
    const { going } = this;
    if (!going) return;
    underWay = going.now.phase === "after" && !this.toHelp ? "" : nameOf(going.recorder.slot);
    going.leave();
  }

  private async open(): Promise<void> {
    const slot = slotOf(this.app, this.place);
    const here = underWay === nameOf(slot);
    const kept = await leftBehind(this.app, this.place, slot, here);
    if (kept && here) return this.goOn(kept);
    if (!kept) return this.begin(slot);
    [this.offered, this.state] = [kept, "offer"];
    this.app.redraw();
  }

  private async begin(slot: Slot): Promise<void> {
    const settings = await settingsOf(this.app.store, this.app.store.copy.snapshot.reader);
    await this.start(anew(this.app, this.place, slot, settings.mode));
  }

  private async goOn(kept: Kept): Promise<void> {
    const opening = onFrom(this.app, kept);
    if (typeof opening !== "string") return this.start(opening);
    await closeLeft(this.app.store, kept);
    await this.begin(slotOf(this.app, this.place));
  }

  /** What was done is logged before it begins again. */
  private async startAnew(kept: Kept): Promise<void> {
    await closeLeft(this.app.store, kept);
    await this.begin(slotOf(this.app, this.place));
  }

  private async start(opening: Opening | "held" | "nothing"): Promise<void> {
    if (this.left) return;
    this.state = typeof opening === "string" ? opening : "on";
    if (typeof opening !== "string") {
      const { app } = this;
      const settings = await settingsOf(app.store, app.store.copy.snapshot.reader);
      const recorder = new Recorder(app.store, opening.slot, opening.record, async () => this.going?.keep());
      const going = new Going(app, opening, this.place.short, recorder, settings);
      going.frame = () => leadFigure(going);
      [this.going, this.again] = [going, opening.again];
      this.unlisten = listenToKeys(going, this.acts(going));
    }
    this.app.redraw();
    this.going?.frame();
  }

  private offer(kept: Kept): TemplateResult {
    const n = kept.session.now.done.flat().filter((amount) => amount !== 0).length;
    return html`<div class="column stack">
      ${pageHeader(_("You were in the middle of a session"), {
        back: { words: _("Today"), href: "/today/" },
        lead: n > 0 ? _("Sets done so far: %(n)s. Nothing was lost.", { n }) : "",
      })}
      ${button(_("Go on where I left"), () => void this.goOn(kept), { kind: "primary", icon: "play", size: "large wide" })}
      ${button(_("Start anew"), () => void this.startAnew(kept), { icon: "undo-2", size: "wide" })}
    </div>`;
  }

  private acts(going: Going): Acts {
    return {
      voice: () => going.set({ voice: !going.settings.voice }),
      hurts: () => void this.askWhy(going, "pain"),
      skip: () => void this.askWhy(going, ""),
      how: () => openHow(going),
      more: () => openMore(going),
    };
  }

  /** Asks why, with the clock standing, and does what was chosen. */
  private async askWhy(going: Going, reason: string): Promise<void> {
    const item = going.items[going.coming];
    if (!item) return;
    going.tap({ type: "pause", why: reason ? "hurt" : "asked" });
    const within = addressOf(this.place);
    const around = { within, short: this.place.short, ...(reason && { reason }) };
    const chosen = await skipDialog(this.app, item, going.recorder.slot.session, around);
    if (!chosen) return;
    const { pain, note } = chosen;
    going.feel(item.key, { ...(pain !== undefined && { pain }), ...(note && { note }) });
    await this.follow(going, chosen);
    const { symptom_check } = this.app.store.copy.snapshot;
    if (note && worryIn(symptom_check, { note })) this.help("note");
  }

  private async follow(going: Going, { what, reason, trigger }: Chosen): Promise<void> {
    const session = going.recorder.slot.session;
    if (what === "leave" || what === "stop") going.tap({ type: "skip", reason });
    if (what === "stop") this.stop(going);
    if (what === "go_on") going.tap({ type: "resume" });
    if (what === "check") this.help(trigger ?? "pain");
    if (what === "short") this.app.go(addressOf({ name: "session", index: session, short: true }));
    if (what !== "off" && what !== "moved") return;
    await going.close();
    this.app.go("/today/");
  }

  /** A session that was stopped because it hurt: what was done is kept, and the check is asked. */
  private stop(going: Going): void {
    going.tap({ type: "finish" });
    this.help("stopped");
  }

  /** The symptom check leads back here. */
  private help(trigger: string): void {
    this.toHelp = true;
    this.app.go(helpAddress(trigger, addressOf(this.place)));
  }

  private writeAside(text: string): void {
    this.aside = text;
    this.app.redraw();
  }

  private async sendAside(going: Going, how: "note" | "question"): Promise<void> {
    const text = this.aside.trim();
    const key = going.item?.key ?? "";
    if (how === "note") going.feel(key, { note: text });
    else if (!(await this.ask(going, text, key))) return;
    this.writeAside("");
    const { symptom_check } = this.app.store.copy.snapshot;
    if (worryIn(symptom_check, { note: text })) this.help("note");
    else if (how === "note") this.app.announce(_("Your note goes with this exercise."));
  }

  private async ask({ recorder }: Going, text: string, key = ""): Promise<boolean> {
    const { date } = recorder.slot;
    const day = dayOf(this.app.store.copy.snapshot, date);
    const body = { type: "question", text, ...(key && { item_key: key }) };
    return day !== undefined && (await keepSaid(this.app, sayOf(day, date, body))) !== undefined;
  }

  private ending(going: Going): Ending {
    return {
      saved: this.saved,
      question: this.question,
      ask: (question) => {
        this.question = question;
        this.app.redraw();
      },
      save: () => void this.save(going),
      leave: () => void going.close().then(() => this.app.go("/today/")),
    };
  }

  /** The answers join the entries; a question goes by itself, and what worries leads to the check. */
  private async save(going: Going): Promise<void> {
    const { whole, byKey } = going.answers;
    const text = whole.note?.trim() ?? "";
    if (this.question && text && !(await this.ask(going, text))) return;
    if (this.question) going.answer({ byKey, whole: { ...whole, note: "" } });
    this.question = false;
    await going.save();
    this.saved = !going.recorder.full;
    this.app.redraw();
    if (!this.saved) return;
    await forget(this.app.store).catch(() => undefined); // it is closed the next time
    const { symptom_check } = this.app.store.copy.snapshot;
    const told: readonly Felt[] = [whole, ...Object.values(byKey)];
    const worry = told.map((felt) => worryIn(symptom_check, { ...felt })).find(Boolean);
    if (worry) this.app.go(helpAddress(worry));
  }
}

function heldMessage(): TemplateResult {
  return html`<div class="column stack">
    ${pageHeader(_("Your exercises are paused"), { lead: _("Stop your exercises until you have talked to someone.") })}
    ${link(_("What your clinic says"), helpAddress("button"), { kind: "primary", icon: "phone", size: "large wide" })}
  </div>`;
}

function nothingMessage(): TemplateResult {
  return html`<div class="column stack">
    ${pageHeader(_("There is nothing planned here today"))}
    <div>${link(_("Back to Today"), "/today/", { kind: "primary", icon: "house" })}</div>
  </div>`;
}

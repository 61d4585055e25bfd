import { html, nothing, type TemplateResult } from "lit";
import type { Item, SetAsked } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";
import { disclosure } from "../parts/page.ts";
import type { Part } from "../parts/part.ts";
import { stepper } from "../parts/stepper.ts";
import { unitWords } from "../saying.ts";
import type { Going } from "./going.ts";
import type { Amount } from "./machine.ts";
import type { PlannedSet } from "./plan.ts";
import { setWords, sideWords } from "./wording.ts";

/** What was really done, to be put right: the set just done; after an exercise, all of its sets. */
export function correcting(going: Going): Part {
  const { now } = going;
  const done = now.done[now.exercise] ?? [];
  if (now.phase === "rest") return setStepper(going, now.exercise, done.length - 1, _("You did"));
  return disclosure(_("Correct what you did"), sets(going, now.exercise), now.waits);
}

/** One number for each set that was done of an exercise. */
export function sets(going: Going, exercise: number): TemplateResult {
  const done = going.now.done[exercise] ?? [];
  return html`<div class="stack stack--tight">${done.map((_amount, set) => setStepper(going, exercise, set))}</div>`;
}

function setStepper(going: Going, exercise: number, set: number, lead = ""): Part {
  const [item, planned] = [going.items[exercise], going.plan[exercise]?.sets[set]];
  const amount = going.now.done[exercise]?.[set];
  if (!item || !planned || amount === undefined) return nothing;
  const asked = askedOf(item, planned);
  const unit = unitOf(asked, amount);
  const name =
    lead || [setWords(planned), sideWords(planned.side)].filter(Boolean).join(", ") || _("How much");
  const write = (typed: string) => {
    const number = /^\d{1,6}$/.test(typed.trim()) ? Number(typed) * unit.factor : null;
    going.tap({ type: "correct", exercise, set, amount: number });
  };
  return stepper(`done-${exercise}-${set}`, name, unit.words, shown(amount, unit.factor), write, unit.step);
}

const shown = (amount: Amount, factor: number) => (amount === null ? "" : String(amount / factor));

function askedOf(item: Item, planned: PlannedSet): SetAsked | undefined {
  return item.sets.find(({ number, side }) => number === planned.number && side === planned.side);
}

/** The unit that was asked in, or the one that the entry keeps where the number would not be whole. */
function unitOf(
  asked: SetAsked | undefined,
  amount: Amount,
): { words: string; factor: number; step: number } {
  const factor = asked?.factor ?? 1;
  if (asked && (amount === null || amount % factor === 0))
    return { words: unitWords(asked.unit), factor, step: asked.step };
  return {
    words: unitWords(asked?.field === "reps" ? "reps" : "seconds"),
    factor: 1,
    step: asked?.step ?? 1,
  };
}

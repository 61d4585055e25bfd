"""The rungs of a dose under its rules: what would come next, and what was before, for a picture."""

from collections.abc import Iterator
from dataclasses import dataclass

from everyrep.core.dosage import Dosage
from everyrep.core.plan import Prescription
from everyrep.core.progression.assigned import AssignedRule, ItemRules
from everyrep.core.progression.evaluate import ONE_STEP_BACK
from everyrep.core.progression.outcome import Outcome
from everyrep.core.progression.rule import Kind
from everyrep.core.progression.steps import Change, Direction, Step, step_dose, within_limits

RUNGS = 3  # product default: as many on either side as a picture can show


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """`rungs` from the easiest to the hardest; `here` is the place of the dose as it stands."""

    rungs: tuple[Dosage, ...]
    here: int


def ladder(item: Prescription, rules: ItemRules, *, rungs: int = RUNGS) -> Ladder:
    """At most `rungs` steps down and up, by the first rule that has a numeric step; fewer where they end.

    Without such a rule there is nothing harder, and easier is one step back at a time.
    """
    down = _step(rules, Outcome.REGRESS, Direction.DOWN)
    up = _step(rules, Outcome.PROGRESS, Direction.UP)
    easier = list(_climb(item.dosage, *(down or (ONE_STEP_BACK, None)), rules, rungs))
    harder = list(_climb(item.dosage, *up, rules, rungs)) if up else []
    return Ladder(rungs=(*reversed(easier), item.dosage, *harder), here=len(easier))


def _step(
    rules: ItemRules, outcome: Outcome, direction: Direction
) -> tuple[Step, AssignedRule | None] | None:
    """The first step of this kind that a rule of the item would take."""
    for rule in rules.assigned:
        for row in rule.definition.rows if rule.definition.kind is Kind.STEP else ():
            if row.outcome is outcome and row.step and row.step.direction is direction:
                return row.step, rule
    return None


def _climb(
    dosage: Dosage, step: Step, rule: AssignedRule | None, rules: ItemRules, rungs: int
) -> Iterator[Dosage]:
    for _ in range(rungs):
        change = _next(dosage, step, rule, rules)
        if change is None or change.after is None:
            return
        dosage = change.after
        yield dosage


def _next(dosage: Dosage, step: Step, rule: AssignedRule | None, rules: ItemRules) -> Change | None:
    amount = rule.settings[step.amount] if rule and step.amount else None
    change = step_dose(step, dosage, amount, rules.frame_settings)
    if change is None or change.after is None or not within_limits(change, rules.frame_settings):
        return None
    load = change.after.load.kilograms if change.after.load else None
    most = rule.max_load_kg if rule else None
    return None if most is not None and load is not None and load > most else change

"""All rules of an item on its facts: one verdict, the most cautious (clinical reference 3.0).

The symptom model comes first. No other rule can progress the item unless the model allows it; what another
rule says more cautiously counts in any case, so that more pain never leads to a bolder verdict. Progress then
passes the frame, and the step is made within its limits. Whatever is missing holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from everyrep.core.progression.assigned import AssignedRule, ItemRules, Mode
from everyrep.core.progression.facts import Facts
from everyrep.core.progression.judging import Finding, judge
from everyrep.core.progression.outcome import Effect, Outcome, in_order
from everyrep.core.progression.rule import Kind
from everyrep.core.progression.rules import FRAME
from everyrep.core.progression.steps import (
    Change,
    Direction,
    Step,
    Variable,
    is_harder,
    step_dose,
    step_range,
    within_limits,
)

ONE_STEP_BACK = Step(Variable.DOSE, Direction.DOWN)


class Obstacle(Enum):
    """Why a step that the rules allow is not proposed."""

    NO_SYMPTOM_MODEL = "no_symptom_model"
    GUARDED = "guarded"
    NO_STEP = "no_step"
    LIMIT_REACHED = "limit_reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rules say of one item on one day, and everything they say it by.

    `finding` is the rule and the row that decided, None without a symptom model. `findings` are those of all
    rules, in order; `guards` is what the frame held a step back with. `rest_days` are days off before the
    next session. `change` is the proposed change of the dose.
    """

    day: date
    outcome: Outcome
    finding: Finding | None = None
    findings: tuple[Finding, ...] = ()
    guards: Finding | None = None
    obstacle: Obstacle | None = None
    effects: tuple[Effect, ...] = ()
    change: Change | None = None
    rest_days: int = 0

    @property
    def fired(self) -> bool:
        """Whether it says more than to go on as it is."""
        return self.outcome is not Outcome.HOLD or bool(self.effects)

    @property
    def missing(self) -> tuple[str, ...]:
        """The inputs without which it could not decide otherwise, each once."""
        found = [*self.findings, *([self.guards] if self.guards else [])]
        return tuple(dict.fromkeys(name for finding in found for name in finding.missing))


def evaluate(rules: ItemRules, facts: Facts) -> Verdict:
    """The verdict of these rules, in force or not: who asks says which rules count on the day."""
    judged = [(rule, judge(rule.definition, rule.settings, facts)) for rule in _model_first(rules)]
    findings = tuple(finding for _, finding in judged)
    effects = in_order(effect for finding in findings for effect in finding.effects)
    deciding = [pair for pair in judged if pair[0].definition.kind is not Kind.ADVISORY]
    chosen = min(deciding, key=lambda pair: pair[1].outcome.boldness, default=None)
    if chosen is None or (
        rules.symptom_model is None and chosen[1].outcome in (Outcome.HOLD, Outcome.PROGRESS)
    ):
        return Verdict(
            day=facts.today,
            outcome=Outcome.HOLD,
            findings=findings,
            effects=effects,
            obstacle=Obstacle.NO_SYMPTOM_MODEL,
        )
    said = Verdict(
        day=facts.today,
        outcome=chosen[1].outcome,
        finding=chosen[1],
        findings=findings,
        effects=effects,
        rest_days=max((_rest_days(*pair) for pair in judged), default=0),
    )
    if said.outcome is Outcome.REGRESS:
        return replace(said, change=_back(chosen, rules, facts))
    return _progress(said, deciding, rules, facts) if said.outcome is Outcome.PROGRESS else said


Judged = tuple[AssignedRule, Finding]


def _model_first(rules: ItemRules) -> list[AssignedRule]:
    return sorted(rules.assigned, key=lambda rule: rule.definition.kind is not Kind.SYMPTOM)


def _rest_days(rule: AssignedRule, finding: Finding) -> int:
    name = finding.row.rest_days if finding.row else ""
    return int(rule.settings[name]) if name else 0


def _back(chosen: Judged, rules: ItemRules, facts: Facts) -> Change | None:
    rule, finding = chosen
    step = finding.row.step if finding.row and finding.row.step else ONE_STEP_BACK
    return _change(step, rule, rules, facts)


def _progress(said: Verdict, judged: Iterable[Judged], rules: ItemRules, facts: Facts) -> Verdict:
    """Every rule allows it: the frame has its say, then the first rule with a step makes the one change."""
    guards = judge(FRAME, rules.frame_settings, facts)
    if guards.outcome is not Outcome.PROGRESS:
        return _held(said, Obstacle.GUARDED, guards=guards)
    stepping = [(rule, finding) for rule, finding in judged if finding.row and finding.row.step]
    if not stepping:
        return _held(said, Obstacle.NO_STEP)
    rule, finding = stepping[0]
    change = _change(finding.row.step, rule, rules, facts) if finding.row and finding.row.step else None
    if change is None or not within_limits(change, rules.frame_settings):
        return _held(replace(said, finding=finding), Obstacle.NO_STEP, review=True)
    if _over_load(change, rule):
        return _held(replace(said, finding=finding), Obstacle.LIMIT_REACHED, review=True)
    return replace(said, finding=finding, change=change)


def _held(
    said: Verdict, obstacle: Obstacle, *, guards: Finding | None = None, review: bool = False
) -> Verdict:
    more = [*(guards.effects if guards else ()), *((Effect.REVIEW,) if review else ())]
    effects = in_order([*said.effects, *more])
    return replace(said, outcome=Outcome.HOLD, obstacle=obstacle, guards=guards, effects=effects)


def _change(step: Step, rule: AssignedRule, rules: ItemRules, facts: Facts) -> Change | None:
    amount = rule.settings[step.amount] if step.amount else None
    if step.variable is not Variable.RANGE:
        return step_dose(step, facts.dosage, amount, rules.frame_settings)
    limit, target = facts.dosage.rom_limit, facts.clinical.target_deg
    if limit is None or target is None or amount is None:
        return None
    return step_range(step, facts.dosage, target, amount, limit.max_deg)


def _over_load(change: Change, rule: AssignedRule) -> bool:
    load = change.after.load.kilograms if change.after and change.after.load else None
    return rule.max_load_kg is not None and load is not None and load > rule.max_load_kg


def may_act_alone(assigned: AssignedRule, verdict: Verdict, today: date, steps_taken: int) -> bool:
    """Whether the verdict may be carried out without asking, as the therapist's written order.

    What lowers the dose may act at once: hold, pause, stop, and a step back in numbers. A step on needs a
    rule authorised beforehand that decided it, in force, with steps left, and a load that can be compared
    with its bound. What a person has to choose (another exercise, a target angle) never acts alone.
    """
    if not assigned.in_force(today) or verdict.finding is None:
        return False
    if verdict.finding.rule.key != (assigned.rule, assigned.version):
        return False
    if verdict.outcome is Outcome.REGRESS:
        return _lowers(verdict.change)
    if verdict.outcome is not Outcome.PROGRESS:
        return True
    return (
        assigned.mode is Mode.PREAUTHORISED
        and 0 <= steps_taken < assigned.max_steps
        and _is_bounded(verdict.change, assigned.max_load_kg)
    )


def _lowers(change: Change | None) -> bool:
    return change is not None and change.after is not None and not is_harder(change.before, change.after)


def _is_bounded(change: Change | None, max_load_kg: Decimal | None) -> bool:
    if change is None or change.after is None:
        return False
    if change.variable is not Variable.LOAD:
        return True
    load = change.after.load.kilograms if change.after.load else None
    return load is not None and max_load_kg is not None and load <= max_load_kg

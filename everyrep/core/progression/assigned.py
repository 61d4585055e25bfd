"""A rule attached to one item by a therapist: in which version, with which numbers, how far, until when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.progression.conditions import Settings
from everyrep.core.progression.rule import Kind, Rule
from everyrep.core.progression.rules import FRAME, RULES

ASSIGNABLE = frozenset({Kind.SYMPTOM, Kind.STEP, Kind.CONTEXT, Kind.ADVISORY})


class Mode(Enum):
    """PROPOSAL asks the therapist each time; PREAUTHORISED is a signed order for single steps."""

    PROPOSAL = "proposal"
    PREAUTHORISED = "preauthorised"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedRule:
    """`rule` is the id; `parameters` are those that differ from the rule's defaults, by name.

    `expires` is the last local date on which it counts, at most 28 days (the frame's `authorised_days`) after
    `approved_at`. `max_steps` counts steps carried out without asking, `max_load_kg` bounds every step.
    Raises Invalid with a problem at every field that cannot be.
    """

    rule: str
    version: int
    approved_by: str
    approved_at: date
    expires: date
    parameters: tuple[tuple[str, Decimal], ...] = ()
    mode: Mode = Mode.PROPOSAL
    max_steps: int = 1
    max_load_kg: Decimal | None = None

    def __post_init__(self) -> None:
        if problems := list(_problems(self)):
            raise Invalid(problems)

    @property
    def definition(self) -> Rule:
        return RULES[self.rule, self.version]

    @property
    def settings(self) -> Settings:
        return self.definition.settings(dict(self.parameters))

    def in_force(self, day: date) -> bool:
        """From the day of approval up to and with the day it expires."""
        return self.approved_at <= day <= self.expires


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRules:
    """The rules of one item, in the therapist's order. `frame` are the clinic's own limits, by name.

    Raises Invalid for a second symptom model, a rule that is there twice, or limits that cannot be.
    """

    assigned: tuple[AssignedRule, ...] = ()
    frame: tuple[tuple[str, Decimal], ...] = ()

    def __post_init__(self) -> None:
        if problems := list(_set_problems(self)):
            raise Invalid(problems)

    @property
    def frame_settings(self) -> Settings:
        return FRAME.settings(dict(self.frame))

    @property
    def symptom_model(self) -> AssignedRule | None:
        models = (rule for rule in self.assigned if rule.definition.kind is Kind.SYMPTOM)
        return next(models, None)

    def in_force(self, day: date) -> "ItemRules":
        """Only the rules that count on this day."""
        rules = tuple(rule for rule in self.assigned if rule.in_force(day))
        return ItemRules(assigned=rules, frame=self.frame)


def _problems(assigned: AssignedRule) -> Iterator[Problem]:
    rule = RULES.get((assigned.rule, assigned.version))
    if rule is None or rule.kind not in ASSIGNABLE:
        text = N_("There is no rule %(rule)s in version %(version)s to choose; choose one from the list.")
        yield Problem("rule", text, {"rule": assigned.rule, "version": assigned.version})
        return
    if not assigned.approved_by.strip():
        yield Problem("approved_by", N_("A rule needs the therapist who approved it."))
    yield from _twice("parameters", [name for name, _ in assigned.parameters])
    yield from rule.problems(dict(assigned.parameters))
    yield from _bound_problems(assigned, rule)
    yield from _date_problems(assigned)


def _bound_problems(assigned: AssignedRule, rule: Rule) -> Iterator[Problem]:
    most = int(FRAME.defaults["authorised_steps"])
    if not 1 <= assigned.max_steps <= most:
        text = N_("%(value)s is not between 1 and %(most)s steps.")
        yield Problem("max_steps", text, {"value": assigned.max_steps, "most": most})
    load = assigned.max_load_kg
    if load is not None and not (load.is_finite() and load > 0):
        yield Problem(
            "max_load_kg", N_("%(value)s is not a load; give a number above 0."), {"value": str(load)}
        )
    if assigned.mode is Mode.PREAUTHORISED and not rule.may_step_alone:
        text = N_("This rule only makes proposals: a person has to decide each of its steps.")
        yield Problem("mode", text)


def _date_problems(assigned: AssignedRule) -> Iterator[Problem]:
    days = int(FRAME.defaults["authorised_days"])
    last = assigned.approved_at + timedelta(days=days)
    if not assigned.approved_at <= assigned.expires <= last:
        text = N_("Choose a last day from %(first)s to %(last)s: at most %(days)s days after the approval.")
        yield Problem(
            "expires",
            text,
            {"first": assigned.approved_at.isoformat(), "last": last.isoformat(), "days": days},
        )


def _set_problems(rules: ItemRules) -> Iterator[Problem]:
    ids = [rule.rule for rule in rules.assigned]
    for index, rule in enumerate(rules.assigned):
        if rule.rule in ids[:index]:
            yield Problem(f"assigned.{index}.rule", N_("This rule is there twice; take one of the two out."))
    models = [i for i, rule in enumerate(rules.assigned) if rule.definition.kind is Kind.SYMPTOM]
    for index in models[1:]:
        text = N_("An exercise has one symptom model only; take this one or the other one out.")
        yield Problem(f"assigned.{index}.rule", text)
    yield from _twice("frame", [name for name, _ in rules.frame])
    for problem in FRAME.problems(dict(rules.frame)):
        yield Problem(problem.field.replace("parameters.", "frame."), problem.text, problem.values)


def _twice(field: str, names: list[str]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Problem(f"{field}.{name}", N_("This number is given twice; give it once."))


def parameters_from(values: Mapping[str, Decimal]) -> tuple[tuple[str, Decimal], ...]:
    """Numbers by name, in the one order in which equal assignments are equal."""
    return tuple(sorted(values.items()))

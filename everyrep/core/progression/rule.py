"""The shape that every rule has: where it comes from, its parameters with bounds, its decision table."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from everyrep.core.dosage import Dosage
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.progression.conditions import Condition, Settings, input_of, parts
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.steps import BY_PERSON, Step

FRACTIONS = ("_kg", "_lb", "_percent")
"""Endings of the names of parameters that may have fractions also where their bounds have none."""

OUTSIDE = N_("%(value)s is outside what this rule allows; choose %(low)s to %(high)s.")
OUTSIDE_WHOLE = N_("%(value)s is not what this rule allows; choose a whole number from %(low)s to %(high)s.")


class Kind(Enum):
    """What a rule is for. An item has one SYMPTOM model at most; the FRAME is laid over every item.

    STEP moves the dose; CONTEXT (absence, phases, irritability, tempo) has a say in it; ADVISORY only asks
    for a review and never holds anything back; WITHIN is used inside one session and never judges an item.
    """

    FRAME = "frame"
    SYMPTOM = "symptom"
    STEP = "step"
    CONTEXT = "context"
    ADVISORY = "advisory"
    WITHIN = "within"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number that a clinic may edit between `low` and `high`; `source` says where the default is from."""

    name: str
    title: str
    default: Decimal
    low: Decimal
    high: Decimal
    source: str

    @property
    def whole(self) -> bool:
        """Whether it counts something (days, points, degrees), so that fractions make no sense."""
        fractions = any(value % 1 for value in (self.default, self.low, self.high))
        return not fractions and not self.name.endswith(FRACTIONS)

    def accepts(self, value: Decimal) -> bool:
        return value.is_finite() and self.low <= value <= self.high and not (self.whole and value % 1)


def parameter(name: str, title: str, default: str, low: str, high: str, source: str) -> Parameter:
    return Parameter(
        name=name, title=title, default=Decimal(default), low=Decimal(low), high=Decimal(high), source=source
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a decision table: when all of `when` is true, this is what it says.

    A row `where_known` counts only where its inputs are there; a row without holds the item back while they
    are not. `rest_days` names a parameter. `advice` is for the therapist, its placeholders are
    parameters; `dose` is what a written program asks for.
    """

    id: str
    when: tuple[Condition, ...]
    outcome: Outcome
    effects: tuple[Effect, ...] = ()
    step: Step | None = None
    where_known: bool = False
    rest_days: str = ""
    advice: str = ""
    dose: Dosage | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        found = (input_of(part) for condition in self.when for part in parts(condition))
        return tuple(dict.fromkeys(name for name in found if name is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule in one version; once used it is never changed, a better one is the next version.

    Of the rows that are true the most cautious one decides; `otherwise` where none is. `source` are
    citations, `evidence` says in words what stands behind it, `limit` whom and what it is not for.
    `ordered` are pairs of parameters of which the first may not be above the second.
    """

    id: str
    version: int
    kind: Kind
    title: str
    source: str
    evidence: str
    limit: str = ""
    parameters: tuple[Parameter, ...] = ()
    rows: tuple[Row, ...] = ()
    otherwise: Outcome = Outcome.HOLD
    ordered: tuple[tuple[str, str], ...] = ()
    supervised: bool = False
    defaults: Settings = field(init=False)

    def __post_init__(self) -> None:
        values = {parameter.name: parameter.default for parameter in self.parameters}
        object.__setattr__(self, "defaults", MappingProxyType(values))

    @property
    def key(self) -> tuple[str, int]:
        return self.id, self.version

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every input the rule reads, in the order of its table."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.inputs))

    @property
    def optional_inputs(self) -> tuple[str, ...]:
        """Those it reads only where they are known."""
        needed = {name for row in self.rows if not row.where_known for name in row.inputs}
        return tuple(name for name in self.inputs if name not in needed)

    @property
    def may_step_alone(self) -> bool:
        """Whether a therapist may authorise its steps beforehand: those that only move the dose."""
        steps = [row.step for row in self.rows if row.outcome is Outcome.PROGRESS and row.step]
        decided = any(step.variable in BY_PERSON for step in steps)
        return self.kind is Kind.STEP and bool(steps) and not decided and not self.supervised

    def row(self, row_id: str) -> Row | None:
        return next((row for row in self.rows if row.id == row_id), None)

    def settings(self, values: Mapping[str, Decimal]) -> Settings:
        """The defaults with these values instead. Raises Invalid at every field that cannot be."""
        if problems := list(self.problems(values)):
            raise Invalid(problems)
        return MappingProxyType({**self.defaults, **values})

    def problems(self, values: Mapping[str, Decimal]) -> Iterator[Problem]:
        """What is wrong with these values, each at `parameters.<name>`."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, value in values.items():
            if name not in known:
                yield Problem(f"parameters.{name}", N_("This rule has no such number; leave it out."))
            elif not known[name].accepts(value):
                bounds: dict[str, object] = {"low": known[name].low, "high": known[name].high}
                text = OUTSIDE_WHOLE if known[name].whole else OUTSIDE
                yield Problem(f"parameters.{name}", text, {"value": value, **bounds})
        yield from self._crossed({**self.defaults, **values})

    def _crossed(self, values: Mapping[str, Decimal]) -> Iterator[Problem]:
        for first, second in self.ordered:
            if values[first].is_finite() and values[second].is_finite() and values[first] > values[second]:
                text = N_("%(value)s is above %(other)s, which it may not be; choose %(other)s or less.")
                other: dict[str, object] = {"value": values[first], "other": values[second]}
                yield Problem(f"parameters.{first}", text, other)


TEXTS = frozenset({"title", "source", "evidence", "limit", "advice", "defaults"})


def fingerprint(rule: Rule) -> str:
    """A hash of what a rule decides by: parameters with bounds, and table. Texts may be mended."""
    return hashlib.sha256(json.dumps(_plain(rule), sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    """Data with its types named; what is not given is left out, so that a new field changes nothing."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        said = {each.name: getattr(value, each.name) for each in fields(value) if each.name not in TEXTS}
        return {"type": type(value).__name__} | {
            name: _plain(each) for name, each in said.items() if each not in (None, "", ())
        }
    return str(value)

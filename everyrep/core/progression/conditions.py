"""The conditions of a decision table, as data: so that a table can be read, printed and frozen.

A condition is true, false, or not known (None) where an input is missing (Kleene's three values). Bounds
of numbers are names of the rule's parameters, never numbers of their own; 0 is the one exception, as the
sign of a difference.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from everyrep.core.progression.facts import Facts, Session
from everyrep.core.progression.inputs import ITEM_INPUTS, SESSION_INPUTS, Value

Settings = Mapping[str, Decimal]
"""The values of a rule's parameters, every one of them."""


class Compare(Enum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE = "more"
    LESS = "less"
    IS = "is"
    IS_NOT = "is_not"


@dataclass(frozen=True, slots=True)
class Test:
    """One input against a bound, and `upto` a second one: of a session's input, the last session counts."""

    __test__ = False  # no test of pytest's

    input: str
    compare: Compare
    bound: str | bool | int
    upto: str = ""


@dataclass(frozen=True, slots=True)
class Each:
    """True in each of the last `sessions` (a parameter); not known where there were fewer."""

    test: Test
    sessions: str


@dataclass(frozen=True, slots=True)
class Some:
    """True in one of the last `sessions` (a parameter); not known where there were fewer."""

    test: Test
    sessions: str


@dataclass(frozen=True, slots=True)
class Times:
    """True on at least `times` of the last `days` (parameters), also before the last change."""

    test: Test
    days: str
    times: str


@dataclass(frozen=True, slots=True)
class Throughout:
    """True in every session of the last `days` (a parameter); not known where there was none."""

    test: Test
    days: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Whether a switch among the parameters is on (1) or off (0)."""

    name: str
    on: bool


@dataclass(frozen=True, slots=True)
class Several:
    """At least `count` (a parameter) of these conditions."""

    count: str
    conditions: tuple["Condition", ...]


Condition = Test | Each | Some | Times | Throughout | Setting | Several


def at_least(name: str, bound: str | int) -> Test:
    return Test(name, Compare.AT_LEAST, bound)


def between(name: str, low: str, high: str) -> Test:
    """Both ends included."""
    return Test(name, Compare.AT_LEAST, low, upto=high)


def at_most(name: str, bound: str | int) -> Test:
    return Test(name, Compare.AT_MOST, bound)


def more(name: str, bound: str | int) -> Test:
    return Test(name, Compare.MORE, bound)


def less(name: str, bound: str | int) -> Test:
    return Test(name, Compare.LESS, bound)


def equals(name: str, code: str) -> Test:
    return Test(name, Compare.IS, code)


def differs(name: str, code: str) -> Test:
    return Test(name, Compare.IS_NOT, code)


def yes(name: str) -> Test:
    return Test(name, Compare.IS, True)


def no(name: str) -> Test:
    return Test(name, Compare.IS, False)


def holds(condition: Condition, facts: Facts, settings: Settings) -> bool | None:
    """Whether the condition is true of these facts; None where that is not known."""
    match condition:
        case Setting(name, on):
            return bool(settings[name]) is on
        case Several(count, conditions):
            return _enough([holds(each, facts, settings) for each in conditions], int(settings[count]))
        case Test():
            return _compare(latest(condition.input, facts), condition, settings)
        case Each() | Some():
            found = [
                _compare(value, condition.test, settings) for value in values(condition, facts, settings)
            ]
            if len(found) < settings[condition.sessions]:
                return None
            return all_of(found) if isinstance(condition, Each) else _enough(found, 1)
        case Times():
            return _enough(_by_day(condition, facts, settings), int(settings[condition.times]))
        case Throughout():
            found = [
                _compare(value, condition.test, settings) for value in values(condition, facts, settings)
            ]
            return all_of(found) if found else None


def all_of(found: Iterable[bool | None]) -> bool | None:
    """False where one is false, else None where one is not known."""
    known = list(found)
    if False in known:
        return False
    return None if None in known else True


def _enough(found: list[bool | None], count: int) -> bool | None:
    if found.count(True) >= count:
        return True
    return None if found.count(True) + found.count(None) >= count else False


def latest(name: str, facts: Facts) -> Value:
    """The input as it stands: of a session's input, that of the last session whose next morning has come."""
    if name in ITEM_INPUTS:
        return ITEM_INPUTS[name].read(facts)
    return SESSION_INPUTS[name].read(facts.settled[-1], facts) if facts.settled else None


def values(condition: Condition, facts: Facts, settings: Settings) -> tuple[Value, ...]:
    """What a condition on one input looked at, oldest first."""
    match condition:
        case Each(test, sessions) | Some(test, sessions):
            looked_at = facts.settled[-int(settings[sessions]) :]
        case Times(test, days, _):
            looked_at = _within(facts, facts.sessions, settings[days])
        case Throughout(test, days):
            looked_at = _within(facts, facts.settled, settings[days])
        case Test():
            return (latest(condition.input, facts),)
        case Setting() | Several():
            return ()
    return tuple(SESSION_INPUTS[test.input].read(session, facts) for session in looked_at)


def _by_day(condition: Times, facts: Facts, settings: Settings) -> list[bool | None]:
    """Of each day whether it is true of one of its sessions."""
    days: dict[date, list[bool | None]] = {}
    for session in _within(facts, facts.sessions, settings[condition.days]):
        value = SESSION_INPUTS[condition.test.input].read(session, facts)
        days.setdefault(session.day, []).append(_compare(value, condition.test, settings))
    return [_enough(found, 1) for found in days.values()]


def _within(facts: Facts, sessions: tuple[Session, ...], days: Decimal) -> tuple[Session, ...]:
    first = facts.today - timedelta(days=int(days))
    return tuple(session for session in sessions if first <= session.day < facts.today)


def parts(condition: Condition) -> Iterator[Condition]:
    """The conditions on one input, or one setting, that a condition is made of."""
    if isinstance(condition, Several):
        for each in condition.conditions:
            yield from parts(each)
    else:
        yield condition


def input_of(condition: Condition) -> str | None:
    """The input that a condition on one input reads."""
    match condition:
        case Test():
            return condition.input
        case Each() | Some() | Times() | Throughout():
            return condition.test.input
        case Setting() | Several():
            return None


COMPARISONS: Mapping[Compare, Callable[[Decimal, Decimal], bool]] = {
    Compare.AT_LEAST: lambda value, bound: value >= bound,
    Compare.AT_MOST: lambda value, bound: value <= bound,
    Compare.MORE: lambda value, bound: value > bound,
    Compare.LESS: lambda value, bound: value < bound,
}


def _compare(value: Value, test: Test, settings: Settings) -> bool | None:
    if value is None:
        return None
    if test.compare in (Compare.IS, Compare.IS_NOT):
        return (value == test.bound) is (test.compare is Compare.IS)
    bound = settings[test.bound] if isinstance(test.bound, str) else Decimal(test.bound)
    number = Decimal(str(value))
    within = not test.upto or number <= settings[test.upto]
    return within and COMPARISONS[test.compare](number, bound)

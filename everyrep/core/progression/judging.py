"""One rule on one item: which row of its table is true, and what was read to say so."""

from collections.abc import Iterable
from dataclasses import dataclass

from everyrep.core.progression.conditions import Condition, Settings, all_of, holds, input_of, parts, values
from everyrep.core.progression.facts import Facts
from everyrep.core.progression.inputs import Value
from everyrep.core.progression.outcome import Effect, Outcome, in_order
from everyrep.core.progression.rule import Row, Rule


@dataclass(frozen=True, slots=True)
class Reading:
    """What one condition looked at: an input, and its values oldest first."""

    input: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule says. `row` is None where no row was true; `missing` names inputs that nobody gave.

    `settings` are the numbers it was judged with, `also` the ids of every row that was true.
    """

    rule: Rule
    settings: Settings
    outcome: Outcome
    row: Row | None = None
    effects: tuple[Effect, ...] = ()
    readings: tuple[Reading, ...] = ()
    missing: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def judge(rule: Rule, settings: Settings, facts: Facts) -> Finding:
    """The most cautious of the rows that are true; HOLD where a bolder one stands on something not known."""
    verdicts = [
        (row, all_of(holds(condition, facts, settings) for condition in row.when)) for row in rule.rows
    ]
    true = [row for row, verdict in verdicts if verdict]
    unknown = [row for row, verdict in verdicts if verdict is None and not row.where_known]
    chosen = min(true, key=lambda row: row.outcome.boldness, default=None)
    outcome = chosen.outcome if chosen else rule.otherwise
    missing = _missing(unknown, facts, settings)
    if outcome is Outcome.PROGRESS and _held_back(chosen, unknown):
        outcome, chosen = Outcome.HOLD, None
    return Finding(
        rule=rule,
        settings=settings,
        outcome=outcome,
        row=chosen,
        effects=in_order(effect for row in true for effect in row.effects),
        readings=_readings([chosen] if chosen else rule.rows, facts, settings),
        missing=missing,
        also=tuple(row.id for row in true),
    )


def _held_back(chosen: Row | None, unknown: Iterable[Row]) -> bool:
    """Progress waits for every row that could still be more cautious; without a true row, for every row."""
    return any(chosen is None or row.outcome is not Outcome.PROGRESS for row in unknown)


def _readings(rows: Iterable[Row], facts: Facts, settings: Settings) -> tuple[Reading, ...]:
    found = {_reading(part, facts, settings): None for row in rows for part in _parts(row)}
    return tuple(reading for reading in found if reading.values)


def _reading(condition: Condition, facts: Facts, settings: Settings) -> Reading:
    return Reading(input_of(condition) or "", values(condition, facts, settings))


def _parts(row: Row) -> Iterable[Condition]:
    return (part for condition in row.when for part in parts(condition) if input_of(part))


def _missing(rows: Iterable[Row], facts: Facts, settings: Settings) -> tuple[str, ...]:
    """The inputs of rows that are not known, without which they stay so."""
    found: dict[str, None] = {}
    for row in rows:
        for part in _parts(row):
            if holds(part, facts, settings) is None:
                found[input_of(part) or ""] = None
    return tuple(found)

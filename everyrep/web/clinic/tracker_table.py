"""The tracker as table cells. Cells are drawn from a few ready strings: a chart has hundreds of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from markupsafe import Markup

from everyrep.core.day_state import DayState
from everyrep.core.logged import Stiffness
from everyrep.core.sync import Evidence
from everyrep.logbook.tracker import Tracker
from everyrep.web.dates import date_in_words
from everyrep.web.pages import language
from everyrep.web.saying import evidence_words, state_words, stiffness_words

CELL = Markup('<td class="mark mark--{state}"><span class="visually-hidden">{words}</span></td>')
MARK = Markup('<span class="mark mark--{state}"><span class="visually-hidden">{words} </span></span>')
EMPTY = Markup("<td></td>")
HEAD = Markup(
    '<th scope="col"{}><a href="?weeks={}&amp;day={}#log" title="{}">'
    '<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span></a></th>'
)
Value = TypeVar("Value", int | None, str)

STIFF = {Stiffness.NONE: "–", Stiffness.LITTLE: "+", Stiffness.MUCH: "++"}
PAIN_MILD, PAIN_HIGH = 2, 5  # clinical reference 3.11: to 2 green, 3 to 5 amber, above red


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One exercise: its row heading is drawn by the template, its cells are ready."""

    key: str
    exercise: str
    current: bool
    cells: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One group of seven columns."""

    monday: date
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerTable:
    """`morning_cells` and `stiffness_cells` are of the morning after the day of their column."""

    weeks: tuple[Week, ...]
    day_heads: Markup
    all_cells: Markup
    rows: tuple[TableRow, ...]
    pain_cells: Markup
    morning_cells: Markup
    stiffness_cells: Markup
    evidence_cells: Markup


def tracker_table(tracker: Tracker, weeks: int) -> TrackerTable:
    """Every row of the tracker, drawn for the reader's language; the heads of past days lead to their log."""
    cells = {state: CELL.format(state=state.value, words=state_words(state)) for state in DayState}
    return TrackerTable(
        weeks=tuple(Week(monday=day, current=(tracker.today - day).days < 7) for day in tracker.days[::7]),
        day_heads=_joined(_day_head(day, tracker.today, language(), weeks) for day in tracker.days),
        all_cells=_joined(cells[state] for state in tracker.states),
        rows=tuple(
            TableRow(
                key=row.key,
                exercise=row.exercise,
                current=row.current,
                cells=_joined(cells[state] for state in row.states),
            )
            for row in tracker.rows
        ),
        pain_cells=_drawn(tracker.pain, _pain),
        morning_cells=_drawn(tracker.next_pain, _pain),
        stiffness_cells=_drawn(tracker.next_stiffness, _stiffness),
        evidence_cells=_drawn(tracker.evidence, _evidence),
    )


def _drawn(values: tuple[Value, ...], draw: Callable[[Value], Markup]) -> Markup:
    """One cell a value; each value is drawn once."""
    cells = {value: draw(value) for value in set(values)}
    return _joined(cells[value] for value in values)


def _joined(cells: Iterable[Markup]) -> Markup:
    """Ready cells side by side; each is escaped already, so that joining need not look at it again."""
    return Markup("".join(cells))  # noqa: S704


@lru_cache(maxsize=2048)
def _day_head(day: date, today: date, language: str, weeks: int) -> Markup:
    now = Markup(' aria-current="date"') if day == today else Markup("")
    letter = date_in_words(day, "EEEEE", language)
    whole = date_in_words(day, "full", language)
    if day > today:
        return Markup('<th scope="col"><abbr title="{}">{}</abbr></th>').format(whole, letter)
    return HEAD.format(now, weeks, day.isoformat(), whole, letter, whole)


def legend() -> list[tuple[str, str]]:
    """The marks that need explaining, with their words."""
    return [(state.value, state_words(state)) for state in DayState if state is not DayState.NO_PROGRAM]


def strip(states: tuple[DayState, ...]) -> Markup:
    """A row of marks outside a table."""
    marks = {state: MARK.format(state=state.value, words=state_words(state)) for state in set(states)}
    return _joined(marks[state] for state in states)


def _pain(score: int | None) -> Markup:
    if score is None:
        return EMPTY
    return Markup('<td class="pain pain--{}">{}</td>').format(_level(score), score)


def _stiffness(code: str) -> Markup:
    if not code:
        return EMPTY
    said = Stiffness(code)
    return Markup('<td><abbr title="{}">{}</abbr></td>').format(stiffness_words(said), STIFF[said])


def _level(score: int) -> str:
    return "high" if score > PAIN_HIGH else "mild" if score <= PAIN_MILD else "middle"


def _evidence(code: str) -> Markup:
    if not code:
        return EMPTY
    words = evidence_words(Evidence(code))
    return Markup('<td><abbr title="{}">{}</abbr></td>').format(words, words[0].upper())

"""Pain and effort over time as lines to draw, and how load and range were raised, exercise by exercise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from everyrep.core.dosage import Dosage, Load
from everyrep.core.language.dose import load_in_words, rom_in_words
from everyrep.core.language.summary import trend_in_words
from everyrep.core.logged import SCORE_MAX
from everyrep.core.plan import Plan
from everyrep.logbook.tracker import Tracker
from everyrep.web.pages import WORDS

WIDTH, HEIGHT, LEFT, MARGIN = 720, 170, 24, 10  # units of the drawing's viewBox
STEP_WIDTH, STEP_HEIGHT = 180, 44
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One score: its looks, its name, its words, its line's points and its days' marks."""

    key: str
    name: str
    words: str
    points: str
    marks: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendChart:
    """The grid is (label, place); `rows` are (day, pain, morning, effort), newest first."""

    series: tuple[Series, ...]
    rules: tuple[tuple[int, float], ...]
    weeks: tuple[tuple[date, float], ...]
    rows: tuple[tuple[date, int | None, int | None, int | None], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT


def trend_chart(tracker: Tracker) -> TrendChart | None:
    """None where no day of the weeks shown has a score."""
    scored = {"pain": tracker.pain, "morning": tracker.next_pain, "effort": tracker.effort}
    trends = tracker.trends
    series = tuple(
        _series(key, scores, trend_in_words(trends[key], WORDS))
        for key, scores in scored.items()
        if any(score is not None for score in scores)
    )
    if not series:
        return None
    count = len(tracker.days)
    rows = zip(tracker.days, *scored.values(), strict=True)
    return TrendChart(
        series=series,
        rules=tuple((score, _y(score)) for score in (0, SCORE_MAX // 2, SCORE_MAX)),
        weeks=tuple((day, _x(n, count)) for n, day in enumerate(tracker.days) if n % DAYS_A_WEEK == 0),
        rows=tuple(row for row in reversed(list(rows)) if any(score is not None for score in row[1:])),
    )


def _series(key: str, scores: Sequence[int | None], words: str) -> Series:
    marks = tuple((_x(n, len(scores)), _y(score)) for n, score in enumerate(scores) if score is not None)
    return Series(
        key=key,
        name=series_words(key),
        words=words,
        points=" ".join(f"{x},{y}" for x, y in marks),
        marks=marks,
    )


def series_words(key: str) -> str:
    return {
        "pain": _("Pain while exercising"),
        "morning": _("Pain the morning after"),
        "effort": _("Effort"),
    }[key]


def _x(place: int, count: int) -> float:
    return round(LEFT + MARGIN + place * (WIDTH - LEFT - 2 * MARGIN) / max(count - 1, 1), 1)


def _y(score: int) -> float:
    return round(HEIGHT - MARGIN - score * (HEIGHT - 2 * MARGIN) / SCORE_MAX, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """How one exercise's load and range were set, version by version: (from, load, range), oldest first.

    `points` is a step line of the load, "" unless it is a number in one unit that changed.
    """

    exercise: str
    steps: tuple[tuple[date, str, str], ...]
    points: str
    width: int = STEP_WIDTH
    height: int = STEP_HEIGHT


def raised(plans: Iterable[Plan]) -> tuple[Raised, ...]:
    """The exercises of the newest of these plans that ever had a load or a limit of range."""
    in_order = sorted(plans, key=lambda plan: plan.number)
    if not in_order:
        return ()
    found = (_raised(item.key, item.exercise, in_order) for item in in_order[-1].items)
    return tuple(one for one in found if one)


def _raised(key: str, exercise: str, plans: Sequence[Plan]) -> Raised | None:
    doses = [(plan.valid_from, item.dosage) for plan in plans for item in plan.items if item.key == key]
    changed = [next(group) for _told, group in groupby(doses, key=lambda dose: _told_of(dose[1]))]
    steps = tuple((day, *_told_of(dosage)) for day, dosage in changed)
    if not any(load or limit for _day, load, limit in steps):
        return None
    return Raised(exercise=exercise, steps=steps, points=_step_line([dose.load for _day, dose in changed]))


def _told_of(dosage: Dosage) -> tuple[str, str]:
    load = load_in_words(dosage.load, WORDS) if dosage.load else ""
    return load, rom_in_words(dosage.rom_limit, WORDS) if dosage.rom_limit else ""


def _step_line(loads: Sequence[Load | None]) -> str:
    """Level from each version to the next, from the left to the right edge."""
    values = [float(load.value) for load in loads if load and load.value is not None]
    units = {load.unit for load in loads if load}
    if len(values) < len(loads) or len(units) != 1 or len(set(values)) < 2:
        return ""
    most = max(values)
    across = STEP_WIDTH / len(values)
    heights = [round(STEP_HEIGHT - 4 - value / most * (STEP_HEIGHT - 8), 1) for value in values]
    return " ".join(
        f"{round(n * across, 1)},{y} {round((n + 1) * across, 1)},{y}" for n, y in enumerate(heights)
    )

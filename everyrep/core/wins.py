"""Small wins, each named once on the day it came: for encouragement only, never in a clinical rule.

No streaks: a day without a log undoes nothing, and coming back after a break is a win of its own (habits
outlast single gaps: Lally 2010; broken logged streaks lower engagement: Silverman & Barasch 2023, clinical
reference 2.2). Every win is a pure function of the tallies, so it is the same however often it is asked for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import groupby
from statistics import fmean

from everyrep.core.adherence import DEFAULT_BANDS, Bands, adherence
from everyrep.core.tally import DayTally

PRACTICE_DAYS = (1, 10, 25, 50, 100, 200)  # product default: days with something done, in all
BREAK_DAYS = 7  # product default: so many days without a log, then one with, is coming back
PAIN_DROP = 2.0  # points of 10 that patients notice (Farrar 2001, Pain 94:149)
PAIN_WINDOW = 7  # days with a pain score that are averaged, the first ones against the newest


class WinKind(Enum):
    PRACTICE_DAYS = "practice_days"  # `amount` days of practice in all
    ON_TRACK_WEEK = "on_track_week"  # the first calendar week in the clinic's band "on track"
    PAIN_LOWER = "pain_lower"  # pain while exercising is `amount` points lower than at first
    BACK_AGAIN = "back_again"  # practised again after a break


@dataclass(frozen=True, slots=True, kw_only=True)
class Win:
    """`on` is the local date it came; `amount` is in days or in points of 10, 0 where it says nothing."""

    kind: WinKind
    on: date
    amount: int = 0


def wins(tallies: Iterable[DayTally], *, today: date, bands: Bands = DEFAULT_BANDS) -> tuple[Win, ...]:
    """Every win up to `today`, newest first. `tallies` are of consecutive days from the program's start."""
    days = sorted((day for day in tallies if day.local_date <= today), key=lambda day: day.local_date)
    practised = [day.local_date for day in days if _practised(day)]
    found = [*_counts(practised), *_returns(practised), *_first_week(days, today, bands), *_pain_lower(days)]
    return tuple(sorted(found, key=lambda win: (win.on, win.kind.value, win.amount), reverse=True))


def _practised(day: DayTally) -> bool:
    return any(item.done_sessions for item in day.items)


def _counts(practised: Sequence[date]) -> Iterator[Win]:
    for amount in PRACTICE_DAYS:
        if amount <= len(practised):
            yield Win(kind=WinKind.PRACTICE_DAYS, on=practised[amount - 1], amount=amount)


def _returns(practised: Sequence[date]) -> Iterator[Win]:
    for before, after in zip(practised, practised[1:], strict=False):
        if after - before > timedelta(days=BREAK_DAYS):
            yield Win(kind=WinKind.BACK_AGAIN, on=after)


def _first_week(days: Sequence[DayTally], today: date, bands: Bands) -> Iterator[Win]:
    """Named on the Monday after: a week that is not over yet is not counted."""
    for monday, week in groupby(days, key=lambda day: _monday(day.local_date)):
        following = monday + timedelta(days=7)
        low = adherence(week).frequency.low if following <= today else None
        if low is not None and low >= bands.on_track:
            yield Win(kind=WinKind.ON_TRACK_WEEK, on=following)
            return


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _pain_lower(days: Sequence[DayTally]) -> Iterator[Win]:
    """The first day on which the newest scores average lower than the first ones by PAIN_DROP."""
    scored = [(day.local_date, day.pain) for day in days if day.pain is not None]
    first = fmean(pain for _, pain in scored[:PAIN_WINDOW]) if len(scored) >= 2 * PAIN_WINDOW else 0.0
    for end in range(2 * PAIN_WINDOW, len(scored) + 1):
        drop = first - fmean(pain for _, pain in scored[end - PAIN_WINDOW : end])
        if drop >= PAIN_DROP:
            yield Win(kind=WinKind.PAIN_LOWER, on=scored[end - 1][0], amount=int(drop))
            return

"""When an alert that nobody answers goes on to the next person (clinical reference 3.13)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum

from everyrep.core.alerting import Level
from everyrep.core.opening_hours import Hours

WORK_WEEK = 5  # Monday to Friday, where a clinic has not said when it is open


class Call(IntEnum):
    """Who is called, in this order: each only where nobody before has answered in time."""

    IN_CHARGE = 0
    COVER = 1
    CLINIC_OWNER = 2


def call_at(
    call: Call,
    level: Level,
    raised_at: datetime,
    *,
    minutes: int,
    days: int,
    week: Sequence[Hours | None],
) -> datetime:
    """When that person is called: at once, after the response time, after it once more.

    `raised_at` is in the clinic's zone. An alert of ATTENTION is answered in time up to the end of the
    `days`-th working day after it; all others within `minutes` of the clock.
    """
    if level is not Level.ATTENTION:
        return raised_at + call * timedelta(minutes=minutes)
    return _end_of_working_day(raised_at, call * days, week) if call else raised_at


def _end_of_working_day(start: datetime, count: int, week: Sequence[Hours | None]) -> datetime:
    """Midnight after the count-th day on which somebody works, the day of `start` left out."""
    day = start.date()
    while count:
        day += timedelta(days=1)
        count -= _works(day.weekday(), week)
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), start.tzinfo)


def _works(weekday: int, week: Sequence[Hours | None]) -> bool:
    return week[weekday] is not None if any(week) else weekday < WORK_WEEK

"""When the clinic is open: whether somebody may be reading, and when somebody will be again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from everyrep.core.problems import N_, Invalid, Problem, invalid

DAYS = 7  # a week's list begins with Monday, as date.weekday() does


@dataclass(frozen=True, slots=True)
class Hours:
    """One weekday's opening hours by the clinic's clock. Raises Invalid unless `first` is before `last`."""

    first: time
    last: time

    def __post_init__(self) -> None:
        if self.first >= self.last:
            raise invalid("hours", N_("The closing time must be later than the opening time."))


Week = tuple[Hours | None, ...]


def is_open(week: Sequence[Hours | None], at: datetime) -> bool:
    """Whether the clinic is open at a moment of its own clock."""
    hours = week[at.weekday()]
    return hours is not None and hours.first <= at.time() < hours.last


def opens_next(week: Sequence[Hours | None], at: datetime) -> datetime | None:
    """The first opening after a moment of the clinic's own clock; None for a week without hours."""
    for ahead in range(DAYS + 1):
        day = at.date() + timedelta(days=ahead)
        hours = week[day.weekday()]
        if hours is not None and datetime.combine(day, hours.first, at.tzinfo) > at:
            return datetime.combine(day, hours.first, at.tzinfo)
    return None


def read_week(typed: Iterable[tuple[str, str]]) -> Week:
    """Seven pairs of HH:MM as typed, from Monday on; two empty ones are a closed day.

    Raises Invalid with a problem for each day that does not read, named `day-0` to `day-6`.
    """
    week: list[Hours | None] = []
    problems: list[Problem] = []
    for number, (first, last) in enumerate(typed):
        try:
            week.append(_hours(first.strip(), last.strip()))
        except Invalid as fault:
            problems += [Problem(f"day-{number}", one.text, one.values) for one in fault.problems]
    if problems:
        raise Invalid(problems)
    return tuple(week)


def _hours(first: str, last: str) -> Hours | None:
    if not first and not last:
        return None
    try:
        hours = time.fromisoformat(first), time.fromisoformat(last)
    except ValueError:
        text = N_("Enter both times like 08:00 and 17:30, or leave both empty for a closed day.")
        raise invalid("hours", text) from None
    return Hours(*(one.replace(tzinfo=None, second=0, microsecond=0) for one in hours))

"""What a patient's last four weeks hold, as the finding of reasons asks for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from everyrep.core.attention.thresholds import Thresholds
from everyrep.core.plan import Plan
from everyrep.core.tally import DayTally

WINDOW_DAYS = 28  # clinical reference 2.3: the excused share is of 28 days; nothing here looks further back


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """`days` are the tallies of the WINDOW_DAYS up to `today`, the patient's local date, oldest first.

    `plan` holds today, None where none does. `heard_on` is the local date of the newest entry, None without
    any. `began_on` is the first day since which there has been a program without a break, None without one.
    """

    today: date
    plan: Plan | None
    days: Sequence[DayTally]
    heard_on: date | None
    began_on: date | None

    def last(self, days: int) -> list[DayTally]:
        """The last so many days, today among them."""
        first = self.today - timedelta(days=days - 1)
        return [day for day in self.days if first <= day.local_date <= self.today]

    @property
    def mornings(self) -> list[DayTally]:
        """The days on whose next morning something was said of pain, oldest first."""
        return [day for day in self.days if day.next_pain is not None and day.local_date <= self.today]

    @property
    def paused(self) -> bool:
        """Whether today is excused or on hold."""
        return any(day.excused for day in self.last(1))


def usual_morning(mornings: Iterable[DayTally], before: date, t: Thresholds) -> float | None:
    """The median morning pain before a date: what is usual for this patient; None of too few answers."""
    pains = [day.next_pain for day in mornings if day.local_date < before and day.next_pain is not None]
    return median(pains) if len(pains) >= t.usual_answers else None


def run_of(days: Iterable[date]) -> list[date]:
    """The days in a row that end with the last one."""
    run: list[date] = []
    for day in sorted(days, reverse=True):
        if run and (run[0] - day).days != 1:
            break
        run.insert(0, day)
    return run

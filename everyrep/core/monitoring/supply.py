"""The first clock: days with data in periods of 30 days from the first monitored day (reference 8.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from everyrep.core.monitoring.numbers import Mark, Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyPeriod:
    """One period, both ends included, with its days of data in order.

    `decided` is false while the period runs and has not reached the long mark: it then has no mark yet.
    """

    first: date
    last: date
    days: tuple[date, ...]
    decided: bool
    mark: Mark | None


def supply_periods(days: Iterable[date], today: date, numbers: Numbers) -> tuple[SupplyPeriod, ...]:
    """Every period from the first of these days to the one that holds `today`; none without data.

    Days after `today` are left out. A day counts once, however much was said on it.
    """
    known = sorted({day for day in days if day <= today})
    if not known:
        return ()
    whole = (today - known[0]).days // numbers.period_days + 1
    starts = (known[0] + timedelta(days=n * numbers.period_days) for n in range(whole))
    return tuple(_period(start, known, today, numbers) for start in starts)


def _period(first: date, known: list[date], today: date, numbers: Numbers) -> SupplyPeriod:
    last = first + timedelta(days=numbers.period_days - 1)
    inside = tuple(day for day in known if first <= day <= last)
    decided = today > last or len(inside) >= numbers.long_from
    mark = _mark(len(inside), numbers) if decided else None
    return SupplyPeriod(first=first, last=last, days=inside, decided=decided, mark=mark)


def _mark(days: int, numbers: Numbers) -> Mark | None:
    if days >= numbers.long_from:
        return Mark.LONG
    return Mark.SHORT if days >= numbers.short_from else None

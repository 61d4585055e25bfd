"""From a program to the rows of its tick sheet."""

from datetime import date, timedelta

from everyrep.core.paper.geometry import SHEET_DAYS, TICKS_MOST, TickRow
from everyrep.core.plan import Plan, Prescription, counted_from
from everyrep.core.schedule import Pattern, is_offered, planned_times


def rows_of(plan: Plan, first_day: date) -> tuple[TickRow, ...]:
    """The plan's items that can be done on one of the 14 days from `first_day`, in the plan's order.

    A weekly quota can be used on any day, so each day has its cells; what is done when needed, or more
    often than circles can show, is counted.
    """
    days = [first_day + timedelta(days=offset) for offset in range(SHEET_DAYS)]
    rows = (_row(plan, item, days) for item in plan.items)
    return tuple(row for row in rows if any(row.times))


def _row(plan: Plan, item: Prescription, days: list[date]) -> TickRow:
    times = tuple(_times(plan, item, day) for day in days)
    counted = item.schedule.pattern is Pattern.AS_NEEDED or max(times) > TICKS_MOST
    return TickRow(key=item.key, times=times, counted=counted)


def _times(plan: Plan, item: Prescription, day: date) -> int:
    if day < plan.valid_from:
        return 0
    since = counted_from(plan, item)
    if is_offered(item.schedule, day, valid_from=since):
        return item.schedule.max_per_day or item.schedule.times_per_day
    return planned_times(item.schedule, day, valid_from=since)

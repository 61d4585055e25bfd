"""Finding entries by the local dates they speak of: days off may cover many."""

from collections.abc import Iterable
from datetime import date, timedelta

from everyrep.core.logged import OFF_DAYS_MAX, days_counted
from everyrep.logbook.models import Entry
from everyrep.logbook.wire import read_body
from everyrep.tenancy.models import TenantQuerySet


def speaking_of(entries: TenantQuerySet[Entry], first: date, last: date) -> TenantQuerySet[Entry]:
    """Those that speak of a day from `first` to `last`; the earliest bound keeps to the index by day."""
    earliest = _shifted(first, -OFF_DAYS_MAX)
    return entries.filter(local_date__range=(earliest, last), last_date__gte=first)


def counting_for(entries: TenantQuerySet[Entry], first: date, last: date) -> TenantQuerySet[Entry]:
    """Those that may count for a day from `first` to `last`: the morning after the last one, too."""
    return speaking_of(entries, first, _shifted(last, 1))


def counted_on(entry: Entry, days: Iterable[date]) -> list[date]:
    """Those of the days that a standing entry counts for."""
    first, last = counted(entry)
    return [day for day in days if first <= day <= last]


def counted(entry: Entry) -> tuple[date, date]:
    """The first and last local date that an entry counts for."""
    return days_counted(read_body(entry.body), entry.local_date)


def each_day(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _shifted(day: date, days: int) -> date:
    """A day so many days away, or the first or last one that there is."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))

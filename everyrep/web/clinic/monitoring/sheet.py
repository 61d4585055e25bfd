"""One patient's month: both clocks, every source row, and what is lacking. Evidence, not a claim."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.monitoring.supply import SupplyPeriod
from everyrep.core.problems import Problem
from everyrep.core.sync import Evidence
from everyrep.monitoring.defaults import numbers
from everyrep.monitoring.queries import DataItem, Worksheet, codes_shown, next_month, worksheet
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.abilities import abilities
from everyrep.web.clinic.monitoring import words
from everyrep.web.clinic.monitoring.rows import TimeShown, time_rows
from everyrep.web.pages import page
from everyrep.web.saying import evidence_words
from everyrep.web.table_file import table_file


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """One day of data: what was logged, and how it is known."""

    day: date
    items: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodShown:
    """One period of the supply clock with its days; `reached` is "" while it reaches nothing."""

    first: date
    last: date
    decided: bool
    reached: str
    days: tuple[DayShown, ...]


@require_safe
@page(Permission.SEE_MONITORING)
def sheet(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    return sheet_page(request, viewer, patient_id, {}, {})


def sheet_page(
    request: HttpRequest,
    viewer: Viewer,
    patient_id: UUID,
    typed: dict[str, str],
    problems: dict[str, Problem],
) -> HttpResponse:
    """The worksheet, with a note of time as it was typed where it could not be kept."""
    now, today = clock.now(), clock.today_in(viewer.zone)
    month = words.month_asked(request.GET.get("month", ""), today)
    found, with_codes = worksheet(viewer, patient_id, month, now), codes_shown(viewer)
    record_read(by=viewer, what="monitoring", patient_id=patient_id, now=now)
    rows = time_rows(found, viewer)
    context = {
        "patient": found.patient,
        "sheet": found,
        "month_words": words.month_words(month),
        "earlier": _before(month),
        "later": next_month(month) if next_month(month) <= today else None,
        "this_month": today.replace(day=1),
        "periods": _periods(found, with_codes=with_codes),
        "reached": reached(found, with_codes=with_codes),
        "times": rows,
        "by_activity": _by_activity(rows),
        "total": words.length_words(sum(found.minutes.seconds.values())),
        "numbers": numbers(),
        "lacking": words.lacking(found),
        "activities": words.activity_choices(),
        "typed": {"day": today.isoformat(), "activity": "review", **typed},
        "problems": problems,
        "can": abilities(viewer),
    }
    return render(request, "clinic/monitoring/sheet.html", context, status=422 if problems else 200)


def reached(found: Worksheet, *, with_codes: bool) -> list[str]:
    """What the minutes of the month reach, in words."""
    return [words.mark_words(mark, times, with_codes=with_codes) for mark, times in found.minutes.marks]


def _before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _by_activity(rows: list[TimeShown]) -> list[tuple[str, str]]:
    seconds: dict[str, int] = defaultdict(int)
    for row in rows:
        seconds[row.activity] += row.counted
    return [(activity, words.length_words(counted)) for activity, counted in seconds.items() if counted]


def _periods(found: Worksheet, *, with_codes: bool) -> list[PeriodShown]:
    by_day: dict[date, list[DataItem]] = defaultdict(list)
    for item in found.items:
        by_day[item.day].append(item)
    return [_period(period, by_day, with_codes=with_codes) for period in found.periods]


def _period(period: SupplyPeriod, by_day: dict[date, list[DataItem]], *, with_codes: bool) -> PeriodShown:
    reached = words.mark_words(period.mark, 1, with_codes=with_codes) if period.mark else ""
    days = tuple(_day(day, by_day[day]) for day in period.days)
    return PeriodShown(
        first=period.first, last=period.last, decided=period.decided, reached=reached, days=days
    )


def _day(day: date, items: list[DataItem]) -> DayShown:
    known = dict.fromkeys(evidence_words(Evidence(item.evidence)) for item in items)
    return DayShown(day=day, items=words.items_words(items), evidence=", ".join(known))


@require_safe
@page(Permission.SEE_MONITORING)
def sheet_file(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The source rows of the worksheet for a spreadsheet."""
    now = clock.now()
    month = words.month_asked(request.GET.get("month", ""), clock.today_in(viewer.zone))
    found = worksheet(viewer, patient_id, month, now)
    record_read(by=viewer, what="monitoring_file", patient_id=patient_id, now=now)
    return table_file(f"monitoring-{month:%Y-%m}", _file_rows(found, viewer))


def _file_rows(found: Worksheet, viewer: Viewer) -> Iterator[tuple[object, ...]]:
    yield (_("Evidence, not a claim"), found.patient.name, words.month_words(found.month))
    yield (_("Period from"), _("to"), _("Day of data"), _("Logged"), _("How it is known"))
    for period in _periods(found, with_codes=False):
        for day in period.days:
            yield (period.first, period.last, day.day, day.items, day.evidence)
    yield ()
    yield (
        *(_("Day"), _("From"), _("Until"), _("Who"), _("Activity"), _("Seconds noted")),
        *(_("Seconds counted"), _("Talked with the patient"), _("Part of a billed visit")),
        *(_("Source"), _("Taken out"), _("Note")),
    )
    for row in time_rows(found, viewer):
        yield (
            *(row.day, f"{row.started_at:%H:%M:%S}", f"{row.stopped_at:%H:%M:%S}", row.who, row.activity),
            *(row.seconds, row.counted, yes_no(yes=row.contact), yes_no(yes=row.visit)),
            *(row.source, yes_no(yes=row.removed), row.note),
        )


def yes_no(*, yes: bool) -> str:
    return _("yes") if yes else _("no")

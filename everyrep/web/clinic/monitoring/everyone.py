"""Everybody's month at a glance, as a file, and whether code numbers are shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.audit.actions import record_reads
from everyrep.core.monitoring.supply import SupplyPeriod
from everyrep.monitoring.actions import show_code_numbers
from everyrep.monitoring.queries import Line, codes_shown, everybody, next_month
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.abilities import abilities
from everyrep.web.clinic.monitoring import words
from everyrep.web.clinic.monitoring.sheet import yes_no
from everyrep.web.pages import page, say
from everyrep.web.table_file import table_file


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """One patient's month in words."""

    patient: Any
    periods: tuple[tuple[SupplyPeriod, str], ...]
    minutes: int
    contact: bool
    reached: str


@require_safe
@page(Permission.SEE_MONITORING)
def everyone(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    today = clock.today_in(viewer.zone)
    month = words.month_asked(request.GET.get("month", ""), today)
    with_codes = codes_shown(viewer)
    lines = [_shown(line, with_codes=with_codes) for line in _read(viewer, month, "monitoring")]
    context = {
        "lines": lines,
        "month": month,
        "this_month": today.replace(day=1),
        "month_words": words.month_words(month),
        "over": next_month(month) <= today,
        "with_codes": with_codes,
        "can": abilities(viewer),
    }
    return render(request, "clinic/monitoring/everyone.html", context)


@require_safe
@page(Permission.SEE_MONITORING)
def everyone_file(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    month = words.month_asked(request.GET.get("month", ""), clock.today_in(viewer.zone))
    lines = [_shown(line, with_codes=codes_shown(viewer)) for line in _read(viewer, month, "monitoring_file")]
    return table_file(f"monitoring-{month:%Y-%m}", _file_rows(lines, month))


def _read(viewer: Viewer, month: date, what: str) -> list[Line]:
    now = clock.now()
    found = everybody(viewer, month, now)
    record_reads(by=viewer, what=what, patient_ids=[line.patient.id for line in found], now=now)
    return found


def _shown(line: Line, *, with_codes: bool) -> LineShown:
    return LineShown(
        patient=line.patient,
        periods=tuple((period, _period(period, with_codes=with_codes)) for period in line.periods),
        minutes=line.minutes.minutes,
        contact=line.minutes.contact,
        reached=" + ".join(
            words.mark_words(mark, times, with_codes=with_codes) for mark, times in line.minutes.marks
        ),
    )


def _period(period: SupplyPeriod, *, with_codes: bool) -> str:
    if period.mark:
        return words.mark_words(period.mark, 1, with_codes=with_codes)
    return _("too few days") if period.decided else _("not decided yet")


def _file_rows(lines: list[LineShown], month: date) -> Iterator[tuple[object, ...]]:
    yield (_("Evidence, not a claim"), words.month_words(month))
    yield (
        *(_("Patient"), _("Period from"), _("to"), _("Days of data"), _("Days, in words")),
        *(_("Minutes in the month"), _("Talked with the patient"), _("Minutes, in words")),
    )
    for line in lines:
        month_cells = (line.minutes, yes_no(yes=line.contact), line.reached)
        for period, said in line.periods:
            yield (line.patient.name, period.first, period.last, len(period.days), said, *month_cells)
        if not line.periods:
            yield (line.patient.name, "", "", 0, "", *month_cells)


@require_POST
@page(Permission.EDIT_CLINIC)
def codes(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Show code numbers, or stop showing them."""
    show_code_numbers(by=viewer, shown=bool(request.POST.get("shown")), now=clock.now())
    say(request, _("Saved."))
    month = words.month_asked(request.POST.get("month", ""), clock.today_in(viewer.zone))
    return redirect(f"{reverse('monitoring_all')}?{urlencode({'month': f'{month:%Y-%m}'})}")

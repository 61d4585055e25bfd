"""The visit summary: choose since when, read it, print it, copy it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.paper import Paper
from everyrep.core.problems import Invalid, Problem
from everyrep.core.schedule import parse_local_date
from everyrep.core.summary import SINCE_DAYS, SINCE_DAYS_MOST
from everyrep.logbook.summary import VisitSummary, visit_summary
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.handout.options import US_UNITS
from everyrep.web.clinic.summary.document import pdf
from everyrep.web.clinic.summary.shown import SummaryShown, plain_text, summary_shown
from everyrep.web.pages import page

FILE_NAME = "summary.pdf"  # says nothing about the patient: it stays in a folder of downloads
LINES, LENGTH, ITEMS = 10, 600, 60  # on the screen and as text; the rest is on the chart
OTHER_STARTS = (SINCE_DAYS, 28)


@dataclass(frozen=True, slots=True)
class Asked:
    """The window asked for; where that is no day there is the usual one, and what is wrong."""

    today: date
    typed: str
    found: VisitSummary
    shown: SummaryShown
    problem: Problem | None


@require_safe
@page(Permission.SEE_PATIENTS)
def summary(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """Since `?since=`, else since the newest signature."""
    return _page(request, viewer, patient_id, _asked(request, viewer, patient_id))


@require_safe
@page(Permission.SEE_PATIENTS)
def summary_pdf(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The same on one page of paper: `?paper=A4` or `LETTER`, else as is usual where the patient lives."""
    asked = _asked(request, viewer, patient_id)
    if asked.problem:
        return _page(request, viewer, patient_id, asked)
    record_read(by=viewer, what="summary", patient_id=patient_id, now=clock.now())
    person = asked.found.patient
    data = pdf(asked.shown, person.clinic.name, _paper(request.GET.get("paper", ""), person.units))
    headers = {"Content-Disposition": f'inline; filename="{FILE_NAME}"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def _asked(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> Asked:
    now, typed = clock.now(), request.GET.get("since", "").strip()
    today = clock.today_in(patient(viewer, patient_id).zone)
    problem = None
    try:
        since = parse_local_date(typed, "since") if typed else None
        found = visit_summary(viewer, patient_id, since=since, today=today)
    except Invalid as fault:
        problem = fault.problems[0]
        found = visit_summary(viewer, patient_id, since=None, today=today)
    shown = summary_shown(viewer, found, now, today)
    return Asked(today, typed if problem else found.summary.first.isoformat(), found, shown, problem)


def _page(request: HttpRequest, viewer: Viewer, patient_id: UUID, asked: Asked) -> HttpResponse:
    record_read(by=viewer, what="summary", patient_id=patient_id, now=clock.now())
    shown = asked.shown.cut(lines=LINES, length=LENGTH, items=ITEMS)
    person, today = asked.found.patient, asked.today
    usual = _paper("", person.units)
    context = {
        "patient": person,
        "clinic": person.clinic.name,
        "shown": shown,
        "text": plain_text(shown),
        "typed": asked.typed,
        "first": asked.found.summary.first,
        "earliest": today - timedelta(days=SINCE_DAYS_MOST),
        "today": today,
        "starts": [(days, today - timedelta(days=days - 1)) for days in OTHER_STARTS],
        "paper": usual,
        "other_paper": next(one for one in Paper if one is not usual),
        "problems": {"since": asked.problem} if asked.problem else {},
    }
    return render(request, "clinic/summary/page.html", context, status=422 if asked.problem else 200)


def _paper(asked: str, units: str) -> Paper:
    """The paper asked for by its name, else the one that is usual."""
    known = {paper.value: paper for paper in Paper}
    return known.get(asked, Paper.LETTER if units == US_UNITS else Paper.A4)

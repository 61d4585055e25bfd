"""Typing in a paper sheet: a week at most, exercises by days."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.schedule import parse_local_date
from everyrep.logbook.paper_sheet import (
    DAYS_MOST,
    Outcomes,
    Sheet,
    cell_name,
    check_days,
    enter_sheet,
    pain_name,
    sheet,
)
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.wording import reason_words
from everyrep.web.pages import page, say

WHOLE = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Days:
    """The days shown, and the two dates as typed with what is wrong with them."""

    first: date
    last: date
    typed: dict[str, str]
    problems: tuple[Problem, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.LOG_FOR_PATIENT)
def paper(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """What an earlier sheet said is shown, so that the same page also corrects it."""
    person = patient(viewer, patient_id)
    days = _days(request.POST if request.method == "POST" else request.GET, clock.today_in(person.zone))
    shown = sheet(viewer, patient_id, first=days.first, last=days.last)
    typed, problems = _stands(shown), days.problems
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in _names(shown)}
        if not problems:
            try:
                outcomes = _enter(viewer, shown, typed)
            except Invalid as fault:
                problems = fault.problems
            else:
                for line in _said(outcomes):
                    say(request, line)
                return redirect("chart", patient_id=patient_id)
    record_read(by=viewer, what="paper_sheet", patient_id=patient_id, now=clock.now())
    context = {
        "patient": person,
        "sheet": shown,
        "days": days,
        "typed": typed,
        "problems": {problem.field: problem for problem in problems},
        "cell_name": cell_name,
        "pain_name": pain_name,
    }
    return render(request, "clinic/paper.html", context, status=422 if problems else 200)


def _days(sent: Mapping[str, str], today: date) -> Days:
    """The days asked for, else the last seven; days that make no sense are told and the last seven shown."""
    usual = {"first": (today - timedelta(days=DAYS_MOST - 1)).isoformat(), "last": today.isoformat()}
    typed = {name: sent.get(name, value) for name, value in usual.items()}
    try:
        first, last = (parse_local_date(typed[name], name) for name in ("first", "last"))
        check_days(first, last, today)
    except Invalid as fault:
        return Days(today - timedelta(days=DAYS_MOST - 1), today, typed, fault.problems)
    return Days(first, last, typed)


def _names(shown: Sheet) -> list[str]:
    cells = [cell_name(key, day) for key, day in shown.open_cells]
    return cells + [pain_name(day) for day in shown.days]


def _stands(shown: Sheet) -> dict[str, str]:
    """The fields as an earlier sheet left them."""
    goes = {cell_name(key, day): str(count) for (key, day), count in shown.goes.items()}
    pains = {pain_name(day): str(pain) for day, pain in shown.pains.items()}
    return {**dict.fromkeys(_names(shown), ""), **goes, **pains}


def _enter(viewer: Viewer, shown: Sheet, typed: dict[str, str]) -> Outcomes:
    numbers = _numbers(typed)
    goes = {cell: numbers[name] for cell in shown.open_cells if (name := cell_name(*cell)) in numbers}
    pains = {day: numbers[name] for day in shown.days if (name := pain_name(day)) in numbers}
    return enter_sheet(
        by=viewer,
        patient_id=shown.patient.id,
        first=shown.days[0],
        last=shown.days[-1],
        goes=goes,
        pains=pains,
        now=clock.now(),
    )


def _numbers(typed: dict[str, str]) -> dict[str, int]:
    """The fields that are filled in; raises Invalid for each that holds no whole number."""
    filled = {name: text.strip() for name, text in typed.items() if text.strip()}
    problems = [
        Problem(name, N_("Enter a whole number, or leave it empty."))
        for name, text in filled.items()
        if not WHOLE.fullmatch(text)
    ]
    if problems:
        raise Invalid(problems)
    return {name: int(text) for name, text in filled.items()}


def _said(outcomes: Outcomes) -> Iterator[str]:
    """The receipts in words."""
    found = outcomes
    if found.entered:
        yield ngettext("%(num)d entry is kept.", "%(num)d entries are kept.", found.entered) % {
            "num": found.entered
        }
    if found.changed:
        yield ngettext("%(num)d entry is corrected.", "%(num)d entries are corrected.", found.changed) % {
            "num": found.changed
        }
    if found.taken_back:
        yield ngettext(
            "%(num)d entry is taken back.", "%(num)d entries are taken back.", found.taken_back
        ) % {"num": found.taken_back}
    for reason in sorted(set(found.set_aside)):
        yield _("Some could not be counted: %(why)s. They are kept on the chart.") % {
            "why": reason_words(reason)
        }
    if not (found.entered or found.changed or found.taken_back or found.set_aside):
        yield _("Nothing new on this sheet.")

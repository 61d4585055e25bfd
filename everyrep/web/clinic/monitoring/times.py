"""Notes of time: a page in use says so, and what is typed, changed and taken out by hand."""

from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.problems import Invalid, Problem
from everyrep.monitoring.actions import Typed, amend_time, beat, remove_time, write_time
from everyrep.monitoring.activity import Activity
from everyrep.monitoring.queries import time_entry
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.monitoring import words
from everyrep.web.clinic.monitoring.sheet import sheet_page
from everyrep.web.pages import page, say

FIELDS = ("day", "start", "stop", "activity", "note", "contact", "visit", "reason")
PLAN = ("builder", "rules", "proposal", "goal", "episode", "handout", "version")
REVIEW = ("chart", "paper", "alert", "settle")


def activity_on(page_name: str) -> Activity:
    """What is done on a page, by the name of its route; anything that is none of these is other work."""
    if "message" in page_name or "thread" in page_name:
        return Activity.MESSAGE
    if page_name.startswith(PLAN):
        return Activity.PLAN
    return Activity.REVIEW if page_name.startswith(REVIEW) else Activity.OTHER


@require_POST
@page(Permission.KEEP_TIME)
def at_work(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """A page of the patient is in front of the viewer and was used just now."""
    activity = activity_on(request.POST.get("page", ""))
    beat(by=viewer, patient_id=patient_id, activity=activity, now=clock.now())
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
@page(Permission.KEEP_TIME)
def write(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    typed = _typed_in(request)
    try:
        write_time(by=viewer, patient_id=patient_id, typed=_read(typed), now=clock.now())
    except Invalid as fault:
        return sheet_page(request, viewer, patient_id, typed, _by_field(fault))
    say(request, _("Saved."))
    return _to_sheet(patient_id, typed["day"])


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.KEEP_TIME)
def amend(request: HttpRequest, viewer: Viewer, patient_id: UUID, entry_id: UUID) -> HttpResponse:
    """Another word on a note of the viewer's own, with the reason."""
    if request.method != "POST":
        return _form(request, viewer, patient_id, entry_id, {}, {})
    typed = _typed_in(request)
    try:
        amend_time(
            by=viewer,
            patient_id=patient_id,
            entry_id=entry_id,
            typed=_read(typed),
            reason=typed["reason"],
            now=clock.now(),
        )
    except Invalid as fault:
        return _form(request, viewer, patient_id, entry_id, typed, _by_field(fault))
    say(request, _("Saved."))
    return _to_sheet(patient_id, typed["day"])


@require_POST
@page(Permission.KEEP_TIME)
def remove(request: HttpRequest, viewer: Viewer, patient_id: UUID, entry_id: UUID) -> HttpResponse:
    now, reason = clock.now(), request.POST.get("why", "")
    day = time_entry(viewer, patient_id, entry_id).started_at.astimezone(ZoneInfo(viewer.zone)).date()
    try:
        remove_time(by=viewer, patient_id=patient_id, entry_id=entry_id, reason=reason, now=now)
    except Invalid as fault:
        problems = {"why": fault.problems[0]}
        return _form(request, viewer, patient_id, entry_id, {"why": reason}, problems)
    say(request, _("Taken out. It stays to be read."))
    return _to_sheet(patient_id, day.isoformat())


def _form(
    request: HttpRequest,
    viewer: Viewer,
    patient_id: UUID,
    entry_id: UUID,
    typed: dict[str, str],
    problems: dict[str, Problem],
) -> HttpResponse:
    entry = time_entry(viewer, patient_id, entry_id)
    zone = ZoneInfo(viewer.zone)
    start, stop = (moment.astimezone(zone) for moment in (entry.started_at, entry.stopped_at))
    kept = {
        "day": start.date().isoformat(),
        "start": f"{start:%H:%M:%S}",
        "stop": f"{stop:%H:%M:%S}",
        "activity": entry.activity,
        "note": entry.note,
        "contact": "on" if entry.contact else "",
        "visit": "on" if entry.visit else "",
        "reason": "",
        "why": "",
    }
    record_read(by=viewer, what="monitoring", patient_id=patient_id, now=clock.now())
    context = {
        "patient": entry.patient,
        "entry_id": entry_id,
        "typed": {**kept, **typed},
        "problems": problems,
        "activities": words.activity_choices(),
        "back": f"{reverse('monitoring', args=[patient_id])}?month={start:%Y-%m}",
    }
    return render(request, "clinic/monitoring/time.html", context, status=422 if problems else 200)


def _typed_in(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in FIELDS}


def _read(typed: dict[str, str]) -> Typed:
    texts = {name: typed[name] for name in ("day", "start", "stop", "activity", "note")}
    return Typed(**texts, contact=bool(typed["contact"]), visit=bool(typed["visit"]))


def _by_field(fault: Invalid) -> dict[str, Problem]:
    return {problem.field: problem for problem in fault.problems}


def _to_sheet(patient_id: UUID, day: str) -> HttpResponse:
    """The month of the note, so that it is seen to be there."""
    month = urlencode({"month": day.strip()[:7]})
    return redirect(f"{reverse('monitoring', args=[patient_id])}?{month}#time")

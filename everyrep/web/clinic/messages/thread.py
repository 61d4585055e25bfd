"""A patient's thread: reading it, writing, and saying that something asks for no reply."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.conversations import actions
from everyrep.conversations.hours import reading
from everyrep.conversations.replies import saved_replies
from everyrep.core.problems import Invalid, Problem
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.tenancy.viewer import Viewer
from everyrep.web import talk
from everyrep.web.pages import page, say
from everyrep.web.reading_hours import hours_shown
from everyrep.web.templating import problem

BACK_TO_LIST = "list"


@require_safe
@page(Permission.SEE_PATIENTS)
def thread(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    return _page(request, viewer, patient_id, talk.fresh())


def _page(
    request: HttpRequest,
    viewer: Viewer,
    patient_id: UUID,
    typed: talk.Typed,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    person = patient(viewer, patient_id)
    before = talk.moment(request.GET.get("before", ""))
    context = {
        "patient": person,
        "talk": talk.read_talk(viewer, patient_id, before=before),
        "before": before,
        "clinic": True,
        "typed": typed,
        "exercises": talk.exercises_to_pin(viewer, patient_id, person.zone),
        "replies": saved_replies(viewer),
        "hours": hours_shown(reading(viewer, clock.now()), viewer.zone),
        "problems": {one.field: one for one in problems},
    }
    return render(request, "clinic/messages/thread.html", context, status=422 if problems else 200)


@require_safe
@page(Permission.SEE_PATIENTS)
def part(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    patient(viewer, patient_id)
    return talk.part(request, viewer, patient_id)


@require_POST
@page(Permission.SEE_PATIENTS)
def send(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """A message; what is wrong comes back with all that was typed. `back` leads to where it was typed."""
    try:
        draft = talk.read_draft(request)
        actions.send(by=viewer, patient_id=patient_id, draft=draft, now=clock.now())
    except Invalid as fault:
        return _page(request, viewer, patient_id, talk.as_typed(request), fault.problems)
    say(request, _("Sent."))
    return _back(request, patient_id)


def _back(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    if request.POST.get("back") == BACK_TO_LIST:
        return redirect("clinic_messages")
    return redirect(f"{reverse('clinic_thread', kwargs={'patient_id': patient_id})}#newest")


@require_POST
@page(Permission.SEE_PATIENTS)
def settle(request: HttpRequest, viewer: Viewer, patient_id: UUID, said_id: UUID) -> HttpResponse:
    """No reply is needed, because of the note."""
    try:
        actions.settle(
            by=viewer,
            patient_id=patient_id,
            said_id=said_id,
            note=request.POST.get("note", ""),
            now=clock.now(),
        )
    except Invalid as fault:
        say(request, problem(fault.problems[0]))
    else:
        say(request, _("Noted."))
    return _back(request, patient_id)


@require_safe
@page(Permission.SEE_PATIENTS)
def photo(_request: HttpRequest, viewer: Viewer, patient_id: UUID, photo_id: UUID) -> HttpResponse:
    return talk.photo(viewer, patient_id, photo_id)

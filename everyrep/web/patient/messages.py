"""The patient's messages: the thread with the clinic, and writing to it. It needs an account."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.conversations import actions
from everyrep.conversations.hours import reading
from everyrep.core.alerting import Level
from everyrep.core.problems import Invalid, Problem
from everyrep.library.symptoms import guidance, texts_of
from everyrep.people.policy import Permission, may
from everyrep.people.queries import patient
from everyrep.tenancy.viewer import Viewer
from everyrep.web import talk
from everyrep.web.pages import language, page, say
from everyrep.web.reading_hours import hours_shown
from everyrep.web.telephone import dialled


@require_safe
@page(Permission.PRACTISE)
def messages_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who may not read messages is told how to ask a question all the same."""
    if not may(viewer, Permission.READ_MESSAGES):
        person = patient(viewer, viewer.patient_id)
        return render(request, "patient/messages_closed.html", {"clinic": person.clinic})
    before = talk.moment(request.GET.get("before", ""))
    return _page(request, viewer, talk.fresh(), before=before)


def _page(
    request: HttpRequest,
    viewer: Viewer,
    typed: talk.Typed,
    problems: tuple[Problem, ...] = (),
    *,
    before: datetime | None = None,
) -> HttpResponse:
    assert viewer.patient_id is not None
    person = patient(viewer, viewer.patient_id)
    context = {
        "person": person,
        "dialled": dialled(person.clinic.phone),
        "talk": talk.read_talk(viewer, viewer.patient_id, before=before),
        "before": before,
        "clinic": False,
        "typed": typed,
        "exercises": talk.exercises_to_pin(viewer, viewer.patient_id, viewer.zone),
        "hours": hours_shown(reading(viewer, clock.now()), viewer.zone),
        "emergency": guidance(Level.EMERGENCY, language(), texts_of(person.clinic)),
        "problems": {one.field: one for one in problems},
    }
    return render(request, "patient/messages.html", context, status=422 if problems else 200)


@require_safe
@page(Permission.READ_MESSAGES)
def part(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return talk.part(request, viewer, patient(viewer, viewer.patient_id).id)


@require_POST
@page(Permission.WRITE_MESSAGES)
def send(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A message to the clinic; what is wrong comes back with all that was typed."""
    person = patient(viewer, viewer.patient_id)
    try:
        draft = talk.read_draft(request)
        actions.send(by=viewer, patient_id=person.id, draft=draft, now=clock.now())
    except Invalid as fault:
        return _page(request, viewer, talk.as_typed(request), fault.problems)
    say(request, _("Sent to your clinic."))
    return redirect(f"{reverse('messages')}#newest")


@require_safe
@page(Permission.READ_MESSAGES)
def photo(_request: HttpRequest, viewer: Viewer, photo_id: UUID) -> HttpResponse:
    return talk.photo(viewer, patient(viewer, viewer.patient_id).id, photo_id)

"""Closing an episode of care."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.problems import Invalid, Problem
from everyrep.core.schedule import parse_local_date
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.prescribing.actions import episodes
from everyrep.prescribing.queries import active_episode
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.pages import page, say


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PRESCRIBE)
def close_episode(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The chart asks in a dialog; this page asks where a browser runs no script, or when the day is wrong."""
    now = clock.now()
    person = patient(viewer, patient_id)
    episode = active_episode(viewer, patient_id)
    if episode is None:
        raise NotFound("Episode")
    ended_on = request.POST.get("ended_on", clock.today_in(person.zone).isoformat())
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            day = parse_local_date(ended_on, "ended_on")
            episodes.close_episode(by=viewer, episode_id=episode.id, ended_on=day, now=now)
        except Invalid as fault:
            problems = fault.problems
        else:
            say(request, _("The episode is closed. What was signed and logged stays."))
            return redirect("chart", patient_id=patient_id)
    record_read(by=viewer, what="details", patient_id=patient_id, now=now)
    context = {
        "patient": person,
        "episode": episode,
        "ended_on": ended_on,
        "problems": {problem.field: problem for problem in problems},
    }
    return render(request, "clinic/episode_close.html", context, status=422 if problems else 200)

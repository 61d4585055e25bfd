"""The patient's goal and the steps on the way to it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.problems import Invalid, Problem
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.prescribing.actions.milestones import MILESTONES_MOST, set_milestones
from everyrep.prescribing.queries import active_episode, milestones_of
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.pages import page, say


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PRESCRIBE)
def goal(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """One step on each line; the patient marks them reached on their progress page."""
    person, episode = patient(viewer, patient_id), active_episode(viewer, patient_id)
    if episode is None:
        raise NotFound("Episode")
    steps = milestones_of(viewer, episode.id)
    typed, problems = "\n".join(step.text for step in steps), dict[str, Problem]()
    if request.method == "POST":
        typed = request.POST.get("milestones", "")
        try:
            set_milestones(by=viewer, episode_id=episode.id, texts=typed.splitlines(), now=clock.now())
        except Invalid as fault:
            problems = {problem.field: problem for problem in fault.problems}
        else:
            say(request, _("Saved."))
            return redirect("chart", patient_id=patient_id)
    record_read(by=viewer, what="details", patient_id=patient_id, now=clock.now())
    context = {
        "patient": person,
        "episode": episode,
        "reached": [step for step in steps if step.reached_on],
        "typed": typed,
        "most": MILESTONES_MOST,
        "problems": problems,
    }
    return render(request, "clinic/goal.html", context, status=422 if problems else 200)

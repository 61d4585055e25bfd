"""Saying of an alert that it was seen, or what became of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from everyrep import clock
from everyrep.attention import actions
from everyrep.core.problems import Invalid
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.attention.list_address import back_to_list
from everyrep.web.clinic.chart import Clearing, chart_page
from everyrep.web.pages import page, say


@require_POST
@page(Permission.SEE_PATIENTS)
def seen(request: HttpRequest, viewer: Viewer, patient_id: UUID, alert_id: UUID) -> HttpResponse:
    actions.acknowledge(by=viewer, patient_id=patient_id, alert_id=alert_id, now=clock.now())
    say(request, _("Noted that you have seen it."))
    if "whose" in request.POST:
        return back_to_list(request)
    return redirect("chart", patient_id=patient_id)


@require_POST
@page(Permission.CLEAR_ALERT)
def clear(request: HttpRequest, viewer: Viewer, patient_id: UUID, alert_id: UUID) -> HttpResponse:
    """What became of it; without that the chart comes back with what was typed."""
    outcome = request.POST.get("outcome", "")
    try:
        actions.settle(by=viewer, patient_id=patient_id, alert_id=alert_id, outcome=outcome, now=clock.now())
    except Invalid as fault:
        problems = {problem.field: problem for problem in fault.problems}
        return chart_page(request, viewer, patient_id, Clearing(alert_id, outcome, problems))
    say(request, _("Cleared."))
    return redirect("chart", patient_id=patient_id)

"""What waits for a clinician: the list, and saying on the chart that an alert was seen or is cleared."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.attention import actions
from everyrep.audit.actions import record_read
from everyrep.core.problems import Invalid
from everyrep.logbook import alerted
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.alert_words import alerts_shown
from everyrep.web.clinic.chart import Clearing, chart_page
from everyrep.web.pages import page, say


@require_safe
@page(Permission.SEE_PATIENTS)
def waiting(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The clinic's open alerts, the most pressing first; each is a look at that patient's record."""
    now = clock.now()
    shown = alerts_shown(alerted.waiting(viewer), now)
    record_read(by=viewer, what="alerts", patient_id=None, now=now)
    for patient_id in {alert.patient_id for alert in shown}:
        record_read(by=viewer, what="alerts", patient_id=patient_id, now=now)
    return render(request, "clinic/alerts.html", {"alerts": shown})


@require_POST
@page(Permission.SEE_PATIENTS)
def seen(request: HttpRequest, viewer: Viewer, patient_id: UUID, alert_id: UUID) -> HttpResponse:
    actions.acknowledge(by=viewer, patient_id=patient_id, alert_id=alert_id, now=clock.now())
    say(request, _("Noted that you have seen it."))
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

"""Proposals: what waits, why, and the three things that can become of one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.audit.actions import record_read, record_reads
from everyrep.core.problems import Invalid, Problem
from everyrep.logbook.attending import attend
from everyrep.logbook.proposing import propose
from everyrep.people.policy import Permission
from everyrep.prescribing.actions import proposals
from everyrep.prescribing.ruled import proposal, proposals_waiting
from everyrep.tenancy.viewer import Viewer, system_viewer
from everyrep.web.clinic.abilities import abilities
from everyrep.web.clinic.rules.told import shown
from everyrep.web.figures.ahead import prepare_program
from everyrep.web.pages import page, say
from everyrep.web.templating import problem


@require_safe
@page(Permission.SEE_PATIENTS)
def waiting(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All that waits in the clinic, the oldest first."""
    now = clock.now()
    found = [shown(viewer, one, clock.today_in(one.patient.zone)) for one in proposals_waiting(viewer)]
    record_reads(by=viewer, what="proposals", patient_ids=[one.patient_id for one in found], now=now)
    return render(request, "clinic/rules/proposals.html", {"proposals": found, "can": abilities(viewer)})


@require_safe
@page(Permission.SEE_PATIENTS)
def one(request: HttpRequest, viewer: Viewer, proposal_id: UUID) -> HttpResponse:
    return _page(request, viewer, proposal_id)


def _page(
    request: HttpRequest, viewer: Viewer, proposal_id: UUID, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    found = proposal(viewer, proposal_id)
    record_read(by=viewer, what="proposal", patient_id=found.patient_id, now=clock.now())
    context = {
        "proposal": shown(viewer, found, clock.today_in(found.patient.zone)),
        "can": abilities(viewer),
        "typed": request.POST.get("reason", ""),
        "problems": {problem.field: problem for problem in problems},
    }
    return render(request, "clinic/rules/proposal_page.html", context, status=422 if problems else 200)


@require_POST
@page(Permission.ACCEPT_PROPOSALS)
def accept(request: HttpRequest, viewer: Viewer, proposal_id: UUID) -> HttpResponse:
    """One tap: the next version is signed, and what else was proposed is judged anew."""
    found, now = proposal(viewer, proposal_id), clock.now()
    today = clock.today_in(found.patient.zone)
    try:
        version = proposals.accept(by=viewer, proposal_id=proposal_id, today=today, now=now)
    except Invalid as fault:
        return _refused(request, viewer, found.patient_id, fault)
    judge_again(viewer, found.patient_id)
    prepare_program(viewer, found.patient_id, today)
    values = {"number": version.number, "name": found.patient.name}
    say(request, _("Version %(number)d is signed. %(name)s sees it from its first day.") % values)
    return _back(request, found.patient_id)


@require_POST
@page(Permission.PRESCRIBE)
def edit(request: HttpRequest, viewer: Viewer, proposal_id: UUID) -> HttpResponse:
    found = proposal(viewer, proposal_id)
    try:
        proposals.edit(by=viewer, proposal_id=proposal_id, now=clock.now())
    except Invalid as fault:
        return _refused(request, viewer, found.patient_id, fault)
    say(request, _("The change is in the draft. Go on from there, then sign."))
    return redirect("builder", patient_id=found.patient_id)


@require_POST
@page(Permission.PRESCRIBE)
def reject(request: HttpRequest, viewer: Viewer, proposal_id: UUID) -> HttpResponse:
    """Without a reason the proposal's own page says so; nothing is lost."""
    found = proposal(viewer, proposal_id)
    reason = request.POST.get("reason", "")
    try:
        proposals.reject(by=viewer, proposal_id=proposal_id, reason=reason, now=clock.now())
    except Invalid as fault:
        if fault.problems[0].field == "reason":
            return _page(request, viewer, proposal_id, fault.problems)
        return _refused(request, viewer, found.patient_id, fault)
    say(request, _("Noted. It is not proposed again for a week unless something changes."))
    return _back(request, found.patient_id)


def judge_again(viewer: Viewer, patient_id: UUID) -> None:
    """What the rules say now, without waiting for the worker."""
    system, now = system_viewer(viewer.clinic_id, viewer.zone), clock.now()
    propose(system, [patient_id], now)
    attend(system, [patient_id], now)


def _refused(request: HttpRequest, viewer: Viewer, patient_id: UUID, fault: Invalid) -> HttpResponse:
    """Nothing was signed; here is why, and what stands now."""
    judge_again(viewer, patient_id)
    for each in fault.problems:
        say(request, problem(each))
    return _back(request, patient_id)


def _back(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    if request.POST.get("back") == "list":
        return redirect("proposals")
    return redirect("chart", patient_id=patient_id)

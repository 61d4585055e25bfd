"""How a patient gets in, for who hands it over: renewing it, and the people who help."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.problems import Invalid, Problem
from everyrep.people.accounts import letter_link, renew_passphrase
from everyrep.people.caregivers import caregivers_of, end_care, invite, usual_last_day
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.clinic.handout.links import link_address
from everyrep.web.helping import SCOPES, SEES, as_typed, read_invitation, send_invitation
from everyrep.web.pages import page, say
from everyrep.web.post import post


@require_safe
@page(Permission.HAND_OVER)
def ways_in(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The patient's account and helpers. The links are on the handout page."""
    return _page(request, viewer, patient_id)


def _page(
    request: HttpRequest,
    viewer: Viewer,
    patient_id: UUID,
    problems: tuple[Problem, ...] = (),
    passphrase: str = "",
) -> HttpResponse:
    now, found = clock.now(), patient(viewer, patient_id)
    record_read(by=viewer, what="account", patient_id=patient_id, now=now)
    context = {
        "patient": found,
        "passphrase": passphrase,
        "sign_in": request.build_absolute_uri(reverse("sign_in")),
        "caregivers": caregivers_of(viewer, patient_id, clock.today_in(found.zone)),
        "typed": as_typed(request.POST, usual_last_day(found, now)),
        "scopes": SCOPES,
        "sees": SEES,
        "problems": {problem.field: problem for problem in problems},
    }
    return render(request, "clinic/ways_in.html", context, status=422 if problems else 200)


@require_POST
@page(Permission.HAND_OVER)
def passphrase(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """A new passphrase, shown on this page alone."""
    try:
        fresh = renew_passphrase(by=viewer, patient_id=patient_id, now=clock.now())
    except Invalid as fault:
        return _page(request, viewer, patient_id, fault.problems)
    return _page(request, viewer, patient_id, passphrase=fresh)


@require_POST
@page(Permission.HAND_OVER)
def letter(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """A link to the patient's own address, that opens once. Nobody at the clinic sees it."""
    sent = letter_link(by=viewer, patient_id=patient_id, label=_("Link sent by e-mail"), now=clock.now())
    values = {"address": f"{link_address(request)}#{sent.token}", "minutes": sent.minutes}
    text = _(
        "Your clinic sends you a way in:\n\n%(address)s\n\nIt opens once, within %(minutes)s minutes. After"
        " that, ask for a code on the sign-in page.\n\nGive this letter to nobody."
    )
    post(sent.email, _("Your way in to Everyrep"), text % values)
    say(request, _("A link is on its way to %(email)s.") % {"email": sent.email})
    return redirect("ways_in", patient_id=patient_id)


@require_POST
@page(Permission.HAND_OVER)
def add_helper(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """Let someone help, as the patient asked for."""
    asked = read_invitation(request.POST)
    try:
        care = invite(by=viewer, patient_id=patient_id, asked=asked, now=clock.now())
    except Invalid as fault:
        return _page(request, viewer, patient_id, fault.problems)
    send_invitation(request, asked.email)
    say(request, _("%(name)s can help now. We sent an e-mail that says how.") % {"name": care.name})
    return redirect("ways_in", patient_id=patient_id)


@require_POST
@page(Permission.HAND_OVER)
def end_helper(request: HttpRequest, viewer: Viewer, patient_id: UUID, caregiver_id: UUID) -> HttpResponse:
    """End a helper's access at once."""
    today = clock.today_in(patient(viewer, patient_id).zone)
    if not caregivers_of(viewer, patient_id, today).filter(id=caregiver_id).exists():
        raise NotFound("Caregiver")
    end_care(by=viewer, caregiver_id=caregiver_id, now=clock.now())
    say(request, _("This person sees nothing any more."))
    return redirect("ways_in", patient_id=patient_id)

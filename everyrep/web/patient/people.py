"""Who can see the patient's record and who looked; letting someone help, and ending it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.problems import Invalid, Problem
from everyrep.people.actions import revoke_link
from everyrep.people.caregivers import caregivers_of, end_care, invite, usual_last_day
from everyrep.people.looks import LOOKED_BACK, clinic_eyes, looks, open_links
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.tenancy.viewer import Viewer
from everyrep.web.helping import SCOPES, SEES, as_typed, read_invitation, send_invitation
from everyrep.web.looking import looks_in_words
from everyrep.web.pages import page, say


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.DECIDE_WHO_SEES)
def people_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Everyone who can see something, and the form to let one more person help."""
    assert viewer.patient_id is not None
    now, problems = clock.now(), tuple[Problem, ...]()
    person = patient(viewer, viewer.patient_id)
    if request.method == "POST":
        asked = read_invitation(request.POST)
        try:
            care = invite(by=viewer, patient_id=viewer.patient_id, asked=asked, now=now)
        except Invalid as fault:
            problems = fault.problems
        else:
            send_invitation(request, asked.email)
            say(
                request,
                _("%(name)s can help you now. We sent an e-mail that says how.") % {"name": care.name},
            )
            return redirect("people")
    record_read(by=viewer, what="people", patient_id=viewer.patient_id, now=now)
    context = {
        "clinic": person.clinic,
        "eyes": clinic_eyes(viewer),
        "links": open_links(viewer, now),
        "caregivers": caregivers_of(viewer, viewer.patient_id, clock.today_in(viewer.zone)),
        "looks": looks_in_words(looks(viewer, now)),
        "days": LOOKED_BACK.days,
        "typed": as_typed(request.POST, usual_last_day(person, now)),
        "scopes": SCOPES,
        "sees": SEES,
        "problems": {problem.field: problem for problem in problems},
    }
    return render(request, "patient/people.html", context, status=422 if problems else 200)


@require_POST
@page(Permission.DECIDE_WHO_SEES)
def end(request: HttpRequest, viewer: Viewer, caregiver_id: UUID) -> HttpResponse:
    """End a caregiver's access; their phone is out at its next request."""
    end_care(by=viewer, caregiver_id=caregiver_id, now=clock.now())
    say(request, _("Done. This person sees nothing of yours any more."))
    return redirect("people")


@require_POST
@page(Permission.DECIDE_WHO_SEES)
def close_link(request: HttpRequest, viewer: Viewer, link_id: UUID) -> HttpResponse:
    """Close a printed or sent link, such as one on a sheet that was lost."""
    revoke_link(by=viewer, link_id=link_id, now=clock.now())
    say(request, _("The link no longer opens."))
    return redirect("people")

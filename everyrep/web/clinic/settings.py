"""The owner's page: emergency text, staff, and who did what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from everyrep import clock
from everyrep.audit.queries import latest_events
from everyrep.core.problems import Invalid
from everyrep.people.actions import set_emergency_text
from everyrep.people.policy import Permission
from everyrep.people.queries import clinic_of, staff_members
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.wording import role_words
from everyrep.web.pages import page, say

EVENTS_SHOWN = 30


@page(Permission.EDIT_CLINIC)
def clinic(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The clinic's words for an emergency, without which nothing is signed; staff; the latest audit rows."""
    found = clinic_of(viewer)
    typed = {"emergency_text": found.emergency_text, "phone": found.phone}
    problems = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            set_emergency_text(by=viewer, text=typed["emergency_text"], phone=typed["phone"], now=clock.now())
        except Invalid as fault:
            problems = {problem.field: problem for problem in fault.problems}
        else:
            say(request, _("Saved."))
            return redirect("settings")
    context = {
        "clinic": found,
        "typed": typed,
        "problems": problems,
        "staff": staff_members(viewer),
        "role_words": role_words,
        "events": latest_events(viewer, EVENTS_SHOWN),
    }
    return render(request, "clinic/settings.html", context, status=422 if problems else 200)

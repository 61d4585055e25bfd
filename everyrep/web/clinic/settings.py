"""The owner's page: emergency text, staff, and who did what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from everyrep import clock
from everyrep.audit.queries import latest_events
from everyrep.core.alerting import Level
from everyrep.core.problems import Invalid
from everyrep.library.symptoms import OwnTexts, crisis, default_number, guidance
from everyrep.people.actions import set_emergency_text
from everyrep.people.policy import Permission
from everyrep.people.queries import clinic_of, staff_members
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.wording import role_words
from everyrep.web.pages import page, say

EVENTS_SHOWN = 30
TEXTS = ("emergency_text", "phone", "emergency_number", "urgent_text", "crisis_text")


@page(Permission.EDIT_CLINIC)
def clinic(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The clinic's words for an emergency, without which nothing is signed; staff; the latest audit rows."""
    found = clinic_of(viewer)
    typed = {name: getattr(found, name) for name in TEXTS}
    problems = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in TEXTS}
        try:
            _save(viewer, typed)
        except Invalid as fault:
            problems = {problem.field: problem for problem in fault.problems}
        else:
            say(request, _("Saved."))
            return redirect("settings")
    context = {
        "clinic": found,
        "typed": typed,
        "problems": problems,
        "usual": _usual(OwnTexts(zone=found.zone, emergency_number=found.emergency_number), found.language),
        "staff": staff_members(viewer),
        "role_words": role_words,
        "events": latest_events(viewer, EVENTS_SHOWN),
    }
    return render(request, "clinic/settings.html", context, status=422 if problems else 200)


def _save(viewer: Viewer, typed: dict[str, str]) -> None:
    set_emergency_text(
        by=viewer,
        text=typed["emergency_text"],
        phone=typed["phone"],
        number=typed["emergency_number"],
        urgent=typed["urgent_text"],
        crisis=typed["crisis_text"],
        now=clock.now(),
    )


def _usual(shipped: OwnTexts, language: str) -> dict[str, str]:
    """What stands where the clinic has written nothing of its own, in its patients' usual language."""
    return {
        "emergency_number": default_number(shipped.zone),
        "urgent_text": guidance(Level.URGENT, language, shipped),
        "crisis_text": crisis(language, shipped),
    }

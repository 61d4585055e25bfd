"""One exercise: how it is done, and the form to log it."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.logged import ExerciseLogged
from everyrep.logbook.queries import history
from everyrep.logbook.today import Go, Today, today
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import NotFound, Role, Viewer
from everyrep.web.pages import page
from everyrep.web.patient.showing import go_shown, how_often, how_to, sets_asked, whole_dose
from everyrep.web.patient.today import REASONS
from everyrep.web.saying import Said, said_in_words


@require_safe
@page(Permission.PRACTISE)
def exercise_page(request: HttpRequest, viewer: Viewer, item_key: str) -> HttpResponse:
    """The exercise as prescribed, and its log in the session that `?session=` names (the first if none).

    Of what was said a link sees only what came through a link, as on the page of the entry.
    """
    now = clock.now()
    found = today(viewer, now)
    go = _go(found, item_key, request.GET.get("session", "0"))
    assert viewer.patient_id is not None
    record_read(by=viewer, what="exercise", patient_id=viewer.patient_id, now=now)
    involved = found.version.involved if found.version else None
    shown, said = go_shown(go, found, viewer.demonstrator), _said(viewer, go)
    context = {
        "today": found,
        "shown": shown if said else replace(shown, hurt=False),
        "go": go,
        "dose": whole_dose(go.item, involved),
        "often": how_often(go.item),
        "how_to": how_to(go.item),
        "sets": sets_asked(go.item),
        "said": said,
        "reasons": REASONS,
    }
    return render(request, "patient/exercise.html", context)


def _said(viewer: Viewer, go: Go) -> Said:
    logged = go.standing.logged if go.standing else None
    if go.standing is None or not isinstance(logged, ExerciseLogged):
        return []
    assert viewer.patient_id is not None
    if viewer.role is Role.LINK and not history(viewer, viewer.patient_id, go.standing.entry_id).by_link_only:
        return []
    return said_in_words(logged)


def _go(found: Today, item_key: str, session: str) -> Go:
    if not (session.isascii() and session.isdecimal()) or len(session) > 2:
        raise NotFound("session")
    return found.go(item_key, int(session))

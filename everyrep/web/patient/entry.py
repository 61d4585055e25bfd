"""One entry: what stands, the form to correct it, and all that was said of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.logged import ExerciseLogged, Reason
from everyrep.logbook.corrections import Correction, correction
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import page
from everyrep.web.patient.sets import sets_asked
from everyrep.web.patient.showing import hurt, plain_name
from everyrep.web.saying import history_in_words, said_in_words, title_words


@require_safe
@page(Permission.PRACTISE)
def entry_page(request: HttpRequest, viewer: Viewer, entry_id: UUID) -> HttpResponse:
    """A link shows what came through a link: the rest of the record needs an account."""
    now = clock.now()
    found = correction(viewer, entry_id)
    if not found.shown_to(viewer):
        return render(request, "patient/account_needed.html")
    assert viewer.patient_id is not None
    record_read(by=viewer, what="entry", patient_id=viewer.patient_id, now=now)
    return render(
        request, "patient/entry.html", _context(viewer, found, clock.today_in(viewer.zone).isoformat())
    )


def _context(viewer: Viewer, found: Correction, today: str) -> dict[str, object]:
    exercise = found.logged if isinstance(found.logged, ExerciseLogged) else None
    item = found.item
    return {
        "found": found,
        "title": title_words(found.logged, plain_name(item) if item else ""),
        "logged": exercise,
        "hurt": hurt(found.logged),
        "said": said_in_words(found.logged),
        "sets": sets_asked(item, exercise) if item and exercise else (),
        "history": history_in_words(found.history, viewer),
        "evidence": "ticked" if found.local_date.isoformat() == today else "recalled",
        "reasons": [reason.value for reason in Reason],
    }

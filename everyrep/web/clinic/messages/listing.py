"""Who waits for a word from the clinic, and the threads where nobody does."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.conversations.queries import OpenThread, latest_threads, open_threads
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import page
from everyrep.web.talk import SaidShown, said_shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A patient who waits. `answers` are the questions that a reply from here answers: all that are shown."""

    patient_id: UUID
    name: str
    said: tuple[SaidShown, ...]
    answers: tuple[UUID, ...]
    seen: int
    nonce: UUID


@require_safe
@page(Permission.SEE_PATIENTS)
def waiting(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who has waited the longest comes first; what they wrote is shown, so each is a look at a record."""
    now = clock.now()
    rows = [_row(viewer, one) for one in open_threads(viewer)]
    open_ones = {row.patient_id for row in rows}
    quiet = [one for one in latest_threads(viewer) if one.patient_id not in open_ones]
    record_read(by=viewer, what="messages", patient_id=None, now=now)
    for row in rows:
        record_read(by=viewer, what="messages", patient_id=row.patient_id, now=now)
    return render(request, "clinic/messages/list.html", {"rows": rows, "quiet": quiet})


def _row(viewer: Viewer, one: OpenThread) -> Row:
    patient_id = one.patient.id
    said = tuple(said_shown(viewer, patient_id, each) for each in one.said)
    return Row(
        patient_id=patient_id,
        name=one.patient.name,
        said=said,
        answers=tuple(each.id for each in said if each.is_question),
        seen=one.last_number,
        nonce=uuid4(),
    )

"""One patient's audit: who, what, when, filtered by person and by looked or changed."""

from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.attention.charge import treats
from everyrep.audit.actions import record_read
from everyrep.audit.trail import Filter, Happened, people_of, trail
from everyrep.people.policy import Permission
from everyrep.people.queries import patient_under
from everyrep.tenancy.viewer import NotFound, Role, Viewer
from everyrep.web.clinic.abilities import abilities
from everyrep.web.clinic.audited.words import happened_words, who_words
from everyrep.web.pages import page
from everyrep.web.table_file import table_file

SHOWN = 100  # rows on a page; the table as a file holds them all


@require_safe
@page(Permission.SEE_AUDIT)
def patient_audit(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    now = clock.now()
    person = patient_under(viewer, Permission.SEE_AUDIT, patient_id)
    _check_treats(viewer, patient_id)
    record_read(by=viewer, what="audit", patient_id=patient_id, now=now)
    wanted, before = _wanted(request), _before(request)
    events = trail(viewer, patient_id, wanted)
    rows = list((events.filter(seq__lt=before) if before else events)[: SHOWN + 1])
    kept = {"who": str(wanted.actor_id or ""), "what": wanted.happened.value if wanted.happened else ""}
    context = {
        "patient": person,
        "rows": [(one, happened_words(one.action, one.object_type)) for one in rows[:SHOWN]],
        "who_words": who_words,
        "people": [(str(one.id), who_words(one.name, one.role)) for one in people_of(viewer, patient_id)],
        "kept": kept,
        "query": urlencode(kept),
        "older": urlencode({**kept, "before": rows[SHOWN - 1].seq}) if len(rows) > SHOWN else "",
        "newest": not before,
        "can": abilities(viewer),
    }
    return render(request, "clinic/audited/trail.html", context)


@require_safe
@page(Permission.SEE_AUDIT)
def patient_audit_file(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """Every row of the filter for a spreadsheet."""
    patient_under(viewer, Permission.SEE_AUDIT, patient_id)
    _check_treats(viewer, patient_id)
    record_read(by=viewer, what="audit", patient_id=patient_id, now=clock.now())
    return table_file("who-looked", _file_rows(viewer, patient_id, _wanted(request)))


def _file_rows(viewer: Viewer, patient_id: UUID, wanted: Filter) -> Iterator[tuple[object, ...]]:
    zone = ZoneInfo(viewer.zone)
    yield (_("Number"), _("When"), _("Who"), _("What"))
    for one in trail(viewer, patient_id, wanted).iterator():
        who = who_words(one.actor_name, one.actor_role)
        when = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        yield (one.seq, when, who, happened_words(one.action, one.object_type))


def _check_treats(viewer: Viewer, patient_id: UUID) -> None:
    """The owner reads every patient's; a therapist that of patients they are in charge of, or cover for."""
    if viewer.role is not Role.OWNER and not treats(viewer, patient_id, clock.today_in(viewer.zone)):
        raise NotFound(str(patient_id))


def _wanted(request: HttpRequest) -> Filter:
    """What is no person and no kind filters nothing."""
    try:
        actor_id = UUID(request.GET.get("who", ""))
    except ValueError:
        actor_id = None
    asked = request.GET.get("what", "")
    return Filter(actor_id=actor_id, happened=next((one for one in Happened if one.value == asked), None))


def _before(request: HttpRequest) -> int:
    """The number of the last row of the page before; 0: from the newest on."""
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else 0

"""Today on one page without any script: to read the program, and to reach the clinic."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import page
from everyrep.web.patient.snapshot import schema
from everyrep.web.patient.snapshot.building import snapshot_of


@require_safe
@page(Permission.PRACTISE)
def plain(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The clinic's own emergency text and telephone first, then the exercises of the day."""
    now = clock.now()
    found = snapshot_of(viewer, now)
    record_read(by=viewer, what="plain", patient_id=viewer.patient_id, now=now)
    day = found.days[schema.DAYS_BACK]
    items = {item.id: item for item in found.items}
    planned = dict.fromkeys(name for session in day.sessions for name in session.items)
    context = {
        "found": found,
        "day": day,
        "items": items,
        "due": [items[name] for name in planned],
        "offered": [items[one.item] for one in day.offered],
        "phone": found.clinic.phone.replace(" ", "\N{NO-BREAK SPACE}"),
    }
    return render(request, "patient/plain.html", context)

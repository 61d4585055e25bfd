"""Every exercise that the clinic wrote itself, and those that are offered no longer."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.library.actions import restore, retire
from everyrep.library.own import Listed, listed, newest_of
from everyrep.library.searching import plain
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.builder.cards import Face, face
from everyrep.web.pages import page, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One exercise of the list."""

    listed: Listed
    face: Face


@require_safe
@page(Permission.WRITE_EXERCISES)
def own_exercises(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """By name: those that are offered, then the others."""
    rows = [Row(listed=one, face=face(one.own.exercise)) for one in listed(viewer)]
    rows.sort(key=lambda row: plain(row.face.name))
    context = {
        "offered": [row for row in rows if not row.listed.retired],
        "retired": [row for row in rows if row.listed.retired],
    }
    return render(request, "clinic/own_exercises/list.html", context)


@require_POST
@page(Permission.WRITE_EXERCISES)
def offer(request: HttpRequest, viewer: Viewer, own_id: UUID) -> HttpResponse:
    """Offer an exercise no longer, or again: `do` is retire or restore."""
    name = newest_of(viewer, own_id).own.written.name
    if request.POST.get("do") == "restore":
        restore(by=viewer, own_id=own_id, now=clock.now())
        say(request, _("%(name)s is offered again.") % {"name": name})
    else:
        retire(by=viewer, own_id=own_id, now=clock.now())
        say(request, _("%(name)s is offered no longer. Programs that have it keep it.") % {"name": name})
    return redirect("own_exercises")

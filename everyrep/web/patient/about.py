"""The worrying symptom, and who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.figures import studio
from everyrep.people.actions import choose_demonstrator
from everyrep.people.policy import Permission
from everyrep.people.queries import clinic_of
from everyrep.tenancy.viewer import Role, Viewer
from everyrep.web.figures.ahead import prepare_program
from everyrep.web.figures.choosing import demonstrators_shown
from everyrep.web.pages import page, say

DIALLED = frozenset("+0123456789*#")


@require_safe
@page(Permission.PRACTISE)
def help_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The clinic's own emergency text and telephone, before anything else."""
    clinic = clinic_of(viewer)
    dialled = "".join(sign for sign in clinic.phone if sign in DIALLED)
    phone = clinic.phone.replace(" ", "\N{NO-BREAK SPACE}")
    context = {"clinic": clinic, "dialled": dialled, "phone": phone, "back": _session(request)}
    return render(request, "patient/help.html", context)


def _session(request: HttpRequest) -> str:
    """The guided session that `?session=` names, to go on where it was left; "" without one."""
    index = request.GET.get("session", "")
    if not (index.isascii() and index.isdecimal()) or len(index) > 2:
        return ""
    return reverse("session", args=[int(index)]) + ("?short" if "short" in request.GET else "")


@require_safe
@page(Permission.PRACTISE)
def more_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    context = {
        "clinic": clinic_of(viewer),
        "by_link": viewer.role is Role.LINK,
        "demonstrators": demonstrators_shown(),
        "chosen": studio.demonstrator(viewer.demonstrator),
    }
    return render(request, "patient/more.html", context)


@require_POST
@page(Permission.PRACTISE)
def choose_who_shows(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The patient's choice of who shows the exercises; a choice that was not offered changes nothing."""
    chosen = request.POST.get("demonstrator", "")
    if chosen in studio.demonstrators():
        choose_demonstrator(by=viewer, demonstrator=chosen, now=clock.now())
        assert viewer.patient_id is not None
        prepare_program(viewer, viewer.patient_id, clock.today_in(viewer.zone))
        say(request, _("Saved."))
    return redirect("more")

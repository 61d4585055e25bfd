"""The worrying symptom, and who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from everyrep.people.policy import Permission
from everyrep.people.queries import clinic_of
from everyrep.tenancy.viewer import Role, Viewer
from everyrep.web.pages import page

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
    context = {"clinic": clinic_of(viewer), "by_link": viewer.role is Role.LINK}
    return render(request, "patient/more.html", context)

"""The patient has read what changed in the program."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from everyrep import clock
from everyrep.people.policy import Permission
from everyrep.prescribing.actions.seeing import see_version
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.pages import page


@require_POST
@page(Permission.PRACTISE)
def seen(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """`number` is that of the version. Raises NotFound."""
    number = request.POST.get("number", "")
    if not re.fullmatch(r"[0-9]{1,6}", number):
        raise NotFound("version")
    see_version(by=viewer, number=int(number), now=clock.now())
    return redirect("today")

"""The step up from a link: the birth year shows progress on this device for half an hour."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from everyrep import clock
from everyrep.core.problems import Invalid, Problem
from everyrep.people.birth_year import WIDER_FOR, give_birth_year
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import NotFound, Role, Viewer
from everyrep.web.pages import page, say
from everyrep.web.sessions import device_in_hand

MINUTES = int(WIDER_FOR.total_seconds()) // 60


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PRACTISE)
def birth_year(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who came in another way has nothing to step up to."""
    device_id = device_in_hand(request)
    if viewer.role is not Role.LINK or device_id is None:
        raise NotFound("Device")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            give_birth_year(
                by=viewer, device_id=device_id, year=request.POST.get("year", ""), now=clock.now()
            )
        except Invalid as fault:
            problems = fault.problems
        else:
            shown = ngettext(
                "Your progress is shown here for %(minutes)s minute.",
                "Your progress is shown here for %(minutes)s minutes.",
                MINUTES,
            )
            say(request, shown % {"minutes": MINUTES})
            return redirect("progress")
    context = {"problems": {problem.field: problem for problem in problems}, "minutes": MINUTES}
    return render(request, "patient/birth_year.html", context, status=422 if problems else 200)

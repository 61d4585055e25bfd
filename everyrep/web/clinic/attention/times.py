"""How soon the clinic answers, and how often a patient is to hear from it: the owner's to say."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from everyrep import clock
from everyrep.attention.defaults import shipped_response, sources
from everyrep.attention.response import RANGES, response_of, set_response
from everyrep.core.problems import Invalid
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import page, say


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.EDIT_CLINIC)
def times(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    typed = {name: str(value) for name, value in asdict(response_of(viewer)).items()}
    problems = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in RANGES}
        try:
            set_response(by=viewer, typed=typed, now=clock.now())
        except Invalid as fault:
            problems = {problem.field: problem for problem in fault.problems}
        else:
            say(request, _("Saved."))
            return redirect("response_times")
    context = {
        "typed": typed,
        "problems": problems,
        "usual": asdict(shipped_response()),
        "sources": sources(),
        "ranges": RANGES,
    }
    return render(request, "clinic/attention/times.html", context, status=422 if problems else 200)

"""Who answers for the viewer: where an alert goes unanswered, and on days away from the start."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from everyrep import clock
from everyrep.attention.charge import colleagues, cover_of, set_cover
from everyrep.core.problems import Invalid
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import page, say

FIELDS = ("covered_by", "first", "last")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ATTEND)
def cover(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    typed, problems = _kept(viewer), {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in FIELDS}
        try:
            set_cover(by=viewer, **typed, now=clock.now())
        except Invalid as fault:
            problems = {problem.field: problem for problem in fault.problems}
        else:
            say(request, _("Saved."))
            return redirect("attention")
    there = [(str(one.id), one.signature) for one in colleagues(viewer) if one.id != viewer.actor_id]
    context = {"typed": typed, "problems": problems, "colleagues": [("", _("nobody")), *there]}
    return render(request, "clinic/attention/cover.html", context, status=422 if problems else 200)


def _kept(viewer: Viewer) -> dict[str, str]:
    found = cover_of(viewer)
    if found is None:
        return dict.fromkeys(FIELDS, "")
    return {
        "covered_by": str(found.covered_by_id),
        "first": found.first.isoformat() if found.first else "",
        "last": found.last.isoformat() if found.last else "",
    }

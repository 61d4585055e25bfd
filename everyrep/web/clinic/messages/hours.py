"""The owner's page of opening hours: when messages are read, and how soon the clinic usually replies."""

from babel.dates import get_day_names
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from everyrep import clock
from everyrep.conversations.hours import reading, set_hours
from everyrep.core.opening_hours import DAYS, Week
from everyrep.core.problems import Invalid
from everyrep.people.policy import Permission
from everyrep.people.queries import clinic_of
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import language, page, say

Days = list[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.EDIT_CLINIC)
def hours_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Seven days with two times each; what is typed stays until it can be kept."""
    now, problems = clock.now(), {}
    found = reading(viewer, now)
    days, answer_time = _as_kept(found.week), found.answer_time
    if request.method == "POST":
        days, answer_time = _as_typed(request), request.POST.get("answer_time", "")
        try:
            set_hours(by=viewer, typed=days, answer_time=answer_time, now=now)
        except Invalid as fault:
            problems = {problem.field: problem for problem in fault.problems}
        else:
            say(request, _("Saved."))
            return redirect("clinic_hours")
    names = get_day_names("wide", locale=language())
    context = {
        "clinic": clinic_of(viewer),
        "days": [(number, names[number].capitalize(), *days[number]) for number in range(DAYS)],
        "answer_time": answer_time,
        "problems": problems,
    }
    return render(request, "clinic/messages/hours.html", context, status=422 if problems else 200)


def _as_kept(week: Week) -> Days:
    return [(f"{day.first:%H:%M}", f"{day.last:%H:%M}") if day else ("", "") for day in week]


def _as_typed(request: HttpRequest) -> Days:
    form = request.POST
    return [(form.get(f"first-{number}", ""), form.get(f"last-{number}", "")) for number in range(DAYS)]

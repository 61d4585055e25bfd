"""Who is signed in, and how they like to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.figures import studio
from everyrep.people.actions import choose_demonstrator
from everyrep.people.policy import Permission
from everyrep.people.preferences import TEXT_SIZES, Preferences, choose_preferences, preferences_of
from everyrep.people.queries import patient
from everyrep.tenancy.viewer import Role, Viewer
from everyrep.web.figures.ahead import prepare_program
from everyrep.web.figures.choosing import demonstrators_shown
from everyrep.web.pages import page, say
from everyrep.web.public.care import has_several_ways


@require_safe
@page(Permission.PRACTISE)
def more_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    person = patient(viewer, viewer.patient_id)
    context = {
        "clinic": person.clinic,
        "by_link": viewer.role is Role.LINK,
        "patient_name": person.given_name,
        "several_ways": has_several_ways(viewer),
        "demonstrators": demonstrators_shown(),
        "chosen": studio.demonstrator(viewer.demonstrator),
        "preferences": preferences_of(person),
        "text_sizes": TEXT_SIZES,
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


@require_POST
@page(Permission.PRACTISE)
def choose_reading(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """How large the text is, and whether a session starts with its voice and sounds."""
    size = request.POST.get("text_size", "")
    if size in (str(one) for one in TEXT_SIZES):
        chosen = Preferences(
            text_size=int(size), voice="voice" in request.POST, sounds="sounds" in request.POST
        )
        choose_preferences(by=viewer, preferences=chosen, now=clock.now())
        say(request, _("Saved."))
    return redirect("more")

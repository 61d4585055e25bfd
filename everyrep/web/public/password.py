"""A new password for whoever is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from everyrep import clock
from everyrep.core.problems import Invalid, Problem
from everyrep.people.accounts import PASSWORD_LEAST, change_password
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import page, say
from everyrep.web.sessions import device_in_hand, go_on


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.CHANGE_PASSWORD)
def password(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """This session goes on under a new id; every other one of the account ends."""
    problems: tuple[Problem, ...] = ()
    back = "more" if viewer.is_patient else "home"
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in ("current", "new", "again")}
        try:
            auth_hash = change_password(by=viewer, keep=device_in_hand(request), now=clock.now(), **typed)
        except Invalid as fault:
            problems = fault.problems
        else:
            go_on(request, auth_hash)
            say(request, _("Your password is changed. Other devices have to sign in again."))
            return redirect(back)
    context = {
        "problems": {problem.field: problem for problem in problems},
        "back": back,
        "least": PASSWORD_LEAST,
    }
    return render(request, "public/password.html", context, status=422 if problems else 200)

"""Signing in with a code from an e-mail."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from everyrep import clock
from everyrep.core.problems import Invalid
from everyrep.people.accounts import address_problem
from everyrep.people.codes import LASTS, ask_for_code, enter_code
from everyrep.web.post import post
from everyrep.web.public.access import after_sign_in, next_page, sign_in_page
from everyrep.web.sessions import client_of, open_session
from everyrep.web.templating import problem

ASKED_SESSION_KEY = "everyrep_asked"
MINUTES = int(LASTS.total_seconds()) // 60


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Send a code. Whether anybody signs in with the address, the answer is the same."""
    email = request.POST.get("email", "")
    if wrong := address_problem(email):
        return sign_in_page(request, code_error=problem(wrong), status=422)
    try:
        asked = ask_for_code(email, client=client_of(request), now=clock.now())
    except Invalid as fault:
        return sign_in_page(request, code_error=problem(fault.problems[0]), status=429)
    if asked.send_to:
        post(asked.send_to, _("Your way in to Everyrep"), _letter(asked.code))
    request.session[ASKED_SESSION_KEY] = {
        "question": str(asked.question),
        "email": email.strip(),
        "next": next_page(request),
    }
    return redirect("code")


def _letter(code: str) -> str:
    half = len(code) // 2
    values = {"code": f"{code[:half]} {code[half:]}", "minutes": MINUTES}
    text = _(
        "Your code is %(code)s\n\nType it on the page where you asked for it. It works once, for %(minutes)s"
        " minutes.\n\nYou did not ask for it? Then there is nothing to do: without this code nobody gets in."
        " Give it to nobody."
    )
    return text % values


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code from the e-mail, in the browser that asked for it."""
    asked = request.session.get(ASKED_SESSION_KEY)
    if asked is None:
        return redirect("sign_in")
    error = ""
    if request.method == "POST":
        try:
            user = enter_code(
                UUID(asked["question"]),
                request.POST.get("code", ""),
                client=client_of(request),
                now=clock.now(),
            )
        except Invalid as fault:
            error = problem(fault.problems[0])
        else:
            return _signed_in(request, len(open_session(request, user, as_staff=False)))
    context = {
        "asked": asked,
        "error": error,
        "code": request.POST.get("code", ""),
        "minutes": MINUTES,
    }
    return render(request, "public/code.html", context, status=422 if error else 200)


def _signed_in(request: HttpRequest, ways: int) -> HttpResponse:
    """`next` comes back from the form: the session in which it was kept has ended."""
    return redirect(after_sign_in(request, ways) if ways else "sign_in")

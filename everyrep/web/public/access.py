"""The way in: signing in and out, a patient's link, the language."""

from http import HTTPStatus

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from everyrep import clock
from everyrep.http import Request
from everyrep.people.entering import redeem_link
from everyrep.people.limits import PASSWORD_OF_ADDRESS, PASSWORD_OF_CLIENT, give_back, take
from everyrep.people.policy import Permission, may
from everyrep.people.preferences import speak_to_me_in
from everyrep.tenancy.viewer import Viewer
from everyrep.web.middleware import LANGUAGE_COOKIE, SUPPORTED
from everyrep.web.pages import page
from everyrep.web.sessions import browser_of, client_of, close_session, enter, open_session

LANGUAGE_COOKIE_AGE_S = 365 * 24 * 3600
CLINIC_PAGES = "/clinic/"
SIGNED_OUT = "signed-out"  # in the address of the page to sign in on


@require_safe
def home(request: Request) -> HttpResponse:
    """Everyone lands on their own first page."""
    viewer = request.viewer
    if viewer is None:
        return redirect("sign_in")
    if viewer.is_patient:
        return redirect("today")
    if may(viewer, Permission.SEE_PATIENTS):
        return redirect("attention")
    if may(viewer, Permission.EDIT_CLINIC):
        return redirect("settings")
    return render(request, "public/nothing_here.html")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """By passkey, by a code, or by e-mail address and password; this takes the password.

    The answer to a wrong one never says whether it was the address, and a try too many is no different.
    """
    if request.method != "POST":
        return sign_in_page(request)
    email = request.POST.get("email", "").strip().lower()
    limits = ((PASSWORD_OF_CLIENT, client_of(request)), (PASSWORD_OF_ADDRESS, email))
    if not all(take(limit, whose, now=clock.now()) for limit, whose in limits):
        text = _("There were too many tries. Wait an hour, or use another way to sign in.")
        return sign_in_page(request, password_error=text, status=429)
    user = authenticate(request, username=email, password=request.POST.get("password", ""))
    if user is None or not (ways := open_session(request, user)):
        text = _("This e-mail address and password do not match. Check both, then try again.")
        return sign_in_page(request, password_error=text, status=422)
    for limit, whose in limits:
        give_back(limit, whose)
    return redirect(after_sign_in(request, len(ways)))


def sign_in_page(
    request: HttpRequest,
    *,
    status: int = 200,
    code_error: str = "",
    password_error: str = "",
    passkey_error: str = "",
) -> HttpResponse:
    """The page with every way to sign in; what was typed stays."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    context = {
        "email": request.POST.get("email", "").strip(),
        "code_error": code_error,
        "password_error": password_error,
        "passkey_error": passkey_error,
        "with_password": bool(password_error) or wanted.startswith(CLINIC_PAGES),
        "next": wanted,
        "signed_out": SIGNED_OUT in request.GET,
    }
    return render(request, "public/sign_in.html", context, status=status)


def after_sign_in(request: HttpRequest, ways: int) -> str:
    """Where one was going; but who has several ways in is asked which of them it is."""
    wanted = next_page(request)
    return wanted if ways == 1 or wanted.startswith(CLINIC_PAGES) else reverse("care")


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """The page that comes next puts away what the browser keeps, all but what was not sent yet."""
    close_session(request)
    return redirect(f"{reverse('sign_in')}?{SIGNED_OUT}")


@require_POST
@page(Permission.OWN_SIGN_IN)
def stay(_request: HttpRequest, _viewer: Viewer) -> HttpResponse:
    """Someone is still at work on a page that has not asked for anything for a while."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
def choose_language(request: Request) -> HttpResponse:
    """Keep the chosen language on this device, a patient's also for their letters, and go back."""
    response = HttpResponseRedirect(next_page(request))
    chosen = request.POST.get("language", "")
    if chosen in SUPPORTED:
        if request.viewer is not None:
            speak_to_me_in(by=request.viewer, language=chosen, now=clock.now())
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=LANGUAGE_COOKIE_AGE_S, samesite="Lax", httponly=True
        )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """The page behind the QR code. Opening it changes nothing; a tap exchanges the code for a session.

    The code travels in the address's fragment, which no server and no scanner's log sees; the page's
    script puts it into the form. Without a script it can be typed from the sheet.
    """
    if request.method == "POST":
        entered = redeem_link(request.POST.get("code", ""), now=clock.now(), browser=browser_of(request))
        if entered is not None:
            enter(request, entered)
            return redirect("today")
    refused = request.method == "POST"
    context = {"refused": refused, "code": request.POST.get("code", "")}
    return render(request, "public/link.html", context, status=422 if refused else 200)


def next_page(request: HttpRequest) -> str:
    """The page of this site that was asked for before signing in, else the first one."""
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if wanted and inside else "/"

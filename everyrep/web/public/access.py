"""The way in: signing in and out, a patient's link, the language."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from everyrep import clock
from everyrep.http import Request
from everyrep.people.access import (
    LINK_SESSION_KEY,
    Account,
    SignedIn,
    kind_of_user,
    record_sign_in,
    redeem_link,
)
from everyrep.people.policy import Permission, may
from everyrep.web.middleware import KIND_SESSION_KEY, LANGUAGE_COOKIE, SUPPORTED

LANGUAGE_COOKIE_AGE_S = 365 * 24 * 3600


@require_safe
def home(request: Request) -> HttpResponse:
    """Everyone lands on their own first page."""
    viewer = request.viewer
    if viewer is None:
        return redirect("sign_in")
    if viewer.is_patient:
        return redirect("today")
    if may(viewer, Permission.SEE_PATIENTS):
        return redirect("patients")
    if may(viewer, Permission.EDIT_CLINIC):
        return redirect("settings")
    return render(request, "public/nothing_here.html")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail address and password; the answer to a wrong one never says which."""
    email = request.POST.get("email", "").strip().lower()
    if request.method == "POST":
        user = authenticate(request, username=email, password=request.POST.get("password", ""))
        if user is not None and open_session(request, user):
            return redirect(_next(request))
    context = {"email": email, "refused": request.method == "POST", "next": request.GET.get("next", "")}
    return render(request, "public/sign_in.html", context, status=422 if context["refused"] else 200)


def open_session(request: HttpRequest, user: Account) -> bool:
    """Sign the user in under a new session id, and audit it; False for an account that belongs nowhere."""
    kind = kind_of_user(user)
    if kind is None:
        return False
    request.session.flush()
    login(request, user)
    request.session[KIND_SESSION_KEY] = kind
    signed_in = SignedIn(user_id=user.pk, kind=kind, auth_hash=user.get_session_auth_hash())
    record_sign_in(signed_in, now=clock.now())
    return True


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language on this device, and go back to where it was chosen."""
    response = HttpResponseRedirect(_next(request))
    chosen = request.POST.get("language", "")
    if chosen in SUPPORTED:
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
        viewer = redeem_link(request.POST.get("code", ""), now=clock.now())
        if viewer is not None:
            request.session.flush()
            request.session[LINK_SESSION_KEY] = str(viewer.actor_id)
            return redirect("today")
    refused = request.method == "POST"
    context = {"refused": refused, "code": request.POST.get("code", "")}
    return render(request, "public/link.html", context, status=422 if refused else 200)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if wanted and inside else "/"

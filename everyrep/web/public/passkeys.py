"""Passkeys: signing in with one, and keeping one's own."""

from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.core.problems import Invalid
from everyrep.people import passkeys
from everyrep.people.devices import browser_words
from everyrep.people.passkeys import Challenge, Site
from everyrep.people.policy import Permission, may
from everyrep.people.signing_out import user_behind
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import page, say
from everyrep.web.public.access import after_sign_in, sign_in_page
from everyrep.web.sessions import device_in_hand, go_on, open_session
from everyrep.web.templating import problem

CHALLENGE_SESSION_KEY = "everyrep_challenge"


def site_of(request: HttpRequest) -> Site:
    """Where this installation is, as the browser sees it."""
    origin = f"{request.scheme}://{request.get_host()}"
    return Site(host=urlsplit(origin).hostname or "", origin=origin)


def _answer(request: HttpRequest, made: Challenge) -> HttpResponse:
    """The options for the browser; the challenge is good for one answer in this session."""
    request.session[CHALLENGE_SESSION_KEY] = made.challenge
    return HttpResponse(made.options, content_type="application/json")


def _challenge(request: HttpRequest) -> str:
    """The challenge of this session, used up; "" matches no answer."""
    challenge: str = request.session.pop(CHALLENGE_SESSION_KEY, "")
    return challenge


@require_POST
def sign_in_options(request: HttpRequest) -> HttpResponse:
    """What the browser asks a passkey with."""
    return _answer(request, passkeys.challenge_to_sign_in(site_of(request)))


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Whoever holds the passkey is in, staff too: a passkey is proof enough for everyone."""
    try:
        user = passkeys.account_of_passkey(
            site=site_of(request),
            challenge=_challenge(request),
            credential=request.POST.get("credential", ""),
            now=clock.now(),
        )
    except Invalid as fault:
        return sign_in_page(request, passkey_error=problem(fault.problems[0]), status=422)
    ways = open_session(request, user)
    return redirect(after_sign_in(request, len(ways)) if ways else "sign_in")


@require_safe
@page(Permission.OWN_SIGN_IN)
def own(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The viewer's passkeys, and a button for one more."""
    return _own_page(request, viewer)


def _own_page(request: HttpRequest, viewer: Viewer, error: str = "") -> HttpResponse:
    user = user_behind(viewer)
    context = {
        "passkeys": passkeys.passkeys_of(viewer),
        "email": user.email,
        "by_code": viewer.is_patient,
        "has_password": user.has_usable_password() and may(viewer, Permission.CHANGE_PASSWORD),
        "error": error,
        "back": "more" if viewer.is_patient else "home",
    }
    return render(request, "public/passkeys.html", context, status=422 if error else 200)


@require_POST
@page(Permission.OWN_SIGN_IN)
def add_options(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the browser makes a passkey from."""
    return _answer(request, passkeys.challenge_to_add(viewer, site_of(request)))


@require_POST
@page(Permission.OWN_SIGN_IN)
def add(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Keep the passkey that the device has made."""
    try:
        passkeys.add_passkey(
            by=viewer,
            site=site_of(request),
            challenge=_challenge(request),
            credential=request.POST.get("credential", ""),
            label=browser_words(request.META.get("HTTP_USER_AGENT", "")),
            now=clock.now(),
        )
    except Invalid as fault:
        return _own_page(request, viewer, problem(fault.problems[0]))
    say(request, _("The passkey is kept. Next time, one touch and you are in."))
    return redirect("passkeys")


@require_POST
@page(Permission.OWN_SIGN_IN)
def remove(request: HttpRequest, viewer: Viewer, passkey_id: UUID) -> HttpResponse:
    """Forget a passkey; every other device of the account has to sign in again."""
    auth_hash = passkeys.remove_passkey(
        by=viewer, passkey_id=passkey_id, keep=device_in_hand(request), now=clock.now()
    )
    go_on(request, auth_hash)
    say(request, _("The passkey is removed. Other devices have to sign in again."))
    return redirect("passkeys")

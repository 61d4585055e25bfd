"""Opening, finding and closing sessions: of staff by account, of a patient's side by device."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, login
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils.translation import ngettext

from everyrep import clock
from everyrep.http import Request
from everyrep.people.access import (
    Account,
    SignedIn,
    Way,
    note_seen,
    standing_of_device,
    viewer_of_session,
    ways_of,
)
from everyrep.people.entering import Browser, LetIn, let_in, record_sign_in
from everyrep.people.signing_out import leave
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import say

DEVICE_SESSION_KEY = "everyrep_device"
OPENED_SESSION_KEY, USED_SESSION_KEY = "everyrep_opened", "everyrep_used"  # seconds since 1970
DEVICE_COOKIE = "everyrep_device"
NOTED_EVERY_S = 60  # how exactly a staff session's last use is known


def browser_of(request: HttpRequest) -> Browser:
    return Browser(
        user_agent=request.META.get("HTTP_USER_AGENT", ""), secret=request.COOKIES.get(DEVICE_COOKIE, "")
    )


def client_of(request: HttpRequest) -> str:
    """The address a request comes from: the proxy's word where one stands in front, and sets it itself."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def device_in_hand(request: HttpRequest) -> UUID | None:
    """The device of a patient's side that this request comes from."""
    return cast("Request", request).device_id


def open_session(request: HttpRequest, user: Account, *, as_staff: bool = True) -> list[Way]:
    """Sign the user in under a new session id by the first of their ways, and audit it.

    Returns all the ways that were open to them: none for an account that belongs nowhere any more.
    """
    ways = [way for way in ways_of(user, now=clock.now()) if as_staff or way.kind != "staff"]
    if ways:
        open_way(request, user, ways[0])
    return ways


def open_way(request: HttpRequest, user: Account, way: Way, *, proven: bool = False) -> None:
    """Open one of the user's ways. `proven`: this browser is signed in by another of them already."""
    now = clock.now()
    if way.kind != "staff":
        enter(request, let_in(user, way, now=now, browser=browser_of(request), proven=proven))
        return
    request.session.flush()
    login(request, user)
    request.session[OPENED_SESSION_KEY] = request.session[USED_SESSION_KEY] = now.timestamp()
    record_sign_in(SignedIn(user_id=user.pk, auth_hash=user.get_session_auth_hash()), now=now)


def enter(request: HttpRequest, entered: LetIn) -> None:
    """Let the browser in that asked, under a new session id; it keeps the device's secret in a cookie."""
    request.session.flush()
    rotate_token(request)
    request.session[DEVICE_SESSION_KEY] = str(entered.device_id)
    cast("Request", request).keeps = entered.secret


def find_viewer(request: Request) -> None:
    """Who is asking, checked anew on every request."""
    if SESSION_KEY in request.session:
        request.viewer = _staff(request)
    elif device_id := request.session.get(DEVICE_SESSION_KEY):
        _find_device(request, UUID(device_id))


def _find_device(request: Request, device_id: UUID) -> None:
    now, secret = clock.now(), request.COOKIES.get(DEVICE_COOKIE, "")
    standing = standing_of_device(device_id, secret, now=now)
    if standing is None:
        return
    if standing.closed:
        request.closed = standing.viewer
        return
    request.viewer, request.device_id = standing.viewer, device_id
    request.due = standing.due


def _staff(request: Request) -> Viewer | None:
    session, now = request.session, clock.now()
    if _is_over(request, now):
        session.flush()
        minutes = settings.STAFF_IDLE_MINUTES
        text = ngettext(
            "You were signed out: nothing was done here for %(minutes)s minute.",
            "You were signed out: nothing was done here for %(minutes)s minutes.",
            minutes,
        )
        say(request, text % {"minutes": minutes})
        return None
    request.due = now.timestamp() - session[USED_SESSION_KEY] >= NOTED_EVERY_S
    user_id, auth_hash = UUID(session[SESSION_KEY]), session.get(HASH_SESSION_KEY, "")
    return viewer_of_session(SignedIn(user_id=user_id, auth_hash=auth_hash))


def _is_over(request: Request, now: datetime) -> bool:
    """A session that does not say when it was opened is over."""
    idle, whole = (
        timedelta(minutes=settings.STAFF_IDLE_MINUTES),
        timedelta(hours=settings.STAFF_SESSION_HOURS),
    )
    used: float = request.session.get(USED_SESSION_KEY, 0)
    opened: float = request.session.get(OPENED_SESSION_KEY, 0)
    return now.timestamp() >= min(used + idle.total_seconds(), opened + whole.total_seconds())


def go_on(request: HttpRequest, auth_hash: str) -> None:
    """This session stays, under a new id, after every other one of the account was ended."""
    request.session.cycle_key()
    if SESSION_KEY in request.session:
        request.session[HASH_SESSION_KEY] = auth_hash


def close_session(request: Request) -> None:
    """Sign this browser out; nothing it keeps for itself is touched."""
    if request.viewer is not None and request.device_id is not None:
        leave(by=request.viewer, device_id=request.device_id, now=clock.now())
    request.session.flush()


def note_use(request: Request, response: HttpResponse) -> None:
    """Keep that the session was used, and give the browser the secret it has to keep.

    Never on an answer that a shared cache may keep: it would hand the cookies on to others.
    """
    if request.due and request.viewer is not None:
        _note(request, request.viewer)
    if request.keeps:
        response.set_cookie(
            DEVICE_COOKIE,
            request.keeps,
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _note(request: Request, viewer: Viewer) -> None:
    """A session that was closed by this very request is not opened again."""
    if SESSION_KEY in request.session:
        request.session[USED_SESSION_KEY] = clock.now().timestamp()
    elif request.device_id is not None and DEVICE_SESSION_KEY in request.session:
        note_seen(request.device_id, viewer, now=clock.now())
        request.session.modified = True  # both cookies count their days anew
        request.keeps = request.keeps or request.COOKIES[DEVICE_COOKIE]

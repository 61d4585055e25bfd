"""Whose pages to open, for someone with several ways in: their own, and of those they help."""

from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.people.access import Account, Way, ways_of
from everyrep.people.policy import Permission, may
from everyrep.people.signing_out import sign_out_others, user_behind
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.pages import page, say
from everyrep.web.sessions import device_in_hand, go_on, open_way


def has_several_ways(viewer: Viewer) -> bool:
    """Whether there is something to choose; a link is one way and no account."""
    return may(viewer, Permission.OWN_SIGN_IN) and len(ways_of(user_behind(viewer), now=clock.now())) > 1


@require_safe
@page(Permission.OWN_SIGN_IN)
def choose(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The ways of this account. Its work in a clinic is offered only where it was opened already."""
    context = {"ways": _ways(request, user_behind(viewer)), "current": viewer.actor_id}
    return render(request, "public/care.html", context)


@require_POST
@page(Permission.OWN_SIGN_IN)
def open_one(request: HttpRequest, viewer: Viewer, way_id: UUID) -> HttpResponse:
    """Go on in another way of the same account. Raises NotFound for one that is not its own."""
    user = user_behind(viewer)
    way = next((way for way in _ways(request, user) if way.id == way_id), None)
    if way is None:
        raise NotFound("Way")
    if way.id != viewer.actor_id:
        open_way(request, user, way, proven=device_in_hand(request) is not None)
    return redirect("home")


def _ways(request: HttpRequest, user: Account) -> list[Way]:
    """A code by e-mail opens no clinic, so a session that it may have opened does not either."""
    of_staff = SESSION_KEY in request.session
    return [way for way in ways_of(user, now=clock.now()) if of_staff or way.kind != "staff"]


@require_POST
@page(Permission.OWN_SIGN_IN)
def end_others(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Sign every other phone and computer out."""
    auth_hash = sign_out_others(by=viewer, keep=device_in_hand(request), now=clock.now())
    go_on(request, auth_hash)
    say(request, _("Every other phone and computer is signed out."))
    return redirect("devices" if viewer.is_patient else "passkeys")

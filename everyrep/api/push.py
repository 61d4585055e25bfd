"""GET /api/v1/push/key and POST /api/v1/push/subscriptions: this browser takes notifications, or no more."""

from typing import Literal
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.core.problems import Invalid
from everyrep.http import Request
from everyrep.people.policy import Permission, check
from everyrep.reminders.actions import subscribe, unsubscribe
from everyrep.reminders.transports.vapid import public_key
from everyrep.tenancy.viewer import Viewer

BODY_LIMIT = 8_000  # bytes; a subscription has less than one thousand
ACCEPTED = '{"do": "subscribe" or "unsubscribe", "endpoint": …, "keys": {"p256dh": …, "auth": …}}'


class Keys(msgspec.Struct, frozen=True):
    p256dh: str = ""
    auth: str = ""


class Asked(msgspec.Struct, frozen=True):
    """`endpoint` and `keys` as PushSubscription.toJSON() gives them."""

    endpoint: str
    do: Literal["subscribe", "unsubscribe"] = "subscribe"
    keys: Keys = Keys()


class Refusal(msgspec.Struct):
    error: str
    accepted: str


class Key(msgspec.Struct):
    key: str


class Kept(msgspec.Struct):
    subscribed: bool


@require_safe
def push_key(request: Request) -> HttpResponse:
    """The public key to subscribe with: the same for everybody."""
    viewer = request.viewer
    if viewer is None:
        return _not_signed_in()
    check(viewer, Permission.SET_REMINDERS)
    return _json(Key(public_key()))


@require_POST
def push_subscriptions(request: Request) -> HttpResponse:
    """Keep or forget this browser."""
    viewer = request.viewer
    if viewer is None:
        return _not_signed_in()
    check(viewer, Permission.SET_REMINDERS)
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_LIMIT:
        return _json(Refusal("too large", f"at most {BODY_LIMIT} bytes"), status=413)
    try:
        asked = msgspec.json.decode(request.body, type=Asked)
        _do(viewer, request.device_id, asked)
    except (msgspec.MsgspecError, UnicodeDecodeError, Invalid) as fault:
        return _json(Refusal(str(fault), ACCEPTED), status=400)
    return _json(Kept(asked.do == "subscribe"))


def _do(viewer: Viewer, device_id: UUID | None, asked: Asked) -> None:
    if asked.do == "unsubscribe":
        unsubscribe(by=viewer, endpoint=asked.endpoint, now=clock.now())
        return
    subscribe(
        by=viewer,
        endpoint=asked.endpoint,
        p256dh=asked.keys.p256dh,
        auth=asked.keys.auth,
        device_id=device_id,
        now=clock.now(),
    )


def _not_signed_in() -> HttpResponse:
    return _json(Refusal("not signed in", "open your link or sign in, then ask again"), status=401)


def _json(content: msgspec.Struct, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(content), content_type="application/json", status=status)

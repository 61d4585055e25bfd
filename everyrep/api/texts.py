"""POST /api/v1/texts: a text message that came in, from the provider of EVERYREP_SMS_URL.

    X-Everyrep-Signature: t=<seconds since 1970>,v1=<hex of HMAC-SHA256("<t>.<body>", EVERYREP_SMS_SECRET)>
    {"id": "<the provider's own>", "from": "+15550100123", "text": "1"}

Every signed message is answered with 200, whoever it came from; the reply is a message of its own.
"""

import hashlib
import hmac
import re
from typing import Annotated

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from everyrep import clock
from everyrep.reminders.actions import PHONE, phone_as_typed
from everyrep.reminders.answers import Incoming, take_in

BODY_LIMIT = 8_000  # bytes
GOOD_FOR_S = 300  # a signature that is older, or as much ahead, is a repetition or a wrong clock
SIGNATURE = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


class Sent(msgspec.Struct, frozen=True):
    id: Annotated[str, msgspec.Meta(pattern=r"\A[!-~]{1,100}\Z")]
    number: Annotated[str, msgspec.Meta(max_length=40)] = msgspec.field(name="from")
    text: str = ""


@csrf_exempt
@require_POST
def texts(request: HttpRequest) -> HttpResponse:
    """Only a provider that knows the secret is heard; without a secret there is no such address."""
    if not settings.SMS_SECRET:
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_LIMIT:
        return _json({"error": "too large", "accepted": f"at most {BODY_LIMIT} bytes"}, 413)
    if not _is_signed(request):
        return _json({"error": "no valid X-Everyrep-Signature", "accepted": "t=<seconds>,v1=<hex>"}, 401)
    try:
        sent = msgspec.json.decode(request.body, type=Sent)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        return _json({"error": str(fault), "accepted": '{"id": …, "from": "+…", "text": …}'}, 400)
    number = phone_as_typed(sent.number)
    if PHONE.fullmatch(number):  # a name as a sender is nobody's telephone
        take_in(Incoming(id=sent.id, number=number, text=sent.text), clock.now())
    return _json({"status": "received"}, 200)


def signature(secret: str, at: int, body: bytes) -> str:
    """The signature of a body at a moment, in seconds since 1970."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def _is_signed(request: HttpRequest) -> bool:
    found = SIGNATURE.fullmatch(request.headers.get("X-Everyrep-Signature", ""))
    if found is None or abs(int(found[1]) - clock.now().timestamp()) > GOOD_FOR_S:
        return False
    return hmac.compare_digest(found[0], signature(settings.SMS_SECRET, int(found[1]), request.body))


def _json(content: dict[str, str], status: int) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(content), content_type="application/json", status=status)

"""POST /api/v1/sync: push what happened, pull what other devices said. Protocol: ADR 0019."""

import logging
from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from everyrep import clock
from everyrep.api.packing import TooLarge, packed, unpacked
from everyrep.api.reading import Unreadable, read_push
from everyrep.api.trouble import SEND_AGAIN, trouble_of
from everyrep.audit.actions import record_read
from everyrep.http import Request
from everyrep.logbook.actions import receive
from everyrep.logbook.queries import Pulled, operations_after, server_epoch
from everyrep.logbook.wire import PUSH_LIMIT, SCHEMA_VERSION, Answer, Push
from everyrep.people.access import account_of
from everyrep.tenancy.viewer import NotAllowed, Viewer

BODY_LIMIT = 2_000_000  # bytes; 200 operations with long notes take about a tenth of it
logger = logging.getLogger(__name__)


class Refusal(msgspec.Struct):
    """Why a whole push could not be read; nothing of it was taken, and the device keeps it."""

    error: str
    accepted: str


class Refused(Exception):
    """The push is answered with a Refusal."""

    def __init__(self, status: int, error: str, accepted: str) -> None:
        super().__init__(error)
        self.status, self.refusal = status, Refusal(error, accepted)


@require_POST
def sync(request: Request) -> HttpResponse:
    """Answer every operation with a receipt after it is stored, then what the device has not seen."""
    try:
        sender = _sender(request)
        push = _push_of(request, sender)
        return packed(request, _json(answer(sender, push, clock.now(), closed=request.viewer is None)))
    except Refused as why:
        return _json(why.refusal, status=why.status)
    except (OperationalError, InterfaceError) as fault:
        return _later(fault)


def answer(by: Viewer, push: Push, now: datetime, *, closed: bool = False) -> Answer:
    """Take the push in and say what else there is; the push is durable when this returns.

    `closed`: the sender's way in was closed. The push is set aside for the clinic, and nothing is shown.
    """
    # Asked first: where a backup is put back meanwhile, the device must learn of it by its next push.
    epoch = server_epoch()
    patient_id = cast(UUID, by.patient_id)
    receipts = receive(
        by=by, patient_id=patient_id, ops=push.ops, now=now, sent_at=push.sent_at, closed=closed
    )
    nothing = Pulled(ops=[], seen=[], cursor=push.cursor, more=False)
    pulled = nothing if closed else _pulled(by, patient_id, push, now)
    return Answer(
        server_epoch=epoch,
        receipts=receipts,
        ops=pulled.ops,
        seen=pulled.seen,
        cursor=pulled.cursor,
        more=pulled.more,
        schema_v=SCHEMA_VERSION,
        closed=closed,
    )


def _pulled(by: Viewer, patient_id: UUID, push: Push, now: datetime) -> Pulled:
    pulled = operations_after(by, patient_id, push.cursor, push.device_id)
    if pulled.ops:
        record_read(by=by, what="sync", patient_id=patient_id, now=now)
    return pulled


def _sender(request: Request) -> Viewer:
    sender = request.viewer or request.closed
    if sender is None:
        raise Refused(401, "not signed in", "open your link or sign in, then send again")
    if not sender.is_patient:
        raise NotAllowed("devices log for patients")
    return sender


def _push_of(request: Request, sender: Viewer) -> Push:
    try:
        push = read_push(unpacked(request, BODY_LIMIT))
    except TooLarge as fault:
        raise Refused(413, "the push is too large", f"at most {BODY_LIMIT} bytes") from fault
    except Unreadable as fault:
        raise Refused(400, str(fault), "a JSON object with device_id, cursor and ops") from fault
    if len(push.ops) > PUSH_LIMIT:
        raise Refused(413, "too many operations", f"at most {PUSH_LIMIT} in one push")
    if push.account not in ("", account_of(sender)):
        raise Refused(401, "signed in as someone else", "sign in as before, then send again")
    return push


def _later(fault: OperationalError | InterfaceError) -> HttpResponse:
    logger.error("a push could not be stored", exc_info=fault)
    trouble = trouble_of(fault)
    response = _json(Refusal(trouble.error, SEND_AGAIN), status=trouble.status)
    response.headers["Retry-After"] = str(trouble.retry_after_s)
    return response


def _json(content: msgspec.Struct, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(content), content_type="application/json", status=status)

"""POST /api/v1/sync: push what happened, pull what other devices said."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from everyrep import clock
from everyrep.http import Request
from everyrep.logbook.actions import receive
from everyrep.logbook.queries import operations_after, server_epoch
from everyrep.logbook.wire import PUSH_LIMIT, Answer, Push
from everyrep.tenancy.viewer import NotAllowed, Viewer

BODY_LIMIT = 2_000_000  # bytes; 200 operations with long notes take about a tenth of it


class Refusal(msgspec.Struct):
    """Why a whole push could not be read; nothing of it was taken, and the device keeps it."""

    error: str
    accepted: str


@require_POST
def sync(request: Request) -> HttpResponse:
    """Answer every operation with a receipt after it is stored, then what the device has not seen."""
    viewer = request.viewer
    if viewer is None:
        return _json(Refusal("not signed in", "open your link or sign in, then send again"), status=401)
    if not viewer.is_patient:
        raise NotAllowed("devices log for patients")
    try:
        push = _read(request)
    except msgspec.MsgspecError as fault:
        return _json(Refusal(str(fault), "a JSON object with device_id, cursor and ops"), status=400)
    if len(push.ops) > PUSH_LIMIT:
        return _json(Refusal("too many operations", f"at most {PUSH_LIMIT} in one push"), status=413)
    return _json(_answer(viewer, cast(UUID, viewer.patient_id), push))


def _read(request: Request) -> Push:
    return msgspec.json.decode(request.body, type=Push)


def _answer(viewer: Viewer, patient_id: UUID, push: Push) -> Answer:
    receipts: Sequence[Any] = receive(by=viewer, patient_id=patient_id, ops=push.ops, now=clock.now())
    operations, cursor, more = operations_after(viewer, patient_id, push.cursor, push.device_id)
    return Answer(
        server_epoch=server_epoch(), receipts=list(receipts), ops=operations, cursor=cursor, more=more
    )


def _json(content: msgspec.Struct, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(content), content_type="application/json", status=status)

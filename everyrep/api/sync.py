"""POST /api/v1/sync: push what happened, pull what other devices said."""

from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from everyrep import clock
from everyrep.api.reading import Unreadable, read_push
from everyrep.audit.actions import record_read
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
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_LIMIT:
        return _json(Refusal("the push is too large", f"at most {BODY_LIMIT} bytes"), status=413)
    try:
        push = read_push(request.body)
    except Unreadable as fault:
        return _json(Refusal(str(fault), "a JSON object with device_id, cursor and ops"), status=400)
    if len(push.ops) > PUSH_LIMIT:
        return _json(Refusal("too many operations", f"at most {PUSH_LIMIT} in one push"), status=413)
    if push.account not in ("", str(viewer.patient_id)):
        return _json(Refusal("signed in as someone else", "sign in as before, then send again"), status=401)
    return _json(_answer(viewer, cast(UUID, viewer.patient_id), push, clock.now()))


def _answer(viewer: Viewer, patient_id: UUID, push: Push, now: datetime) -> Answer:
    receipts = receive(by=viewer, patient_id=patient_id, ops=push.ops, now=now, sent_at=push.sent_at)
    operations, cursor, more = operations_after(viewer, patient_id, push.cursor, push.device_id)
    if operations:
        record_read(by=viewer, what="sync", patient_id=patient_id, now=now)
    return Answer(server_epoch=server_epoch(), receipts=receipts, ops=operations, cursor=cursor, more=more)


def _json(content: msgspec.Struct, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(content), content_type="application/json", status=status)

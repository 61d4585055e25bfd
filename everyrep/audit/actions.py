"""Writing the audit chain. Every write of a record calls `record`, every read of one calls `record_read`."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from everyrep.audit.models import AuditEvent, AuditHead
from everyrep.tenancy.viewer import Viewer

READ = "read"
READ_WINDOW_S = 15 * 60  # one row per viewer, record and page in a quarter of an hour (ADR 0009)
READS_REMEMBERED = 20_000


@transaction.atomic
def record(
    *,
    by: Viewer,
    action: str,
    object_type: str,
    object_id: object,
    now: datetime,
    patient_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add one event to the end of the clinic's chain, inside the caller's transaction."""
    head = _locked_head(by.clinic_id)
    said = _Said(action, object_type, str(object_id), patient_id, detail or {})
    event = _next_event(head, by, said, now)
    event.save(force_insert=True)
    head.save(update_fields=["seq", "hash"])
    return event


class _Said(NamedTuple):
    """What one event says, beside who did it and when."""

    action: str
    object_type: str
    object_id: str
    patient_id: UUID | None
    detail: dict[str, Any]


def _next_event(head: AuditHead, by: Viewer, said: _Said, now: datetime) -> AuditEvent:
    """The event behind the head, which moves on to it; neither is saved."""
    event = AuditEvent(
        clinic_id=by.clinic_id,
        seq=head.seq + 1,
        at=now.astimezone(UTC),  # as the database gives it back, so that the hash holds
        actor_role=by.role.value,
        actor_id=by.actor_id,
        actor_name=by.name,
        previous_hash=head.hash,
        **said._asdict(),
    )
    event.hash = event_hash(event)
    head.seq, head.hash = event.seq, event.hash
    return event


def _locked_head(clinic_id: UUID) -> AuditHead:
    heads = AuditHead.objects.in_clinic(clinic_id).select_for_update()
    head = heads.first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(clinic_id=clinic_id)], ignore_conflicts=True)
        head = heads.get()
    return head


def event_hash(event: AuditEvent) -> str:
    """SHA-256 over the row's content and the hash before it."""
    content = [
        str(event.clinic_id),
        event.seq,
        event.at.isoformat(),
        event.actor_role,
        str(event.actor_id),
        event.actor_name,
        event.action,
        event.object_type,
        event.object_id,
        str(event.patient_id),
        event.detail,
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


_recent_reads: OrderedDict[tuple[object, ...], None] = OrderedDict()


def record_read(*, by: Viewer, what: str, patient_id: UUID | None, now: datetime) -> None:
    """Note that the viewer saw a patient's record, or a list of them; once per quarter hour and process.

    Several processes may each write the row: a repeated row is harmless, a lacking one is not.
    """
    record_reads(by=by, what=what, patient_ids=[patient_id], now=now)


def record_reads(*, by: Viewer, what: str, patient_ids: Iterable[UUID | None], now: datetime) -> None:
    """The same for each patient of a list that shows something of their records. Three queries."""
    window = int(now.timestamp()) // READ_WINDOW_S
    keys = {(by.clinic_id, by.actor_id, what, patient_id, window): patient_id for patient_id in patient_ids}
    fresh = {key: patient_id for key, patient_id in keys.items() if key not in _recent_reads}
    if not fresh:
        return
    _record_reads(by, what, fresh.values(), now)
    _recent_reads.update(dict.fromkeys(fresh))
    while len(_recent_reads) > READS_REMEMBERED:
        _recent_reads.popitem(last=False)


@transaction.atomic
def _record_reads(by: Viewer, what: str, patient_ids: Iterable[UUID | None], now: datetime) -> None:
    head = _locked_head(by.clinic_id)
    said = (_Said(READ, what, str(patient_id or ""), patient_id, {}) for patient_id in patient_ids)
    AuditEvent.objects.bulk_create([_next_event(head, by, one, now) for one in said])
    head.save(update_fields=["seq", "hash"])

"""Writes to the log that do not come from a device: settling what was set aside."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, invalid
from everyrep.logbook.models import QuarantinedOperation
from everyrep.logbook.receiving import receive
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.tenancy.viewer import Viewer

__all__ = ["receive", "settle"]


@transaction.atomic
def settle(*, by: Viewer, patient_id: UUID, quarantined_id: UUID, note: str, now: datetime) -> None:
    """Say what became of an operation that was set aside; it stays on file. Raises Invalid without a note."""
    check(by, Permission.LOG_FOR_PATIENT)
    if not note.strip():
        raise invalid("note", N_("Write what you did about it, such as: asked the patient, logged by hand."))
    if problems := text_problems(QuarantinedOperation, {"settled_note": note}):
        raise Invalid(problems)
    operation = QuarantinedOperation.objects.seen_by(by).find(id=quarantined_id, patient_id=patient_id)
    operation.settled_at, operation.settled_note = now, note.strip()
    operation.save(update_fields=["settled_at", "settled_note"])
    record(
        by=by,
        action="settle",
        object_type="quarantined_operation",
        object_id=operation.id,
        patient_id=operation.patient_id,
        now=now,
    )

"""Writes to the log that do not come from a device: settling what was set aside, a backup put back."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, invalid
from everyrep.logbook.attending import attend
from everyrep.logbook.models import EPOCH_ROW, QuarantinedOperation, ServerEpoch
from everyrep.logbook.receiving import receive
from everyrep.people.models import Clinic
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.tenancy.viewer import Viewer, system_viewer

__all__ = ["begin_epoch", "receive", "settle"]


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
    attend(by, [operation.patient_id], now)


@transaction.atomic
def begin_epoch(*, now: datetime) -> UUID:
    """Begin another line of history, after a backup was put back: every phone pushes again what it holds.

    Each clinic's audit says so, since what came after the backup is missing from it.
    """
    epoch = uuid4()
    ServerEpoch.objects.update_or_create(id=EPOCH_ROW, defaults={"epoch": epoch})
    for clinic in Clinic.objects.order_by("id"):
        system = system_viewer(clinic.id, clinic.zone)
        record(by=system, action="restore", object_type="database", object_id=epoch, now=now)
    return epoch

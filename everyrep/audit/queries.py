"""Reading the audit chain."""

from datetime import datetime
from uuid import UUID

from everyrep.audit.actions import READ, event_hash
from everyrep.audit.models import AuditEvent, AuditHead
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import NotFound, Viewer


def events_about(viewer: Viewer, patient_id: UUID) -> TenantQuerySet[AuditEvent]:
    """Everything done to or seen of one patient's record, newest first."""
    return AuditEvent.objects.seen_by(viewer).filter(patient_id=patient_id).order_by("-seq")


def first_broken_link(viewer: Viewer) -> int | None:
    """The first `seq` at which the clinic's chain does not hold, or None when all of it does.

    The head is compared too, so that a chain whose newest rows were taken away is noticed.
    """
    previous, expected = "", 0
    for expected, event in enumerate(AuditEvent.objects.seen_by(viewer).order_by("seq").iterator(), start=1):
        intact = event.seq == expected and event.previous_hash == previous and event.hash == event_hash(event)
        if not intact:
            return expected
        previous = event.hash
    head = AuditHead.objects.in_clinic(viewer.clinic_id).first()
    ends_here = (head.seq, head.hash) == (expected, previous) if head else expected == 0
    return None if ends_here else expected + 1


def latest_events(viewer: Viewer, count: int) -> TenantQuerySet[AuditEvent]:
    """The clinic's newest audit rows."""
    return AuditEvent.objects.seen_by(viewer).order_by("-seq")[:count]


def last_write(viewer: Viewer, patient_id: UUID) -> tuple[int, datetime]:
    """Number and moment of the newest write to a patient's record; raises NotFound where there is none."""
    writes = events_about(viewer, patient_id).exclude(action=READ)
    newest = writes.values_list("seq", "at").first()
    if newest is None:
        raise NotFound(str(patient_id))
    return newest


def record_state(viewer: Viewer, patient_id: UUID) -> int:
    """The number of the newest write to a patient's record; raises NotFound where there is none in reach.

    Every write is audited in its own transaction, so a record that has changed has a new number: the
    audit chain is the record's clock.
    """
    return last_write(viewer, patient_id)[0]

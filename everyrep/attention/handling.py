"""What the clinic does about a reason or an alert: it was handled, or somebody else has it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from everyrep.attention.charge import colleagues, put_in_charge
from everyrep.attention.models import Alert, PatientCall, ReasonRow
from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, invalid
from everyrep.people.models import Staff
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.tenancy.viewer import Role, Viewer

NO_COLLEAGUE = N_("Choose a colleague of this clinic who sees patients.")


@transaction.atomic
def handle(
    *, by: Viewer, reason_id: UUID, note: str, until: date | None, now: datetime, called: bool = False
) -> ReasonRow:
    """Somebody saw to it; `note` says how. It rests until it is newer or worse, and at most until `until`, a
    local date of the clinic. `called`: a call to the patient is noted with it. Raises Invalid without a note.
    """
    check(by, Permission.ATTEND)
    if not note.strip():
        raise invalid("note", N_("Write what you did about it, such as: called, wrote, changed the program."))
    if problems := text_problems(ReasonRow, {"handled_note": note}):
        raise Invalid([type(one)("note", one.text, one.values) for one in problems])
    row = _locked(by, reason_id, "handle", now, {"note": note.strip(), "until": str(until or "")})
    row.handled_at, row.handled_by_id = now, _staff_id(by)
    row.handled_note, row.handled_until, row.handled_mark = note.strip(), until, row.mark
    row.save(update_fields=["handled_at", "handled_by", "handled_note", "handled_until", "handled_mark"])
    if called:
        note_call(by=by, patient_id=row.patient_id, now=now)
    return row


@transaction.atomic
def hand_over(
    *, by: Viewer, reason_id: UUID, to: UUID, now: datetime, whole_patient: bool = False
) -> ReasonRow:
    """Give a reason to a colleague who sees patients; with `whole_patient` they take the patient over.

    Raises Invalid for somebody who is no such colleague.
    """
    check(by, Permission.ATTEND)
    staff = _colleague(by, to)
    row = _locked(by, reason_id, "hand_over", now, {"to": str(staff.id)})
    row.owner = staff
    row.save(update_fields=["owner"])
    if whole_patient:
        put_in_charge(by=by, patient_id=row.patient_id, staff_id=staff.id, now=now)
    return row


@transaction.atomic
def hand_over_alert(*, by: Viewer, patient_id: UUID, alert_id: UUID, to: UUID, now: datetime) -> Alert:
    """Give an open alert to a colleague who sees patients. Raises Invalid for somebody who is none."""
    check(by, Permission.ATTEND)
    alerts = Alert.objects.seen_by(by).select_for_update()
    alert = alerts.find(id=alert_id, patient_id=patient_id, settled_at__isnull=True)
    alert.owner = _colleague(by, to)
    alert.save(update_fields=["owner"])
    record(
        by=by,
        action="hand_over",
        object_type="alert",
        object_id=alert.id,
        patient_id=patient_id,
        now=now,
        detail={"to": str(to)},
    )
    return alert


@transaction.atomic
def note_call(*, by: Viewer, patient_id: UUID, now: datetime) -> None:
    """Count a call to a patient."""
    call = PatientCall.objects.create(
        clinic_id=by.clinic_id, patient_id=patient_id, at=now, by_id=_staff_id(by)
    )
    record(
        by=by, action="call", object_type="patient_call", object_id=call.id, patient_id=patient_id, now=now
    )


def _locked(by: Viewer, reason_id: UUID, action: str, now: datetime, detail: dict[str, str]) -> ReasonRow:
    """The row, behind the audit chain, in the order in which whoever logs takes the two."""
    mine = ReasonRow.objects.seen_by(by)
    _record(by, action, mine.find(id=reason_id), now, detail)
    return mine.select_for_update().find(id=reason_id)


def _colleague(by: Viewer, staff_id: UUID) -> Staff:
    found = colleagues(by).filter(id=staff_id).first()
    if found is None:
        raise invalid("to", NO_COLLEAGUE)
    return found


def _staff_id(by: Viewer) -> UUID | None:
    return None if by.role is Role.SYSTEM else by.actor_id


def _record(by: Viewer, action: str, row: ReasonRow, now: datetime, detail: dict[str, str]) -> None:
    record(
        by=by,
        action=action,
        object_type="reason",
        object_id=row.id,
        patient_id=row.patient_id,
        now=now,
        detail={"kind": row.kind, "subject": row.subject, **detail},
    )

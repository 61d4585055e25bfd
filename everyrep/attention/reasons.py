"""Reasons as their sources find them: replaced whole, so that what is no more true goes by itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from everyrep.attention.models import ConditionRow, ReasonRow
from everyrep.core.attention.kinds import Condition, Kind, Reason, Source
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Viewer

Key = tuple[UUID, str, str]
FOUND = ("source", "level", "since", "mark", "evidence")
OPEN_AGAIN = {
    "handled_at": None,
    "handled_by": None,
    "handled_note": "",
    "handled_until": None,
    "handled_mark": None,
}


def put(*, by: Viewer, patient_id: UUID, source: Source, found: Iterable[Reason], now: datetime) -> None:
    """What this source says of a patient, in place of what it said before, in the caller's transaction.

    A reason keeps its owner and the moment it was first found. One that was handled stays so until it is
    newer or worse (`Reason.mark`) or its day has come.
    """
    put_all(by=by, source=source, found={patient_id: tuple(found)}, now=now)


@transaction.atomic
def put_all(*, by: Viewer, source: Source, found: Mapping[UUID, Sequence[Reason]], now: datetime) -> None:
    """The same for several patients. One query, and one more for each way in which something has changed."""
    mine = ReasonRow.objects.in_clinic(by.clinic_id).filter(patient_id__in=list(found), source=source.value)
    stored = {_key(row.patient_id, row): row for row in mine.select_for_update()}
    wanted = {
        (patient_id, reason.kind.value, reason.subject): _row(by, patient_id, source, reason, now)
        for patient_id, reasons in found.items()
        for reason in reasons
    }
    gone = [row.id for key, row in stored.items() if key not in wanted]
    if gone:
        mine.filter(id__in=gone).delete()
    changed = [row for key, row in wanted.items() if key not in stored or _differs(row, stored[key])]
    _keep(changed)
    _ask_again(by, mine, stored, wanted, now)


def withdraw(*, by: Viewer, patient_id: UUID, kinds: Iterable[Kind]) -> None:
    """Take these back before their source looks again: what they speak of was just changed."""
    mine = ReasonRow.objects.in_clinic(by.clinic_id).filter(patient_id=patient_id)
    mine.filter(kind__in=[kind.value for kind in kinds]).delete()


@transaction.atomic
def set_conditions(*, by: Viewer, found: Mapping[UUID, Condition | None]) -> None:
    """How these patients stand; None for one without a program. Two queries where something has changed."""
    rows = ConditionRow.objects.in_clinic(by.clinic_id).filter(patient_id__in=list(found))
    stored = dict(rows.values_list("patient_id", "condition"))
    without = [patient_id for patient_id, one in found.items() if one is None and patient_id in stored]
    if without:
        rows.filter(patient_id__in=without).delete()
    changed = [
        ConditionRow(clinic_id=by.clinic_id, patient_id=patient_id, condition=one.value)
        for patient_id, one in found.items()
        if one is not None and stored.get(patient_id) != one.value
    ]
    if changed:
        ConditionRow.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["clinic", "patient"],
            update_fields=["condition"],
        )


def _key(patient_id: UUID, row: ReasonRow) -> Key:
    return (patient_id, row.kind, row.subject)


def _row(by: Viewer, patient_id: UUID, source: Source, reason: Reason, now: datetime) -> ReasonRow:
    return ReasonRow(
        clinic_id=by.clinic_id,
        patient_id=patient_id,
        source=source.value,
        kind=reason.kind.value,
        subject=reason.subject,
        level=reason.kind.level.value,
        since=reason.since,
        mark=reason.mark,
        evidence=dict(reason.evidence),
        raised_at=now,
    )


def _differs(row: ReasonRow, stored: ReasonRow) -> bool:
    return any(getattr(row, name) != getattr(stored, name) for name in FOUND)


def _keep(rows: list[ReasonRow]) -> None:
    if rows:
        ReasonRow.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["clinic", "patient", "kind", "subject"],
            update_fields=FOUND,
        )


def _ask_again(
    by: Viewer,
    mine: TenantQuerySet[ReasonRow],
    stored: Mapping[Key, ReasonRow],
    wanted: Mapping[Key, ReasonRow],
    now: datetime,
) -> None:
    """Open what was handled, where it is newer or worse now, or the day it rested until has come."""
    today = now.astimezone(ZoneInfo(by.zone)).date()
    again = [
        row.id
        for key, row in stored.items()
        if row.handled_mark is not None
        and key in wanted
        and (wanted[key].mark > row.handled_mark or (row.handled_until and row.handled_until <= today))
    ]
    if again:
        mine.filter(id__in=again).update(**OPEN_AGAIN, raised_at=now)

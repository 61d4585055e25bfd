"""Raising alerts, and saying who has seen to them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from everyrep.attention.escalation import begin
from everyrep.attention.looking import look_again
from everyrep.attention.models import Alert
from everyrep.audit.actions import record
from everyrep.core.alerting import Level, worst
from everyrep.core.problems import N_, Invalid, invalid
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.tenancy.viewer import Role, Viewer


@transaction.atomic
def raise_alert(
    *,
    by: Viewer,
    patient_id: UUID,
    level: Level,
    reason: str,
    entry_id: UUID,
    findings: Iterable[str],
    first_day: date,
    now: datetime,
    evidence: dict[str, Any] | None = None,
) -> Alert:
    """An alert about this entry, raised once however often it is asked for.

    `findings` are codes; one that an earlier alert of the entry did not have is added to it, at the more
    pressing level, and asks for a clinician again even where the alert was settled. None is ever removed.
    `first_day` is the local date it concerns. The caller has checked that `by` may write about the patient.
    """
    new = Alert(
        clinic_id=by.clinic_id,
        patient_id=patient_id,
        level=level.value,
        reason=reason,
        entry_id=entry_id,
        evidence={**(evidence or {}), "findings": sorted(set(findings))},
        first_day=first_day,
        raised_at=now,
    )
    Alert.objects.bulk_create([new], ignore_conflicts=True)
    same = {"patient_id": patient_id, "reason": reason, "entry_id": entry_id}
    stored = Alert.objects.seen_by(by).select_for_update().find(**same)
    if stored.id == new.id:
        _record(by, "raise", stored, now)
        begin(by=by, alert=stored)
    elif set(new.findings) - set(stored.findings):
        _raise_again(by, stored, new, now)
    return stored


def _raise_again(by: Viewer, stored: Alert, new: Alert, now: datetime) -> None:
    """What was done about the earlier findings stays in the audit rows and in `earlier`."""
    if stored.settled_at is not None:
        settled = {"settled_at": stored.settled_at.isoformat(), "outcome": stored.outcome}
        stored.evidence["earlier"] = [*stored.evidence.get("earlier", []), settled]
    level = worst((stored.pressing, new.pressing))
    assert level is not None
    stored.level = level.value
    stored.evidence["findings"] = sorted({*stored.findings, *new.findings})
    stored.acknowledged_at = stored.acknowledged_by = None
    stored.settled_at = stored.settled_on = stored.settled_by = None
    stored.outcome, stored.raised_at = "", now
    stored.step, stored.overdue_at = 0, None
    stored.save()
    _record(by, "raise", stored, now)
    begin(by=by, alert=stored)


@transaction.atomic
def acknowledge(*, by: Viewer, patient_id: UUID, alert_id: UUID, now: datetime) -> Alert:
    """Note who of the clinic has seen an alert first. Raises NotFound."""
    check(by, Permission.SEE_PATIENTS)
    alert = _locked(by, patient_id, alert_id)
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by_id = now, _staff_id(by)
        alert.save(update_fields=["acknowledged_at", "acknowledged_by"])
        _record(by, "acknowledge", alert, now)
    return alert


@transaction.atomic
def settle(*, by: Viewer, patient_id: UUID, alert_id: UUID, outcome: str, now: datetime) -> Alert:
    """A clinician's word on what became of an alert; where it held the plan, the plan goes on.

    Raises Invalid without an outcome, and for an alert that was settled before: its outcome stays.
    """
    check(by, Permission.CLEAR_ALERT)
    if not outcome.strip():
        raise invalid("outcome", N_("Write what you found and what you agreed, such as: called, seen today."))
    if problems := text_problems(Alert, {"outcome": outcome}):
        raise Invalid(problems)
    alert = _locked(by, patient_id, alert_id)
    if alert.settled_at is not None:
        raise invalid("outcome", N_("This alert was cleared before. Its outcome stays as it was written."))
    today = now.astimezone(ZoneInfo(alert.patient.zone)).date()
    alert.settled_at, alert.settled_on, alert.outcome = now, max(today, alert.first_day), outcome.strip()
    alert.settled_by_id = _staff_id(by)
    alert.save(update_fields=["settled_at", "settled_on", "settled_by", "outcome"])
    _record(by, "settle", alert, now)
    look_again(by=by, patient_ids=[alert.patient_id], now=now)
    return alert


def _locked(by: Viewer, patient_id: UUID, alert_id: UUID) -> Alert:
    mine = Alert.objects.seen_by(by).select_for_update(of=("self",))
    return mine.select_related("patient").find(id=alert_id, patient_id=patient_id)


def _staff_id(by: Viewer) -> UUID | None:
    return None if by.role is Role.SYSTEM else by.actor_id


def _record(by: Viewer, action: str, alert: Alert, now: datetime) -> None:
    record(
        by=by,
        action=action,
        object_type="alert",
        object_id=alert.id,
        patient_id=alert.patient_id,
        now=now,
        detail={"level": alert.level, "reason": alert.reason, "entry_id": str(alert.entry_id)},
    )

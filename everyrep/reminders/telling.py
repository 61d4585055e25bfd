"""Telling the therapist instead of reminding on: a notice, once for each run of days without an answer."""

from datetime import datetime
from uuid import uuid5

from everyrep.attention.actions import raise_alert
from everyrep.core.alerting import Level
from everyrep.reminders.facts import Known
from everyrep.reminders.models import ReminderPreferences
from everyrep.tenancy.viewer import Viewer

REASON = "unanswered_reminders"
NO_ANSWER, PAIN_BY_TEXT = (
    "reminders_no_answer",
    "pain_by_text",
)  # findings, told in words by the clinic's pages


def tell_therapist(viewer: Viewer, known: Known, days: int, now: datetime) -> None:
    """Raise the notice in the caller's transaction, unless this run of days has raised one."""
    row = known.preferences
    if row.told_on is not None and row.told_on > known.heard_on:
        return
    raise_alert(
        by=viewer,
        patient_id=known.patient.id,
        level=Level.NOTICE,
        reason=REASON,
        entry_id=uuid5(row.id, known.heard_on.isoformat()),
        findings=[NO_ANSWER],
        first_day=known.today,
        now=now,
        evidence={"days": days, "heard_on": known.heard_on.isoformat(), "said_by": viewer.name},
    )
    ReminderPreferences.objects.in_clinic(viewer.clinic_id).filter(id=row.id).update(told_on=known.today)

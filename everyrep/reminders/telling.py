"""Telling the therapist instead of reminding on: a reason, once for each run of days without an answer."""

from datetime import datetime

from everyrep.attention.reasons import put
from everyrep.core.attention.kinds import Kind, Reason, Source
from everyrep.reminders.facts import Known
from everyrep.reminders.models import ReminderPreferences
from everyrep.tenancy.viewer import Viewer

PAIN_BY_TEXT = "pain_by_text"  # a finding, told in words by the clinic's pages


def tell_therapist(viewer: Viewer, known: Known, days: int, now: datetime) -> None:
    """Put the reason in the caller's transaction, unless this run of days has put one.

    It goes when the patient logs something (logbook.receiving) or chooses anew.
    """
    row = known.preferences
    if row.told_on is not None and row.told_on > known.heard_on:
        return
    evidence = {"days": days, "heard_on": known.heard_on.isoformat()}
    reason = Reason(
        kind=Kind.REMINDERS_UNANSWERED,
        since=known.today,
        mark=known.heard_on.toordinal(),
        evidence=evidence,
    )
    put(by=viewer, patient_id=known.patient.id, source=Source.REMINDERS, found=[reason], now=now)
    ReminderPreferences.objects.in_clinic(viewer.clinic_id).filter(id=row.id).update(told_on=known.today)

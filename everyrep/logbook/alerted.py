"""Alerts beside the entries they came from: what the patient took back stays an alert, and says so."""

from dataclasses import dataclass
from uuid import UUID

from everyrep.attention.models import Alert
from everyrep.attention.queries import alerts_of, open_alerts
from everyrep.logbook.models import Entry
from everyrep.tenancy.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Alerted:
    """An alert, and whether its entry was taken back after it."""

    alert: Alert
    taken_back: bool


def waiting(viewer: Viewer) -> list[Alerted]:
    """What waits in the whole clinic, the most pressing first. Two queries."""
    return _beside(viewer, open_alerts(viewer))


def about(viewer: Viewer, patient_id: UUID) -> list[Alerted]:
    """Everything about one patient, what is open first. Two queries."""
    return _beside(viewer, alerts_of(viewer, patient_id))


def _beside(viewer: Viewer, alerts: list[Alert]) -> list[Alerted]:
    entry_ids = [alert.entry_id for alert in alerts]
    gone = Entry.objects.seen_by(viewer).filter(entry_id__in=entry_ids, retracted=True)
    pairs = set(gone.values_list("patient_id", "entry_id")) if alerts else set()
    return [Alerted(alert, (alert.patient_id, alert.entry_id) in pairs) for alert in alerts]

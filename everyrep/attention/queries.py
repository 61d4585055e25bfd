"""Reads of alerts, and of the days on which a plan waits for a clinician."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from everyrep.attention.charge import in_charge
from everyrep.attention.models import Alert
from everyrep.core.alerting import Hold, Level, on_hold
from everyrep.core.alerting import held_since as since
from everyrep.people.policy import Permission, check
from everyrep.tenancy.viewer import Viewer

HOLDING = [level.value for level in Level if level.holds]


def open_alerts(viewer: Viewer) -> list[Alert]:
    """The clinic's unsettled alerts with their patients, the most pressing and then the oldest first.

    `charge` on each is the id of whoever is in charge of the patient.
    """
    check(viewer, Permission.SEE_PATIENTS)
    waiting = in_charge(Alert.objects.seen_by(viewer).filter(settled_at__isnull=True))
    people = waiting.select_related("patient", "acknowledged_by", "settled_by")
    found = people.order_by("raised_at", "id")
    return sorted(found, key=lambda alert: alert.pressing.rank)


def open_levels(viewer: Viewer) -> dict[UUID, Level]:
    """The most pressing open level of every patient who has one. One query."""
    check(viewer, Permission.SEE_PATIENTS)
    waiting = Alert.objects.seen_by(viewer).filter(settled_at__isnull=True)
    found = [(patient_id, Level(level)) for patient_id, level in waiting.values_list("patient_id", "level")]
    return dict(sorted(found, key=lambda pair: pair[1].rank, reverse=True))


def alerts_of(viewer: Viewer, patient_id: UUID) -> list[Alert]:
    """Everything ever raised about one patient: what is open first, the most pressing on top, then the rest
    with the newest first. Staff only.
    """
    check(viewer, Permission.SEE_PATIENTS)
    mine = Alert.objects.seen_by(viewer).filter(patient_id=patient_id)
    people = mine.select_related("patient", "acknowledged_by", "settled_by")
    found = list(people.order_by("-raised_at", "id"))
    waiting = [alert for alert in found if alert.settled_at is None]
    settled = [alert for alert in found if alert.settled_at is not None]
    return [*sorted(waiting, key=lambda alert: alert.pressing.rank), *settled]


def holds_of(viewer: Viewer, patient_ids: Collection[UUID]) -> dict[UUID, tuple[Hold, ...]]:
    """The times at which these patients' plans wait or waited for a clinician. One query."""
    holding = Alert.objects.seen_by(viewer).filter(patient_id__in=list(patient_ids), level__in=HOLDING)
    found: dict[UUID, tuple[Hold, ...]] = dict.fromkeys(patient_ids, ())
    for patient_id, first, cleared in holding.values_list("patient_id", "first_day", "settled_on"):
        found[patient_id] += (Hold(first, cleared),)
    return found


def held_since(viewer: Viewer, patient_id: UUID) -> date | None:
    """The local date from which this patient's plan waits for a clinician; None where it does not."""
    return since(holds_of(viewer, [patient_id])[patient_id])


def unanswered(viewer: Viewer, patient_id: UUID) -> list[Alert]:
    """The alerts that keep the plan waiting and that nobody of the clinic has seen yet. One query."""
    mine = Alert.objects.seen_by(viewer).filter(patient_id=patient_id, level__in=HOLDING)
    return list(mine.filter(settled_at__isnull=True, acknowledged_at__isnull=True))


def held_between(viewer: Viewer, patient_id: UUID, first: date, last: date) -> frozenset[date]:
    """The local dates of this window, both ends included, on which the plan waits or waited.

    While it waits, every day to come counts: nobody knows when it will be cleared.
    """
    holds = holds_of(viewer, [patient_id])[patient_id]
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(day for day in days if on_hold(holds, day))

"""What rules are judged by: the last weeks of a log, day by day, and what the clinic knows beside it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from everyrep.attention.models import Alert
from everyrep.attention.queries import holds_of
from everyrep.core.alerting import Hold, Level, on_hold
from everyrep.core.logged import Logged
from everyrep.core.plan import Prescription
from everyrep.core.progression import Clinical, Day
from everyrep.core.progression.gathering import WINDOW_DAYS
from everyrep.core.safety.warnings import RowWeightBearing, WeightBearing
from everyrep.core.sync import Evidence
from everyrep.library.queries import known_exercise
from everyrep.logbook.models import Entry
from everyrep.logbook.spans import speaking_of
from everyrep.logbook.wire import read_body
from everyrep.people.models import Patient
from everyrep.prescribing.chain import Chain
from everyrep.prescribing.models import Episode
from everyrep.prescribing.queries import chains_since
from everyrep.tenancy.viewer import Viewer

ASKING = [level.value for level in Level if level is not Level.NOTICE]
"""The levels of an alert that holds progress back until it is settled; a notice asks for no answer."""

Said = tuple[Logged, Evidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One patient's weeks up to `today`, a local date. `begun_on` is the first day of the open episode,
    `asked` are the times at which an alert was open.
    """

    patient: Patient
    today: date
    first: date
    chain: Chain
    said: dict[date, tuple[Said, ...]]
    begun_on: date | None
    holds: tuple[Hold, ...]
    asked: tuple[Hold, ...]

    def days(self, item: Prescription, usual_pain: int | None) -> Iterator[Day]:
        """Every day of the weeks, as the rules of one item read it."""
        known = Clinical(
            usual_pain=usual_pain,
            technique_doubt=False,  # until somebody says that they are not sure how
            weight_bearing=WeightBearing(self.patient.weight_bearing or WeightBearing.FWB),
            exercise_weight_bearing=_weight_bearing(item),
        )
        for number in range((self.today - self.first).days + 1):
            day = self.first + timedelta(days=number)
            yield Day(
                said_on=day,
                entries=self.said.get(day, ()),
                clinical=replace(
                    known,
                    open_alert=on_hold(self.asked, day),
                    treated_days=(day - self.begun_on).days if self.begun_on else None,
                ),
                off=on_hold(self.holds, day),
            )


def histories(
    by: Viewer, patient_ids: Collection[UUID], now: datetime, *, days: int = WINDOW_DAYS
) -> dict[UUID, History]:
    """The last `days` days of these patients, each by the clock of their own zone. Six queries.

    The caller has checked that `by` may read them.
    """
    today = now.astimezone(UTC).date()  # a patient's own day is this one or one beside it, whatever the zone
    first, last = today - timedelta(days=days), today + timedelta(days=1)
    people = Patient.objects.in_clinic(by.clinic_id).filter(id__in=list(patient_ids))
    found = {patient.id: patient for patient in people}
    chains = chains_since(by, list(found), first)
    said = _said(by, list(found), first, last)
    active = Episode.objects.in_clinic(by.clinic_id).filter(patient_id__in=list(found), status=Episode.ACTIVE)
    begun = dict(active.values_list("patient_id", "started_on"))
    holds, asked = holds_of(by, list(found)), _asked(by, list(found))
    return {
        patient_id: History(
            patient=patient,
            today=(local := now.astimezone(ZoneInfo(patient.zone)).date()),
            first=local - timedelta(days=days - 1),
            chain=chains[patient_id],
            said=said[patient_id],
            begun_on=begun.get(patient_id),
            holds=holds[patient_id],
            asked=asked[patient_id],
        )
        for patient_id, patient in found.items()
    }


def _said(by: Viewer, ids: list[UUID], first: date, last: date) -> dict[UUID, dict[date, tuple[Said, ...]]]:
    standing = Entry.objects.in_clinic(by.clinic_id).filter(patient_id__in=ids, retracted=False)
    rows = speaking_of(standing, first, last).values_list("patient_id", "local_date", "body", "evidence")
    found: dict[UUID, dict[date, tuple[Said, ...]]] = {patient_id: {} for patient_id in ids}
    for patient_id, day, body, evidence in rows:
        days = found[patient_id]
        days[day] = (*days.get(day, ()), (read_body(body), Evidence(evidence)))
    return found


def _asked(by: Viewer, ids: list[UUID]) -> dict[UUID, tuple[Hold, ...]]:
    rows = Alert.objects.in_clinic(by.clinic_id).filter(patient_id__in=ids, level__in=ASKING)
    found: dict[UUID, tuple[Hold, ...]] = dict.fromkeys(ids, ())
    for patient_id, first, settled in rows.values_list("patient_id", "first_day", "settled_on"):
        found[patient_id] += (Hold(first, settled),)
    return found


def _weight_bearing(item: Prescription) -> RowWeightBearing | None:
    exercise = known_exercise(item.exercise)
    return exercise.weight_bearing if exercise else None

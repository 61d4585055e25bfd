"""Working out anew who needs somebody: what was asked for, and once a day everybody in care.

The daily sweep finds what only time reveals: silence, an exercise that stands unchanged. It goes through a
clinic in batches and remembers how far it is, so that it can be broken off at any moment. `also` is what the
contexts above the log have to say of the same patients.
"""

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import DatabaseError

from everyrep.attention.defaults import sweep_at
from everyrep.attention.looking import TOPIC
from everyrep.attention.models import Sweep
from everyrep.logbook.attending import attend
from everyrep.logbook.proposing import propose
from everyrep.outbox.actions import done, take, try_again
from everyrep.outbox.models import Task
from everyrep.outbox.queries import free
from everyrep.people.models import Clinic, Patient
from everyrep.prescribing.models import Episode
from everyrep.tenancy.viewer import Viewer

Also = Callable[[Viewer, Collection[UUID], datetime], None]

BATCH = 100  # patients read and written at once: others wait no longer than that for the database

log = logging.getLogger(__name__)


def look_again_some(by: Viewer, now: datetime, also: Also) -> int:
    """See to BATCH patients at most whom somebody asked to be looked at again; how many tasks there were."""
    chunk = list(free(by, now).filter(topic=TOPIC)[:BATCH])
    patients = {task.patient_id for task in chunk if task.patient_id}
    broken = _attend(by, patients, now, also) if patients else set()
    for task in chunk:
        _end(by, task, now, broken=task.patient_id in broken)
    return len(chunk)


def _end(by: Viewer, task: Task, now: datetime, *, broken: bool) -> None:
    taken = take(by=by, task=task, now=now)
    if taken is not None and broken:
        try_again(by=by, task=taken, now=now)
    elif taken is not None:
        done(by=by, task=taken, now=now)


def clinics_to_sweep(now: datetime) -> list[UUID]:
    """The clinics whose sweep is due or not over, and those that have never had one; ids only."""
    rows = Sweep.objects.before_viewer()
    begun = rows.values("clinic_id")
    fresh = Clinic.objects.exclude(id__in=begun).values_list("id", flat=True)
    return [*rows.filter(due_at__lte=now).values_list("clinic_id", flat=True), *fresh]


def sweep_some(by: Viewer, now: datetime, also: Also) -> int:
    """The next BATCH of those in care; how many they were. Fewer than BATCH: the sweep is over for today."""
    row = _row(by, now)
    in_care = Episode.objects.in_clinic(by.clinic_id).filter(status=Episode.ACTIVE)
    if row.after is not None:
        in_care = in_care.filter(patient_id__gt=row.after)
    ids = list(in_care.order_by("patient_id").values_list("patient_id", flat=True)[:BATCH])
    if ids:
        _attend(by, ids, now, also)
    over = len(ids) < BATCH
    mine = Sweep.objects.in_clinic(by.clinic_id).filter(id=row.id, after=row.after)
    mine.update(after=None, due_at=next_sweep(by, now)) if over else mine.update(after=ids[-1])
    return len(ids)


def rebuild(by: Viewer, now: datetime, also: Also) -> int:
    """Work out every patient of the clinic anew, in care or not; how many they were."""
    patients = Patient.objects.in_clinic(by.clinic_id).order_by("id")
    ids = list(patients.values_list("id", flat=True))
    for start in range(0, len(ids), BATCH):
        _attend(by, ids[start : start + BATCH], now, also)
    return len(ids)


def next_sweep(by: Viewer, now: datetime) -> datetime:
    """The next moment at which the clinic's clock shows the hour of the sweep."""
    local = now.astimezone(ZoneInfo(by.zone))
    today = datetime.combine(local.date(), sweep_at(), local.tzinfo)
    return (
        today if today > now else datetime.combine(local.date() + timedelta(days=1), sweep_at(), local.tzinfo)
    )


def _row(by: Viewer, now: datetime) -> Sweep:
    rows = Sweep.objects.in_clinic(by.clinic_id)
    found = rows.first()
    if found is None:
        Sweep.objects.bulk_create([Sweep(clinic_id=by.clinic_id, due_at=now)], ignore_conflicts=True)
        found = rows.get()
    return found


def _attend(by: Viewer, ids: Collection[UUID], now: datetime, also: Also) -> set[UUID]:
    """See to all of them; those whose rows cannot be read are noted in the log, and stop no other."""
    try:
        _see_to(by, ids, now, also)
    except DatabaseError:  # nobody's row, and perhaps better in a moment
        raise
    except Exception:  # any fault of any row: find whose it is
        log.warning("attention: a row of clinic %s cannot be read; looking for it", by.clinic_id)
        return {patient_id for patient_id in ids if not _attend_one(by, patient_id, now, also)}
    return set()


def _attend_one(by: Viewer, patient_id: UUID, now: datetime, also: Also) -> bool:
    try:
        _see_to(by, [patient_id], now, also)
    except DatabaseError:
        raise
    except Exception as fault:
        log.error("attention: patient %s is left out: %s", patient_id, type(fault).__name__)
        return False
    return True


def _see_to(by: Viewer, ids: Collection[UUID], now: datetime, also: Also) -> None:
    propose(by, ids, now)
    attend(by, ids, now)
    also(by, ids, now)

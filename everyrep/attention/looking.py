"""Asking for a patient to be looked at again: by whoever changes what reasons are worked out from, but does
not know the log. The worker does it within seconds (logbook.attending).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from everyrep.outbox.actions import NewTask, put
from everyrep.tenancy.viewer import Viewer

TOPIC = "attend"
GOOD_FOR = timedelta(days=2)  # by then the daily sweep has been there


def look_again(*, by: Viewer, patient_ids: Iterable[UUID], now: datetime) -> None:
    """Have these patients' reasons worked out anew, after the caller's transaction."""
    put(by=by, tasks=(_task(patient_id, now) for patient_id in patient_ids))


def _task(patient_id: UUID, now: datetime) -> NewTask:
    return NewTask(
        topic=TOPIC,
        key=f"{patient_id}/{now.timestamp()}",
        patient_id=patient_id,
        due_at=now,
        late_at=now + GOOD_FOR,
    )

"""Writing tasks down, taking them one at a time, and saying what became of them.

At least once: a task is taken by a conditional update that only one worker can win, and ended after the
work is done. Who dies in between leaves a lease that runs out, and the task is taken again.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from everyrep.outbox.models import Heartbeat, State, Task
from everyrep.outbox.queries import free, unleased, waiting
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Viewer

LEASE = timedelta(minutes=2)  # longer than any one piece of work may take
WAIT_FIRST = timedelta(seconds=30)  # after the first try that failed; doubled after each
TRIES_MOST = 8  # in all: the last some 30 minutes after the first
WRITTEN_AT_ONCE, FORGOTTEN_AT_ONCE = 2000, 5000  # rows
KEPT = timedelta(days=100)  # after its end

LATE, BEFORE_RESTORE, GAVE_UP = "late", "before_restore", "gave_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """What to do, from `due_at` on and never from `late_at` on; the key makes it one."""

    topic: str
    key: str
    due_at: datetime
    late_at: datetime
    patient_id: UUID | None = None
    body: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A task that is this worker's until its lease runs out."""

    id: UUID
    lease: UUID
    topic: str
    key: str
    patient_id: UUID | None
    body: dict[str, Any]
    due_at: datetime
    late_at: datetime
    attempts: int


def put(*, by: Viewer, tasks: Iterable[NewTask]) -> None:
    """Write tasks down in the caller's transaction; one whose key is known already stays as it is."""
    rows = [
        Task(
            clinic_id=by.clinic_id,
            topic=task.topic,
            key=task.key,
            patient_id=task.patient_id,
            body=task.body,
            due_at=task.due_at,
            late_at=task.late_at,
        )
        for task in tasks
    ]
    Task.objects.bulk_create(rows, ignore_conflicts=True, batch_size=WRITTEN_AT_ONCE)


def take(*, by: Viewer, task: Task, now: datetime) -> Taken | None:
    """The task, leased to the caller; None where another worker was first or there is nothing to do."""
    lease = uuid.uuid4()
    won = free(by, now).filter(id=task.id, attempts=task.attempts).order_by()
    if not won.update(lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return Taken(
        id=task.id,
        lease=lease,
        topic=task.topic,
        key=task.key,
        patient_id=task.patient_id,
        body=task.body,
        due_at=task.due_at,
        late_at=task.late_at,
        attempts=task.attempts + 1,
    )


def done(*, by: Viewer, task: Taken, now: datetime) -> bool:
    """The work is done. False where the lease had run out and someone else has it: then it may come twice."""
    return _mine(by, task).update(state=State.DONE, lease=None, lease_until=None, ended_at=now) == 1


def close(*, by: Viewer, task: Taken, note: str, now: datetime) -> None:
    """The work is not to be done, because of `note`."""
    _mine(by, task).update(state=State.CLOSED, note=note, lease=None, lease_until=None, ended_at=now)


def put_off(*, by: Viewer, task: Taken, due_at: datetime, late_at: datetime) -> None:
    """The task has moved: it is due at another moment, and was not tried."""
    times = {"due_at": due_at, "late_at": late_at}
    _mine(by, task).update(**times, lease=None, lease_until=None, attempts=F("attempts") - 1)


def try_again(*, by: Viewer, task: Taken, now: datetime) -> None:
    """The work failed: once more after a while, twice as long after each try; in the end it is given up."""
    if task.attempts >= TRIES_MOST:
        return close(by=by, task=task, note=GAVE_UP, now=now)
    wait = WAIT_FIRST * 2 ** (task.attempts - 1)
    _mine(by, task).update(lease=None, lease_until=now + wait)
    return None


def close_late(*, by: Viewer, now: datetime) -> int:
    """Close what is due no more, also what a dead worker was at; the number of tasks."""
    late = waiting(by).filter(unleased(now), late_at__lte=now)
    return late.update(state=State.CLOSED, note=LATE, lease=None, lease_until=None, ended_at=now)


@transaction.atomic
def beat(*, name: str, epoch: str, now: datetime) -> datetime | None:
    """Say that the loop goes round; when it did so before, None for the first time.

    Under another epoch the database was restored from a backup: what was due by now is closed, as it may
    have been done before (a restored database would do it all again).
    """
    rows = Heartbeat.objects.select_for_update().filter(name=name)
    before = rows.first()
    if before is None:
        Heartbeat.objects.bulk_create([Heartbeat(name=name, at=now, epoch=epoch)], ignore_conflicts=True)
        return None
    rows.update(at=now, epoch=epoch)
    if before.epoch != epoch:
        due = Task.objects.before_viewer().filter(state=State.WAITING, due_at__lte=now)
        due.update(state=State.CLOSED, note=BEFORE_RESTORE, lease=None, lease_until=None, ended_at=now)
    return before.at


def forget_old(*, now: datetime) -> None:
    """Delete what ended so long ago that nobody asks for it any more, FORGOTTEN_AT_ONCE at most."""
    ended = Task.objects.before_viewer().exclude(state=State.WAITING).filter(ended_at__lt=now - KEPT)
    old = list(ended.values_list("id", flat=True)[:FORGOTTEN_AT_ONCE])
    Task.objects.before_viewer().filter(id__in=old).delete()


def withdraw(*, by: Viewer, ids: Iterable[UUID]) -> None:
    """Take back tasks that nobody is at: they are gone, and may be put again."""
    waiting(by).filter(id__in=list(ids), lease=None, attempts=0).delete()


def _mine(by: Viewer, task: Taken) -> TenantQuerySet[Task]:
    return waiting(by).filter(id=task.id, lease=task.lease)

"""What waits, and whether a worker is there to do it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from everyrep.outbox.models import Heartbeat, State, Task
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Viewer

SILENT_AFTER = timedelta(minutes=5)  # a loop that has not gone round for so long is taken for dead


def clinics_with_work(now: datetime) -> list[UUID]:
    """The clinics where something is due or late; ids only, the work is then done inside each."""
    due = Task.objects.before_viewer().filter(state=State.WAITING, due_at__lte=now)
    return list(due.order_by("clinic_id").values_list("clinic_id", flat=True).distinct())


def waiting(viewer: Viewer) -> TenantQuerySet[Task]:
    """All that is still to do in the viewer's clinic."""
    return Task.objects.in_clinic(viewer.clinic_id).filter(state=State.WAITING)


def unleased(now: datetime) -> Q:
    """Nobody is at it, or whoever was has died."""
    return Q(lease_until=None) | Q(lease_until__lte=now)


def free(viewer: Viewer, now: datetime) -> TenantQuerySet[Task]:
    """What is due, not late, and nobody is at; the longest due first."""
    return waiting(viewer).filter(unleased(now), due_at__lte=now, late_at__gt=now).order_by("due_at", "id")


def tasks_of(
    viewer: Viewer, topic: str, patient_ids: Iterable[UUID], since: datetime
) -> TenantQuerySet[Task]:
    """The patients' tasks of a topic that were or are due since then, in any state."""
    mine = Task.objects.in_clinic(viewer.clinic_id).filter(topic=topic, patient_id__in=list(patient_ids))
    return mine.filter(due_at__gte=since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`last_at` is when the loop last went round. Counts are of the whole installation, of the last day."""

    last_at: datetime | None
    alive: bool
    waiting: int
    overdue: int
    late: int
    gave_up: int


def health(name: str, now: datetime) -> Health:
    """How the loop of this name is doing."""
    beat = Heartbeat.objects.filter(name=name).first()
    tasks, day = Task.objects.before_viewer(), now - timedelta(days=1)
    waiting, closed = tasks.filter(state=State.WAITING), tasks.filter(state=State.CLOSED, ended_at__gte=day)
    return Health(
        last_at=beat.at if beat else None,
        alive=beat is not None and now - beat.at < SILENT_AFTER,
        waiting=waiting.count(),
        overdue=waiting.filter(due_at__lte=now - SILENT_AFTER).count(),
        late=closed.filter(note="late").count(),
        gave_up=closed.filter(note="gave_up").count(),
    )

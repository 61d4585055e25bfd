"""Writing reminders down two days ahead. What is sent is decided anew when it is due (see sending)."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from everyrep.core.reminding import Channel, Kind, Occurrence, Sent
from everyrep.outbox.actions import NewTask, put, withdraw
from everyrep.outbox.models import State, Task
from everyrep.outbox.queries import tasks_of
from everyrep.reminders.facts import AHEAD, TOPIC, Known, known_of
from everyrep.reminders.models import ReminderPreferences
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Viewer

PLANNED_EVERY = timedelta(minutes=10)  # so late at most is a change of the plan noticed ahead of its time
BROKEN_AGAIN = timedelta(hours=1)  # a row that was set aside is looked at again after so long
AT_ONCE = 500  # patients


def key_of(patient_id: UUID, said: Sent, recipient: str) -> str:
    """One reminder for good: a patient's session of a local date, by one way, to one recipient."""
    slot = f"{said.local_date.isoformat()}/{said.session}"
    return f"{patient_id}/{slot}/{said.kind.value}/{said.channel.value}/{recipient}"


def body_of(said: Sent, recipient: str) -> dict[str, Any]:
    """What `sent_of` reads."""
    return {
        "local_date": said.local_date.isoformat(),
        "session": said.session,
        "kind": said.kind.value,
        "channel": said.channel.value,
        "recipient": recipient,
    }


def public_key(key: str) -> str:
    """The key as a provider may see it: 32 characters that say nothing and stay the same at each try."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def new_task(patient_id: UUID, slot: Occurrence, kind: Kind, channel: Channel, recipient: str) -> NewTask:
    """The task of one reminder."""
    said = Sent(local_date=slot.local_date, session=slot.session, kind=kind, channel=channel)
    return NewTask(
        topic=TOPIC,
        key=key_of(patient_id, said, recipient),
        patient_id=patient_id,
        due_at=slot.due_at,
        late_at=slot.late_at,
        body=body_of(said, recipient),
    )


def clinics_to_plan(now: datetime) -> list[UUID]:
    """The clinics where somebody's reminders were not laid ahead for a while; ids only."""
    rows = _to_plan(now, ReminderPreferences.objects.before_viewer())
    return list(rows.order_by("clinic_id").values_list("clinic_id", flat=True).distinct())


def plan_some(viewer: Viewer, now: datetime) -> int:
    """Lay ahead the reminders of those whose turn it is, AT_ONCE at most; how many they were."""
    rows = _to_plan(now, ReminderPreferences.objects.in_clinic(viewer.clinic_id))
    ids = list(rows.order_by("planned_at", "id").values_list("patient_id", flat=True)[:AT_ONCE])
    if ids:
        plan(viewer, ids, now)
    return len(ids)


@transaction.atomic
def plan(viewer: Viewer, patient_ids: list[UUID], now: datetime) -> None:
    """Make the tasks of these patients what their plans and wishes ask for in the next two days."""
    known = known_of(viewer, patient_ids, now)
    wanted = {task.key: task for one in known.values() for task in _wanted(one, now)}
    waiting = tasks_of(viewer, TOPIC, patient_ids, now).filter(state=State.WAITING)
    firsts = [task for task in waiting if task.body["kind"] == Kind.FIRST.value]
    withdraw(by=viewer, ids=[task.id for task in firsts if not _fits(task, wanted.get(task.key))])
    put(by=viewer, tasks=wanted.values())
    rows = ReminderPreferences.objects.in_clinic(viewer.clinic_id).filter(patient_id__in=patient_ids)
    rows.update(planned_at=now)
    rows.filter(patient_id__in=list(known), broken_at__isnull=False).update(broken_at=None, broken_why="")


def _to_plan(now: datetime, rows: TenantQuerySet[ReminderPreferences]) -> TenantQuerySet[ReminderPreferences]:
    stale = Q(planned_at=None) | Q(planned_at__lte=now - PLANNED_EVERY)
    sound = Q(broken_at=None) | Q(broken_at__lte=now - BROKEN_AGAIN)
    return rows.filter(stale, sound, Q(push=True) | Q(email=True) | Q(sms=True), stopped_at=None)


def _wanted(known: Known, now: datetime) -> Iterator[NewTask]:
    """First reminders alone: a follow-up is written down when its first has gone out."""
    for slot in known.slots:
        if now < slot.due_at <= now + AHEAD:
            for channel, recipients in known.recipients.items():
                for recipient in recipients:
                    yield new_task(known.patient.id, slot, Kind.FIRST, channel, recipient)


def _fits(task: Task, wanted: NewTask | None) -> bool:
    return wanted is not None and (task.due_at, task.late_at) == (wanted.due_at, wanted.late_at)

"""Sending what is due: decided anew at its moment, at least once, never late, never in a rush of old ones.

1. What is due no more is closed; after an outage at most one message stands for all of it.
2. A reminder is judged by how things stand now. What must not go out is closed with the reason.
3. What may go out is leased and counted against the cap in one transaction, under the patient's lock.
4. The provider takes it; then it is done, and its follow-up is written down with that.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from everyrep.core.reminding import (
    Kind,
    Occurrence,
    Sent,
    Situation,
    Why,
    refused,
    too_much,
)
from everyrep.outbox.actions import NewTask, Taken, close, close_late, done, put, put_off, take, try_again
from everyrep.outbox.models import Task
from everyrep.outbox.queries import free, waiting
from everyrep.reminders.defaults import rules
from everyrep.reminders.delivering import Deliver, message_for
from everyrep.reminders.facts import (
    TOPIC,
    Known,
    known_of,
    messages,
    recipients_of,
    sent_of,
    situation,
    unanswered,
)
from everyrep.reminders.models import ReminderPreferences
from everyrep.reminders.planning import AT_ONCE, new_task, public_key
from everyrep.reminders.telling import tell_therapist
from everyrep.reminders.transports import Delivery
from everyrep.tenancy.viewer import Viewer

CHUNK = 200  # reminders whose patients are read at once
FRESH = timedelta(seconds=20)  # what was read of a patient decides for no longer
DIGESTS_OVER = timedelta(minutes=30)  # so that an outage does not end in a rush

Clock = Callable[[], datetime]
NO_RECIPIENT, SET_ASIDE = "no_recipient", "set_aside"

log = logging.getLogger(__name__)


def send_some(viewer: Viewer, clock: Clock, deliver: Deliver) -> int:
    """Take up to CHUNK of what is due and free in the viewer's clinic; how many were looked at."""
    began = clock()
    chunk = list(free(viewer, began).filter(topic=TOPIC)[:CHUNK])
    known = known_of(viewer, {task.patient_id for task in chunk if task.patient_id}, began)
    seen = 0
    for task in chunk:
        now = clock()
        if now - began > FRESH:
            break
        seen += 1
        try:
            patient = known.get(task.patient_id) if task.patient_id else None
            _send_one(viewer, task, patient, now, clock, deliver)
        except Exception:  # whatever it is, it is this one's alone
            log.exception("reminders: task %s", task.id)
            _back_off(viewer, task, now)
    return seen


def _back_off(viewer: Viewer, task: Task, now: datetime) -> None:
    """Try a task later that could not even be judged; one that is leased waits for its lease to run out."""
    with transaction.atomic():
        taken = take(by=viewer, task=task, now=now)
        if taken is not None:
            try_again(by=viewer, task=taken, now=now)


def _send_one(
    viewer: Viewer, task: Task, known: Known | None, now: datetime, clock: Clock, deliver: Deliver
) -> None:
    if known is None:
        return _close(viewer, task, SET_ASIDE, now)
    said = sent_of(task.body)
    found = situation(said, known, now)
    late_at = min(task.late_at, found.slot.late_at) if found.slot else task.late_at
    why = refused(said.channel, said.kind, late_at, now, found)
    if why is not None:
        return _close(viewer, task, why.value, now)
    if said.kind is not Kind.TRY and found.slot is not None and found.slot.due_at > now:
        return _move(viewer, task, found.slot, now)
    if task.body["recipient"] not in known.recipients.get(said.channel, ()):
        return _close(viewer, task, NO_RECIPIENT, now)
    taken = _take(viewer, task, said, known, found, now)
    if taken is not None:
        _deliver(viewer, taken, said, known, clock, deliver)
    return None


def _close(viewer: Viewer, task: Task, note: str, now: datetime) -> None:
    with transaction.atomic():
        taken = take(by=viewer, task=task, now=now)
        if taken is not None:
            close(by=viewer, task=taken, note=note, now=now)


def _move(viewer: Viewer, task: Task, slot: Occurrence, now: datetime) -> None:
    """The session is later than it was when this was written down."""
    with transaction.atomic():
        taken = take(by=viewer, task=task, now=now)
        if taken is not None:
            put_off(by=viewer, task=taken, due_at=slot.due_at, late_at=slot.late_at)


@transaction.atomic
def _take(
    viewer: Viewer, task: Task, said: Sent, known: Known, found: Situation, now: datetime
) -> Taken | None:
    """The task, leased and within the cap; two workers count one after the other. None where it is not."""
    _lock(viewer, known)
    taken = take(by=viewer, task=task, now=now)
    if taken is None:
        return None
    before = messages(viewer, known, now, but=task.id)
    counted = replace(
        found,
        sent=[one for one in before if one != said],  # another device of the same message is no second one
        unanswered=unanswered(viewer, known, now),
    )
    why = too_much(said.kind, now, counted, rules())
    if why is None:
        return taken
    close(by=viewer, task=taken, note=why.value, now=now)
    if why is Why.UNANSWERED:
        tell_therapist(viewer, known, counted.unanswered, now)
    return None


def _lock(viewer: Viewer, known: Known) -> None:
    rows = ReminderPreferences.objects.in_clinic(viewer.clinic_id).select_for_update()
    rows.filter(id=known.preferences.id).values_list("id").first()


def _deliver(viewer: Viewer, task: Taken, said: Sent, known: Known, clock: Clock, deliver: Deliver) -> None:
    ttl_s = max(int((task.late_at - clock()).total_seconds()), 1)
    message = message_for(said.kind, known, public_key(task.key), ttl_s)
    delivery = deliver(said.channel, known, task.body["recipient"], message)
    now = clock()
    if delivery is Delivery.FAILED:
        return try_again(by=viewer, task=task, now=now)
    if delivery is Delivery.GONE:
        return close(by=viewer, task=task, note=NO_RECIPIENT, now=now)
    with transaction.atomic():
        done(by=viewer, task=task, now=now)
        if said.kind is Kind.FIRST:
            _put_follow_up(viewer, said, known, task.body["recipient"])
    return None


def _put_follow_up(viewer: Viewer, said: Sent, known: Known, recipient: str) -> None:
    again = known.follow_up(said.local_date, said.session)
    if again is not None:
        put(by=viewer, tasks=[new_task(known.patient.id, again, Kind.AGAIN, said.channel, recipient)])


@transaction.atomic
def close_what_is_late(viewer: Viewer, now: datetime) -> int:
    """Close what is due no more. After an outage, one message stands for what a patient's day has lost.

    A reminder that nobody has tried in all its time was due while no worker was there. Nobody gets the
    message who has a reminder that is still in time, and nobody twice on one local date.
    """
    lost = _lost(viewer, now)
    closed = close_late(by=viewer, now=now)
    put(by=viewer, tasks=_digests(viewer, lost, now))
    return closed


def _lost(viewer: Viewer, now: datetime) -> dict[UUID, list[date]]:
    """By patient, the local dates of first reminders that are late; without who has another in time."""
    due = waiting(viewer).filter(topic=TOPIC, due_at__lte=now, patient_id__isnull=False)
    lost: dict[UUID, list[date]] = {}
    in_time: set[UUID] = set()
    for patient_id, late_at, attempts, body in due.values_list("patient_id", "late_at", "attempts", "body"):
        assert patient_id is not None
        if late_at > now:
            in_time.add(patient_id)
        elif body["kind"] == Kind.FIRST.value and attempts == 0:
            lost.setdefault(patient_id, []).append(date.fromisoformat(body["local_date"]))
    return {patient_id: days for patient_id, days in lost.items() if patient_id not in in_time}


def _digests(viewer: Viewer, lost: dict[UUID, list[date]], now: datetime) -> Iterator[NewTask]:
    """Where today is among the days that lost a reminder; not all at one moment, and by one way each."""
    ids = list(lost)
    for start in range(0, len(ids), AT_ONCE):
        for row, recipients in recipients_of(viewer, ids[start : start + AT_ONCE]):
            today = now.astimezone(ZoneInfo(row.patient.zone)).date()
            ways = list(recipients.items())[:1] if today in lost[row.patient_id] else []
            for channel, each in ways:
                slot = _digest(row.patient_id, today, now)
                for recipient in each:
                    yield new_task(row.patient_id, slot, Kind.DIGEST, channel, recipient)


def _digest(patient_id: UUID, today: date, now: datetime) -> Occurrence:
    due_at = now + DIGESTS_OVER * (patient_id.int % 1000) / 1000
    late_at = due_at + rules().late
    return Occurrence(local_date=today, session=0, due_at=due_at, late_at=late_at, next_at=late_at)

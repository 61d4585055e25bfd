"""Answers to text messages that came in, on their way out: the same outbox, another topic."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from everyrep.outbox.actions import NewTask, close, done, put, take, try_again
from everyrep.outbox.queries import free
from everyrep.reminders.messages import TITLE, TODAY, Message
from everyrep.reminders.sending import Clock
from everyrep.reminders.transports import Delivery, sms
from everyrep.tenancy.viewer import Viewer

TOPIC = "text"
GOOD_FOR = timedelta(hours=1)  # an answer that comes later answers nothing
CHUNK = 20


def put_text(*, by: Viewer, patient_id: UUID, key: str, number: str, text: str, now: datetime) -> None:
    """Write a text message down in the caller's transaction."""
    body = {"number": number, "text": text}
    task = NewTask(topic=TOPIC, key=key, patient_id=patient_id, due_at=now, late_at=now + GOOD_FOR, body=body)
    put(by=by, tasks=[task])


def reply_some(viewer: Viewer, clock: Clock) -> int:
    """Send what is waiting, CHUNK at most; how many were looked at."""
    chunk = list(free(viewer, clock()).filter(topic=TOPIC)[:CHUNK])
    for waiting in chunk:
        task = take(by=viewer, task=waiting, now=clock())
        if task is None:
            continue
        delivery = sms.send(task.body["number"], _message(task.key, task.body["text"]))
        if delivery is Delivery.ACCEPTED:
            done(by=viewer, task=task, now=clock())
        elif delivery is Delivery.GONE:
            close(by=viewer, task=task, note="no_recipient", now=clock())
        else:
            try_again(by=viewer, task=task, now=clock())
    return len(chunk)


def _message(key: str, text: str) -> Message:
    public = hashlib.sha256(key.encode()).hexdigest()[:32]
    return Message(key=public, title=TITLE, text=text, url=TODAY, ttl_s=int(GOOD_FOR.total_seconds()))

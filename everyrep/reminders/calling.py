"""Calling staff to an alert by e-mail: that somebody needs them, and nothing about whom or why."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from everyrep.attention.escalation import TOPIC, alert_of, called, note_call, waits
from everyrep.attention.models import Alert
from everyrep.conversations.hours import reading
from everyrep.core.attention.escalation import Call
from everyrep.outbox.actions import Taken, close, done, take, try_again
from everyrep.outbox.queries import free
from everyrep.people.models import Clinic, Staff
from everyrep.reminders.messages import TITLE, Message
from everyrep.reminders.planning import public_key
from everyrep.reminders.sending import Clock
from everyrep.reminders.transports import Delivery, mail
from everyrep.tenancy.viewer import Viewer

CHUNK = 50
START = "/clinic/"  # where a call leads
TTL_S = 24 * 3600
ANSWERED = "answered"

Ring = Callable[[Staff, Message, str], Delivery]


def ring(staff: Staff, message: Message, language: str) -> Delivery:
    """By e-mail, in the clinic's language; GONE where the account was closed."""
    if not staff.user.is_active:
        return Delivery.GONE
    with translation.override(language):
        closing = _("You get this because you work with Everyrep at your clinic.")
        return mail.send(staff.user.email, message, subject=_("Somebody needs you"), closing=closing)


def call_some(viewer: Viewer, clock: Clock, send: Ring = ring) -> int:
    """See to the calls that are due, CHUNK at most; how many were looked at."""
    chunk = list(free(viewer, clock()).filter(topic=TOPIC)[:CHUNK])
    language = Clinic.objects.values_list("language", flat=True).get(id=viewer.clinic_id) if chunk else ""
    for waiting in chunk:
        taken = take(by=viewer, task=waiting, now=clock())
        if taken is not None:
            _see_to(viewer, taken, language, clock(), send)
    return len(chunk)


def _see_to(viewer: Viewer, task: Taken, language: str, now: datetime, send: Ring) -> None:
    alert = alert_of(viewer, task.body)
    if alert is None or not waits(alert):
        return close(by=viewer, task=task, note=ANSWERED, now=now)
    call = Call(task.body["call"])
    whom = called(viewer, alert, call, now.astimezone(ZoneInfo(viewer.zone)).date())
    said = [send(one, _message(task, one.id, call, language), language) for one in whom]
    if Delivery.FAILED in said:
        _overdue(viewer, alert, call, now)
        return try_again(by=viewer, task=task, now=now)
    note_call(by=viewer, alert=alert, call=call, whom=whom, week=reading(viewer, now).week, now=now)
    done(by=viewer, task=task, now=now)
    return None


def _overdue(viewer: Viewer, alert: Alert, call: Call, now: datetime) -> None:
    """What the patient reads depends on the time that has passed, not on a mail server."""
    if call is not Call.IN_CHARGE and alert.overdue_at is None:
        Alert.objects.in_clinic(viewer.clinic_id).filter(id=alert.id).update(overdue_at=now)


def _message(task: Taken, staff_id: UUID, call: Call, language: str) -> Message:
    with translation.override(language):
        first = _("Somebody needs you. Please open Everyrep.")
        again = _("Somebody is waiting for an answer and nobody has given one yet. Please open Everyrep.")
    return Message(
        key=public_key(f"{task.key}/{staff_id}"),
        title=TITLE,
        text=first if call is Call.IN_CHARGE else again,
        url=START,
        ttl_s=TTL_S,
    )

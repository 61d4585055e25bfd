"""Telling a patient that there is a message: by notification or e-mail, and never what it says or who wrote.

The task is written with the message (conversations.actions), at most one for a thread until it is read.
Whether it goes out is decided when it is due: not where the message was read, not within the patient's quiet
hours, not to somebody who has stopped everything. Text messages are for reminders alone.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from everyrep.conversations.actions import NOTICE, NOTICE_GOOD_FOR
from everyrep.conversations.queries import unread_by_patient
from everyrep.outbox.actions import Taken, close, done, put_off, take, try_again
from everyrep.outbox.models import Task
from everyrep.outbox.queries import free
from everyrep.people.models import Patient
from everyrep.reminders.defaults import defaults
from everyrep.reminders.messages import TITLE, Message
from everyrep.reminders.models import PushSubscription, ReminderPreferences
from everyrep.reminders.planning import public_key
from everyrep.reminders.sending import Clock
from everyrep.reminders.stopping import stop_address
from everyrep.reminders.transports import Delivery, mail, push
from everyrep.tenancy.viewer import Viewer

CHUNK = 50
MESSAGES = "/messages/"  # where a notice leads
READ, STOPPED, NO_RECIPIENT = "read", "stopped", "no_recipient"


class Tell(Protocol):
    """Hands a notice over; never raises."""

    def __call__(
        self, patient: Patient, wishes: ReminderPreferences | None, message: Message
    ) -> Delivery: ...


def tell(patient: Patient, wishes: ReminderPreferences | None, message: Message) -> Delivery:
    """To the browsers where the patient asked for notifications; by e-mail where there is none of these."""
    pushed = _push(patient, message) if wishes is not None and wishes.push else Delivery.GONE
    if pushed is not Delivery.GONE:
        return pushed
    if patient.user is None or not patient.user.is_active:
        return Delivery.GONE
    with translation.override(patient.language):
        closing = _("You get this because your clinic wrote to you in Everyrep.")
        if message.stop:
            closing += " " + _("To stop these messages: %(address)s") % {"address": message.stop}
        return mail.send(
            patient.user.email, message, subject=_("There is a message for you"), closing=closing
        )


def _push(patient: Patient, message: Message) -> Delivery:
    """One browser that took it is enough; GONE where there is none any more."""
    mine = PushSubscription.objects.in_clinic(patient.clinic_id).filter(patient=patient)
    said = []
    for subscription in mine.filter(device__revoked_at=None):
        said.append(push.send(subscription, message))
        if said[-1] is Delivery.GONE:
            subscription.delete()
    return next((one for one in (Delivery.ACCEPTED, Delivery.FAILED) if one in said), Delivery.GONE)


def tell_some(viewer: Viewer, clock: Clock, send: Tell = tell) -> int:
    """See to the notices that are due, CHUNK at most; how many were looked at."""
    chunk = list(free(viewer, clock()).filter(topic=NOTICE)[:CHUNK])
    patients = Patient.objects.in_clinic(viewer.clinic_id).select_related("user")
    people = {one.id: one for one in patients.filter(id__in=[task.patient_id for task in chunk])}
    rows = ReminderPreferences.objects.in_clinic(viewer.clinic_id).filter(patient_id__in=list(people))
    wishes = {row.patient_id: row for row in rows}
    for waiting in chunk:
        assert waiting.patient_id is not None
        _see_to(viewer, waiting, people[waiting.patient_id], wishes.get(waiting.patient_id), clock, send)
    return len(chunk)


def _see_to(
    viewer: Viewer,
    waiting: Task,
    patient: Patient,
    wishes: ReminderPreferences | None,
    clock: Clock,
    send: Tell,
) -> None:
    task = _taken(viewer, waiting, patient, wishes, clock())
    if task is None:
        return None
    delivery = send(patient, wishes, _notice(task, patient, wishes, clock()))
    if delivery is Delivery.FAILED:
        return try_again(by=viewer, task=task, now=clock())
    if delivery is Delivery.GONE:
        return close(by=viewer, task=task, note=NO_RECIPIENT, now=clock())
    done(by=viewer, task=task, now=clock())
    return None


@transaction.atomic
def _taken(
    viewer: Viewer, waiting: Task, patient: Patient, wishes: ReminderPreferences | None, now: datetime
) -> Taken | None:
    """The task, leased; None where it is not to be done, or not now."""
    task = take(by=viewer, task=waiting, now=now)
    if task is None:
        return None
    if unread_by_patient(viewer, patient.id) == 0:
        close(by=viewer, task=task, note=READ, now=now)
    elif wishes is not None and wishes.stopped_at is not None:
        close(by=viewer, task=task, note=STOPPED, now=now)
    elif (morning := _after_quiet(patient, wishes, now)) > now:
        put_off(by=viewer, task=task, due_at=morning, late_at=morning + NOTICE_GOOD_FOR)
    else:
        return task
    return None


def _after_quiet(patient: Patient, wishes: ReminderPreferences | None, now: datetime) -> datetime:
    """The end of the patient's quiet hours, or now outside them."""
    quiet = defaults().quiet
    if wishes is not None:
        quiet = replace(quiet, first=wishes.quiet_first, last=wishes.quiet_last)
    local = now.astimezone(ZoneInfo(patient.zone))
    if not quiet.covers(local.time()):
        return now
    end = datetime.combine(local.date(), quiet.last, local.tzinfo)
    return end if end > local else end + timedelta(days=1)


def _notice(task: Taken, patient: Patient, wishes: ReminderPreferences | None, now: datetime) -> Message:
    with translation.override(patient.language):
        text = _("There is a message for you. Open Everyrep to read it.")
    return Message(
        key=public_key(task.key),
        title=TITLE,
        text=text,
        url=MESSAGES,
        ttl_s=max(int((task.late_at - now).total_seconds()), 1),
        stop=stop_address(wishes) if wishes is not None else "",
    )

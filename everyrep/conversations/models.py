"""One thread for each patient: messages and photos that never change, who read them first, what was settled.

Questions that patients ask in the app are entries of the log, not rows here; see `questions`.
"""

import uuid
from enum import Enum

from django.db import models
from django.db.models import Q

from everyrep.people.models import Patient
from everyrep.tenancy.models import AppendOnlyModel, TenantForeignKey, TenantModel
from everyrep.tenancy.viewer import STAFF_ROLES, Role

TEXT_MAX = 4000  # characters of a message: two pages, twice what a question may have


class Side(Enum):
    """The two ends of a thread; whoever helps a patient is on the patient's."""

    CLINIC = "clinic"
    PATIENT = "patient"

    @property
    def other(self) -> "Side":
        return Side.PATIENT if self is Side.CLINIC else Side.CLINIC


def side_of(role: Role) -> Side:
    return Side.CLINIC if role in STAFF_ROLES or role is Role.SYSTEM else Side.PATIENT


class Thread(TenantModel):
    """How a patient's thread stands: a sum of its rows, made anew with each write under this row's lock.

    `last_number` counts the messages. Up to `covered`, what the patient's side wrote was replied to or
    settled; `waiting_since` is when the first one after that came, None where nothing waits for a reply.
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    last_number = models.PositiveIntegerField(default=0)
    covered = models.PositiveIntegerField(default=0)
    unread_by_clinic = models.PositiveIntegerField(default=0)
    unread_by_patient = models.PositiveIntegerField(default=0)
    waiting_since = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "patient"), name="thread_once_per_patient"),)
        indexes = (
            models.Index(
                fields=("clinic",), condition=Q(waiting_since__isnull=False), name="thread_that_waits"
            ),
            models.Index(fields=("clinic", "-last_at"), name="thread_by_last"),
        )


class Message(AppendOnlyModel):
    """What somebody wrote, under their own name. `number` counts from 1 in the thread.

    `exercise` is the library id of the exercise it is about and `item_key` its place in the program, both
    "" for none. `nonce` is the form's own: the same form sent twice is one message.
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    thread = TenantForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    from_clinic = models.BooleanField()
    author_role = models.CharField(max_length=20)
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=200)
    text = models.TextField(max_length=TEXT_MAX, blank=True)
    item_key = models.CharField(max_length=100, blank=True)
    exercise = models.CharField(max_length=100, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clinic", "patient", "number"), name="message_number_once"),
            models.UniqueConstraint(fields=("clinic", "patient", "nonce"), name="message_once"),
        )


class Photo(AppendOnlyModel):
    """A photo as it was made anew from what was sent. `name` is the file's in the storage "photos".

    `size` is in bytes, `width` and `height` in pixels.
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    message = TenantForeignKey(Message, on_delete=models.CASCADE, related_name="photos")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, unique=True)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("message", "number"), name="photo_number_once"),)


class ReadReceipt(AppendOnlyModel):
    """Who of a side read a message or a question first. `said_id` is the message's id or the entry's."""

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    said_id = models.UUIDField()
    side = models.CharField(max_length=10, choices=[(side.value, side.value) for side in Side])
    reader_role = models.CharField(max_length=20)
    reader_name = models.CharField(max_length=200)
    read_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "patient", "said_id"), name="read_once"),)


class Settled(AppendOnlyModel):
    """A question or a message that asks for nothing more: answered by `message`, or `note` says why.

    `said_id` is the entry of a question, or the id of the newest message that was settled.
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    said_id = models.UUIDField()
    message = TenantForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "patient", "said_id"), name="settled_once"),)


class SavedReply(TenantModel):
    """Words that a clinic writes again and again, for every member of staff who writes."""

    title = models.CharField(max_length=80)
    text = models.TextField(max_length=TEXT_MAX)

    class Meta:
        indexes = (models.Index(fields=("clinic", "title"), name="saved_reply_by_title"),)


class ClinicHours(TenantModel):
    """When the clinic reads messages. `week`: seven of ["HH:MM", "HH:MM"] or null, from Monday on.

    `answer_time` is the usual time until a reply, in the clinic's own words.
    """

    week = models.JSONField()
    answer_time = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic",), name="hours_once_per_clinic"),)

"""Tasks that wait to be done, and when a worker was last at work."""

from django.db import models
from django.db.models import Q

from everyrep.tenancy.models import TenantModel


class State(models.TextChoices):
    """WAITING until it is DONE or CLOSED: not done because of `note`, such as late or no longer wanted."""

    WAITING = "waiting"
    DONE = "done"
    CLOSED = "closed"


class Task(TenantModel):
    """One thing to do, once: `key` says what and for whom, so that it can be asked for again and again.

    `topic` names who does it, `body` holds what they need. It is done from `due_at` on and never from
    `late_at` on. While a worker is at it, `lease_until` lies ahead and `lease` names that worker's try.
    `patient_id` is a plain id, so that the outbox lies below the records it speaks of.
    """

    patient_path = "patient_id"

    topic = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    patient_id = models.UUIDField(null=True)
    body = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    late_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    note = models.CharField(max_length=60, blank=True)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "topic", "key"), name="task_once"),)
        indexes = (
            models.Index(fields=("clinic", "due_at"), condition=Q(state="waiting"), name="task_waiting"),
            models.Index(fields=("clinic", "patient_id", "topic", "-due_at"), name="task_by_patient"),
        )


class Heartbeat(models.Model):
    """When the loop of this name last went round, and under which epoch of the database."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    epoch = models.CharField(max_length=64, blank=True)

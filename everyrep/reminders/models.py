"""What patients chose about reminders, the devices and calendars they gave us, and what they answered."""

from django.db import models
from django.db.models import Q

from everyrep.people.models import Device, Patient
from everyrep.tenancy.models import TenantForeignKey, TenantModel


class ReminderPreferences(TenantModel):
    """A patient's choices (core.reminding.Wishes); without a row there are no reminders.

    `sessions` holds HH:MM, "routine" or "off" for each session of the day. `stopped_at` is the opt-out from
    everything, `sms_stopped_at` that by STOP. `phone` counts once `phone_confirmed_at` is set: the
    telephone itself has answered. `changed_on` is the local date from which unanswered days count.
    `told_on` is when the therapist was told of them. `planned_at` is when reminders were last laid ahead.
    `broken_at` and `broken_why` set aside a row that cannot be read, so that it stops no other.
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    push = models.BooleanField(default=False)
    email = models.BooleanField(default=False)
    sms = models.BooleanField(default=False)
    phone = models.CharField(max_length=16, blank=True)
    phone_confirmed_at = models.DateTimeField(null=True)
    sms_stopped_at = models.DateTimeField(null=True)
    sessions = models.JSONField(default=list)
    quiet_first = models.TimeField()
    quiet_last = models.TimeField()
    weekly_cap = models.PositiveSmallIntegerField()
    again = models.BooleanField(default=True)
    paused_until = models.DateField(null=True)
    stopped_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()
    changed_on = models.DateField()
    told_on = models.DateField(null=True)
    planned_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    broken_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clinic", "patient"), name="preferences_once_per_patient"),
            models.UniqueConstraint(
                fields=("phone",), condition=Q(phone_confirmed_at__isnull=False), name="phone_confirmed_once"
            ),
        )
        indexes = (models.Index(fields=("clinic", "planned_at"), name="preferences_to_plan"),)


class PushSubscription(TenantModel):
    """A browser that takes notifications for one patient. The two keys are the browser's own (RFC 8291).

    `device` is the way in that it was given by: signed out there, it gets nothing more.
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    device = TenantForeignKey(Device, on_delete=models.CASCADE, null=True, related_name="+")
    endpoint = models.CharField(max_length=1000)
    endpoint_hash = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("clinic", "patient"), name="subscription_by_patient"),)


class CalendarFeed(TenantModel):
    """A secret address of a patient's calendar; only its hash is kept. `names`: with the exercises' names."""

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    names = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clinic", "patient"), condition=Q(closed_at__isnull=True), name="one_open_calendar"
            ),
        )


class TextAnswer(TenantModel):
    """A text message that came in, by the provider's id for it: the same one counts once."""

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    message_id = models.CharField(max_length=100)
    understood = models.CharField(max_length=10)
    received_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "message_id"), name="answer_once"),)

"""Notes of time, what they were before somebody changed them, and what a clinic chose to be shown."""

from django.db import models
from django.db.models import F, Q

from everyrep.monitoring.activity import Activity
from everyrep.people.models import Patient, Staff
from everyrep.tenancy.models import AppendOnlyModel, TenantForeignKey, TenantModel

NOTE_MAX = 300


class TimeEntry(TenantModel):
    """Time that one member of staff worked on one patient, as it stands.

    `automatic`: timed while a page of the patient was in use; it grows until the page is left. Otherwise it
    was typed. `contact`: they talked with the patient meanwhile. `visit`: part of a visit that is billed by
    itself. While `removed_at` is set it counts for nothing; it is never deleted.
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    staff = TenantForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    activity = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Activity])
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField()
    contact = models.BooleanField(default=False)
    visit = models.BooleanField(default=False)
    note = models.CharField(max_length=NOTE_MAX, blank=True, default="")
    automatic = models.BooleanField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(stopped_at__gte=F("started_at")), name="time_runs_forward"),
        )
        indexes = (
            models.Index(fields=("clinic", "patient", "started_at"), name="time_by_patient"),
            models.Index(fields=("clinic", "staff", "-stopped_at"), name="time_by_staff"),
            models.Index(fields=("clinic", "started_at"), name="time_by_start"),
        )


class TimeAmendment(AppendOnlyModel):
    """What a note of time said before somebody changed or removed it, and why they did."""

    patient_path = "entry__patient_id"

    entry = TenantForeignKey(TimeEntry, on_delete=models.CASCADE, related_name="amendments")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=NOTE_MAX)
    before = models.JSONField()


class CodeNumbers(TenantModel):
    """That a clinic asked to see code numbers beside our own words; without a row it did not."""

    shown = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic",), name="code_numbers_once"),)

"""What asks for somebody of the clinic: alerts, reasons, who is in charge, who covers, what was done.

An alert is raised once and settled by a clinician; nothing a patient does takes it away. A reason is worked
out: it goes when it is no more true.
"""

from django.db import models
from django.db.models import Q

from everyrep.core.alerting import Hold, Level
from everyrep.core.attention.kinds import Condition, Kind, Source
from everyrep.people.models import Patient, Staff
from everyrep.tenancy.models import TenantForeignKey, TenantModel


class Alert(TenantModel):
    """Something about a patient that a clinician must see to, with the owner, times and outcome of it.

    `evidence` holds `findings`, the codes that raised it, and what else a clinician needs to judge it.
    `entry_id` is the entry it came from. `first_day` is the first local date it concerns, `settled_on` the
    local date it was settled, both in the patient's zone: between them the plan waits (core.alerting.Hold).

    `owner` is who has to answer, null for whoever is in charge of the patient. `step` counts the calls that
    went unanswered (core.attention.escalation), `overdue_at` is when nobody had answered in time.
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Level])
    reason = models.CharField(max_length=40)
    evidence = models.JSONField()
    entry_id = models.UUIDField()
    first_day = models.DateField()
    raised_at = models.DateTimeField()
    owner = TenantForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    step = models.PositiveSmallIntegerField(default=0)
    overdue_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = TenantForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_on = models.DateField(null=True)
    settled_by = TenantForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clinic", "patient", "reason", "entry_id"), name="alert_once"),
        )
        indexes = (
            models.Index(fields=("clinic", "patient"), name="alert_by_patient"),
            models.Index(fields=("clinic",), condition=Q(settled_at__isnull=True), name="alert_open"),
        )

    @property
    def pressing(self) -> Level:
        return Level(self.level)

    @property
    def findings(self) -> list[str]:
        found: list[str] = self.evidence["findings"]
        return found

    @property
    def hold(self) -> Hold | None:
        """The days for which it keeps the plan waiting, if it does."""
        return Hold(self.first_day, self.settled_on) if self.pressing.holds else None


class ReasonRow(TenantModel):
    """One reason why a patient needs somebody, as its source found it (core.attention.Reason).

    `raised_at` is when it was first found. While `handled_at` is set it asks for nothing: until the local
    date `handled_until` of the clinic, null for as long as nothing newer or worse is found, which is a
    `mark` above `handled_mark`. `owner` is null for whoever is in charge of the patient.
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Source])
    kind = models.CharField(max_length=30, choices=[(one.value, one.value) for one in Kind])
    subject = models.CharField(max_length=100, blank=True, default="")
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Level])
    since = models.DateField()
    mark = models.BigIntegerField()
    evidence = models.JSONField()
    raised_at = models.DateTimeField()
    owner = TenantForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)
    handled_by = TenantForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    handled_note = models.CharField(max_length=500, blank=True, default="")
    handled_until = models.DateField(null=True)
    handled_mark = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clinic", "patient", "kind", "subject"), name="reason_once"),
        )
        indexes = (
            models.Index(fields=("clinic",), condition=Q(handled_at__isnull=True), name="reason_open"),
        )


class ConditionRow(TenantModel):
    """How a patient in care stands, in one word; none for a patient without a program."""

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    condition = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Condition])

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clinic", "patient"), name="condition_once_per_patient"),
        )
        indexes = (models.Index(fields=("clinic", "condition"), name="condition_by_word"),)


class Charge(TenantModel):
    """Who is in charge of a patient: whoever signed last, or took over."""

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    staff = TenantForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "patient"), name="one_in_charge"),)


class Cover(TenantModel):
    """Who answers where a member of staff does not; from `first` to `last`, both included, from the start."""

    staff = TenantForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    covered_by = TenantForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    first = models.DateField(null=True)
    last = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "staff"), name="one_cover"),)


class PatientCall(TenantModel):
    """A call to a patient, as somebody of the clinic has noted it."""

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = TenantForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("clinic", "at"), name="patient_call_by_time"),)


class ResponseTimes(TenantModel):
    """How soon the clinic answers, where it has chosen (attention.defaults): minutes and working days."""

    emergency_min = models.PositiveSmallIntegerField()
    urgent_min = models.PositiveSmallIntegerField()
    attention_days = models.PositiveSmallIntegerField()
    weekly_contacts = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic",), name="response_once_per_clinic"),)


class Sweep(TenantModel):
    """How far the daily sweep of a clinic is: the last patient it saw to, null between two sweeps."""

    due_at = models.DateTimeField(db_index=True)
    after = models.UUIDField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic",), name="sweep_once_per_clinic"),)

"""Alerts. One is raised once and settled by a clinician; nothing a patient does takes it away."""

from django.db import models
from django.db.models import Q

from everyrep.core.alerting import Hold, Level
from everyrep.people.models import Patient, Staff
from everyrep.tenancy.models import TenantForeignKey, TenantModel


class Alert(TenantModel):
    """Something about a patient that a clinician must see to, with the owner, times and outcome of it.

    `evidence` holds `findings`, the codes that raised it, and what else a clinician needs to judge it.
    `entry_id` is the entry it came from. `first_day` is the first local date it concerns, `settled_on` the
    local date it was settled, both in the patient's zone: between them the plan waits (core.alerting.Hold).
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Level])
    reason = models.CharField(max_length=40)
    evidence = models.JSONField()
    entry_id = models.UUIDField()
    first_day = models.DateField()
    raised_at = models.DateTimeField()
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

"""Audit rows. They carry plain ids, not keys, so that they outlive the records they speak of."""

from django.db import models

from everyrep.tenancy.models import AppendOnlyModel, TenantModel


class AuditEvent(AppendOnlyModel):
    """One thing a viewer did or saw. `hash` covers this row and the hash before it in the clinic's chain."""

    patient_path = "patient_id"

    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_role = models.CharField(max_length=20)
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    patient_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "seq"), name="audit_seq_once_per_clinic"),)
        indexes = (models.Index(fields=("clinic", "patient_id", "-seq"), name="audit_by_patient"),)


class AuditHead(TenantModel):
    """The end of a clinic's chain; locked while a row is added, so that the chain never forks."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic",), name="audit_one_head_per_clinic"),)

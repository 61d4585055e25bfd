"""Operations as received, the entries and tallies made from them, and what was set aside."""

import uuid

from django.db import models

from everyrep.people.models import Patient
from everyrep.tenancy.models import AppendOnlyModel, TenantForeignKey, TenantModel

EPOCH_ROW = 1  # the only row of ServerEpoch


class ServerEpoch(models.Model):
    """Names this database's line of history. Restoring a backup makes a new one, and phones push again."""

    epoch = models.UUIDField(default=uuid.uuid4)


class SyncSequence(TenantModel):
    """The patient's operation counter; its row lock makes `server_seq` follow the order of commits."""

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clinic", "patient"), name="one_sequence_per_patient"),
        )


class OperationRow(AppendOnlyModel):
    """One accepted operation, with the exact words the device sent (`raw`) and its own clock's claims.

    `skew_s` is how many seconds the server's clock was ahead of the device's, negative where it was behind.
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    op_id = models.UUIDField()
    entry_id = models.UUIDField()
    kind = models.CharField(max_length=8)
    base_rev = models.PositiveIntegerField()
    evidence = models.CharField(max_length=10)
    local_date = models.DateField()
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()
    device_id = models.CharField(max_length=64)
    device_seq = models.PositiveBigIntegerField()
    server_seq = models.PositiveBigIntegerField()
    skew_s = models.BigIntegerField()
    late = models.BooleanField()
    actor_role = models.CharField(max_length=20)
    actor_name = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    raw = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clinic", "patient", "op_id"), name="operation_once"),
            models.UniqueConstraint(fields=("clinic", "patient", "server_seq"), name="operation_seq_once"),
        )
        indexes = (models.Index(fields=("clinic", "patient", "entry_id"), name="operation_by_entry"),)


class QuarantinedOperation(TenantModel):
    """An operation that could not be counted: kept as sent, with the reason, for the clinic to see."""

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    op_id = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=30)
    detail = models.CharField(max_length=300, blank=True)
    raw = models.TextField()
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clinic", "patient", "op_id", "content_hash"), name="quarantined_once"
            ),
        )


class Entry(TenantModel):
    """An entry as it stands: a rebuildable sum of its operations.

    `revision` is the one on top, which a correction builds on; `revisions` counts all that was said.
    It speaks of the local dates from `local_date` to `last_date`: several only where it names days off.
    `asks`: it is a question.
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    entry_id = models.UUIDField()
    local_date = models.DateField()
    last_date = models.DateField()
    item_key = models.CharField(max_length=64, blank=True)
    asks = models.BooleanField(default=False)
    session = models.PositiveSmallIntegerField(default=0)
    evidence = models.CharField(max_length=10)
    body = models.JSONField()
    revision = models.PositiveIntegerField()
    revisions = models.PositiveIntegerField()
    retracted = models.BooleanField()
    conflict = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "patient", "entry_id"), name="entry_once"),)
        indexes = (
            models.Index(fields=("clinic", "patient", "local_date"), name="entry_by_day"),
            models.Index(fields=("clinic", "patient"), condition=models.Q(asks=True), name="entry_that_asks"),
        )


class DayTallyRow(TenantModel):
    """The day's tally as computed, as JSON text; `version` is the program it was computed under."""

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    local_date = models.DateField()
    version = models.PositiveIntegerField()
    tally = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clinic", "patient", "local_date"), name="tally_once"),
        )

"""Clinics, users, staff, patients and patient links."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from everyrep.tenancy.models import TenantForeignKey, TenantModel
from everyrep.tenancy.viewer import STAFF_ROLES


class Clinic(models.Model):
    """The tenant. `emergency_text` is the clinic's own; without it no program can be signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    emergency_text = models.TextField(blank=True)
    zone = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str, password: str | None, **fields: Any) -> "User":
        user = User(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        """Raises DoesNotExist; a null character, which PostgreSQL would refuse, is in no address."""
        if "\0" in (email or ""):
            raise self.model.DoesNotExist
        return self.get(email=(email or "").lower())


class User(AbstractBaseUser):
    """Someone who can sign in. What they may see comes from being staff or a patient of a clinic."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()


class Staff(TenantModel):
    """A person who works in the clinic, with the credential shown beside their signature."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=sorted((role.value, role.value) for role in STAFF_ROLES))
    name = models.CharField(max_length=120)
    credential = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "user"), name="staff_once_per_clinic"),)

    @property
    def signature(self) -> str:
        return f"{self.name}, {self.credential}" if self.credential else self.name


class Patient(TenantModel):
    """A person in care. `flags` are ids of content/safety/flags.yaml; weight bearing is the clinic's order.

    `minutes_per_day` is the time the patient really has, in minutes a day. `demonstrator` is the id of the
    figure that shows the exercises, "" for the usual one.
    """

    patient_path = "id"

    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    birth_date = models.DateField()
    zone = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    units = models.CharField(max_length=10, choices=[("metric", "metric"), ("us", "us")])
    minutes_per_day = models.PositiveSmallIntegerField()
    equipment = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    weight_bearing = models.CharField(max_length=5, blank=True)
    weight_bearing_note = models.CharField(max_length=200, blank=True)
    demonstrator = models.CharField(max_length=40, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("clinic", "family_name", "given_name"), name="patient_by_name"),)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class PatientLink(TenantModel):
    """A revocable way in without an account: the plan and its log, nothing more. Only the hash is kept."""

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    created_by = TenantForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("clinic", "patient"),
                condition=Q(revoked_at__isnull=True),
                name="link_live_by_patient",
            ),
        )

"""Clinics, users, staff, patients and patient links."""

import uuid
from datetime import date
from enum import Enum
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from everyrep.people.links import LinkKind, last_day
from everyrep.tenancy.models import TenantForeignKey, TenantModel
from everyrep.tenancy.viewer import STAFF_ROLES


class Clinic(models.Model):
    """The tenant. `emergency_text` is the clinic's own; without it no program can be signed.

    `urgent_text` and `crisis_text` are its words for the other ends of the symptom check, and
    `emergency_number` the number to dial; "" stands for the shipped default (content/safety).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    emergency_text = models.TextField(blank=True)
    emergency_number = models.CharField(max_length=20, blank=True, default="")
    urgent_text = models.TextField(blank=True, default="")
    crisis_text = models.TextField(blank=True, default="")
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
    """Someone who can sign in. What they may see comes from being staff, a patient or a caregiver.

    `sessions_ended` counts how often every open session of the account was ended at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    sessions_ended = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()

    def get_session_auth_hash(self) -> str:
        """What a session is opened under: it ends with the password and with `sessions_ended`."""
        return salted_hmac("everyrep.session", f"{self.password}:{self.sessions_ended}").hexdigest()


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
    figure that shows the exercises, "" for the usual one. `phone` is where the clinic calls, "" where it has
    no number; reminders go to a number that its owner has confirmed. `text_size` is percent of the usual
    size, 100-200; `voice` and `sounds` are what a session starts with.
    """

    patient_path = "id"

    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    birth_date = models.DateField()
    phone = models.CharField(max_length=40, blank=True, default="")
    zone = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    units = models.CharField(max_length=10, choices=[("metric", "metric"), ("us", "us")])
    minutes_per_day = models.PositiveSmallIntegerField()
    equipment = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    weight_bearing = models.CharField(max_length=5, blank=True)
    weight_bearing_note = models.CharField(max_length=200, blank=True)
    demonstrator = models.CharField(max_length=40, blank=True, default="")
    text_size = models.PositiveSmallIntegerField(default=100)
    voice = models.BooleanField(default=True)
    sounds = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("clinic", "family_name", "given_name"), name="patient_by_name"),)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class PatientLink(TenantModel):
    """A revocable way in without an account: the plan and its log, nothing more. Only the hash is kept.

    After `expires_at` a link opens nothing; a printed one then also closes the devices it let in. None, for
    links made before there were dates, means until it is closed. `used_at` is set on sent links alone.
    """

    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in LinkKind], default=LinkKind.PRINTED.value
    )
    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    created_by = TenantForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("clinic", "patient"),
                condition=Q(revoked_at__isnull=True),
                name="link_live_by_patient",
            ),
        )

    @property
    def last_day(self) -> date | None:
        """The last local date on which a printed link opens, in the patient's zone."""
        if self.kind != LinkKind.PRINTED.value or self.expires_at is None:
            return None
        return last_day(self.expires_at, self.patient.zone)


class Scope(Enum):
    """What a caregiver may do: LOG is the plan and its log, VIEW also shows progress and earlier notes.

    MESSAGE is all that and the messages with the clinic, to read and to write.
    """

    LOG = "log"
    VIEW = "view"
    MESSAGE = "message"


class Caregiver(TenantModel):
    """Someone who helps one patient, under their own name and account, until a day.

    `expires_on` is the last day, in the patient's zone. `granted_by` is the member of staff who gave it;
    None: the patient did.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    scope = models.CharField(max_length=10, choices=[(scope.value, scope.value) for scope in Scope])
    expires_on = models.DateField()
    granted_by = TenantForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clinic", "patient", "user"),
                condition=Q(revoked_at__isnull=True),
                name="caregiver_once_per_patient",
            ),
        )


class WayIn(Enum):
    """How a device was let in."""

    LINK = "link"
    ACCOUNT = "account"
    CAREGIVER = "caregiver"


class Device(TenantModel):
    """A browser that was let in to one patient's pages. Its session holds while it shows the secret.

    `label` is the browser in plain words, such as Chrome on Android. Until `wider_until` a link's device
    also sees progress, because the birth year was given.
    """

    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=[(way.value, way.value) for way in WayIn])
    link = TenantForeignKey(PatientLink, on_delete=models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    caregiver = TenantForeignKey(Caregiver, on_delete=models.CASCADE, null=True, related_name="+")
    label = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    wider_until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(way="link", link__isnull=False, user__isnull=True, caregiver__isnull=True)
                | Q(way="account", link__isnull=True, user__isnull=False, caregiver__isnull=True)
                | Q(way="caregiver", link__isnull=True, user__isnull=False, caregiver__isnull=False),
                name="device_came_in_one_way",
            ),
        )
        indexes = (
            models.Index(
                fields=("clinic", "patient"),
                condition=Q(revoked_at__isnull=True),
                name="device_live_by_patient",
            ),
        )


class SignInCode(models.Model):
    """A code sent to an e-mail address, good once, in the browser that asked for it.

    `user` is None where nobody signs in with the address: the row is made all the same, so that asking is
    answered alike.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)


class Passkey(models.Model):
    """A key on someone's phone, computer or key ring that signs them in. The secret half never leaves it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    credential_id = models.CharField(max_length=1400, unique=True)
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField()
    label = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)


class Tries(models.Model):
    """How often something was tried since a moment. `key` is a hash: it names nobody."""

    key = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

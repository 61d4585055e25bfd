"""From a session or a link to a viewer: the only place that looks across clinics.

Checked on every request, so a revoked link, a changed password or an ended membership is out at once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.crypto import constant_time_compare

from everyrep.audit.actions import record
from everyrep.people.links import token_hash
from everyrep.people.models import Clinic, Patient, PatientLink, Staff, User
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Role, Viewer

Kind = Literal["staff", "patient"]
Account = User


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """What a session says: the user, as staff or as patient, and the password state it was opened under."""

    user_id: UUID
    kind: Kind
    auth_hash: str


def user_of(email: str) -> User | None:
    """The account of an e-mail address, for ways in that need no password, such as the demo's."""
    try:
        user = User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        return None
    return user if user.is_active else None


def any_clinic() -> bool:
    """Whether the installation serves anybody yet."""
    return Clinic.objects.exists()


def clinic_named(name: str) -> Clinic | None:
    """A clinic of this installation by its whole name, for the command line."""
    return Clinic.objects.filter(name__iexact=name.strip()).first()


def kind_of_user(user: AbstractBaseUser) -> Kind | None:
    """Staff first, for someone who is both; None for an account that belongs nowhere any more."""
    if Staff.objects.before_viewer().filter(user_id=user.pk, ended_at__isnull=True).exists():
        return "staff"
    return "patient" if Patient.objects.before_viewer().filter(user_id=user.pk).exists() else None


def viewer_of_session(signed_in: SignedIn) -> Viewer | None:
    """The viewer of an open session, in one query; None once it no longer holds."""
    member: Staff | Patient | None
    if signed_in.kind == "staff":
        staff = Staff.objects.before_viewer().filter(ended_at__isnull=True)
        member = staff.select_related("user", "clinic").filter(user_id=signed_in.user_id).first()
    else:
        patients = Patient.objects.before_viewer().select_related("user")
        member = patients.filter(user_id=signed_in.user_id).first()
    if member is None or not _holds(member.user, signed_in.auth_hash):
        return None
    return viewer_of_staff(member) if isinstance(member, Staff) else viewer_of_patient(member)


def record_sign_in(signed_in: SignedIn, *, now: datetime) -> None:
    """Note in the audit that a session was opened with a password."""
    viewer = viewer_of_session(signed_in)
    if viewer is not None:
        _record_way_in(viewer, "sign_in", "session", now)


def _record_way_in(viewer: Viewer, action: str, object_type: str, now: datetime) -> None:
    record(
        by=viewer,
        action=action,
        object_type=object_type,
        object_id=viewer.actor_id,
        patient_id=viewer.patient_id,
        now=now,
    )


def _holds(user: User | None, auth_hash: str) -> bool:
    return (
        user is not None and user.is_active and constant_time_compare(auth_hash, user.get_session_auth_hash())
    )


def viewer_of_staff(staff: Staff) -> Viewer:
    return Viewer(
        clinic_id=staff.clinic_id,
        role=Role(staff.role),
        actor_id=staff.id,
        name=staff.signature,
        zone=staff.clinic.zone,
    )


def viewer_of_patient(patient: Patient) -> Viewer:
    return Viewer(
        clinic_id=patient.clinic_id,
        role=Role.PATIENT,
        actor_id=patient.id,
        name=patient.given_name,
        zone=patient.zone,
        language=patient.language,
        demonstrator=patient.demonstrator,
        patient_id=patient.id,
    )


def viewer_of_link(link_id: UUID) -> Viewer | None:
    """The viewer of a live link, or None once it is revoked."""
    link = _live_links().filter(id=link_id).first()
    return _link_viewer(link) if link is not None else None


@transaction.atomic
def redeem_link(token: str, *, now: datetime) -> Viewer | None:
    """The viewer of a typed or scanned token; the link stays good for the next device in the house."""
    link = _live_links().filter(token_hash=token_hash(token)).first()
    if link is None:
        return None
    link.last_used_at = now
    link.save(update_fields=["last_used_at"])
    viewer = _link_viewer(link)
    _record_way_in(viewer, "open_link", "link", now)
    return viewer


def _live_links() -> TenantQuerySet[PatientLink]:
    return PatientLink.objects.before_viewer().filter(revoked_at__isnull=True).select_related("patient")


def _link_viewer(link: PatientLink) -> Viewer:
    patient: Patient = link.patient
    return Viewer(
        clinic_id=link.clinic_id,
        role=Role.LINK,
        actor_id=link.id,
        name=patient.given_name,
        zone=patient.zone,
        language=patient.language,
        demonstrator=patient.demonstrator,
        patient_id=patient.id,
    )

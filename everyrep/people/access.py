"""From a session or a link to a viewer: the only place that looks across clinics.

Checked on every request, so a closed link, a signed-out device, a changed password, an ended membership or a
caregiver's last day is out at once.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from everyrep.people.devices import secret_hash
from everyrep.people.links import LinkKind, token_hash
from everyrep.people.models import (
    Caregiver,
    Clinic,
    Device,
    Patient,
    PatientLink,
    Scope,
    Staff,
    User,
    WayIn,
)
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Role, Viewer, system_viewer

SEEN_EVERY = timedelta(minutes=15)  # how exactly it is known: a write for each page would be too many
PATIENT_IDLE = timedelta(days=30)  # a device that was away for longer signs in again; design, trust 2.1 V7.3
Account = User
Kind = Literal["staff", "patient", "caregiver"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """What the session of a member of staff says: the user, and the account's state it was opened under."""

    user_id: UUID
    auth_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way into Everyrep that a user has. `id` is the row of that kind; `name` whose pages it leads to."""

    kind: Kind
    id: UUID
    clinic_id: UUID
    name: str
    clinic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStanding:
    """Whose pages a device shows. `closed`: it once did; it may hand in what it holds and is shown nothing.

    `due` says that it was last seen so long ago that it is worth noting again.
    """

    viewer: Viewer
    closed: bool
    due: bool


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


def every_clinic() -> list[Viewer]:
    """The installation itself at work in each of its clinics, for the command line."""
    return [system_viewer(clinic.id, clinic.zone) for clinic in Clinic.objects.order_by("name", "id")]


def clinic_named(name: str) -> Clinic | None:
    """A clinic of this installation by its whole name, for the command line."""
    return Clinic.objects.filter(name__iexact=name.strip()).first()


def ways_of(user: AbstractBaseUser, *, now: datetime) -> list[Way]:
    """Every way that is open to the user: their work, their own care, then whom they help, by name
    and clinic.
    """
    staff = Staff.objects.before_viewer().filter(user_id=user.pk, ended_at__isnull=True)
    patients = Patient.objects.before_viewer().filter(user_id=user.pk)
    helped = Caregiver.objects.before_viewer().filter(user_id=user.pk, revoked_at__isnull=True)
    return [
        *(_way("staff", one, one.name) for one in staff.select_related("clinic")),
        *(_way("patient", one, one.name) for one in patients.select_related("clinic")),
        *sorted(
            (
                _way("caregiver", one, one.patient.name)
                for one in helped.select_related("clinic", "patient")
                if not _care_is_over(one, now)
            ),
            key=lambda way: (way.name, way.clinic),
        ),
    ]


def _way(kind: Kind, row: Staff | Patient | Caregiver, name: str) -> Way:
    return Way(kind=kind, id=row.id, clinic_id=row.clinic_id, name=name, clinic=row.clinic.name)


def viewer_of_session(signed_in: SignedIn) -> Viewer | None:
    """The viewer of a member of staff's session, in one query; None once it no longer holds."""
    members = Staff.objects.before_viewer().filter(ended_at__isnull=True)
    member = members.select_related("user", "clinic").filter(user_id=signed_in.user_id).first()
    if member is None or not member.user.is_active:
        return None
    holds = constant_time_compare(signed_in.auth_hash, member.user.get_session_auth_hash())
    return viewer_of_staff(member) if holds else None


def standing_of_device(device_id: UUID, secret: str, *, now: datetime) -> DeviceStanding | None:
    """Where a device stands that shows its secret, in one query; None for a stranger.

    A device that was away for longer than PATIENT_IDLE is a stranger too: it is not closed, and signing in
    again goes on with what it keeps.
    """
    devices = Device.objects.before_viewer().select_related("patient", "link", "user", "caregiver")
    device = devices.filter(id=device_id).first()
    if device is None or not constant_time_compare(device.secret_hash, secret_hash(secret)):
        return None
    closed = device.revoked_at is not None or _way_in_is_closed(device, now)
    if not closed and now - device.last_seen_at > PATIENT_IDLE:
        return None
    due = not closed and now - device.last_seen_at >= SEEN_EVERY
    return DeviceStanding(viewer=viewer_of_device(device, now=now), closed=closed, due=due)


def _way_in_is_closed(device: Device, now: datetime) -> bool:
    match WayIn(device.way):
        case WayIn.LINK:
            return _link_is_closed(device.link, now)
        case WayIn.ACCOUNT:
            return not _is_active(device.user) or device.patient.user_id != device.user_id
        case WayIn.CAREGIVER:
            return not _is_active(device.user) or _care_is_over(device.caregiver, now)


def _is_active(user: User | None) -> bool:
    return user is not None and user.is_active


def _link_is_closed(link: PatientLink, now: datetime) -> bool:
    """A printed link closes what it opened on its day; the minutes of a sent one are only for opening it."""
    if link.revoked_at is not None:
        return True
    dated = link.kind == LinkKind.PRINTED.value
    return dated and link.expires_at is not None and link.expires_at <= now


def _care_is_over(caregiver: Caregiver, now: datetime) -> bool:
    today = now.astimezone(ZoneInfo(caregiver.patient.zone)).date()
    return caregiver.revoked_at is not None or caregiver.expires_on < today


def note_seen(device_id: UUID, viewer: Viewer, *, now: datetime) -> None:
    """Keep that the device was there just now."""
    Device.objects.seen_by(viewer).filter(id=device_id).update(last_seen_at=now)


def viewer_of_device(device: Device, *, now: datetime) -> Viewer:
    """Who comes in by this device, whether or not its way in is still open."""
    if device.way == WayIn.LINK.value:
        wider = device.wider_until is not None and now < device.wider_until
        return viewer_of_link(device.link, wider=wider)
    if device.way == WayIn.CAREGIVER.value:
        return viewer_of_caregiver(device.caregiver)
    return viewer_of_patient(device.patient)


def viewer_of_staff(staff: Staff) -> Viewer:
    return Viewer(
        clinic_id=staff.clinic_id,
        role=Role(staff.role),
        actor_id=staff.id,
        name=staff.signature,
        zone=staff.clinic.zone,
    )


def viewer_of_patient(patient: Patient) -> Viewer:
    return _patient_viewer(patient, Role.PATIENT, patient.id, patient.given_name)


def viewer_of_link(link: PatientLink, *, wider: bool = False) -> Viewer:
    """`wider`: the birth year was given on this device, a short while ago."""
    return _patient_viewer(link.patient, Role.LINK, link.id, link.patient.given_name, wider=wider)


def viewer_of_caregiver(caregiver: Caregiver) -> Viewer:
    scope = Scope(caregiver.scope)
    who = _patient_viewer(
        caregiver.patient, Role.CAREGIVER, caregiver.id, caregiver.name, wider=scope is not Scope.LOG
    )
    return replace(who, talks=scope is Scope.MESSAGE)


def _patient_viewer(
    patient: Patient, role: Role, actor_id: UUID, name: str, *, wider: bool = False
) -> Viewer:
    return Viewer(
        clinic_id=patient.clinic_id,
        role=role,
        actor_id=actor_id,
        name=name,
        zone=patient.zone,
        language=patient.language if role is not Role.CAREGIVER else "",
        demonstrator=patient.demonstrator,
        patient_id=patient.id,
        wider=wider,
    )


def account_of(viewer: Viewer) -> str:
    """The name of the store that a phone keeps this viewer's record and outbox in; "" for staff.

    A patient's link and account share one: whatever the phone holds of it can be sent by either. What a
    caregiver's phone holds is sent under the caregiver's own name alone.
    """
    if viewer.role is Role.CAREGIVER:
        return f"{viewer.patient_id}.{viewer.actor_id}"
    return str(viewer.patient_id) if viewer.patient_id else ""


def live_link(token: str, *, now: datetime) -> PatientLink | None:
    """The link of a typed or scanned code that still opens."""
    links = PatientLink.objects.before_viewer().filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        token_hash=token_hash(token),
        revoked_at__isnull=True,
        used_at__isnull=True,
    )
    return links.select_related("patient").first()


def user_devices(user_id: UUID) -> TenantQuerySet[Device]:
    """The devices of an account in every clinic, so that all of them can be signed out."""
    return Device.objects.before_viewer().filter(user_id=user_id)

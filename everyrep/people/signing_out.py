"""The devices that are let in, and signing them out: one, or all but the one in hand."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from everyrep.audit.actions import record
from everyrep.people.access import PATIENT_IDLE, user_devices
from everyrep.people.links import LinkKind
from everyrep.people.models import Caregiver, Device, Patient, Staff, User, WayIn
from everyrep.people.policy import Permission, check
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import NotFound, Role, Viewer


def devices(viewer: Viewer, now: datetime) -> TenantQuerySet[Device]:
    """The patient's devices that are let in, by account and by link, the one last seen first."""
    check(viewer, Permission.DECIDE_WHO_SEES)
    return _let_in(viewer, now).exclude(way=WayIn.CAREGIVER.value)


def devices_by_link(viewer: Viewer, patient_id: UUID, now: datetime) -> dict[UUID, list[Device]]:
    """The devices that each link of the patient has let in."""
    check(viewer, Permission.HAND_OVER)
    found: dict[UUID, list[Device]] = {}
    for device in _let_in(viewer, now).filter(patient_id=patient_id, way=WayIn.LINK.value):
        assert device.link_id is not None
        found.setdefault(device.link_id, []).append(device)
    return found


def _let_in(viewer: Viewer, now: datetime) -> TenantQuerySet[Device]:
    dated = Q(link__kind=LinkKind.PRINTED.value, link__expires_at__lte=now)
    live = Device.objects.seen_by(viewer).filter(
        ~dated, revoked_at__isnull=True, last_seen_at__gt=now - PATIENT_IDLE, link__revoked_at__isnull=True
    )
    return live.select_related("link").order_by("-last_seen_at", "id")


@transaction.atomic
def sign_out_device(*, by: Viewer, device_id: UUID, now: datetime) -> None:
    """End a device's session at its next request. Raises NotFound for a caregiver's, see end_care."""
    check(by, Permission.DECIDE_WHO_SEES)
    mine = Device.objects.seen_by(by).exclude(way=WayIn.CAREGIVER.value)
    _sign_out(by, mine.find(id=device_id), now)


@transaction.atomic
def leave(*, by: Viewer, device_id: UUID, now: datetime) -> None:
    """The device in hand is let go of by whoever holds it."""
    _sign_out(by, Device.objects.seen_by(by).find(id=device_id), now)


def _sign_out(by: Viewer, device: Device, now: datetime) -> None:
    if device.revoked_at is not None:
        return
    device.revoked_at = now
    device.save(update_fields=["revoked_at"])
    record(
        by=by,
        action="sign_out_device",
        object_type="device",
        object_id=device.id,
        patient_id=device.patient_id,
        now=now,
    )


@transaction.atomic
def sign_out_others(*, by: Viewer, keep: UUID | None, now: datetime) -> str:
    """End every other session of the viewer's account, and a patient's other devices that a link let in.

    `keep` is the device in hand. Returns what a member of staff's own session goes on under.
    """
    check(by, Permission.OWN_SIGN_IN)
    if by.role is Role.PATIENT:
        by_link = Device.objects.seen_by(by).filter(way=WayIn.LINK.value, revoked_at__isnull=True)
        _but(by_link, keep).update(revoked_at=now)
    user = user_behind(by)
    end_sessions(user, keep=keep, now=now)
    record(
        by=by,
        action="sign_out_others",
        object_type="user",
        object_id=user.id,
        patient_id=by.patient_id,
        now=now,
    )
    return user.get_session_auth_hash()


def end_sessions(user: User, *, keep: UUID | None, now: datetime) -> None:
    """End the account's open sessions, inside the caller's transaction. `keep` is a device that stays."""
    User.objects.filter(id=user.id).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])
    _but(user_devices(user.id).filter(revoked_at__isnull=True), keep).update(revoked_at=now)


def _but(devices: TenantQuerySet[Device], keep: UUID | None) -> TenantQuerySet[Device]:
    return devices.exclude(id=keep) if keep else devices


def user_behind(viewer: Viewer) -> User:
    """The account that the viewer is signed in with. Raises NotFound for a link."""
    members: TenantQuerySet[Patient] | TenantQuerySet[Caregiver] | TenantQuerySet[Staff]
    if viewer.role is Role.CAREGIVER:
        members = Caregiver.objects.seen_by(viewer)
    else:
        members = Patient.objects.seen_by(viewer) if viewer.is_patient else Staff.objects.seen_by(viewer)
    member = members.select_related("user").find(id=viewer.actor_id)
    if member.user is None:
        raise NotFound("User")
    return member.user

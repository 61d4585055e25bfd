"""Letting a browser in: by a link's code, or as a user who has shown who they are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.people.access import (
    Account,
    SignedIn,
    Way,
    live_link,
    viewer_of_device,
    viewer_of_session,
)
from everyrep.people.devices import browser_words, new_secret, secret_hash
from everyrep.people.links import LinkKind
from everyrep.people.models import Caregiver, Device, Patient, PatientLink, WayIn
from everyrep.tenancy.viewer import NotFound, Viewer


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser says of itself, and the secret it already keeps, "" for a new one."""

    user_agent: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """Whom the browser now shows the pages of. The secret is the browser's to keep: only a hash is stored."""

    viewer: Viewer
    device_id: UUID
    secret: str


NOBODY_YET = Browser()


@transaction.atomic
def redeem_link(token: str, *, now: datetime, browser: Browser = NOBODY_YET) -> LetIn | None:
    """Let a browser in by a typed or scanned code. None for a code that does not open.

    A printed link stays good for the next device in the house; of those who try a sent one, one gets in.
    """
    link = live_link(token, now=now)
    if link is None or not _used(link, now):
        return None
    entered = _device(
        Device(clinic_id=link.clinic_id, patient=link.patient, way=WayIn.LINK.value, link=link), browser, now
    )
    _record_way_in(entered.viewer, "open_link", "link", now)
    return entered


def _used(link: PatientLink, now: datetime) -> bool:
    """Whether the link was still open at the moment of use: the database decides between two at once."""
    mine = PatientLink.objects.in_clinic(link.clinic_id).filter(id=link.id, revoked_at__isnull=True)
    if link.kind == LinkKind.SENT.value:
        return mine.filter(used_at__isnull=True).update(used_at=now, last_used_at=now) == 1
    return mine.update(last_used_at=now) == 1


@transaction.atomic
def let_in(
    user: Account, way: Way, *, now: datetime, browser: Browser = NOBODY_YET, proven: bool = False
) -> LetIn:
    """Let a patient or caregiver in who has shown who they are. Raises NotFound where the way is not theirs.

    `proven`: the browser is one of this user's devices already, and goes on with the secret it has.
    """
    if way.kind == "patient":
        patient = Patient.objects.in_clinic(way.clinic_id).find(id=way.id, user_id=user.pk)
        fresh = Device(clinic_id=way.clinic_id, patient=patient, way=WayIn.ACCOUNT.value, user=user)
    elif way.kind == "caregiver":
        helped = Caregiver.objects.in_clinic(way.clinic_id).select_related("patient")
        care = helped.find(id=way.id, user_id=user.pk)
        fresh = Device(
            clinic_id=way.clinic_id,
            patient=care.patient,
            way=WayIn.CAREGIVER.value,
            user=user,
            caregiver=care,
        )
    else:
        raise NotFound("Way")
    entered = _device(fresh, browser, now, proven=proven)
    _record_way_in(entered.viewer, "sign_in", "device", now)
    return entered


def _device(fresh: Device, browser: Browser, now: datetime, *, proven: bool = False) -> LetIn:
    """The row of this browser: the one it has already, else a new one."""
    known = Device.objects.in_clinic(fresh.clinic_id).filter(
        link=fresh.link,
        user=fresh.user,
        caregiver=fresh.caregiver,
        patient=fresh.patient,
        way=fresh.way,
        secret_hash=secret_hash(browser.secret),
        revoked_at__isnull=True,
    )
    secret = browser.secret
    device = known.select_related("patient", "link", "caregiver").first()
    if device is None:
        device = fresh
        secret = browser.secret if proven else new_secret()
        device.secret_hash, device.first_seen_at = secret_hash(secret), now
        device.label = browser_words(browser.user_agent)
    device.last_seen_at = now
    device.save()
    return LetIn(viewer=viewer_of_device(device, now=now), device_id=device.id, secret=secret)


def record_sign_in(signed_in: SignedIn, *, now: datetime) -> None:
    """Note in the audit that a member of staff opened a session."""
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

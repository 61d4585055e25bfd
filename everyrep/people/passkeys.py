"""Passkeys: signing in with a key that the phone or computer keeps, by W3C Web Authentication (level 2).

The site is the host name of the request (the relying party) and its address (the origin); both are the edge's
to say. The person is verified by the device itself, by finger, face or screen lock.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import webauthn
from django.db import IntegrityError, transaction
from django.db.models import Q
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from everyrep.audit.actions import record
from everyrep.core.problems import N_, Problem, invalid
from everyrep.people.access import Account
from everyrep.people.models import Passkey
from everyrep.people.policy import Permission, check
from everyrep.people.signing_out import end_sessions, user_behind
from everyrep.tenancy.viewer import NotFound, Viewer

PASSKEYS_MOST = 20
UNREADABLE = (WebAuthnException, RecursionError)  # brackets within brackets without end
NOT_TAKEN = N_("The passkey could not be kept. Try again, or use another device.")
NOT_KNOWN = N_("This passkey does not open anything here. Sign in another way.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where passkeys are good: `host` without the port, `origin` with scheme and port."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What the browser's Web Authentication gets, as JSON, and the bytes that the answer must hold."""

    options: str
    challenge: str


def passkeys_of(viewer: Viewer) -> list[Passkey]:
    """The viewer's own, newest first."""
    check(viewer, Permission.OWN_SIGN_IN)
    return list(Passkey.objects.filter(user=user_behind(viewer)).order_by("-created_at"))


def challenge_to_add(by: Viewer, site: Site) -> Challenge:
    """What a device needs to make a new passkey for the viewer."""
    check(by, Permission.OWN_SIGN_IN)
    user = user_behind(by)
    known = Passkey.objects.filter(user=user).values_list("credential_id", flat=True)
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name="Everyrep",
        user_id=user.id.bytes,
        user_name=user.email,
        user_display_name=by.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(key)) for key in known],
    )
    return _challenge(options)


def challenge_to_sign_in(site: Site) -> Challenge:
    """What a device needs to show one of its passkeys; which one is the person's choice."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    return _challenge(options)


def _challenge(options: Any) -> Challenge:
    return Challenge(
        options=webauthn.options_to_json(options), challenge=bytes_to_base64url(options.challenge)
    )


@transaction.atomic
def add_passkey(
    *, by: Viewer, site: Site, challenge: str, credential: str, label: str, now: datetime
) -> Passkey:
    """Keep the passkey that a device has made. Raises Invalid for what does not hold."""
    check(by, Permission.OWN_SIGN_IN)
    user = user_behind(by)
    if Passkey.objects.filter(user=user).count() >= PASSKEYS_MOST:
        full = N_("At most %(most)s passkeys can be kept. Remove one first.")
        raise invalid("passkey", full, most=PASSKEYS_MOST)
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except UNREADABLE as fault:
        raise invalid("passkey", NOT_TAKEN) from fault
    kept = Passkey(
        user=user,
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        label=label[:80],
        created_at=now,
    )
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError as fault:
        raise invalid("passkey", NOT_TAKEN) from fault
    _record(by, "add_passkey", kept, now)
    return kept


@transaction.atomic
def remove_passkey(*, by: Viewer, passkey_id: UUID, keep: UUID | None, now: datetime) -> str:
    """Forget a passkey, and end every other open session of the account: someone may have come in with it.

    `keep` is the device in hand. Returns what a member of staff's own session goes on under. Raises NotFound.
    """
    check(by, Permission.OWN_SIGN_IN)
    user = user_behind(by)
    found = Passkey.objects.filter(user=user, id=passkey_id).first()
    if found is None:
        raise NotFound("Passkey")
    _record(by, "remove_passkey", found, now)
    found.delete()
    end_sessions(user, keep=keep, now=now)
    return user.get_session_auth_hash()


def account_of_passkey(*, site: Site, challenge: str, credential: str, now: datetime) -> Account:
    """Whose passkey signed the challenge. Raises Invalid, with one answer to all that does not hold."""
    refused = Problem("passkey", NOT_KNOWN)
    try:
        shown = parse_authentication_credential_json(credential)
        found = Passkey.objects.select_related("user").filter(credential_id=shown.id).first()
        if found is None or not found.user.is_active:
            raise invalid(refused.field, refused.text)
        verified = webauthn.verify_authentication_response(
            credential=shown,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=bytes(found.public_key),
            credential_current_sign_count=found.sign_count,
            require_user_verification=True,
        )
    except UNREADABLE as fault:
        raise invalid(refused.field, refused.text) from fault
    if not _counted(found, verified.new_sign_count, now):
        raise invalid(refused.field, refused.text)
    return found.user


def _counted(found: Passkey, count: int, now: datetime) -> bool:
    """A counter that goes on must be higher than the last one, also between two at once; 0 counts nothing."""
    higher = Q(sign_count__lt=count) if count else Q(sign_count=0)
    return Passkey.objects.filter(higher, id=found.id).update(sign_count=count, last_used_at=now) == 1


def _record(by: Viewer, action: str, passkey: Passkey, now: datetime) -> None:
    record(
        by=by,
        action=action,
        object_type="passkey",
        object_id=passkey.id,
        patient_id=by.patient_id,
        now=now,
    )

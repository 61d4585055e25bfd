"""Signing in with a code sent by e-mail, for patients and those who help them.

A code is good once, for ten minutes, for five tries, in the browser that asked for it. Asking does the same
work and gives the same answer for any address. Staff get none: e-mail is no factor for them (ASVS V6.3.6).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from everyrep.core.problems import N_, invalid
from everyrep.people.access import Account, user_of, ways_of
from everyrep.people.limits import CODE_TRIES_OF_CLIENT, CODES_OF_CLIENT, CODES_TO_ADDRESS, take
from everyrep.people.models import SignInCode

DIGITS = 8  # 26.6 bits; ASVS 5.0, 6.5.4 asks for 20
LASTS = timedelta(minutes=10)  # ASVS 5.0, 6.5.5
TRIES = 5
KEPT_FOR = timedelta(days=1)
TOO_MANY_CODES = N_("There were too many codes. Wait an hour, or use another way to sign in.")
TOO_MANY_TRIES = N_("There were too many tries. Wait an hour, or use another way to sign in.")
NOT_THE_CODE = N_(
    "This code does not open anything. Check it, or ask for a new one: each works once, for ten minutes."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the browser keeps of its question, and the code to send; `send_to` is "" where nobody gets one."""

    question: UUID
    code: str
    send_to: str


@transaction.atomic
def ask_for_code(email: str, *, client: str, now: datetime) -> Asked:
    """A code for whoever signs in with the address. Raises Invalid after too many."""
    address = email.strip().lower()
    if not (take(CODES_OF_CLIENT, client, now=now) and take(CODES_TO_ADDRESS, address, now=now)):
        raise invalid("email", TOO_MANY_CODES)
    user = user_of(address)
    known = any(way.kind != "staff" for way in ways_of(user or Account(), now=now))
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    SignInCode.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    asked = SignInCode(user=user if known else None, created_at=now, expires_at=now + LASTS)
    asked.code_hash = _hash(asked.id, code)
    asked.save(force_insert=True)
    return Asked(question=asked.id, code=code, send_to=address if known else "")


def enter_code(question: UUID, typed: str, *, client: str, now: datetime) -> Account:
    """The account of whoever typed the code that was sent. Raises Invalid.

    A try is counted before the code is compared, and the code is used up by one conditional write: of many
    tries at once none is free, and one gets in.
    """
    if not take(CODE_TRIES_OF_CLIENT, client, now=now):
        raise invalid("code", TOO_MANY_TRIES)
    open_codes = SignInCode.objects.filter(id=question, used_at__isnull=True, expires_at__gt=now)
    counted = open_codes.filter(tries__lt=TRIES).update(tries=F("tries") + 1)
    asked = SignInCode.objects.select_related("user").filter(id=question).first()
    digits = "".join(sign for sign in typed if sign.isdecimal())
    right = asked is not None and constant_time_compare(asked.code_hash, _hash(asked.id, digits))
    if asked is None or asked.user is None or not (counted and right and asked.user.is_active):
        raise invalid("code", NOT_THE_CODE)
    if not open_codes.update(used_at=now):
        raise invalid("code", NOT_THE_CODE)
    return asked.user


def _hash(question: UUID, code: str) -> str:
    """Keyed with the installation's secret: the database alone does not give a code away."""
    return salted_hmac("everyrep.sign_in_code", f"{question}:{code}", algorithm="sha256").hexdigest()

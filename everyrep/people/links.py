"""The secret of a patient link: 130 random bits, written so that a person can type it from paper."""

import hashlib
import secrets
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U
LENGTH = 26  # x 5 bits = 130 bits
LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


class LinkKind(Enum):
    """PRINTED opens for every device of the household until its last day; SENT opens once, within minutes."""

    PRINTED = "printed"
    SENT = "sent"


def expiry(kind: LinkKind, zone: str, now: datetime) -> datetime:
    """When a link made now stops to open: after LINK_DAYS whole days, or SENT_LINK_MINUTES (settings)."""
    if kind is LinkKind.SENT:
        return now + timedelta(minutes=settings.SENT_LINK_MINUTES)
    return end_of(now.astimezone(ZoneInfo(zone)).date() + timedelta(days=settings.LINK_DAYS), zone)


def end_of(day: date, zone: str) -> datetime:
    """The midnight after a local date."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))


def last_day(ends_at: datetime, zone: str) -> date:
    """The local date that ends at the midnight `end_of` gave."""
    return (ends_at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()


def new_token() -> str:
    """A fresh secret, in groups of five so that it can be read aloud."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + 5] for start in range(0, LENGTH, 5))


def token_hash(token: str) -> str:
    """The only form that is stored; typing slips (case, spaces, O for 0) are forgiven before hashing."""
    typed = "".join(token.upper().split()).replace("-", "").translate(LOOK_ALIKES)
    return hashlib.sha256(typed.encode()).hexdigest()

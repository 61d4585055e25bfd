"""How often something may be tried: counted in the database, so that it holds for every process and restart.

The defaults are far below the 100 failed tries in a row on one account of NIST SP 800-63B-4, 3.2.2. A limit
that is reached opens again by itself: nobody can lock a patient out for good.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from everyrep.people.models import Tries

FORGOTTEN_AFTER = timedelta(days=31)  # longer than any limit counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `most` tries of something within `within` of the first."""

    name: str
    most: int
    within: timedelta


PASSWORD_OF_ADDRESS = Limit(name="password/address", most=20, within=timedelta(hours=1))
PASSWORD_OF_CLIENT = Limit(name="password/client", most=100, within=timedelta(hours=1))  # a whole clinic's
CODES_TO_ADDRESS = Limit(name="code/address", most=5, within=timedelta(hours=1))
CODES_OF_CLIENT = Limit(name="code/client", most=30, within=timedelta(hours=1))
CODE_TRIES_OF_CLIENT = Limit(name="code try/client", most=60, within=timedelta(hours=1))
BIRTH_YEARS = Limit(name="birth year", most=5, within=timedelta(hours=1))
# Five an hour would go through every likely year in a day; a month's worth stops that.
BIRTH_YEARS_IN_ALL = Limit(name="birth year/month", most=20, within=timedelta(days=30))


def take(limit: Limit, whose: object, *, now: datetime) -> bool:
    """Count one more try; False once there were too many. Every step is one conditional write, so that of
    many tries at once no more than `most` are let through."""
    key = _key(limit, whose)
    Tries.objects.filter(since__lt=now - FORGOTTEN_AFTER).delete()
    Tries.objects.bulk_create([Tries(key=key, since=now)], ignore_conflicts=True)
    mine = Tries.objects.filter(key=key)
    mine.filter(since__lte=now - limit.within).update(since=now, count=0)
    return mine.filter(count__lt=limit.most).update(count=F("count") + 1) == 1


def give_back(limit: Limit, whose: object) -> None:
    """A try that was right does not count."""
    Tries.objects.filter(key=_key(limit, whose), count__gt=0).update(count=F("count") - 1)


def _key(limit: Limit, whose: object) -> str:
    return hashlib.sha256(f"{limit.name}:{whose}".encode()).hexdigest()

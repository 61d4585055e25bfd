"""Letting browsers in without a browser."""

from datetime import date, datetime

from conftest import NOW, TODAY, ClinicWorld

from everyrep.people.access import standing_of_device, ways_of
from everyrep.people.caregivers import Invitation, invite
from everyrep.people.entering import LetIn, let_in
from everyrep.people.models import Caregiver, Patient


def let_in_by_account(patient: Patient, *, now: datetime = NOW) -> LetIn:
    assert patient.user is not None
    way = next(way for way in ways_of(patient.user, now=now) if way.id == patient.id)
    return let_in(patient.user, way, now=now)


def let_in_twice(patient: Patient) -> tuple[LetIn, LetIn]:
    return let_in_by_account(patient), let_in_by_account(patient)


def let_in_to_help(care: Caregiver, *, now: datetime = NOW) -> LetIn:
    way = next(way for way in ways_of(care.user, now=now) if way.id == care.id)
    return let_in(care.user, way, now=now)


def is_in(entered: LetIn, *, now: datetime = NOW) -> bool:
    standing = standing_of_device(entered.device_id, entered.secret, now=now)
    return standing is not None and not standing.closed


def is_closed(entered: LetIn, *, now: datetime = NOW) -> bool:
    standing = standing_of_device(entered.device_id, entered.secret, now=now)
    return standing is not None and standing.closed


def invitation(**changes: str) -> Invitation:
    known = {
        "name": "Luis Diaz",
        "email": "luis@example.org",
        "scope": "log",
        "last_day": date(TODAY.year + 1, 1, 31).isoformat(),
    }
    return Invitation(**{**known, **changes})


def helper_of(world: ClinicWorld, **changes: str) -> Caregiver:
    """Luis, whom Rosa lets help her."""
    return invite(by=world.rosa, patient_id=world.patient.id, asked=invitation(**changes), now=NOW)

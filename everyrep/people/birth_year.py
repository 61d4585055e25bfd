"""The step up from a link: who also knows the birth year sees progress on this device for a while."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare

from everyrep.audit.actions import record
from everyrep.core.problems import N_, invalid
from everyrep.people.limits import BIRTH_YEARS, BIRTH_YEARS_IN_ALL, give_back, take
from everyrep.people.models import Device, Patient
from everyrep.people.policy import Permission, check
from everyrep.tenancy.viewer import NotAllowed, Role, Viewer

WIDER_FOR = timedelta(minutes=30)
NOT_THE_YEAR = N_("This is not the year the clinic has. Check it, or call your clinic.")
TOO_OFTEN = N_("There were too many tries. Try again in an hour, sign in instead, or call your clinic.")


def give_birth_year(*, by: Viewer, device_id: UUID, year: str, now: datetime) -> None:
    """Show progress on this device for WIDER_FOR. Raises Invalid for another year, and after too many tries.

    Tries are counted by patient, so that more devices get no more tries; a right year counts as none.
    """
    check(by, Permission.PRACTISE)
    if by.role is not Role.LINK:
        raise NotAllowed("only a link's device has something to step up to")
    limits = (BIRTH_YEARS, BIRTH_YEARS_IN_ALL)
    if not all(take(limit, by.patient_id, now=now) for limit in limits):
        raise invalid("year", TOO_OFTEN)
    if not _is_right(by, year):
        _record(by, "birth_year_wrong", now)
        raise invalid("year", NOT_THE_YEAR)
    _widen(by, device_id, now)
    for limit in limits:
        give_back(limit, by.patient_id)


def _is_right(by: Viewer, year: str) -> bool:
    patient = Patient.objects.seen_by(by).find(id=by.patient_id)
    return constant_time_compare(year.strip(), str(patient.birth_date.year))


@transaction.atomic
def _widen(by: Viewer, device_id: UUID, now: datetime) -> None:
    device = Device.objects.seen_by(by).find(id=device_id, link_id=by.actor_id)
    device.wider_until = now + WIDER_FOR
    device.save(update_fields=["wider_until"])
    _record(by, "birth_year_given", now)


def _record(by: Viewer, action: str, now: datetime) -> None:
    record(
        by=by,
        action=action,
        object_type="link",
        object_id=by.actor_id,
        patient_id=by.patient_id,
        now=now,
    )

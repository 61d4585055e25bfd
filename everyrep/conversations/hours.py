"""When the clinic reads messages, and how soon it usually replies: written by the clinic for everyone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.conversations.models import ClinicHours
from everyrep.core.opening_hours import DAYS, Hours, Week, is_open, opens_next, read_week
from everyrep.core.problems import Invalid
from everyrep.people.models import Clinic
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.tenancy.viewer import Viewer

NEVER: Week = (None,) * DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`known`: the clinic has said when it is open. `opens` is in its zone, None while it is open."""

    week: Week
    answer_time: str
    known: bool
    open_now: bool
    opens: datetime | None
    zone: str


def reading(viewer: Viewer, now: datetime) -> Reading:
    """When messages are read, and whether that is now: not, where the clinic has said nothing."""
    zone = Clinic.objects.values_list("zone", flat=True).get(id=viewer.clinic_id)
    row = ClinicHours.objects.in_clinic(viewer.clinic_id).first()
    week, at = _week(row.week) if row else NEVER, now.astimezone(ZoneInfo(zone))
    open_now = is_open(week, at)
    return Reading(
        week=week,
        answer_time=row.answer_time if row else "",
        known=any(week),
        open_now=open_now,
        opens=None if open_now else opens_next(week, at),
        zone=zone,
    )


def _week(kept: list[Any]) -> Week:
    return tuple(Hours(*(time.fromisoformat(one) for one in day)) if day else None for day in kept)


@transaction.atomic
def set_hours(*, by: Viewer, typed: Iterable[tuple[str, str]], answer_time: str, now: datetime) -> None:
    """The week as typed (core.opening_hours.read_week) and the usual time until a reply. Raises Invalid."""
    check(by, Permission.EDIT_CLINIC)
    problems = text_problems(ClinicHours, {"answer_time": answer_time})
    week: Week = NEVER
    try:
        week = read_week(typed)
    except Invalid as fault:
        problems = [*fault.problems, *problems]
    if problems:
        raise Invalid(problems)
    kept = [[f"{day.first:%H:%M}", f"{day.last:%H:%M}"] if day else None for day in week]
    row = ClinicHours.objects.in_clinic(by.clinic_id).select_for_update().first()
    row = row or ClinicHours(clinic_id=by.clinic_id)
    row.week, row.answer_time = kept, answer_time.strip()
    row.save()
    record(by=by, action="set_hours", object_type="clinic", object_id=by.clinic_id, now=now)

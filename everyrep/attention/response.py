"""How soon a clinic answers: what its owner chose, or what is shipped."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime

from django.db import transaction

from everyrep.attention.defaults import Response, shipped_response
from everyrep.attention.models import ResponseTimes
from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.people.policy import Permission, check
from everyrep.tenancy.viewer import Viewer

# From the least to the most that a clinic may choose; nobody answers an emergency tomorrow.
RANGES = {
    "emergency_min": (5, 60),
    "urgent_min": (15, 480),
    "attention_days": (1, 5),
    "weekly_contacts": (1, 30),
}
OUT_OF_RANGE = N_("Choose a whole number from %(low)s to %(high)s.")


def response_of(viewer: Viewer) -> Response:
    """What holds for the viewer's clinic."""
    row = ResponseTimes.objects.in_clinic(viewer.clinic_id).first()
    if row is None:
        return shipped_response()
    return Response(**{field.name: getattr(row, field.name) for field in fields(Response)})


@transaction.atomic
def set_response(*, by: Viewer, typed: Mapping[str, str], now: datetime) -> None:
    """The clinic's own times, as typed. Raises Invalid, naming every number that cannot be."""
    check(by, Permission.EDIT_CLINIC)
    problems = [_problem(name, low, high) for name, (low, high) in RANGES.items() if not _fits(typed, name)]
    if problems:
        raise Invalid(problems)
    chosen = Response(**{name: int(typed[name]) for name in RANGES})
    ResponseTimes.objects.bulk_create(
        [ResponseTimes(clinic_id=by.clinic_id, **asdict(chosen))],
        update_conflicts=True,
        unique_fields=["clinic"],
        update_fields=list(RANGES),
    )
    record(
        by=by,
        action="set_response",
        object_type="clinic",
        object_id=by.clinic_id,
        now=now,
        detail=asdict(chosen),
    )


def _fits(typed: Mapping[str, str], name: str) -> bool:
    low, high = RANGES[name]
    text = typed.get(name, "").strip()
    return text.isascii() and text.isdecimal() and len(text) < 6 and low <= int(text) <= high


def _problem(name: str, low: int, high: int) -> Problem:
    return Problem(name, OUT_OF_RANGE, {"low": low, "high": high})

"""Who is in charge of a patient, and who covers for whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery, UUIDField

from everyrep.attention.models import Charge, Cover
from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.schedule import parse_local_date
from everyrep.people.models import Staff
from everyrep.people.policy import Permission, check
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Role, Viewer

CARING = (Role.THERAPIST.value, Role.ASSISTANT.value)


@transaction.atomic
def put_in_charge(*, by: Viewer, patient_id: UUID, staff_id: UUID, now: datetime) -> None:
    """From now on this member of staff is asked first about the patient."""
    before = Charge.objects.in_clinic(by.clinic_id).filter(patient_id=patient_id).first()
    if before is not None and before.staff_id == staff_id:
        return
    Charge.objects.bulk_create(
        [Charge(clinic_id=by.clinic_id, patient_id=patient_id, staff_id=staff_id)],
        update_conflicts=True,
        unique_fields=["clinic", "patient"],
        update_fields=["staff"],
    )
    record(
        by=by,
        action="take_charge",
        object_type="patient",
        object_id=patient_id,
        patient_id=patient_id,
        now=now,
        detail={"staff": str(staff_id)},
    )


def colleagues(viewer: Viewer) -> TenantQuerySet[Staff]:
    """Those who see patients, by name. Any of them may be asked about one."""
    check(viewer, Permission.ATTEND)
    here = Staff.objects.seen_by(viewer).filter(ended_at__isnull=True, role__in=CARING)
    return here.order_by("name", "id")


def in_charge(rows: TenantQuerySet[Any]) -> TenantQuerySet[Any]:
    """With `charge`, the id of whoever is in charge of the patient."""
    charges = Charge.objects.filter(clinic_id=OuterRef("clinic_id"), patient_id=OuterRef("patient_id"))
    return rows.annotate(charge=Subquery(charges.values("staff_id")[:1], output_field=UUIDField()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Who is asked about whom: `charges` by patient, `covers` by the member of staff who is away."""

    names: dict[UUID, str]
    charges: dict[UUID, UUID]
    away: dict[UUID, UUID]

    def answers(self, owner: UUID | None, patient_id: UUID) -> UUID | None:
        """Who has to answer today: the owner, else whoever is in charge; their cover while they are away."""
        staff_id = owner or self.charges.get(patient_id)
        return self.away.get(staff_id, staff_id) if staff_id else None


def team_of(viewer: Viewer, today: date) -> Team:
    """`today` is the clinic's local date. Three queries."""
    members = Staff.objects.in_clinic(viewer.clinic_id).filter(ended_at__isnull=True)
    charges = Charge.objects.in_clinic(viewer.clinic_id)
    covers = Cover.objects.in_clinic(viewer.clinic_id).filter(first__lte=today, last__gte=today)
    return Team(
        names={member.id: member.name for member in members},
        charges=dict(charges.values_list("patient_id", "staff_id")),
        away=dict(covers.values_list("staff_id", "covered_by_id")),
    )


def treats(viewer: Viewer, patient_id: UUID, today: date) -> bool:
    """Whether the viewer is in charge of the patient, or covers for whoever is on `today`, the clinic's local
    date. Two queries at most.
    """
    charge = Charge.objects.seen_by(viewer).filter(patient_id=patient_id).first()
    if charge is None or charge.staff_id == viewer.actor_id:
        return charge is not None
    covers = Cover.objects.seen_by(viewer).filter(staff_id=charge.staff_id, covered_by_id=viewer.actor_id)
    return covers.filter(first__lte=today, last__gte=today).exists()


def cover_of(viewer: Viewer) -> Cover | None:
    """Who covers for the viewer."""
    check(viewer, Permission.ATTEND)
    return Cover.objects.seen_by(viewer).filter(staff_id=viewer.actor_id).first()


@transaction.atomic
def set_cover(*, by: Viewer, covered_by: str, first: str, last: str, now: datetime) -> None:
    """Who answers where the viewer does not, and from the start on days away. Raises Invalid.

    `covered_by` is the id of a colleague or "" for nobody, `first` and `last` dates as typed or both "".
    """
    check(by, Permission.ATTEND)
    mine = Cover.objects.in_clinic(by.clinic_id).filter(staff_id=by.actor_id)
    if not covered_by:
        mine.delete()
    else:
        days = _days(first, last)
        there = {str(one.id): one.id for one in colleagues(by) if one.id != by.actor_id}
        if covered_by not in there:
            raise Invalid([Problem("covered_by", N_("Choose a colleague of this clinic who sees patients."))])
        values = {"covered_by_id": there[covered_by], "first": days[0], "last": days[1]}
        if not mine.update(**values):
            Cover.objects.create(clinic_id=by.clinic_id, staff_id=by.actor_id, **values)
    record(by=by, action="set_cover", object_type="staff", object_id=by.actor_id, now=now)


def _days(first: str, last: str) -> tuple[date | None, date | None]:
    if not first.strip() and not last.strip():
        return None, None
    start, end = parse_local_date(first, "first"), parse_local_date(last, "last")
    if end < start:
        raise Invalid([Problem("last", N_("Choose a last day from the first one on."))])
    return start, end

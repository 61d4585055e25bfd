"""The start page's view of a clinic: every open reason, how everybody else stands. A fixed number of queries,
whatever the number of patients and however long their history.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, TextField
from django.db.models.functions import Cast

from everyrep.attention.charge import in_charge
from everyrep.attention.models import Alert, ConditionRow, Cover, ReasonRow
from everyrep.core.alerting import Level
from everyrep.core.attention.kinds import Condition, Kind
from everyrep.people.models import Staff
from everyrep.people.policy import Permission, check
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import NotFound, Viewer

COLUMNS = (
    "id",
    "patient_id",
    "kind",
    "level",
    "told",
    "raised_at",
    "owner_id",
    "patient__given_name",
    "patient__family_name",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One open reason. `owner` is the colleague it was given to, else whoever is in charge of the patient.

    `told` is its evidence as JSON text: the same text is the same sentence, so that it can be kept ready.
    """

    id: UUID
    patient_id: UUID
    patient_name: str
    kind: Kind
    level: Level
    told: str
    raised_at: datetime
    owner: UUID | None

    @property
    def evidence(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.told)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleagues:
    """Names by id, and who stands in for whom today."""

    names: dict[UUID, str]
    away: dict[UUID, UUID]

    def answering(self, owner: UUID | None) -> UUID | None:
        """Who has to answer today: the owner, or who covers for them."""
        return self.away.get(owner, owner) if owner else None


NOBODY = Colleagues(names={}, away={})


def open_needs(viewer: Viewer, patient_id: UUID | None = None) -> list[Need]:
    """The clinic's open reasons, or those of one patient; the most pressing and then the oldest first."""
    check(viewer, Permission.SEE_PATIENTS)
    waiting = ReasonRow.objects.seen_by(viewer).filter(handled_at__isnull=True)
    if patient_id is not None:
        waiting = waiting.filter(patient_id=patient_id)
    rows = _told(waiting).order_by("raised_at", "id").values_list(*COLUMNS, "charge")
    return sorted((_need(row) for row in rows), key=lambda need: need.level.rank)


def need(viewer: Viewer, reason_id: UUID) -> Need:
    """One reason, also one that was handled; raises NotFound."""
    check(viewer, Permission.SEE_PATIENTS)
    rows = _told(ReasonRow.objects.seen_by(viewer).filter(id=reason_id)).values_list(*COLUMNS, "charge")
    found = rows.first()
    if found is None:
        raise NotFound(str(reason_id))
    return _need(found)


def _told(rows: TenantQuerySet[ReasonRow]) -> TenantQuerySet[Any]:
    return in_charge(rows).annotate(told=Cast("evidence", TextField()))


def _need(row: tuple[Any, ...]) -> Need:
    id_, patient_id, kind, level, told, raised_at, owner, given, family, charge = row
    return Need(
        id=id_,
        patient_id=patient_id,
        patient_name=f"{given} {family}",
        kind=Kind(kind),
        level=Level(level),
        told=told,
        raised_at=raised_at,
        owner=owner or charge,
    )


def colleagues_today(viewer: Viewer, today: date) -> Colleagues:
    """`today` is the clinic's local date. Two queries."""
    check(viewer, Permission.SEE_PATIENTS)
    members = Staff.objects.in_clinic(viewer.clinic_id).filter(ended_at__isnull=True)
    away = Cover.objects.in_clinic(viewer.clinic_id).filter(first__lte=today, last__gte=today)
    return Colleagues(
        names=dict(members.order_by("name").values_list("id", "name")),
        away=dict(away.values_list("staff_id", "covered_by_id")),
    )


def quiet(viewer: Viewer) -> dict[Condition, int]:
    """How those stand for whom nothing waits. One query."""
    rows = _quiet(viewer).order_by().values_list("condition").annotate(Count("id"))
    found = {Condition(word): count for word, count in rows}
    return {condition: found[condition] for condition in Condition if condition in found}


def quiet_ids(viewer: Viewer, condition: Condition) -> Collection[UUID]:
    """Those who stand so, and for whom nothing waits."""
    rows = _quiet(viewer).filter(condition=condition.value)
    return set(rows.values_list("patient_id", flat=True))


def _quiet(viewer: Viewer) -> TenantQuerySet[ConditionRow]:
    check(viewer, Permission.SEE_PATIENTS)
    same = {"clinic_id": viewer.clinic_id, "patient_id": OuterRef("patient_id")}
    reasons = ReasonRow.objects.in_clinic(viewer.clinic_id).filter(handled_at__isnull=True, **same)
    alerts = Alert.objects.in_clinic(viewer.clinic_id).filter(settled_at__isnull=True, **same)
    return ConditionRow.objects.seen_by(viewer).filter(~Exists(reasons), ~Exists(alerts))

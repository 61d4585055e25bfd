"""What stands: the operation on top of every entry of some days, and what the patient's routine became."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from everyrep.core.logged import OFF_DAYS_MAX
from everyrep.core.schedule import Anchor
from everyrep.core.sync import Operation, OperationKind, merge
from everyrep.logbook.models import Entry, OperationRow
from everyrep.logbook.rebuilding import operation_of
from everyrep.logbook.wire import read_body
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Role, Viewer

# What a link's holder may see of an entry that came by another way: that it was done, and when.
SEEN_BY_LINK = {
    "exercise": ("type", "item_key", "session", "outcome"),
    "day": ("type", "until"),
    "routine": ("type", "session", "at"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TopOperation:
    """The operation on top of one entry; `server_seq` orders those of one day.

    `reduced`: the viewer is a link's holder, and somebody else had a say in the entry.
    """

    operation: Operation
    server_seq: int
    reduced: bool


def tops_between(viewer: Viewer, patient_id: UUID, first: date, last: date) -> list[TopOperation]:
    """Of every entry of these local dates, taken back or not, in the order in which they came.

    With them what was said before and still holds: days off that reach into them, and the routine. One query.
    """
    found = _entries(viewer, patient_id, first, last)
    rows = OperationRow.objects.seen_by(viewer).filter(
        patient_id=patient_id, entry_id__in=found.values("entry_id")
    )
    by_entry: dict[UUID, list[OperationRow]] = defaultdict(list)
    for row in rows.order_by("server_seq"):
        by_entry[row.entry_id].append(row)
    tops = [top for said in by_entry.values() if (top := _top(said, viewer))]
    newest = newest_routines(tops, first)
    return [top for top in tops if top.operation.local_date >= first or top in newest or _reaches(top, first)]


def _entries(viewer: Viewer, patient_id: UUID, first: date, last: date) -> TenantQuerySet[Entry]:
    earlier = Q(item_key="", retracted=False, local_date__lt=first)
    days_off = Q(body__type="day", local_date__gte=first - timedelta(days=OFF_DAYS_MAX))
    reaching = Q(local_date__range=(first, last)) | earlier & (days_off | Q(body__type="routine"))
    return Entry.objects.seen_by(viewer).filter(reaching, patient_id=patient_id)


def _top(said: list[OperationRow], viewer: Viewer) -> TopOperation | None:
    """None where the viewer may not see even that there is such an entry."""
    (state,) = merge(operation_of(row) for row in said).values()
    top, seq = state.top, {str(row.op_id): row.server_seq for row in said}
    if viewer.role is not Role.LINK or all(row.actor_role == Role.LINK.value for row in said):
        return TopOperation(operation=top, server_seq=seq[top.op_id], reduced=False)
    kept = _reduced(top)
    if kept is None:
        return None
    return TopOperation(operation=replace(top, body=kept), server_seq=seq[top.op_id], reduced=True)


def _reduced(top: Operation) -> dict[str, Any] | None:
    """What was taken back is told in any case: the link's own device may hold the entry."""
    fields = SEEN_BY_LINK.get(str(top.body.get("type")))
    if fields is None:
        return {} if top.kind is OperationKind.RETRACT else None
    return {name: top.body[name] for name in fields if name in top.body}


def _reaches(top: TopOperation, first: date) -> bool:
    """Whether days off that began before reach to this day."""
    until = _said(top, "day").get("until")
    return until is not None and date.fromisoformat(until) >= first


def _said(top: TopOperation, kind: str) -> dict[str, Any]:
    """The body of what stands, where it is of this kind."""
    operation = top.operation
    stands = operation.kind is not OperationKind.RETRACT and operation.body.get("type") == kind
    return operation.body if stands else {}


def newest_routines(tops: Iterable[TopOperation], day: date) -> list[TopOperation]:
    """Where the patient has moved each session of the day to: what was said last for it by that day."""
    moved = [top for top in tops if top.operation.local_date <= day and _said(top, "routine")]
    in_order = sorted(moved, key=lambda top: (top.operation.local_date, top.server_seq))
    return list({top.operation.body["session"]: top for top in in_order}.values())


def anchors_on(day: date, tops: Iterable[TopOperation]) -> dict[int, Anchor]:
    """The moments of the day that the patient chose, by session; the plan's own hold for the others."""
    bodies = [top.operation.body for top in newest_routines(tops, day)]
    return {body["session"]: _anchor(body) for body in bodies if body.get("at") or body.get("routine")}


def _anchor(body: dict[str, Any]) -> Anchor:
    at = body.get("at", "")
    return Anchor(routine=body.get("routine", "").strip(), at=time.fromisoformat(at) if at else None)

"""What stands: an entry, the operation on top of every entry of some days, the patient's routine."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from everyrep.core.logged import Logged
from everyrep.core.schedule import Anchor
from everyrep.core.sync import Evidence, Operation, OperationKind, merge
from everyrep.logbook.models import Entry, OperationRow
from everyrep.logbook.queries import own_word
from everyrep.logbook.rebuilding import operation_of
from everyrep.logbook.spans import speaking_of
from everyrep.logbook.wire import read_body
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Role, Viewer

# What a link's holder, or somebody who only helps, may see of an entry that came by another way.
SEEN_BY_OTHERS = {
    "exercise": ("type", "item_key", "session", "outcome"),
    "day": ("type", "until"),
    "routine": ("type", "session", "at"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An entry that stands, with what it says; `revision` is the one on top."""

    entry_id: UUID
    revision: int
    local_date: date
    evidence: Evidence
    logged: Logged


def standing_of(entry: Entry) -> Standing:
    """What an entry says, read."""
    return Standing(
        entry_id=entry.entry_id,
        revision=entry.revision,
        local_date=entry.local_date,
        evidence=Evidence(entry.evidence),
        logged=read_body(entry.body),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TopOperation:
    """The operation on top of one entry; `server_seq` orders those of one day.

    `reduced`: the viewer came by a link or only helps, and somebody else had a say in the entry.
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
    replaced = [top for top in tops if _said(top, "routine") and top.operation.local_date < first]
    kept = newest_routines(replaced, first)
    return [top for top in tops if top not in replaced or top in kept]


def _entries(viewer: Viewer, patient_id: UUID, first: date, last: date) -> TenantQuerySet[Entry]:
    mine = Entry.objects.seen_by(viewer).filter(patient_id=patient_id)
    routines = mine.filter(item_key="", retracted=False, local_date__lt=first, body__type="routine")
    return speaking_of(mine, first, last) | routines


def _top(said: list[OperationRow], viewer: Viewer) -> TopOperation | None:
    """None where the viewer may not see even that there is such an entry."""
    (state,) = merge(operation_of(row) for row in said).values()
    top, seq = state.top, {str(row.op_id): row.server_seq for row in said}
    if _sees_all(viewer) or all(own_word(viewer, Role(row.actor_role), row.actor_name) for row in said):
        return TopOperation(operation=top, server_seq=seq[top.op_id], reduced=False)
    kept = _reduced(top)
    if kept is None:
        return None
    return TopOperation(operation=replace(top, body=kept), server_seq=seq[top.op_id], reduced=True)


def _sees_all(viewer: Viewer) -> bool:
    """A link's wider view ends within the hour, and a phone keeps what it was sent: so a link never does."""
    return viewer.role is Role.PATIENT or (viewer.role is Role.CAREGIVER and viewer.wider)


def _reduced(top: Operation) -> dict[str, Any] | None:
    """What was taken back is told in any case: the viewer's own device may hold the entry."""
    fields = SEEN_BY_OTHERS.get(str(top.body.get("type")))
    if fields is None:
        return {} if top.kind is OperationKind.RETRACT else None
    return {name: top.body[name] for name in fields if name in top.body}


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

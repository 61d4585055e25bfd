"""Reads of the log: today's entries, an entry's history, tallies over a window, what was set aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from everyrep.core.logged import Logged
from everyrep.core.sync import EntryState, Evidence, OperationKind, merge
from everyrep.core.tally import DayTally, tally_day
from everyrep.logbook.models import DayTallyRow, Entry, OperationRow, QuarantinedOperation, ServerEpoch
from everyrep.logbook.rebuilding import operation_of, tally_of
from everyrep.logbook.wire import PULL_LIMIT, read_body
from everyrep.people.policy import Permission, check
from everyrep.prescribing.chain import Chain
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import NotFound, Role, Viewer


def entries_between(viewer: Viewer, patient_id: UUID, first: date, last: date) -> list[Entry]:
    """Standing entries of these local dates, both included."""
    entries = Entry.objects.seen_by(viewer).filter(
        patient_id=patient_id, local_date__range=(first, last), retracted=False
    )
    return list(entries.order_by("local_date", "session"))


def entry(viewer: Viewer, entry_id: UUID) -> Entry:
    """One entry, retracted or not; raises NotFound."""
    return Entry.objects.seen_by(viewer).find(entry_id=entry_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One thing that was said of an entry; `logged` is None where it was taken back."""

    received_at: datetime
    actor_role: Role
    actor_name: str
    evidence: Evidence
    late: bool
    program_rev: str
    logged: Logged | None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """An entry with all that was ever said of it, oldest first."""

    state: EntryState
    revisions: tuple[Revision, ...]


def history(viewer: Viewer, patient_id: UUID, entry_id: UUID) -> History:
    """Every operation behind an entry, in the order in which they build on one another; raises NotFound."""
    rows = OperationRow.objects.seen_by(viewer).filter(patient_id=patient_id, entry_id=entry_id)
    by_id = {str(row.op_id): row for row in rows}
    if not by_id:
        raise NotFound(str(entry_id))
    state = merge(operation_of(row) for row in by_id.values())[str(entry_id)]
    return History(state=state, revisions=tuple(_revision(by_id[op.op_id]) for op in state.history))


def _revision(row: OperationRow) -> Revision:
    retracted = row.kind == OperationKind.RETRACT.value
    return Revision(
        received_at=row.received_at,
        actor_role=Role(row.actor_role),
        actor_name=row.actor_name,
        evidence=Evidence(row.evidence),
        late=row.late,
        program_rev=str(row.raw["program_rev"]),
        logged=None if retracted else read_body(row.raw["body"]),
    )


def tallies_between(
    viewer: Viewer, patient_id: UUID, chain: Chain, first: date, last: date
) -> list[DayTally]:
    """One tally for each local date of the window, both ends included.

    Days without entries are computed from the plan alone. A stored tally from before a newer version
    took over its day is computed anew from the day's entries.
    """
    rows = DayTallyRow.objects.seen_by(viewer).filter(patient_id=patient_id, local_date__range=(first, last))
    stored = {row.local_date: row for row in rows}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    stale = [day for day in days if day in stored and stored[day].version != _number(chain, day)]
    fresh = _computed(viewer, patient_id, chain, stale) if stale else {}
    return [
        fresh.get(day) or (read_tally(stored[day]) if day in stored else tally_day(day, chain.on(day), ()))
        for day in days
    ]


def _number(chain: Chain, day: date) -> int:
    plan = chain.on(day)
    return plan.number if plan else 0


def _computed(viewer: Viewer, patient_id: UUID, chain: Chain, days: Iterable[date]) -> dict[date, DayTally]:
    wanted = set(days)
    entries = entries_between(viewer, patient_id, min(wanted), max(wanted))
    return {day: tally_of(day, chain, [e for e in entries if e.local_date == day]) for day in wanted}


def read_tally(row: DayTallyRow) -> DayTally:
    """The tally a row holds."""
    return msgspec.json.decode(row.tally, type=DayTally)


def operations_after(
    viewer: Viewer, patient_id: UUID, cursor: int, device_id: str
) -> tuple[list[dict[str, Any]], int, bool]:
    """What was accepted after `cursor`, as sent, with the new cursor and whether more is waiting.

    A link sees only what its own device sent: the rest of the record needs an account.
    """
    rows = OperationRow.objects.seen_by(viewer).filter(patient_id=patient_id, server_seq__gt=cursor)
    if viewer.role is Role.LINK:
        rows = rows.filter(device_id=device_id)
    page = list(rows.order_by("server_seq").values_list("server_seq", "raw")[: PULL_LIMIT + 1])
    shown = page[:PULL_LIMIT]
    operations = [{**raw, "server_seq": seq} for seq, raw in shown]
    return operations, shown[-1][0] if shown else cursor, len(page) > PULL_LIMIT


def set_aside(viewer: Viewer, patient_id: UUID) -> TenantQuerySet[QuarantinedOperation]:
    """What could not be counted and nobody has settled yet, newest first."""
    check(viewer, Permission.SEE_PATIENTS)
    waiting = QuarantinedOperation.objects.seen_by(viewer).filter(
        patient_id=patient_id, settled_at__isnull=True
    )
    return waiting.order_by("-received_at")


def server_epoch() -> UUID:
    """The name of this database's line of history."""
    found = ServerEpoch.objects.order_by("id").first() or ServerEpoch.objects.create()
    return found.epoch

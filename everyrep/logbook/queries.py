"""Reads of the log: today's entries, an entry's history, tallies over a window, what was set aside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db.models.functions import Left

from everyrep.attention.queries import holds_of
from everyrep.core.alerting import on_hold
from everyrep.core.logged import ExerciseLogged, Logged
from everyrep.core.sync import EntryState, Evidence, OperationKind, clock_is_off, merge
from everyrep.core.tally import DayTally, held, tally_day
from everyrep.logbook.models import (
    EPOCH_ROW,
    DayTallyRow,
    Entry,
    OperationRow,
    QuarantinedOperation,
    ServerEpoch,
)
from everyrep.logbook.rebuilding import operation_of, tally_of
from everyrep.logbook.spans import counted_on, counting_for, speaking_of
from everyrep.logbook.wire import OPERATION_LIMIT, PULL_LIMIT, Malformed, Seen, read_body
from everyrep.people.policy import Permission, check
from everyrep.prescribing.chain import Chain
from everyrep.prescribing.queries import chain
from everyrep.tenancy.viewer import NotFound, Role, Viewer

ASIDE_SHOWN = 20  # in the chart at once; the rest is counted, and follows as these are settled


def entries_between(viewer: Viewer, patient_id: UUID, first: date, last: date) -> list[Entry]:
    """Standing entries that speak of these local dates, both included; days off wherever they began."""
    standing = Entry.objects.seen_by(viewer).filter(patient_id=patient_id, retracted=False)
    return list(speaking_of(standing, first, last).order_by("local_date", "session"))


def entry(viewer: Viewer, entry_id: UUID) -> Entry:
    """One entry, retracted or not; raises NotFound."""
    return Entry.objects.seen_by(viewer).find(entry_id=entry_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One thing that was said of an entry; `logged` is None where it was taken back.

    `clock_off`: the device's clock was far from the server's, which then gave the day of writing down.
    `program_rev` is "" where it spoke of no program.
    """

    received_at: datetime
    actor_role: Role
    actor_name: str
    evidence: Evidence
    late: bool
    clock_off: bool
    program_rev: str
    logged: Logged | None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """An entry with all that was ever said of it, oldest first."""

    state: EntryState
    revisions: tuple[Revision, ...]


def own_word(viewer: Viewer, actor_role: Role, actor_name: str) -> bool:
    """Whether it was said by the viewer's own way in: by any of the links, by this caregiver alone."""
    if actor_role is not viewer.role:
        return False
    return viewer.role is Role.LINK or actor_name == viewer.name


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
        clock_off=clock_is_off(row.skew_s),
        program_rev=str(row.raw.get("program_rev") or ""),
        logged=None if retracted else read_body(row.raw["body"]),
    )


def tallies_between(
    viewer: Viewer, patient_id: UUID, chain: Chain, first: date, last: date
) -> list[DayTally]:
    """One tally for each local date of the window, both ends included.

    Days without entries are computed from the plan alone. Three queries at most.
    """
    return tallies_of(viewer, {patient_id: chain}, first, last)[patient_id]


def tallies_of(
    viewer: Viewer, chains: Mapping[UUID, Chain], first: date, last: date
) -> dict[UUID, list[DayTally]]:
    """The same for several patients by their chains, in as many queries as for one.

    A stored tally from before a newer version took over its day is computed anew from the day's entries
    (ADR 0008). What is stored knows nothing of holds: they come from the alerts as they are now.
    """
    holds = holds_of(viewer, list(chains))
    rows = DayTallyRow.objects.seen_by(viewer).filter(
        patient_id__in=list(chains), local_date__range=(first, last)
    )
    stored = {(row.patient_id, row.local_date): row for row in rows}
    stale = [key for key, row in stored.items() if row.version != _number(chains[key[0]], key[1])]
    fresh = _computed(viewer, chains, stale) if stale else {}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def counted(patient_id: UUID, day: date) -> DayTally:
        key = (patient_id, day)
        if key in stored:
            return fresh.get(key) or read_tally(stored[key])
        return tally_day(day, chains[patient_id].on(day), ())

    def tally(patient_id: UUID, day: date) -> DayTally:
        found = counted(patient_id, day)
        return held(found) if on_hold(holds[patient_id], day) else found

    return {patient_id: [tally(patient_id, day) for day in days] for patient_id in chains}


def _number(chain: Chain, day: date) -> int:
    plan = chain.on(day)
    return plan.number if plan else 0


def _computed(
    viewer: Viewer, chains: Mapping[UUID, Chain], wanted: list[tuple[UUID, date]]
) -> dict[tuple[UUID, date], DayTally]:
    """The tallies of these patients' days from the entries that stand; one query."""
    by_key: dict[tuple[UUID, date], list[Entry]] = {key: [] for key in wanted}
    days = sorted({day for _, day in wanted})
    standing = Entry.objects.seen_by(viewer).filter(
        patient_id__in={patient_id for patient_id, _ in wanted}, retracted=False
    )
    for entry in counting_for(standing, days[0], days[-1]):
        for day in counted_on(entry, days):
            if (entry.patient_id, day) in by_key:
                by_key[entry.patient_id, day].append(entry)
    return {key: tally_of(key[1], chains[key[0]], found) for key, found in by_key.items()}


def read_tally(row: DayTallyRow) -> DayTally:
    """The tally a row holds."""
    return msgspec.json.decode(row.tally, type=DayTally)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What was accepted after a device's cursor: the others' operations as sent, and the names of its own.

    `cursor` is where the next pull goes on; `more` says that something is waiting there already.
    """

    ops: list[dict[str, Any]]
    seen: list[Seen]
    cursor: int
    more: bool


def operations_after(viewer: Viewer, patient_id: UUID, cursor: int, device_id: str) -> Pulled:
    """Up to PULL_LIMIT operations that were accepted after `cursor`, in the order of their numbers.

    Who helps, and a link, gets only what its own device sent in that part: the rest needs the account.
    """
    rows = OperationRow.objects.seen_by(viewer).filter(patient_id=patient_id, server_seq__gt=cursor)
    if viewer.role is not Role.PATIENT:
        rows = rows.filter(device_id=device_id, actor_role=viewer.role.value)
    page = list(rows.order_by("server_seq")[: PULL_LIMIT + 1])
    shown = page[:PULL_LIMIT]
    return Pulled(
        ops=[{**row.raw, "server_seq": row.server_seq} for row in shown if row.device_id != device_id],
        seen=[_seen(row) for row in shown if row.device_id == device_id],
        cursor=shown[-1].server_seq if shown else cursor,
        more=len(page) > PULL_LIMIT,
    )


def _seen(row: OperationRow) -> Seen:
    return Seen(op_id=row.op_id, server_seq=row.server_seq, content_hash=row.content_hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """An operation that waits for the clinic: as sent (`raw`), and in `logged` where its body reads.

    `day` is the local date that the device wrote, None where it is none; `exercise` a library id or "".
    """

    id: UUID
    op_id: str
    reason: str
    detail: str
    received_at: datetime
    raw: str
    day: date | None
    logged: Logged | None
    exercise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for the clinic, newest first: the first ASIDE_SHOWN of them, and how many more there are."""

    shown: tuple[Aside, ...]
    more: int

    def __iter__(self) -> Iterator[Aside]:
        return iter(self.shown)

    def __len__(self) -> int:
        return len(self.shown) + self.more


def set_aside(viewer: Viewer, patient_id: UUID) -> Waiting:
    """What could not be counted and nobody has settled yet. One query, three where something waits."""
    check(viewer, Permission.SEE_PATIENTS)
    waiting = QuarantinedOperation.objects.seen_by(viewer).filter(
        patient_id=patient_id, settled_at__isnull=True
    )
    fields = ("id", "op_id", "reason", "detail", "received_at")
    newest = waiting.order_by("-received_at", "id").values(*fields, text=Left("raw", OPERATION_LIMIT))
    rows = list(newest[:ASIDE_SHOWN])
    if not rows:
        return Waiting(shown=(), more=0)
    known = chain(viewer, patient_id)
    more = waiting.count() - len(rows) if len(rows) == ASIDE_SHOWN else 0
    return Waiting(shown=tuple(_aside(row, known) for row in rows), more=more)


class _Sent(msgspec.Struct):
    """What is looked for in an operation that was set aside."""

    body: dict[str, Any]
    local_date: str = ""


def _aside(row: dict[str, Any], known: Chain) -> Aside:
    text = row.pop("text")
    try:
        sent = msgspec.json.decode(text, type=_Sent)
        logged = read_body(sent.body)
    except (msgspec.MsgspecError, RecursionError, Malformed):
        return Aside(**row, raw=text, day=None, logged=None, exercise="")
    item = known.item(logged.item_key) if isinstance(logged, ExerciseLogged) else None
    exercise = item.exercise if item else ""
    return Aside(**row, raw=text, day=_day(sent.local_date), logged=logged, exercise=exercise)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def server_epoch() -> UUID:
    """The name of this database's line of history, made at its first use."""
    found, _ = ServerEpoch.objects.get_or_create(id=EPOCH_ROW)
    return found.epoch

"""A paper sheet typed in by the clinic: sessions done of each exercise on each day, and the day's pain.

Each go has an entry id made from patient, item, day and session. A sheet typed in again therefore corrects
what it said before, and takes back what it no longer says; nothing is counted twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from everyrep.core.logged import SCORE_MAX, SESSION_MAX, Outcome
from everyrep.core.plan import Prescription
from everyrep.core.problems import N_, Invalid, Problem, invalid
from everyrep.core.sync import Evidence, OperationKind
from everyrep.logbook.actions import receive
from everyrep.logbook.models import Entry
from everyrep.logbook.wire import SCHEMA_VERSION, Receipt, sealed
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.people.queries import patient
from everyrep.prescribing.queries import chain
from everyrep.tenancy.viewer import Viewer

SHEETS = UUID("6d1f9a52-3f0b-5c60-9d0b-6f3b7f0f3c11")  # the namespace of entry ids of paper sheets
DEVICE = "clinic-paper"
DAYS_MOST = 7
SESSIONS_MOST = SESSION_MAX + 1

Goes = Mapping[tuple[str, date], int]  # sessions done, by item and day; an absent pair was left empty
Pains = Mapping[date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The lines and days that can be typed in, with what an earlier sheet said.

    `open_cells` are the pairs of item and day on which the item was prescribed; `before` the entries of
    earlier sheets, also those that were taken back.
    """

    patient: Patient
    days: tuple[date, ...]
    items: tuple[Prescription, ...]
    open_cells: frozenset[tuple[str, date]]
    goes: Goes
    pains: Pains
    before: Mapping[UUID, Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What became of a sheet: how many goes are new, changed, taken back; why others were set aside."""

    entered: int = 0
    changed: int = 0
    taken_back: int = 0
    set_aside: tuple[str, ...] = ()


def check_days(first: date, last: date, today: date) -> None:
    """Raises Invalid unless the days are at most a week, in order and not to come."""
    if last > today:
        raise invalid("last", N_("Choose a day that has come: today or earlier."))
    if not 0 <= (last - first).days < DAYS_MOST:
        raise invalid("first", N_("Choose a first day at most six days before the last day."))


def sheet(viewer: Viewer, patient_id: UUID, *, first: date, last: date) -> Sheet:
    """The sheet of these days; raises NotFound for a patient out of reach."""
    check(viewer, Permission.LOG_FOR_PATIENT)
    person = patient(viewer, patient_id)
    versions = chain(viewer, patient_id)
    days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    plans = {day: versions.on(day) for day in days}
    cells = [(item, day) for day, plan in plans.items() if plan for item in plan.items]
    before = _typed_before(person, cells)
    stands = [entry for entry in before.values() if not entry.retracted]
    return Sheet(
        patient=person,
        days=days,
        items=tuple({item.key: item for item, _ in cells}.values()),
        open_cells=frozenset((item.key, day) for item, day in cells),
        goes=_goes(stands),
        pains={e.local_date: e.body["pain"] for e in stands if e.body.get("pain") is not None},
        before=before,
    )


def _typed_before(person: Patient, cells: Iterable[tuple[Prescription, date]]) -> dict[UUID, Entry]:
    ids = [
        entry_id(person.id, item.key, day, session) for item, day in cells for session in range(SESSIONS_MOST)
    ]
    entries = Entry.objects.in_clinic(person.clinic_id).filter(patient=person, entry_id__in=ids)
    return {entry.entry_id: entry for entry in entries}


def _goes(stands: Iterable[Entry]) -> Goes:
    goes: dict[tuple[str, date], int] = {}
    for entry in stands:
        key = (entry.item_key, entry.local_date)
        goes[key] = goes.get(key, 0) + (entry.body["outcome"] == Outcome.DONE.value)
    return goes


def entry_id(patient_id: UUID, key: str, day: date, session: int) -> UUID:
    """The one entry of this go on any paper sheet."""
    return uuid5(SHEETS, f"{patient_id}/{key}/{day.isoformat()}/{session}")


@transaction.atomic
def enter_sheet(
    *, by: Viewer, patient_id: UUID, first: date, last: date, goes: Goes, pains: Pains, now: datetime
) -> Outcomes:
    """Make the log say what the sheet says of these days. 0 is not done; an empty cell says nothing.

    Raises Invalid for a day out of range, more sessions than a day holds, or a pain that belongs to no go.
    """
    check(by, Permission.LOG_FOR_PATIENT)
    person = Patient.objects.seen_by(by).select_for_update().find(id=patient_id)
    check_days(first, last, now.astimezone(ZoneInfo(person.zone)).date())
    shown = sheet(by, patient_id, first=first, last=last)
    _check_cells(shown, goes, pains)
    ops = list(_Writer(by, shown, now).operations(goes, pains))
    receipts = receive(by=by, patient_id=patient_id, ops=ops, now=now) if ops else []
    return _outcomes(ops, receipts)


def _check_cells(shown: Sheet, goes: Goes, pains: Pains) -> None:
    problems = [
        _outside(cell_name(key, day), count, SESSIONS_MOST)
        for (key, day), count in goes.items()
        if (key, day) not in shown.open_cells or not 0 <= count <= SESSIONS_MOST
    ]
    problems += [
        _outside(pain_name(day), pain, SCORE_MAX) for day, pain in pains.items() if not 0 <= pain <= SCORE_MAX
    ]
    problems += [
        Problem(pain_name(day), N_("Enter at least one exercise of this day: pain is kept with it."))
        for day, pain in pains.items()
        if 0 <= pain <= SCORE_MAX and not any(of == day for _, of in goes)
    ]
    if problems:
        raise Invalid(problems)


def _outside(name: str, number: int, most: int) -> Problem:
    return Problem(name, N_("%(number)s is outside 0 to %(most)s"), {"number": number, "most": most})


def cell_name(key: str, day: date) -> str:
    """The name of a cell's field."""
    return f"done-{key}-{day.isoformat()}"


def pain_name(day: date) -> str:
    """The name of the field of a day's pain."""
    return f"pain-{day.isoformat()}"


class _Writer:
    """Turns a sheet into the operations that are still lacking."""

    def __init__(self, by: Viewer, shown: Sheet, now: datetime) -> None:
        self.shown, self.now, self.seq = shown, now, 0
        self.chain = chain(by, shown.patient.id)

    def _id(self, key: str, day: date, session: int) -> UUID:
        return entry_id(self.shown.patient.id, key, day, session)

    def operations(self, goes: Goes, pains: Pains) -> Iterator[dict[str, Any]]:
        for item in self.shown.items:
            for day in self.shown.days:
                if (item.key, day) in self.shown.open_cells:
                    yield from self._cell(item.key, day, goes.get((item.key, day)), pains.get(day))

    def _cell(self, key: str, day: date, count: int | None, pain: int | None) -> Iterator[dict[str, Any]]:
        outcome = Outcome.DONE if count else Outcome.NOT
        said = 0 if count is None else max(count, 1)
        for session in range(SESSIONS_MOST):
            body = {
                "type": "exercise",
                "item_key": key,
                "session": session,
                "outcome": outcome.value,
                "pain": pain,
            }
            before = self.shown.before.get(self._id(key, day, session))
            revision = before.revision if before else 0
            if session < said and (before is None or before.retracted or before.body != body):
                yield self._operation(
                    OperationKind.AMEND if before else OperationKind.CREATE, day, body, revision
                )
            elif session >= said and before and not before.retracted:
                yield self._operation(OperationKind.RETRACT, day, before.body, revision)

    def _operation(
        self, kind: OperationKind, day: date, body: dict[str, Any], revision: int
    ) -> dict[str, Any]:
        plan = self.chain.on(day)
        assert plan is not None
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(self.shown.patient.zone))
        offset = noon.utcoffset() or timedelta()
        self.seq += 1
        return sealed(
            {
                "op_id": str(uuid4()),
                "entry_id": str(self._id(body["item_key"], day, body["session"])),
                "kind": kind.value,
                "base_rev": revision,
                "device_id": DEVICE,
                "device_seq": self.seq,
                "performed_local": noon.replace(tzinfo=None).isoformat(),
                "zone": self.shown.patient.zone,
                "utc_offset_min": int(offset.total_seconds() // 60),
                "local_date": day.isoformat(),
                "recorded_at": self.now.isoformat(),
                "program_rev": str(self.chain.ids[plan.number]),
                "schema_v": SCHEMA_VERSION,
                "evidence": Evidence.PAPER.value,
                "body": body,
            }
        )


def _outcomes(ops: list[dict[str, Any]], receipts: list[Receipt]) -> Outcomes:
    kept = [op["kind"] for op, receipt in zip(ops, receipts, strict=True) if receipt.status != "quarantined"]
    return Outcomes(
        entered=kept.count(OperationKind.CREATE.value),
        changed=kept.count(OperationKind.AMEND.value),
        taken_back=kept.count(OperationKind.RETRACT.value),
        set_aside=tuple(receipt.reason for receipt in receipts if receipt.status == "quarantined"),
    )

"""Entries and tallies as pure sums of the operations; everything here can be thrown away and rebuilt."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from everyrep.core.logged import ExerciseLogged, QuestionAsked, days_counted
from everyrep.core.sync import EntryState, Evidence, Operation, OperationKind, merge
from everyrep.core.tally import DayTally, tally_day
from everyrep.logbook.models import DayTallyRow, Entry, OperationRow
from everyrep.logbook.spans import counted, counted_on, counting_for, each_day
from everyrep.logbook.wire import known_part, read_body
from everyrep.people.models import Patient
from everyrep.prescribing.chain import Chain

ENTRY_COLUMNS = (
    "local_date",
    "last_date",
    "item_key",
    "asks",
    "session",
    "evidence",
    "body",
    "revision",
    "revisions",
    "retracted",
    "conflict",
)


def rebuild_entries(patient: Patient, chain: Chain, entry_ids: Iterable[UUID]) -> None:
    """Make these entries and the tallies of the days they touch say what their operations say."""
    ids = set(entry_ids)
    rows = OperationRow.objects.in_clinic(patient.clinic_id).filter(patient=patient, entry_id__in=ids)
    states = merge(operation_of(row) for row in rows)
    before = Entry.objects.in_clinic(patient.clinic_id).filter(patient=patient, entry_id__in=ids)
    touched = [counted(entry) for entry in before if entry.body]
    entries = [_entry(patient, state) for state in states.values()]
    Entry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["clinic", "patient", "entry_id"],
        update_fields=ENTRY_COLUMNS,
    )
    touched += [counted(entry) for entry in entries if entry.body]
    rebuild_tallies(patient, chain, (day for first, last in touched for day in each_day(first, last)))


def rebuild_tallies(patient: Patient, chain: Chain, days: Iterable[date]) -> list[DayTally]:
    """Compute and store the tallies of these days from the entries that stand."""
    wanted = sorted(set(days))
    if not wanted:
        return []
    standing = Entry.objects.in_clinic(patient.clinic_id).filter(patient=patient, retracted=False)
    by_day: dict[date, list[Entry]] = {day: [] for day in wanted}
    for entry in counting_for(standing, wanted[0], wanted[-1]):
        for day in counted_on(entry, wanted):
            by_day[day].append(entry)
    tallies = [tally_of(day, chain, by_day[day]) for day in wanted]
    DayTallyRow.objects.bulk_create(
        [_tally_row(patient, tally) for tally in tallies],
        update_conflicts=True,
        unique_fields=["clinic", "patient", "local_date"],
        update_fields=("version", "tally"),
    )
    return tallies


def tally_of(day: date, chain: Chain, entries: Iterable[Entry]) -> DayTally:
    """The day's tally from the standing entries that count for it and the version in force."""
    said = [(read_body(entry.body), Evidence(entry.evidence)) for entry in entries]
    return tally_day(day, chain.on(day), said)


def operation_of(row: OperationRow) -> Operation:
    return Operation(
        op_id=str(row.op_id),
        entry_id=str(row.entry_id),
        kind=OperationKind(row.kind),
        base_rev=row.base_rev,
        local_date=row.local_date,
        evidence=Evidence(row.evidence),
        body=row.raw["body"],
    )


def _entry(patient: Patient, state: EntryState) -> Entry:
    """A retracted entry keeps the words it had: the body of the last operation that says any."""
    spoken = [operation for operation in state.history if operation.kind is not OperationKind.RETRACT]
    said = spoken[-1] if spoken else state.top
    logged = read_body(said.body) if spoken else None
    exercise = logged if isinstance(logged, ExerciseLogged) else None
    last = days_counted(logged, said.local_date)[1] if logged else said.local_date
    return Entry(
        clinic_id=patient.clinic_id,
        patient=patient,
        entry_id=UUID(state.entry_id),
        local_date=said.local_date,
        last_date=max(said.local_date, last),
        item_key=exercise.item_key if exercise else "",
        asks=isinstance(logged, QuestionAsked),
        session=exercise.session if exercise else 0,
        evidence=said.evidence.value,
        body=known_part(said.body) if spoken else {},
        revision=state.top.base_rev + 1,
        revisions=len(state.history),
        retracted=state.retracted,
        conflict=state.conflict,
    )


def _tally_row(patient: Patient, tally: DayTally) -> DayTallyRow:
    return DayTallyRow(
        clinic_id=patient.clinic_id,
        patient=patient,
        local_date=tally.local_date,
        version=tally.version,
        tally=msgspec.json.encode(tally).decode(),
    )

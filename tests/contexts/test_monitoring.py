"""Notes of time, and the worksheet made of them and of the log."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from conftest import NOW, TODAY, ClinicWorld, details, make_operation
from django.db import connections

from everyrep.audit.queries import events_about, latest_events, record_state
from everyrep.core.monitoring.numbers import Mark
from everyrep.core.problems import Invalid
from everyrep.logbook.actions import receive
from everyrep.monitoring.actions import (
    Typed,
    amend_time,
    beat,
    remove_time,
    show_code_numbers,
    write_time,
)
from everyrep.monitoring.activity import Activity
from everyrep.monitoring.models import TimeEntry
from everyrep.monitoring.queries import Worksheet, codes_shown, everybody, worksheet
from everyrep.people.access import viewer_of_staff
from everyrep.people.actions import add_patient
from everyrep.people.models import Patient
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import ProgramVersion
from everyrep.tenancy.models import AppendOnly
from everyrep.tenancy.viewer import NotAllowed, NotFound, Viewer

NOVEMBER = date(2026, 11, 1)
CALL = Typed(
    day="2026-11-16", start="09:00", stop="09:12", activity="call", contact=True, note="Knee is fine"
)


def of_month(world: ClinicWorld, month: date = NOVEMBER, now: datetime = NOW) -> Worksheet:
    return worksheet(world.ana, world.patient.id, month, now)


def works(by: Viewer, patient: Patient, seconds: int, start: datetime = NOW) -> None:
    """On a page of the patient that is in use for so long."""
    for second in range(0, seconds + 1, 20):
        beat(by=by, patient_id=patient.id, activity=Activity.REVIEW, now=start + timedelta(seconds=second))


@pytest.fixture
def martin(world: ClinicWorld) -> Patient:
    return add_patient(by=world.ana, details=details(given_name="Martin"), now=NOW)


def log(
    world: ClinicWorld, signed: ProgramVersion, day: date, by: Viewer | None = None, **body: object
) -> str:
    key = from_document(signed.items)[0].key
    said = body or {"type": "exercise", "item_key": key, "session": 0, "outcome": "done"}
    moment = datetime.combine(day, NOW.timetz())
    sent = make_operation(
        signed.id,
        key,
        local_date=day.isoformat(),
        performed_local=f"{day}T09:30:00",
        recorded_at=moment.isoformat(),
        device_id=str(uuid4()),
        schema_v=2,
        evidence="paper" if by else "ticked",
        body=said,
    )
    answer = receive(
        by=by or world.rosa,
        patient_id=world.patient.id,
        ops=[sent],
        now=moment + timedelta(hours=1),
    )
    assert [one.status for one in answer] == ["accepted"], answer
    return str(sent["entry_id"])


def test_beats_of_one_page_become_one_note_of_time(world: ClinicWorld) -> None:
    works(world.ana, world.patient, 120)
    [entry] = of_month(world).times
    assert (entry.stopped_at - entry.started_at, entry.automatic) == (timedelta(minutes=2), True)
    assert of_month(world).minutes.minutes == 2


def test_a_silence_longer_than_a_minute_ends_the_note_and_is_not_counted(world: ClinicWorld) -> None:
    works(world.ana, world.patient, 60)
    works(world.ana, world.patient, 60, NOW + timedelta(minutes=10))
    assert len(of_month(world).times) == 2
    assert of_month(world).minutes.minutes == 2


def test_two_pages_of_one_person_count_once(world: ClinicWorld) -> None:
    works(world.ana, world.patient, 120)
    works(world.ana, world.patient, 100, NOW + timedelta(seconds=10))
    assert of_month(world).minutes.minutes == 2


def test_two_colleagues_at_the_same_time_count_once(world: ClinicWorld) -> None:
    works(world.ana, world.patient, 120)
    works(viewer_of_staff(world.assistant), world.patient, 180)
    assert of_month(world).minutes.minutes == 3


def test_turning_to_another_patient_ends_the_first_note(world: ClinicWorld, martin: Patient) -> None:
    works(world.ana, world.patient, 60)
    works(world.ana, martin, 60, NOW + timedelta(seconds=70))
    lines = everybody(world.ana, NOVEMBER, NOW)
    assert {line.patient.given_name: line.minutes.minutes for line in lines} == {"Rosa": 1, "Martin": 1}


def test_a_page_that_was_left_at_once_is_no_note(world: ClinicWorld) -> None:
    works(world.ana, world.patient, 0)
    assert of_month(world).times == ()


def test_timing_is_audited_once_and_leaves_the_patients_record_as_it_was(world: ClinicWorld) -> None:
    before = record_state(world.ana, world.patient.id)
    works(world.ana, world.patient, 120)
    assert record_state(world.ana, world.patient.id) == before
    begun = [event for event in latest_events(world.ana, 20) if event.object_type == "time_entry"]
    assert [event.detail for event in begun] == [{"patient": str(world.patient.id)}]


@pytest.mark.django_db(transaction=True)
def test_workers_that_hear_of_it_at_once_keep_one_note(world: ClinicWorld) -> None:
    def say(second: int) -> None:
        try:
            beat(
                by=world.ana,
                patient_id=world.patient.id,
                activity=Activity.REVIEW,
                now=NOW + timedelta(seconds=second),
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(say, range(8)))
    assert TimeEntry.objects.seen_by(world.ana).count() == 1


def test_a_typed_call_counts_as_a_talk(world: ClinicWorld) -> None:
    write_time(by=world.ana, patient_id=world.patient.id, typed=CALL, now=NOW)
    found = of_month(world).minutes
    assert (found.minutes, found.contact, found.marks) == (12, True, ((Mark.TEN, 1),))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": "16.11.2026"}, "day"),
        ({"day": "2024-11-16"}, "day"),
        ({"day": "2026-11-17"}, "day"),
        ({"start": "nine"}, "start"),
        ({"start": "09:00+02:00"}, "start"),
        ({"stop": "09:00"}, "stop"),
        ({"stop": "08:00"}, "stop"),
        ({"stop": "13:01"}, "stop"),
        ({"start": "09:55", "stop": "10:05"}, "stop"),
        ({"activity": "lunch"}, "activity"),
        ({"note": "x" * 301}, "note"),
        ({"note": "a\0b"}, "note"),
    ],
)
def test_what_cannot_be_is_refused_where_it_was_typed(
    world: ClinicWorld, changes: dict[str, str], field: str
) -> None:
    """It is 10:00 by the clinic's clock."""
    with pytest.raises(Invalid) as refused:
        write_time(by=world.ana, patient_id=world.patient.id, typed=replace(CALL, **changes), now=NOW)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not TimeEntry.objects.seen_by(world.ana).exists()


def test_a_change_keeps_what_was_said_before_and_why(world: ClinicWorld) -> None:
    entry = write_time(by=world.ana, patient_id=world.patient.id, typed=CALL, now=NOW)
    amend_time(
        by=world.ana,
        patient_id=world.patient.id,
        entry_id=entry.id,
        typed=replace(CALL, stop="09:08"),
        reason="Hung up earlier",
        now=NOW,
    )
    [row] = of_month(world).times
    [change] = row.amendments.all()
    assert of_month(world).minutes.minutes == 8
    assert (change.reason, change.before["stopped_at"]) == ("Hung up earlier", "2026-11-16T14:12:00+00:00")
    with pytest.raises(AppendOnly):
        change.save()


def test_what_was_taken_out_counts_for_nothing_and_stays_to_be_read(world: ClinicWorld) -> None:
    entry = write_time(by=world.ana, patient_id=world.patient.id, typed=CALL, now=NOW)
    remove_time(by=world.ana, patient_id=world.patient.id, entry_id=entry.id, reason="Other Rosa", now=NOW)
    found = of_month(world)
    assert (found.minutes.minutes, found.minutes.contact) == (0, False)
    assert [row.removed_at for row in found.times] == [NOW]
    actions = [event.action for event in events_about(world.ana, world.patient.id)][:2]
    assert actions == ["remove", "write"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_no_note_is_changed_or_taken_out_without_a_reason(world: ClinicWorld, reason: str) -> None:
    entry = write_time(by=world.ana, patient_id=world.patient.id, typed=CALL, now=NOW)
    ids = {"patient_id": world.patient.id, "entry_id": entry.id}
    with pytest.raises(Invalid):
        amend_time(by=world.ana, **ids, typed=CALL, reason=reason, now=NOW)
    with pytest.raises(Invalid):
        remove_time(by=world.ana, **ids, reason=reason, now=NOW)
    assert of_month(world).minutes.minutes == 12


def test_what_somebody_else_worked_is_theirs_to_correct(world: ClinicWorld) -> None:
    entry = write_time(by=world.ana, patient_id=world.patient.id, typed=CALL, now=NOW)
    ali = viewer_of_staff(world.assistant)
    with pytest.raises(NotFound):
        remove_time(by=ali, patient_id=world.patient.id, entry_id=entry.id, reason="Mine?", now=NOW)


def test_a_changed_note_no_longer_grows(world: ClinicWorld) -> None:
    works(world.ana, world.patient, 60)
    [entry] = of_month(world).times
    typed = replace(CALL, start="09:50", stop="09:55", contact=False)
    amend_time(
        by=world.ana, patient_id=world.patient.id, entry_id=entry.id, typed=typed, reason="Earlier", now=NOW
    )
    works(world.ana, world.patient, 40, NOW + timedelta(seconds=80))
    assert [row.automatic for row in of_month(world).times] == [False, True]


def test_days_count_where_the_patients_side_logged_something(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, TODAY)
    log(world, signed, TODAY + timedelta(days=1), type="morning", pain=2, stiffness="none")
    log(world, signed, TODAY + timedelta(days=2), type="symptoms", asked=["fever"], yes=[], trigger="button")
    log(world, signed, TODAY + timedelta(days=3), type="question", text="May I swim?", item_key="")
    log(world, signed, TODAY + timedelta(days=4), type="day", excuse="vacation")
    log(world, signed, TODAY + timedelta(days=5), by=world.ana)
    [period] = of_month(world, now=NOW + timedelta(days=10)).periods
    assert period.days == (TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=2))
    assert not period.decided


def test_what_the_patient_took_back_is_no_data(world: ClinicWorld, signed: ProgramVersion) -> None:
    entry_id = log(world, signed, TODAY)
    key = from_document(signed.items)[0].key
    back = make_operation(
        signed.id, key, kind="retract", entry_id=entry_id, base_rev=1, body={}, device_seq=2
    )
    receive(by=world.rosa, patient_id=world.patient.id, ops=[back], now=NOW)
    assert of_month(world).periods == ()


def test_a_month_is_the_clinics_and_what_crosses_its_end_is_shared(world: ClinicWorld) -> None:
    """The clinic's October ends at 04:00 UTC of 1 November."""
    works(world.ana, world.patient, 600, datetime(2026, 11, 1, 3, 55, tzinfo=NOW.tzinfo))
    assert of_month(world, date(2026, 10, 1)).minutes.minutes == 5
    assert of_month(world).minutes.minutes == 5


def test_code_numbers_are_shown_only_where_the_owner_asked(world: ClinicWorld) -> None:
    assert not codes_shown(world.ana)
    with pytest.raises(NotAllowed):
        show_code_numbers(by=world.ana, shown=True, now=NOW)
    show_code_numbers(by=world.oscar, shown=True, now=NOW)
    assert codes_shown(world.ana)
    show_code_numbers(by=world.oscar, shown=False, now=NOW)
    assert not codes_shown(world.ana)


def test_nobody_of_the_patients_side_reads_a_worksheet(world: ClinicWorld) -> None:
    with pytest.raises(NotAllowed):
        worksheet(world.rosa, world.patient.id, NOVEMBER, NOW)

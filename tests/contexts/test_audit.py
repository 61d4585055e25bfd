"""The audit chain: it holds, it shows tampering at the right place, and it never forks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from conftest import NOW, ClinicWorld, make_world
from django.db import connection, connections, transaction

from everyrep.audit.actions import record, record_read, record_reads
from everyrep.audit.models import AuditEvent
from everyrep.audit.queries import events_about, first_broken_link
from everyrep.people.actions import create_link
from everyrep.people.models import Clinic

WRITERS, EACH = 4, 5


def note(world: ClinicWorld, object_id: object = "x", now: datetime = NOW) -> AuditEvent:
    return record(by=world.ana, action="test", object_type="note", object_id=object_id, now=now)


def tamper(world: ClinicWorld, sql: str) -> None:
    """Someone with the database's password at work, past the triggers."""
    table = AuditEvent._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {table}_append_only")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql.format(table=table))


def test_an_untouched_chain_holds_from_its_first_event_on(world: ClinicWorld) -> None:
    note(world)
    events = list(AuditEvent.objects.seen_by(world.ana).order_by("seq"))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert events[0].previous_hash == ""
    assert first_broken_link(world.oscar) is None


@pytest.mark.parametrize(
    ("sql", "broken_at"),
    [
        ("UPDATE {table} SET actor_name = 'Somebody else' WHERE seq = 3", 3),
        ("UPDATE {table} SET object_id = 'y' WHERE seq = 4", 4),
        ("UPDATE {table} SET hash = previous_hash WHERE seq = 2", 2),
        ("DELETE FROM {table} WHERE seq = 3", 3),
        ("UPDATE {table} SET seq = seq + 1 WHERE seq >= 4", 4),
    ],
    ids=["other name", "other object", "other hash", "row removed", "gap made"],
)
def test_a_changed_row_is_found_where_it_was_changed(world: ClinicWorld, sql: str, broken_at: int) -> None:
    while note(world).seq < 5:
        continue
    if "seq + 1" in sql:
        AuditEvent.objects.in_clinic(world.clinic.id).filter(seq__gt=4).delete()
    tamper(world, sql)
    assert first_broken_link(world.oscar) == broken_at


def test_each_clinic_has_a_chain_of_its_own(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    before = AuditEvent.objects.seen_by(world.ana).count()
    note(neighbour)
    assert AuditEvent.objects.seen_by(world.ana).count() == before
    assert first_broken_link(neighbour.oscar) is None


@pytest.mark.parametrize("first_event_too", [False, True], ids=["a chain begun", "an empty chain"])
@pytest.mark.django_db(transaction=True)
def test_events_written_at_the_same_moment_never_fork_the_chain(first_event_too: bool) -> None:
    world = make_world("Riverside Physical Therapy")
    ana = world.ana
    if first_event_too:
        clinic = Clinic.objects.create(
            name="Quiet", phone="1", zone=world.clinic.zone, language="en", created_at=NOW
        )
        ana = replace(ana, clinic_id=clinic.id)
    before = AuditEvent.objects.seen_by(ana).count()

    def write(writer: int) -> None:
        try:
            for turn in range(EACH):
                record(by=ana, action="test", object_type="note", object_id=f"{writer}-{turn}", now=NOW)
        finally:
            connections.close_all()

    at_once(write)
    assert AuditEvent.objects.seen_by(ana).count() == before + WRITERS * EACH
    assert first_broken_link(ana) is None


def at_once(work: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(work, writer) for writer in range(WRITERS)]:
            done.result()


def reads_of(world: ClinicWorld) -> int:
    return events_about(world.ana, world.patient.id).filter(action="read").count()


def test_reading_a_record_is_noted_once_in_a_quarter_of_an_hour(world: ClinicWorld) -> None:
    for minutes in (0, 5, 14):
        record_read(
            by=world.ana, what="chart", patient_id=world.patient.id, now=NOW + timedelta(minutes=minutes)
        )
    assert reads_of(world) == 1
    record_read(by=world.ana, what="chart", patient_id=world.patient.id, now=NOW + timedelta(minutes=15))
    assert reads_of(world) == 2


def test_another_page_and_another_reader_are_noted_apart(world: ClinicWorld) -> None:
    record_read(by=world.ana, what="chart", patient_id=world.patient.id, now=NOW)
    record_read(by=world.ana, what="handout", patient_id=world.patient.id, now=NOW)
    record_read(by=world.rosa, what="chart", patient_id=world.patient.id, now=NOW)
    assert reads_of(world) == 3


def test_a_write_that_is_undone_leaves_no_event_behind(world: ClinicWorld) -> None:
    before = AuditEvent.objects.seen_by(world.ana).count()
    with pytest.raises(LookupError):
        undone(world)
    assert AuditEvent.objects.seen_by(world.ana).count() == before
    create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    assert first_broken_link(world.oscar) is None


def undone(world: ClinicWorld) -> None:
    with transaction.atomic():
        create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
        raise LookupError


def test_an_event_noted_in_another_zone_keeps_the_chain_whole(world: ClinicWorld) -> None:
    madrid = NOW.astimezone(ZoneInfo("Europe/Madrid"))
    record(by=world.ana, action="test", object_type="test", object_id="1", now=madrid)
    assert first_broken_link(world.oscar) is None


def test_taking_away_the_newest_rows_is_noticed(world: ClinicWorld) -> None:
    record(by=world.ana, action="test", object_type="test", object_id="1", now=NOW)
    last = AuditEvent.objects.in_clinic(world.clinic.id).order_by("-seq").first()
    AuditEvent.objects.in_clinic(world.clinic.id).filter(seq=last.seq).delete()
    assert first_broken_link(world.oscar) == last.seq


def test_a_list_that_shows_many_records_is_a_read_of_each_and_the_chain_holds(world: ClinicWorld) -> None:
    patients = [uuid4() for _ in range(5)]
    for _ in range(2):
        record_reads(by=world.ana, what="attention", patient_ids=patients, now=NOW)
    for patient_id in patients:
        assert events_about(world.ana, patient_id).filter(action="read").count() == 1
    assert first_broken_link(world.ana) is None

"""What devices push is kept, whatever it is: counted where it can be, else set aside with a reason."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.db import connection, transaction
from django.db.utils import DatabaseError

from everyrep.audit.queries import events_about
from everyrep.core.sync import content_hash
from everyrep.logbook.actions import receive
from everyrep.logbook.models import DayTallyRow, Entry, OperationRow
from everyrep.logbook.queries import history, operations_after, set_aside, tallies_between
from everyrep.logbook.rebuilding import rebuild_entries
from everyrep.logbook.standing import tops_between
from everyrep.logbook.wire import SCHEMA_VERSION, Receipt, sealed
from everyrep.prescribing.models import ProgramVersion
from everyrep.prescribing.queries import chain
from everyrep.tenancy.viewer import NotAllowed, NotFound


@pytest.fixture
def item_key(signed: ProgramVersion) -> str:
    key: str = signed.items[0]["key"]
    return key


def push(world: ClinicWorld, *ops: dict[str, object]) -> list[Receipt]:
    return receive(by=world.rosa, patient_id=world.patient.id, ops=list(ops), now=NOW)


def statuses(receipts: list[Receipt]) -> list[tuple[str, str]]:
    return [(receipt.status, receipt.reason) for receipt in receipts]


def test_the_same_operation_sent_twice_counts_once(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    op = make_operation(signed.id, item_key)
    first, again = push(world, op), push(world, op)
    assert [r.status for r in first + again] == ["accepted", "duplicate"]
    assert first[0].server_seq == again[0].server_seq == 1
    assert OperationRow.objects.in_clinic(world.clinic.id).count() == 1


def test_a_correction_keeps_what_was_said_before(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    said = make_operation(signed.id, item_key)
    body = {**said["body"], "outcome": "partly", "pain": 6}
    corrected = make_operation(
        signed.id, item_key, entry_id=said["entry_id"], kind="amend", base_rev=1, body=body
    )
    push(world, said, corrected)
    told = history(world.ana, world.patient.id, said["entry_id"])
    assert [revision.logged.outcome.value for revision in told.revisions] == ["done", "partly"]
    entry = Entry.objects.seen_by(world.rosa).get()
    assert (entry.body["pain"], entry.revisions, entry.conflict) == (6, 2, False)


def test_an_entry_taken_back_no_longer_counts_and_stays_on_file(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    said = make_operation(signed.id, item_key)
    back = make_operation(signed.id, item_key, entry_id=said["entry_id"], kind="retract", base_rev=1, body={})
    push(world, said, back)
    (tally,) = tallies_between(world.ana, world.patient.id, chain(world.ana, world.patient.id), TODAY, TODAY)
    assert tally.evidence == ()
    assert Entry.objects.seen_by(world.rosa).get().retracted
    assert len(history(world.ana, world.patient.id, said["entry_id"]).revisions) == 2


def test_a_day_moved_to_another_date_leaves_the_first_date_empty(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    said = make_operation(signed.id, item_key)
    moved = make_operation(
        signed.id,
        item_key,
        entry_id=said["entry_id"],
        kind="amend",
        base_rev=1,
        local_date=tomorrow.isoformat(),
        body=said["body"],
    )
    push(world, said)
    push(world, moved)
    found = chain(world.ana, world.patient.id)
    today, next_day = tallies_between(world.ana, world.patient.id, found, TODAY, tomorrow)
    assert (today.pain, next_day.pain) == (None, 3)


def test_entries_and_tallies_rebuilt_from_the_operations_are_the_same(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    ops = [make_operation(signed.id, item["key"]) for item in signed.items]
    push(world, *ops)
    stored = DayTallyRow.objects.in_clinic(world.clinic.id).get().tally
    DayTallyRow.objects.in_clinic(world.clinic.id).delete()
    Entry.objects.in_clinic(world.clinic.id).delete()
    rebuild_entries(world.patient, chain(world.ana, world.patient.id), [op["entry_id"] for op in ops])
    assert DayTallyRow.objects.in_clinic(world.clinic.id).get().tally == stored


def test_the_numbers_of_accepted_operations_run_without_a_gap(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    push(
        world, make_operation(signed.id, item_key), {"op_id": "nonsense"}, make_operation(signed.id, item_key)
    )
    push(world, make_operation(signed.id, item_key))
    rows = OperationRow.objects.seen_by(world.rosa).order_by("server_seq")
    assert [row.server_seq for row in rows] == [1, 2, 3]


def test_another_device_pulls_what_it_has_not_seen(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    push(world, *[make_operation(signed.id, item_key) for _ in range(3)])
    pulled = operations_after(world.rosa, world.patient.id, 1, "tablet")
    assert ([op["server_seq"] for op in pulled.ops], pulled.seen) == ([2, 3], [])
    assert (pulled.cursor, pulled.more) == (3, False)


def test_a_device_is_told_which_of_its_own_operations_stand_in_the_log(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    mine = make_operation(signed.id, item_key)
    push(world, make_operation(signed.id, item_key, device_id="tablet"), mine)
    pulled = operations_after(world.rosa, world.patient.id, 0, "phone-1")
    (seen,) = pulled.seen
    assert (str(seen.op_id), seen.server_seq, seen.content_hash) == (mine["op_id"], 2, mine["content_hash"])
    assert [op["device_id"] for op in pulled.ops] == ["tablet"]


def test_a_long_history_is_pulled_in_parts_with_none_left_out(
    world: ClinicWorld, signed: ProgramVersion, item_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("everyrep.logbook.queries.PULL_LIMIT", 2)
    push(world, *[make_operation(signed.id, item_key, device_id=f"phone-{n % 2}") for n in range(5)])
    seqs, cursor, more = [], 0, True
    while more:
        pulled = operations_after(world.rosa, world.patient.id, cursor, "phone-1")
        seqs += [seen.server_seq for seen in pulled.seen] + [op["server_seq"] for op in pulled.ops]
        cursor, more = pulled.cursor, pulled.more
    assert sorted(seqs) == [1, 2, 3, 4, 5]


def test_what_comes_by_a_closed_way_in_is_kept_for_the_clinic_and_counts_nothing(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    counted, late = make_operation(signed.id, item_key), make_operation(signed.id, item_key)
    push(world, counted)
    receipts = receive(
        by=world.rosa, patient_id=world.patient.id, ops=[counted, late, {}], now=NOW, closed=True
    )
    assert statuses(receipts) == [
        ("duplicate", ""),
        ("quarantined", "closed_way_in"),
        ("quarantined", "malformed"),
    ]
    assert Entry.objects.seen_by(world.rosa).count() == 1
    waiting = {aside.op_id: aside for aside in set_aside(world.ana, world.patient.id)}
    assert waiting[late["op_id"]].logged is not None


def test_what_was_set_aside_counts_once_it_is_sent_by_an_open_way_in(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    op = make_operation(signed.id, item_key)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=NOW, closed=True)
    assert statuses(push(world, op)) == [("accepted", "")]
    assert len(set_aside(world.ana, world.patient.id)) == 0


def test_an_operation_of_a_newer_app_counts_once_the_server_reads_its_schema(
    world: ClinicWorld, signed: ProgramVersion, item_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = make_operation(signed.id, item_key, schema_v=SCHEMA_VERSION + 1)
    assert statuses(push(world, newer)) == [("quarantined", "newer_schema")]
    monkeypatch.setattr("everyrep.logbook.receiving.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    assert statuses(push(world, newer)) == [("accepted", "")]
    assert len(set_aside(world.ana, world.patient.id)) == 0


def test_schemas_are_counted_from_one(world: ClinicWorld, signed: ProgramVersion, item_key: str) -> None:
    op = make_operation(signed.id, item_key, schema_v=0)
    assert statuses(push(world, op)) == [("quarantined", "malformed")]


def test_a_tick_written_down_on_a_later_day_is_a_recollection(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    later = make_operation(signed.id, item_key, recorded_at="2026-11-18T14:31:00Z")
    receive(by=world.rosa, patient_id=world.patient.id, ops=[later], now=NOW + timedelta(days=2))
    assert Entry.objects.seen_by(world.rosa).get().evidence == "recalled"


def test_a_therapist_enters_a_paper_sheet_and_a_patient_cannot_claim_one(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    paper = make_operation(signed.id, item_key, evidence="paper")
    receipts = receive(by=world.ana, patient_id=world.patient.id, ops=[paper], now=NOW)
    assert statuses(receipts) == [("accepted", "")]
    again = make_operation(signed.id, item_key, evidence="paper")
    assert statuses(push(world, again)) == [("quarantined", "malformed")]


def test_the_owner_and_the_clinic_next_door_cannot_log(
    world: ClinicWorld, neighbour: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    op = make_operation(signed.id, item_key, evidence="therapist")
    with pytest.raises(NotAllowed):
        receive(by=world.oscar, patient_id=world.patient.id, ops=[op], now=NOW)
    with pytest.raises(NotFound):
        receive(by=neighbour.ana, patient_id=world.patient.id, ops=[op], now=NOW)
    with pytest.raises(NotFound):
        receive(by=neighbour.rosa, patient_id=world.patient.id, ops=[op], now=NOW)


def test_an_operation_id_used_next_door_is_free_here(
    world: ClinicWorld, neighbour: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    op = make_operation(signed.id, item_key)
    receipts = receive(by=neighbour.rosa, patient_id=neighbour.patient.id, ops=[op], now=NOW)
    assert statuses(receipts) == [("quarantined", "no_program")]
    assert statuses(push(world, op)) == [("accepted", "")]


def test_every_push_leaves_one_audit_row_that_names_its_operations(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    op = make_operation(signed.id, item_key)
    push(world, op)
    event = events_about(world.ana, world.patient.id).first()
    assert event is not None
    assert (event.action, event.detail["accepted"]) == ("log", [op["op_id"]])


def test_the_database_itself_refuses_to_change_an_operation(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    push(world, make_operation(signed.id, item_key))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE logbook_operationrow SET evidence = 'sensor'")
    assert OperationRow.objects.seen_by(world.rosa).get().evidence == "ticked"


def test_the_servers_own_operations_carry_the_hash_of_their_content() -> None:
    fields = {"op_id": str(uuid4()), "body": {}}
    assert sealed(fields)["content_hash"] == content_hash(fields)


def test_a_note_of_two_thousand_characters_with_forty_sets_is_not_too_long(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    full = {"side": "right", "reps": 1000, "hold_s": 86400, "seconds": 86400, "load": "\u2713" * 10}
    body = {"type": "exercise", "item_key": item_key, "session": 0, "outcome": "done"}
    body |= {"sets": [full] * 40, "note": "\u2713" * 2000}
    sent = [msgspec.Raw(msgspec.json.encode(make_operation(signed.id, item_key, body=body)))]
    assert statuses(receive(by=world.rosa, patient_id=world.patient.id, ops=sent, now=NOW)) == [
        ("accepted", "")
    ]


def test_an_entry_keeps_only_what_its_schema_knows_and_the_operation_all_that_was_sent(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    body = {"type": "exercise", "item_key": item_key, "session": 0, "outcome": "done", "mood": "fine"}
    body["sets"] = [{"reps": 10, "tempo": "2010"}]
    push(world, make_operation(signed.id, item_key, body=body))
    assert Entry.objects.seen_by(world.rosa).get().body == {
        "type": "exercise",
        "item_key": item_key,
        "session": 0,
        "outcome": "done",
        "sets": [{"reps": 10}],
    }
    assert OperationRow.objects.seen_by(world.rosa).get().raw["body"] == body


def arrived(world: ClinicWorld, op: dict[str, Any], now: datetime, sent_at: datetime | None) -> OperationRow:
    (receipt,) = receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=now, sent_at=sent_at)
    assert receipt.status == "accepted"
    return OperationRow.objects.seen_by(world.rosa).get()


def test_a_phone_whose_clock_stands_in_the_past_cannot_make_a_recollection_a_tick(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    now = NOW + timedelta(days=20)
    row = arrived(world, make_operation(signed.id, item_key), now, NOW)
    assert (row.evidence, row.late, row.skew_s) == ("recalled", True, 20 * 24 * 3600)
    (told,) = history(world.ana, world.patient.id, row.entry_id).revisions
    assert told.clock_off


def test_a_phone_that_had_no_connection_keeps_its_own_day_of_writing_down(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    now = NOW + timedelta(days=20)
    row = arrived(world, make_operation(signed.id, item_key), now, now - timedelta(seconds=2))
    assert (row.evidence, row.late, row.skew_s) == ("ticked", False, 2)


@pytest.mark.parametrize("year", ["2027", "9999", "0002"])
def test_a_phone_in_another_year_changes_no_day(
    world: ClinicWorld, signed: ProgramVersion, item_key: str, year: str
) -> None:
    recorded = f"{year}-11-16T14:31:00Z"
    row = arrived(
        world,
        make_operation(signed.id, item_key, recorded_at=recorded),
        NOW,
        datetime.fromisoformat(recorded),
    )
    assert (row.evidence, row.late, row.local_date) == ("ticked", False, TODAY)


def test_an_operation_from_the_future_shows_a_clock_that_runs_ahead(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    row = arrived(world, make_operation(signed.id, item_key, recorded_at="2026-11-18T15:00:00Z"), NOW, None)
    assert (row.evidence, row.skew_s) == ("ticked", -2 * 24 * 3600)


def test_a_correction_builds_on_the_revision_on_top_also_where_one_between_is_missing(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    said = make_operation(signed.id, item_key)
    third = make_operation(
        signed.id, item_key, entry_id=said["entry_id"], kind="amend", base_rev=2, body=said["body"]
    )
    push(world, said, third)
    entry = Entry.objects.seen_by(world.rosa).get()
    assert (entry.revision, entry.revisions) == (3, 2)
    (top,) = tops_between(world.rosa, world.patient.id, TODAY, TODAY)
    assert top.operation.base_rev == 2

"""What devices push is kept, whatever it is: counted where it can be, else set aside with a reason."""

from datetime import timedelta
from uuid import uuid4

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.db import connection, transaction
from django.db.utils import DatabaseError

from everyrep.audit.queries import events_about
from everyrep.core.sync import content_hash
from everyrep.logbook.actions import receive, settle
from everyrep.logbook.models import DayTallyRow, Entry, OperationRow, QuarantinedOperation
from everyrep.logbook.queries import history, operations_after, set_aside, tallies_between
from everyrep.logbook.rebuilding import rebuild_entries
from everyrep.logbook.wire import Receipt, sealed
from everyrep.prescribing.actions.episodes import close_episode
from everyrep.prescribing.models import Episode, ProgramVersion
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


def test_the_same_id_with_other_content_is_set_aside_and_answered_as_received(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    op = make_operation(signed.id, item_key)
    other = make_operation(signed.id, item_key, op_id=op["op_id"], device_seq=2)
    assert statuses(push(world, op, other)) == [("accepted", ""), ("quarantined", "same_id_other_content")]
    (kept,) = set_aside(world.ana, world.patient.id)
    assert kept.op_id == op["op_id"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"local_date": (TODAY + timedelta(days=2)).isoformat()}, "future"),
        ({"local_date": (TODAY - timedelta(days=1)).isoformat()}, "no_program"),
        ({"schema_v": 2}, "newer_schema"),
        ({"evidence": "therapist"}, "malformed"),
        ({"kind": "delete"}, "malformed"),
        ({"base_rev": 3}, "malformed"),
        ({"local_date": "2026-02-31"}, "malformed"),
        ({"zone": "Mars/Olympus"}, "malformed"),
        ({"zone": "../../etc/passwd"}, "malformed"),
        ({"recorded_at": "yesterday"}, "malformed"),
        (
            {"body": {"type": "exercise", "item_key": "nobody", "session": 0, "outcome": "done"}},
            "unknown_exercise",
        ),
        ({"body": {"type": "poem"}}, "malformed"),
    ],
)
def test_what_cannot_count_is_set_aside_with_its_reason_and_never_in_the_way(
    world: ClinicWorld, signed: ProgramVersion, item_key: str, changes: dict[str, object], reason: str
) -> None:
    bad = make_operation(signed.id, item_key, **changes)
    good = make_operation(signed.id, item_key)
    assert statuses(push(world, bad, good)) == [("quarantined", reason), ("accepted", "")]
    assert [kept.reason for kept in set_aside(world.ana, world.patient.id)] == [reason]


@pytest.mark.parametrize("raw", [{}, {"op_id": "x" * 500}, {"op_id": 7, "body": None}, {"body": 0.5}])
def test_nonsense_is_kept_as_it_came(
    world: ClinicWorld, signed: ProgramVersion, raw: dict[str, object]
) -> None:
    assert statuses(push(world, raw)) == [("quarantined", "malformed")]
    assert set_aside(world.ana, world.patient.id).count() == 1


def test_nonsense_sent_again_and_again_is_kept_once(world: ClinicWorld, signed: ProgramVersion) -> None:
    push(world, {"op_id": "nonsense"})
    push(world, {"op_id": "nonsense"})
    assert set_aside(world.ana, world.patient.id).count() == 1


def test_a_score_out_of_range_is_set_aside_whole(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    body = {"type": "exercise", "item_key": item_key, "session": 0, "outcome": "done", "pain": 11}
    assert statuses(push(world, make_operation(signed.id, item_key, body=body))) == [
        ("quarantined", "malformed")
    ]


def test_a_hash_that_does_not_match_the_content_is_set_aside(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    tampered = {**make_operation(signed.id, item_key), "local_date": (TODAY).isoformat(), "device_seq": 99}
    assert statuses(push(world, tampered)) == [("quarantined", "malformed")]


def test_an_entry_after_the_end_of_the_program_is_set_aside(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode, item_key: str
) -> None:
    close_episode(by=world.ana, episode_id=episode.id, ended_on=TODAY, now=NOW)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    late = make_operation(signed.id, item_key, local_date=tomorrow)
    last_day = make_operation(signed.id, item_key)
    assert statuses(push(world, late, last_day)) == [("quarantined", "ended_program"), ("accepted", "")]


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
    operations, cursor, more = operations_after(world.rosa, world.patient.id, 1, "tablet")
    assert ([op["server_seq"] for op in operations], cursor, more) == ([2, 3], 3, False)


def test_a_tick_written_down_on_a_later_day_is_a_recollection(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    later = make_operation(signed.id, item_key, recorded_at="2026-11-18T14:31:00Z")
    push(world, later)
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


def test_the_clinic_says_what_became_of_an_entry_that_was_set_aside(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    push(world, {"op_id": "nonsense"})
    kept = set_aside(world.ana, world.patient.id).get()
    settle(
        by=world.ana, patient_id=world.patient.id, quarantined_id=kept.id, note="Asked Rosa, logged", now=NOW
    )
    assert not set_aside(world.ana, world.patient.id).exists()
    assert QuarantinedOperation.objects.in_clinic(world.clinic.id).count() == 1


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

"""What devices push is kept, whatever it is: counted where it can be, else set aside with a reason."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.db import connection, transaction
from django.db.utils import DatabaseError

from everyrep.audit.queries import events_about
from everyrep.core.sync import content_hash
from everyrep.logbook.actions import receive, settle
from everyrep.logbook.models import DayTallyRow, Entry, OperationRow, QuarantinedOperation
from everyrep.logbook.queries import ASIDE_SHOWN, history, operations_after, set_aside, tallies_between
from everyrep.logbook.rebuilding import rebuild_entries
from everyrep.logbook.today import today
from everyrep.logbook.wire import OPERATION_LIMIT, Receipt, sealed
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
        ({"zone": "America"}, "malformed"),
        ({"zone": "A" * 5000}, "malformed"),
        ({"program_rev": str(uuid4())}, "malformed"),
        ({"device_id": "phone\0"}, "malformed"),
        ({"body": {"type": "exercise", "item_key": "k", "session": 0, "outcome": "done\0"}}, "malformed"),
        ({"body": {"type": "day", "excuse": "flare", "note": "sore\0"}}, "malformed"),
        ({"extra": "x" * OPERATION_LIMIT}, "malformed"),
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
    assert len(set_aside(world.ana, world.patient.id)) == 1


def test_nonsense_sent_again_and_again_is_kept_once(world: ClinicWorld, signed: ProgramVersion) -> None:
    push(world, {"op_id": "nonsense"}, {"op_id": "nonsense"})
    before = events_about(world.ana, world.patient.id).count()
    push(world, {"op_id": "nonsense"})
    assert len(set_aside(world.ana, world.patient.id)) == 1
    assert events_about(world.ana, world.patient.id).count() == before


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


def test_the_clinic_says_what_became_of_an_entry_that_was_set_aside(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    push(world, {"op_id": "nonsense"})
    (kept,) = set_aside(world.ana, world.patient.id)
    settle(
        by=world.ana, patient_id=world.patient.id, quarantined_id=kept.id, note="Asked Rosa, logged", now=NOW
    )
    assert len(set_aside(world.ana, world.patient.id)) == 0
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


def text_of(operation: dict[str, Any]) -> bytes:
    return json.dumps(operation).encode()


UNREADABLE = {
    "a number beyond all numbers": lambda op: text_of(op).replace(b'"pain": 3', b'"pain": 1e999'),
    "half a character": lambda op: text_of({**op, "body": {**op["body"], "note": "\ud800"}}),
    "bytes that are no text": lambda op: text_of(op).replace(b'"done"', b'"\xff"'),
    "lists in lists without end": lambda op: text_of(op).replace(b'"pain": 3', b'"pain": ' + b"[" * 900),
    "two megabytes of nothing": lambda op: text_of({**op, "extra": "x" * 2_000_000}),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_an_operation_that_cannot_even_be_read_is_kept_and_answered_by_its_name(
    world: ClinicWorld, signed: ProgramVersion, item_key: str, what: str
) -> None:
    op, good = make_operation(signed.id, item_key), make_operation(signed.id, item_key)
    sent = [msgspec.Raw(UNREADABLE[what](op)), msgspec.Raw(text_of(good))]
    bad, fine = receive(by=world.rosa, patient_id=world.patient.id, ops=sent, now=NOW)
    assert (bad.status, bad.op_id, bad.content_hash) == ("quarantined", op["op_id"], op["content_hash"])
    assert fine.status == "accepted"
    (kept,) = set_aside(world.ana, world.patient.id)
    assert (kept.reason, bool(kept.detail), kept.logged) == ("malformed", True, None)


def test_names_that_no_database_keeps_are_answered_without_what_breaks_them(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    (receipt,) = push(world, {"op_id": "a\0b", "content_hash": "c\0\ud800", "kind": "k\0"})
    assert (receipt.op_id, receipt.content_hash, receipt.status) == ("ab", "c?", "quarantined")


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


def test_what_was_set_aside_is_settled_by_itself_once_it_counts(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    tomorrow_but_one = make_operation(
        signed.id,
        item_key,
        local_date=(TODAY + timedelta(days=2)).isoformat(),
        recorded_at="2026-11-18T12:00:00Z",
    )
    assert statuses(push(world, tomorrow_but_one)) == [("quarantined", "future")]
    later = NOW + timedelta(days=2)
    again = receive(by=world.rosa, patient_id=world.patient.id, ops=[tomorrow_but_one], now=later)
    assert statuses(again) == [("accepted", "")]
    assert len(set_aside(world.ana, world.patient.id)) == 0
    assert QuarantinedOperation.objects.in_clinic(world.clinic.id).get().settled_at == later
    event = events_about(world.ana, world.patient.id).first()
    assert event is not None
    assert event.detail["settled"] == [tomorrow_but_one["op_id"]]


def test_other_content_under_a_name_just_accepted_still_waits_for_the_clinic(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    op = make_operation(signed.id, item_key)
    push(world, op, make_operation(signed.id, item_key, op_id=op["op_id"], device_seq=2))
    assert len(set_aside(world.ana, world.patient.id)) == 1


def test_the_clinic_reads_the_newest_that_wait_in_words_and_the_number_of_the_others(
    world: ClinicWorld, signed: ProgramVersion, item_key: str
) -> None:
    push(world, *[{"op_id": f"nonsense {number}"} for number in range(ASIDE_SHOWN + 3)])
    future = make_operation(signed.id, item_key, local_date="2027-11-16")
    receive(by=world.rosa, patient_id=world.patient.id, ops=[future], now=NOW + timedelta(minutes=1))
    waiting = set_aside(world.ana, world.patient.id)
    assert (len(waiting.shown), waiting.more) == (ASIDE_SHOWN, 4)
    newest = waiting.shown[0]
    assert (newest.reason, newest.day, newest.exercise) == (
        "future",
        date(2027, 11, 16),
        signed.items[0]["exercise"],
    )
    assert newest.logged.pain == 3
    assert waiting.shown[1].logged is None
    assert "nonsense" in waiting.shown[1].raw


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
    (standing,) = today(world.rosa, NOW).standing
    assert standing.revision == 3

"""What cannot be counted is set aside with its reason, and is never in the way of the next one."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation

from everyrep.audit.queries import events_about
from everyrep.logbook.actions import receive, settle
from everyrep.logbook.models import QuarantinedOperation
from everyrep.logbook.queries import ASIDE_SHOWN, set_aside
from everyrep.logbook.wire import OPERATION_LIMIT, SCHEMA_VERSION, Receipt
from everyrep.prescribing.actions.episodes import close_episode
from everyrep.prescribing.models import Episode, ProgramVersion


@pytest.fixture
def item_key(signed: ProgramVersion) -> str:
    key: str = signed.items[0]["key"]
    return key


def push(world: ClinicWorld, *ops: dict[str, object]) -> list[Receipt]:
    return receive(by=world.rosa, patient_id=world.patient.id, ops=list(ops), now=NOW)


def statuses(receipts: list[Receipt]) -> list[tuple[str, str]]:
    return [(receipt.status, receipt.reason) for receipt in receipts]


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
        ({"schema_v": SCHEMA_VERSION + 1}, "newer_schema"),
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

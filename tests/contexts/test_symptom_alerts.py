"""A worrying answer is never lost: its alert stands when the push is answered, whatever it came in."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.db import transaction

from everyrep.attention.actions import settle
from everyrep.attention.models import Alert
from everyrep.attention.queries import held_since, open_alerts
from everyrep.core.alerting import Level
from everyrep.core.sync import content_hash
from everyrep.logbook.actions import receive
from everyrep.logbook.alerted import about, waiting
from everyrep.logbook.models import Entry, OperationRow
from everyrep.logbook.wire import OPERATION_LIMIT, Receipt, sealed
from everyrep.people.access import viewer_of_link
from everyrep.people.actions import create_link
from everyrep.people.models import PatientLink
from everyrep.prescribing.actions.episodes import close_episode
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.tenancy.viewer import Viewer

CHECK = {"type": "symptoms", "asked": ["chest_pressure", "fell"], "yes": ["chest_pressure"]}


def symptoms(*yes: str, **changes: Any) -> dict[str, Any]:
    """A symptom check as a phone sends it, in the newest schema and without a program."""
    body = {**CHECK, "yes": list(yes)}
    return make_operation(uuid4(), "none", **{"body": body, "schema_v": 2, "program_rev": None, **changes})


def push(world: ClinicWorld, *ops: Any, by: Viewer | None = None, **how: Any) -> list[Receipt]:
    return receive(by=by or world.rosa, patient_id=world.patient.id, ops=list(ops), **{"now": NOW, **how})


def only(world: ClinicWorld) -> Alert:
    (alert,) = open_alerts(world.ana)
    return alert


def test_an_emergency_answer_raises_an_alert_and_holds_the_plan(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    op = symptoms("chest_pressure")
    (receipt,) = push(world, op)
    assert receipt.status == "accepted"
    alert = only(world)
    assert (alert.pressing, alert.findings) == (Level.EMERGENCY, ["chest_pressure"])
    assert str(alert.entry_id) == op["entry_id"]
    assert alert.evidence["performed_local"] == "2026-11-16T09:30:00"
    assert alert.evidence["said_by"] == "Rosa"
    assert held_since(world.rosa, world.patient.id) == TODAY


def test_nothing_answered_yes_raises_nothing(world: ClinicWorld) -> None:
    push(world, symptoms())
    assert open_alerts(world.ana) == []
    assert Entry.objects.in_clinic(world.clinic.id).count() == 1


def test_an_answer_this_server_does_not_know_asks_for_attention(world: ClinicWorld) -> None:
    push(world, symptoms("asked_by_a_newer_app"))
    assert (only(world).pressing, only(world).findings) == (Level.ATTENTION, ["asked_by_a_newer_app"])


def kept_and_raised(world: ClinicWorld) -> tuple[int, int]:
    return OperationRow.objects.in_clinic(world.clinic.id).count(), len(open_alerts(world.ana))


def test_it_stands_in_the_transaction_that_keeps_the_operation(world: ClinicWorld) -> None:
    before_the_answer = []

    def dies() -> None:
        with transaction.atomic():
            push(world, symptoms("chest_pressure"))
            before_the_answer.append(kept_and_raised(world))
            raise RuntimeError("the server dies before it has answered")

    with pytest.raises(RuntimeError):
        dies()
    assert before_the_answer == [(1, 1)]
    assert kept_and_raised(world) == (0, 0)


def test_without_its_alert_the_operation_is_not_kept_either(
    world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(**_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("everyrep.logbook.raising.raise_alert", no_room)
    with pytest.raises(OSError, match="no space"):
        push(world, symptoms("chest_pressure"))
    assert not OperationRow.objects.in_clinic(world.clinic.id).exists()


def test_fifty_pushes_of_one_answer_raise_one_alert(world: ClinicWorld) -> None:
    op = symptoms("chest_pressure")
    statuses = [push(world, op)[0].status for _ in range(50)]
    assert statuses == ["accepted"] + ["duplicate"] * 49
    assert only(world).findings == ["chest_pressure"]


def test_an_answer_among_fifty_operations_is_raised(world: ClinicWorld, signed: ProgramVersion) -> None:
    done = [make_operation(signed.id, signed.items[0]["key"]) for _ in range(49)]
    push(world, *done[:20], symptoms("fell"), *done[20:])
    assert only(world).pressing is Level.URGENT


@pytest.mark.parametrize("days", [1, 3, 13, 40, 400])
def test_a_late_or_back_dated_answer_is_raised(world: ClinicWorld, days: int) -> None:
    day = TODAY - timedelta(days=days)
    push(world, symptoms("chest_pressure", local_date=day.isoformat()))
    assert only(world).pressing is Level.EMERGENCY
    assert held_since(world.rosa, world.patient.id) == max(day, TODAY - timedelta(days=14))


def test_an_answer_from_a_phone_whose_clock_is_years_ahead_is_raised(world: ClinicWorld) -> None:
    op = symptoms("chest_pressure", local_date="2036-01-01", recorded_at="2036-01-01T10:00:00Z")
    (receipt,) = push(world, op)
    assert (receipt.status, receipt.reason) == ("quarantined", "future")
    assert only(world).evidence["aside"] == "future"
    assert held_since(world.rosa, world.patient.id) == TODAY


def test_an_answer_through_a_link_is_raised(world: ClinicWorld) -> None:
    create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    link = PatientLink.objects.seen_by(world.ana).select_related("patient").get()
    push(world, symptoms("chest_pressure"), by=viewer_of_link(link))
    assert only(world).evidence["role"] == "link"


def test_an_answer_through_a_way_in_that_was_closed_is_raised(world: ClinicWorld) -> None:
    (receipt,) = push(world, symptoms("chest_pressure"), closed=True)
    assert receipt.status == "quarantined"
    assert only(world).pressing is Level.EMERGENCY


def test_an_answer_before_any_program_and_after_its_end_is_raised(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode
) -> None:
    push(world, symptoms("fell", local_date=(TODAY - timedelta(days=2)).isoformat()))
    close_episode(by=world.ana, episode_id=episode.id, ended_on=TODAY, now=NOW)
    tomorrow = TODAY + timedelta(days=1)
    (receipt,) = push(
        world, symptoms("chest_pressure", local_date=tomorrow.isoformat()), now=NOW + timedelta(days=1)
    )
    assert receipt.status == "accepted"
    assert [alert.pressing for alert in open_alerts(world.ana)] == [Level.EMERGENCY, Level.URGENT]


def broken(**changes: Any) -> dict[str, Any]:
    """Sent without its hash being made anew, so that it does not read."""
    return {**symptoms("chest_pressure"), **changes}


@pytest.mark.parametrize(
    "op",
    [
        broken(content_hash="0" * 64),
        broken(zone="Mars/Olympus"),
        broken(local_date="yesterday"),
        broken(schema_v=99),
        broken(entry_id="none"),
        {"op_id": "x", "body": CHECK},
        symptoms("chest_pressure", schema_v=99),
        symptoms("chest_pressure", evidence="therapist"),
        symptoms("chest_pressure", body={**CHECK, "trigger": "a newer trigger"}),
        symptoms("chest_pressure", body={"type": "symptoms", "yes": ["chest_pressure", 7]}),
    ],
)
def test_an_answer_in_an_operation_that_cannot_count_is_raised(
    world: ClinicWorld, op: dict[str, Any]
) -> None:
    (receipt,) = push(world, op)
    assert receipt.status == "quarantined"
    assert "chest_pressure" in only(world).findings
    assert only(world).pressing is Level.EMERGENCY
    push(world, op)
    assert only(world).evidence["aside"]


def test_a_check_that_is_too_long_to_count_is_raised(world: ClinicWorld) -> None:
    op = symptoms("chest_pressure", body={**CHECK, "note": "x" * (OPERATION_LIMIT + 1)})
    push(world, msgspec.Raw(json.dumps(op).encode()))
    assert only(world).pressing is Level.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        '{"body": {"type": "symptoms", "yes": ["chest_pressure"]',
        '{"body": {"type":"symptoms", "yes": 3}, "x": }',
    ],
)
def test_a_check_that_is_cut_off_asks_for_attention(world: ClinicWorld, text: str) -> None:
    push(world, msgspec.Raw(text.encode()))
    push(world, msgspec.Raw(text.encode()))
    assert (only(world).pressing, only(world).findings) == (Level.ATTENTION, ["unreadable"])


def test_words_no_database_takes_do_not_stop_the_alert(world: ClinicWorld) -> None:
    op = symptoms("chest_pressure", body={**CHECK, "note": "it \0 hurts"})
    half = {**op, "op_id": str(uuid4()), "body": {**CHECK, "yes": ["chest_pressure", "\ud800"]}}
    receipts = push(world, op, half)
    assert [receipt.status for receipt in receipts] == ["quarantined", "quarantined"]
    assert only(world).evidence["note"] == "it  hurts"


def test_the_same_operation_with_another_answer_is_raised(world: ClinicWorld) -> None:
    op = symptoms()
    push(world, op)
    body = {**CHECK, "yes": ["chest_pressure"]}
    (receipt,) = push(world, sealed({**{k: v for k, v in op.items() if k != "content_hash"}, "body": body}))
    assert receipt.reason == "same_id_other_content"
    assert only(world).pressing is Level.EMERGENCY


def amended(op: dict[str, Any], **changes: Any) -> dict[str, Any]:
    fields = {key: value for key, value in op.items() if key != "content_hash"}
    fields |= {"op_id": str(uuid4()), "kind": "amend", "base_rev": 1, "device_seq": 2, **changes}
    return {**fields, "content_hash": content_hash(fields)}


def test_taking_a_yes_back_takes_no_alert_away(world: ClinicWorld) -> None:
    op = symptoms("chest_pressure")
    push(world, op, amended(op, body={**CHECK, "yes": []}))
    assert only(world).pressing is Level.EMERGENCY


def test_a_second_look_that_finds_more_is_raised_after_the_first_was_cleared(world: ClinicWorld) -> None:
    op = symptoms("fell")
    push(world, op)
    alert = only(world)
    settle(by=world.ana, patient_id=world.patient.id, alert_id=alert.id, outcome="No injury.", now=NOW)
    push(world, amended(op, body={**CHECK, "yes": ["fell", "chest_pressure"]}))
    assert only(world).pressing is Level.EMERGENCY


@pytest.mark.parametrize("first", ["said", "taken back"])
def test_the_alert_of_an_entry_that_was_taken_back_stays_and_says_so(world: ClinicWorld, first: str) -> None:
    op = symptoms("chest_pressure")
    gone = amended(op, kind="retract", body={})
    for one in (op, gone) if first == "said" else (gone, op):
        push(world, one)
    (told,) = waiting(world.ana)
    assert told.taken_back
    assert told.alert.pressing is Level.EMERGENCY
    assert [one.taken_back for one in about(world.ana, world.patient.id)] == [True]
    assert held_since(world.rosa, world.patient.id) == TODAY


def test_a_retraction_that_carries_the_old_answers_raises_nothing_new(world: ClinicWorld) -> None:
    push(world, symptoms("chest_pressure", kind="retract", base_rev=1))
    assert open_alerts(world.ana) == []


def test_other_entries_raise_no_alert(world: ClinicWorld, signed: ProgramVersion) -> None:
    """Strong pain and a stopped exercise are weighed elsewhere; here only the check speaks."""
    key = signed.items[0]["key"]
    body = {"type": "exercise", "item_key": key, "session": 0, "outcome": "not", "pain": 9, "reason": "pain"}
    morning = {"type": "morning", "pain": 9, "stiffness": "much"}
    push(world, make_operation(signed.id, key, body=body), make_operation(signed.id, key, body=morning))
    assert open_alerts(world.ana) == []


def test_the_clinics_own_entry_raises_too(world: ClinicWorld) -> None:
    push(world, symptoms("fell", evidence="therapist"), by=world.ana)
    assert only(world).evidence["said_by"] == "Ana Vidal, PT, DPT"
    assert isinstance(only(world).entry_id, UUID)

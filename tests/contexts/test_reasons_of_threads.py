"""A message or a question that waits is a reason on the clinic's start page, until it is answered."""

from datetime import timedelta

import pytest
from conftest import NOW, ClinicWorld, make_operation

from everyrep.attention.models import ReasonRow
from everyrep.conversations.actions import Draft, send, settle
from everyrep.conversations.attending import attend
from everyrep.core.attention.kinds import Kind
from everyrep.logbook.actions import receive
from everyrep.logbook.sweeping import look_again_some
from everyrep.prescribing.models import ProgramVersion

LATER = NOW + timedelta(hours=1)


def reasons(world: ClinicWorld) -> list[tuple[str, dict[str, object]]]:
    rows = ReasonRow.objects.in_clinic(world.clinic.id).filter(kind__in=["message", "question"])
    return [(row.kind, row.evidence) for row in rows.order_by("kind")]


@pytest.mark.django_db
def test_a_message_waits_until_the_clinic_has_replied(world: ClinicWorld) -> None:
    for text in ("My knee clicks.", "Is that usual?"):
        send(by=world.rosa, patient_id=world.patient.id, draft=Draft(text=text), now=NOW)
    assert reasons(world) == [(Kind.MESSAGE.value, {"count": 2})]
    send(by=world.ana, patient_id=world.patient.id, draft=Draft(text="It can.", seen=2), now=LATER)
    assert reasons(world) == []


@pytest.mark.django_db
def test_a_question_from_the_app_waits_until_it_is_seen_to(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    item = signed.items[0]
    body = {"type": "question", "item_key": item["key"], "text": "Which knee first?"}
    asked = make_operation(signed.id, "", body=body)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[asked], now=NOW)
    look_again_some(world.system, NOW, attend)
    assert reasons(world) == [(Kind.QUESTION.value, {"exercise": item["exercise"]})]
    entry_id = asked["entry_id"]
    settle(by=world.ana, patient_id=world.patient.id, said_id=entry_id, note="Called.", now=LATER)
    assert reasons(world) == []


@pytest.mark.django_db
def test_a_question_taken_back_waits_no_more(world: ClinicWorld, signed: ProgramVersion) -> None:
    body = {"type": "question", "item_key": signed.items[0]["key"], "text": "Which knee first?"}
    asked = make_operation(signed.id, "", body=body)
    back = make_operation(signed.id, "", kind="retract", entry_id=asked["entry_id"], base_rev=1, body={})
    for operation in (asked, back):
        receive(by=world.rosa, patient_id=world.patient.id, ops=[operation], now=NOW)
    look_again_some(world.system, NOW, attend)
    assert reasons(world) == []

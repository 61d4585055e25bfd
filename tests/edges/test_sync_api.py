"""POST /api/v1/sync over HTTP: the answer a phone gets."""

import json
from typing import Any

import pytest
from conftest import NOW, PASSWORD, ClinicWorld, make_operation
from django.test import Client

from edges.conftest import signed_in, through_link
from everyrep.people.actions import create_link, revoke_link
from everyrep.people.queries import links_of
from everyrep.prescribing.models import ProgramVersion


def push(client: Client, *ops: dict[str, Any], cursor: int = 0, device_id: str = "phone-1") -> Any:
    content = {"device_id": device_id, "cursor": cursor, "ops": list(ops)}
    return client.post("/api/v1/sync", json.dumps(content), content_type="application/json")


@pytest.fixture
def phone(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.patient)


def test_a_phone_gets_a_receipt_for_each_operation_and_sees_it_come_back(
    phone: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    op = make_operation(signed.id, signed.items[0]["key"])
    answer = push(phone, op).json()
    (receipt,) = answer["receipts"]
    assert (receipt["op_id"], receipt["content_hash"], receipt["status"], receipt["server_seq"]) == (
        op["op_id"],
        op["content_hash"],
        "accepted",
        1,
    )
    assert [seen["op_id"] for seen in answer["ops"]] == [op["op_id"]]
    assert (answer["cursor"], answer["more"]) == (1, False)
    assert push(phone, cursor=1).json()["ops"] == []


def test_the_name_of_the_servers_history_stays_the_same(phone: Client, signed: ProgramVersion) -> None:
    assert push(phone).json()["server_epoch"] == push(phone).json()["server_epoch"]


def test_an_operation_that_cannot_count_is_answered_as_received(
    phone: Client, signed: ProgramVersion
) -> None:
    (receipt,) = push(phone, {"op_id": "not one of ours"}).json()["receipts"]
    assert (receipt["status"], receipt["reason"]) == ("quarantined", "malformed")


@pytest.mark.parametrize("body", ["", "not json", "[]", '{"ops": 3}', '{"device_id": "x", "ops": [1]}'])
def test_a_push_that_cannot_be_read_says_what_would_be_accepted(phone: Client, body: str) -> None:
    answer = phone.post("/api/v1/sync", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["accepted"] == "a JSON object with device_id, cursor and ops"


def test_more_than_two_hundred_operations_are_refused_whole(phone: Client, signed: ProgramVersion) -> None:
    answer = push(phone, *[{"op_id": str(number)} for number in range(201)])
    assert answer.status_code == 413
    assert "200" in answer.json()["accepted"]


def test_a_stranger_is_asked_to_sign_in_and_keeps_the_operations(client: Client, db: None) -> None:
    assert push(client).status_code == 401


def test_staff_do_not_log_through_the_phones_door(client: Client, world: ClinicWorld) -> None:
    assert push(signed_in(client, world.therapist)).status_code == 404


def test_a_form_on_another_site_cannot_push(world: ClinicWorld, signed: ProgramVersion) -> None:
    strict = signed_in(Client(enforce_csrf_checks=True), world.patient)
    assert push(strict).status_code == 403


def test_a_link_logs_and_pulls_only_what_its_own_device_sent(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    account = signed_in(Client(), world.patient)
    push(account, make_operation(signed.id, signed.items[0]["key"]), device_id="phone-1")
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    paper_phone = through_link(client, token)
    op = make_operation(signed.id, signed.items[1]["key"], device_id="phone-2")
    answer = push(paper_phone, op, device_id="phone-2").json()
    assert [receipt["status"] for receipt in answer["receipts"]] == ["accepted"]
    assert [seen["op_id"] for seen in answer["ops"]] == [op["op_id"]]


def test_a_closed_link_is_out_at_its_next_push(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    paper_phone = through_link(client, token)
    assert push(paper_phone).status_code == 200
    revoke_link(by=world.ana, link_id=links_of(world.ana, world.patient.id).get().id, now=NOW)
    assert push(paper_phone).status_code == 401


def test_a_changed_password_closes_the_open_sessions(phone: Client, world: ClinicWorld) -> None:
    assert push(phone).status_code == 200
    world.patient.user.set_password(PASSWORD + "!")
    world.patient.user.save()
    assert push(phone).status_code == 401

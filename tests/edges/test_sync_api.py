"""POST /api/v1/sync over HTTP: the answer a phone gets."""

import json
from typing import Any
from uuid import uuid4

import pytest
from conftest import NOW, PASSWORD, ClinicWorld, details, make_operation
from django.test import Client
from django.urls import reverse

from edges.conftest import as_caregiver, signed_in, through_link
from everyrep.api.sync import BODY_LIMIT
from everyrep.audit.queries import events_about, latest_events
from everyrep.logbook.actions import begin_epoch, receive
from everyrep.logbook.models import OperationRow, QuarantinedOperation
from everyrep.logbook.wire import SCHEMA_VERSION
from everyrep.people.accounts import change_password
from everyrep.people.actions import add_patient, create_link, revoke_link
from everyrep.people.caregivers import Invitation, end_care, invite
from everyrep.people.queries import links_of
from everyrep.prescribing.models import ProgramVersion


def push(
    client: Client, *ops: dict[str, Any], cursor: int = 0, device_id: str = "phone-1", **more: str
) -> Any:
    return post(client, json.dumps({"device_id": device_id, "cursor": cursor, "ops": list(ops), **more}))


def post(client: Client, body: str | bytes) -> Any:
    return client.post("/api/v1/sync", body, content_type="application/json")


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
    seen = {"op_id": op["op_id"], "server_seq": 1, "content_hash": op["content_hash"]}
    assert (answer["seen"], answer["ops"]) == ([seen], [])
    assert (answer["cursor"], answer["more"], answer["closed"]) == (1, False, False)
    assert push(phone, cursor=1).json()["seen"] == []


def test_a_phone_gets_whole_what_another_device_said(phone: Client, signed: ProgramVersion) -> None:
    op = make_operation(signed.id, signed.items[0]["key"])
    push(phone, op)
    answer = push(phone, device_id="tablet").json()
    assert (answer["ops"], answer["seen"]) == ([{**op, "server_seq": 1}], [])


def test_the_answer_says_which_schema_is_read(phone: Client, signed: ProgramVersion) -> None:
    assert push(phone).json()["schema_v"] == SCHEMA_VERSION


def test_the_name_of_the_servers_history_stays_the_same(phone: Client, signed: ProgramVersion) -> None:
    assert push(phone).json()["server_epoch"] == push(phone).json()["server_epoch"]


def test_a_phone_that_pushes_while_a_backup_is_put_back_learns_of_it_by_its_next_push(
    phone: Client, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = push(phone).json()["server_epoch"]

    def receive_then_restore(**taken: Any) -> Any:
        receipts = receive(**taken)
        begin_epoch(now=NOW)
        return receipts

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("everyrep.api.sync.receive", receive_then_restore)
        op = make_operation(signed.id, signed.items[0]["key"])
        assert push(phone, op).json()["server_epoch"] == before
    assert push(phone).json()["server_epoch"] != before


def test_an_operation_that_cannot_count_is_answered_as_received(
    phone: Client, signed: ProgramVersion
) -> None:
    (receipt,) = push(phone, {"op_id": "not one of ours"}).json()["receipts"]
    assert (receipt["status"], receipt["reason"]) == ("quarantined", "malformed")


UNREADABLE = [
    "",
    "not json",
    "[]",
    "[" * 5000,
    '["ops", [1]]',
    '{"ops": 3}',
    '{"ops": []}',
    '{"device_id": "x", "ops": [1',
    '{"device_id": "\\u0000", "ops": []}',
    '{"device_id": "\\ud800", "ops": []}',
    '{"device_id": "x", "ops": [], "cursor": 9007199254740992}',
    '{"device_id": "x", "ops": [], "sent_at": "now"}',
]


@pytest.mark.parametrize("body", UNREADABLE)
def test_a_push_that_cannot_be_read_says_what_would_be_accepted(phone: Client, body: str) -> None:
    answer = post(phone, body)
    assert answer.status_code == 400
    assert answer.json()["accepted"] == "a JSON object with device_id, cursor and ops"


def test_more_than_two_hundred_operations_are_refused_whole(phone: Client, signed: ProgramVersion) -> None:
    answer = push(phone, *[{"op_id": str(number)} for number in range(201)])
    assert answer.status_code == 413
    assert "200" in answer.json()["accepted"]


POISON = {
    "no object": b"1",
    "a list": b"[[], [{}]]",
    "half a character": b'{"op_id": "bad", "note": "\\ud800, [ and \\" }"}',
    "a number beyond all numbers": b'{"op_id": "bad", "pain": 1e999}',
    "lists in lists": b'{"op_id": "bad", "note": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "a NUL": b'{"op_id": "bad\\u0000", "note": "\\u0000"}',
    "no number": b'{"op_id": "bad", "pain": 01}',
    "bytes that are no text": b'{"op_id": "bad", "note": "\xff"}',
}


@pytest.mark.parametrize("what", POISON)
@pytest.mark.parametrize("order", [1, -1])
def test_one_operation_that_cannot_be_read_never_stops_the_one_beside_it(
    phone: Client, signed: ProgramVersion, what: str, order: int
) -> None:
    good = json.dumps(make_operation(signed.id, signed.items[0]["key"])).encode()
    ops = b" ,\n".join([POISON[what], good][::order])
    answer = post(phone, b'{"note": "ops", "device_id": "phone-1", "ops": [' + ops + b'], "cursor": 0}')
    assert answer.status_code == 200
    statuses = [receipt["status"] for receipt in answer.json()["receipts"]]
    assert statuses == ["quarantined", "accepted"][::order]


def test_an_operation_that_cannot_be_read_is_answered_by_its_name(
    phone: Client, signed: ProgramVersion
) -> None:
    ops = b'{"op_id": "bad", "content_hash": "abc", "note": "\\ud800"}'
    (receipt,) = post(phone, b'{"device_id": "phone-1", "ops": [' + ops + b"]}").json()["receipts"]
    assert (receipt["op_id"], receipt["content_hash"]) == ("bad", "abc")


def test_a_push_beyond_two_megabytes_is_refused_whole_and_says_so(
    phone: Client, signed: ProgramVersion
) -> None:
    answer = push(phone, {"op_id": "long", "note": "x" * BODY_LIMIT})
    assert answer.status_code == 413
    assert str(BODY_LIMIT) in answer.json()["accepted"]


def test_a_page_that_was_opened_as_someone_else_is_signed_out_and_leaves_nothing(
    client: Client, phone: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    husband = add_patient(by=world.ana, details=details(given_name="Luis"), now=NOW)
    token = create_link(by=world.ana, patient_id=husband.id, label="Sheet", now=NOW)
    through_link(client, token)
    op = make_operation(signed.id, signed.items[0]["key"])
    assert push(client, op, account=str(world.patient.id)).status_code == 401
    assert not OperationRow.objects.in_clinic(world.clinic.id).exists()
    assert not QuarantinedOperation.objects.in_clinic(world.clinic.id).exists()
    assert push(client, op, account="nobody").status_code == 401
    assert push(client, account=str(husband.id)).status_code == 200


def test_what_a_device_pulls_is_in_the_audit(
    phone: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    reads = events_about(world.ana, world.patient.id).filter(action="read", object_type="sync")
    push(phone, make_operation(signed.id, signed.items[0]["key"]))
    assert not reads.exists()
    push(phone, device_id="tablet")
    assert reads.count() == 1


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
    assert ([seen["op_id"] for seen in answer["seen"]], answer["ops"]) == ([op["op_id"]], [])


def test_a_link_pulls_nothing_that_the_account_said_on_the_same_phone(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    push(signed_in(Client(), world.patient), make_operation(signed.id, signed.items[0]["key"]))
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    answer = push(through_link(client, token)).json()
    assert (answer["ops"], answer["seen"]) == ([], [])


def test_the_ways_in_are_in_the_audit(client: Client, world: ClinicWorld) -> None:
    for email in ("ana@riverside.example", world.patient.user.email):
        Client().post(reverse("sign_in"), {"email": email, "password": PASSWORD})
    through_link(client, create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW))
    told = [(event.action, event.actor_role) for event in latest_events(world.oscar, 4)]
    assert told[::-1] == [
        ("sign_in", "therapist"),
        ("sign_in", "patient"),
        ("create_link", "therapist"),
        ("open_link", "link"),
    ]
    ways_in = events_about(world.ana, world.patient.id).filter(action__in=["sign_in", "open_link"])
    assert ways_in.count() == 2


def test_the_chart_says_what_was_sent_and_cannot_count(
    client: Client, phone: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    push(phone, make_operation(signed.id, signed.items[0]["key"], local_date="2027-11-16"))
    push(phone, *[{"op_id": f"nonsense <{number}>"} for number in range(20)])
    chart = signed_in(Client(), world.therapist).get(reverse("chart", args=[world.patient.id]))
    assert "nonsense &lt;" in chart.content.decode()
    assert "1 more entry waits here" in chart.content.decode()
    QuarantinedOperation.objects.in_clinic(world.clinic.id).filter(op_id__startswith="nonsense").delete()
    chart = signed_in(Client(), world.therapist).get(reverse("chart", args=[world.patient.id]))
    assert "November 16, 2027" in chart.content.decode()
    assert "Pain: 3 out of 10" in chart.content.decode()


def test_a_closed_link_is_shown_nothing_and_what_it_sends_waits_for_the_clinic(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    before, after = (make_operation(signed.id, item["key"]) for item in signed.items[:2])
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    paper_phone = through_link(client, token)
    assert push(paper_phone, before).json()["closed"] is False
    revoke_link(by=world.ana, link_id=links_of(world.ana, world.patient.id).get().id, now=NOW)
    answer = push(paper_phone, before, after).json()
    told = [(receipt["status"], receipt["reason"]) for receipt in answer["receipts"]]
    assert told == [("duplicate", ""), ("quarantined", "closed_way_in")]
    assert (answer["closed"], answer["ops"], answer["seen"]) == (True, [], [])
    waiting = QuarantinedOperation.objects.in_clinic(world.clinic.id).get()
    assert (waiting.op_id, waiting.patient_id) == (after["op_id"], world.patient.id)
    chart = signed_in(Client(), world.therapist).get(reverse("chart", args=[world.patient.id]))
    assert "it was sent by a link or device that had been closed" in chart.content.decode()
    event = events_about(world.ana, world.patient.id).filter(action="log").first()
    assert (event.actor_role, event.detail["set_aside"]) == ("link", [after["op_id"]])


def test_who_helps_sends_under_their_own_name_and_pulls_only_their_own(
    client: Client, phone: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    asked = Invitation(name="Luis", email="luis@mail.example", scope="view", last_day="2026-12-24")
    care = invite(by=world.rosa, patient_id=world.patient.id, asked=asked, now=NOW)
    push(phone, make_operation(signed.id, signed.items[0]["key"]))
    luis, op = as_caregiver(client, care), make_operation(signed.id, signed.items[1]["key"], device_id="his")
    assert push(luis, op, account=str(world.patient.id)).status_code == 401
    answer = push(luis, op, device_id="his", account=f"{world.patient.id}.{care.id}").json()
    assert [receipt["status"] for receipt in answer["receipts"]] == ["accepted"]
    assert (answer["ops"], [seen["op_id"] for seen in answer["seen"]]) == ([], [op["op_id"]])
    end_care(by=world.rosa, caregiver_id=care.id, now=NOW)
    late = make_operation(signed.id, signed.items[1]["key"], device_id="his")
    answer = push(luis, late, device_id="his", account=f"{world.patient.id}.{care.id}").json()
    assert (answer["closed"], answer["receipts"][0]["reason"]) == (True, "closed_way_in")


def test_a_closed_link_hands_in_nothing_for_somebody_else(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    paper_phone = through_link(client, token)
    revoke_link(by=world.ana, link_id=links_of(world.ana, world.patient.id).get().id, now=NOW)
    op = make_operation(signed.id, signed.items[0]["key"])
    assert push(paper_phone, op, account=str(uuid4())).status_code == 401
    assert not QuarantinedOperation.objects.in_clinic(world.clinic.id).exists()


def test_a_changed_password_closes_the_other_devices_and_what_they_send_waits_for_the_clinic(
    phone: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    assert push(phone).json()["closed"] is False
    new = PASSWORD + "!"
    change_password(by=world.rosa, current=PASSWORD, new=new, again=new, now=NOW)
    answer = push(phone, make_operation(signed.id, signed.items[0]["key"])).json()
    assert (answer["closed"], answer["receipts"][0]["reason"]) == (True, "closed_way_in")

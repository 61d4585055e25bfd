"""Correcting and taking back an entry: the newest stands, all of it is kept, only its own people see it."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in, through_link
from everyrep.logbook.actions import receive
from everyrep.logbook.queries import entry, set_aside
from everyrep.people.actions import create_link
from everyrep.prescribing.models import ProgramVersion


@pytest.fixture
def rosa(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.patient)


def push(client: Client, *ops: dict[str, Any]) -> list[str]:
    content = {"device_id": "phone-1", "cursor": 0, "ops": list(ops)}
    answer = client.post(reverse("sync"), json.dumps(content), content_type="application/json")
    return [receipt["status"] for receipt in answer.json()["receipts"]]


def said(version: ProgramVersion, **more: Any) -> dict[str, Any]:
    key = version.items[0]["key"]
    return {"type": "exercise", "item_key": key, "session": 0, "outcome": "done", **more}


def logged(client: Client, version: ProgramVersion, **more: Any) -> str:
    entry_id = str(uuid4())
    operation = make_operation(version.id, "", entry_id=entry_id, body=said(version, **more))
    assert push(client, operation) == ["accepted"]
    return entry_id


def revised(client: Client, version: ProgramVersion, entry_id: str, kind: str, rev: int, **more: Any) -> None:
    body = said(version, **more) if kind == "amend" else {}
    operation = make_operation(version.id, "", entry_id=entry_id, kind=kind, base_rev=rev, body=body)
    assert push(client, operation) == ["accepted"]


def page_of(client: Client, entry_id: str) -> str:
    answer = client.get(reverse("entry", args=[entry_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_correction_stands_and_the_history_says_what_it_was(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    entry_id = logged(rosa, signed, pain=7, note="too fast")
    assert 'data-revision="1"' in page_of(rosa, entry_id)
    revised(rosa, signed, entry_id, "amend", 1, pain=3)
    page = page_of(rosa, entry_id)
    assert 'data-revision="2"' in page
    assert "Pain: 3 out of 10, was 7 out of 10" in page
    assert "Note: removed, was too fast" in page
    assert page.index("Corrected") < page.index("Logged")


def test_an_entry_taken_back_counts_no_more_and_what_it_said_is_kept(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    entry_id = logged(rosa, signed, pain=7)
    revised(rosa, signed, entry_id, "retract", 1)
    page = page_of(rosa, entry_id)
    assert "This entry was removed" in page
    assert "Removed" in page
    assert "Pain: 7 out of 10" in page
    assert "data-log-form" not in page


def test_the_form_holds_what_stands(rosa: Client, world: ClinicWorld, signed: ProgramVersion) -> None:
    entry_id = logged(rosa, signed, outcome="partly", reason="pain", pain=6, sets=[{"reps": 4}], note="sore")
    page = page_of(rosa, entry_id)
    for held in ('value="partly" checked', 'value="pain" checked', 'value="6" checked', 'value="4"', "sore"):
        assert held in page


def test_a_correction_by_staff_is_named_in_the_history(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    entry_id = logged(rosa, signed, pain=7)
    operation = make_operation(
        signed.id,
        "",
        entry_id=entry_id,
        kind="amend",
        base_rev=1,
        evidence="therapist",
        body=said(signed, pain=2),
    )
    receive(by=world.ana, patient_id=world.patient.id, ops=[operation], now=NOW)
    assert "Ana Vidal, PT, DPT" in page_of(rosa, entry_id)


def test_a_day_off_can_be_taken_back(rosa: Client, world: ClinicWorld, signed: ProgramVersion) -> None:
    entry_id = str(uuid4())
    body = {"type": "day", "excuse": "flare"}
    push(rosa, make_operation(signed.id, "", entry_id=entry_id, body=body))
    page = page_of(rosa, entry_id)
    assert "Flare-up" in page
    assert f'data-retract="{entry_id}"' in page


def test_another_patients_entry_is_not_found(
    rosa: Client, world: ClinicWorld, neighbour: ClinicWorld, signed: ProgramVersion
) -> None:
    entry_id = logged(rosa, signed)
    stranger = signed_in(Client(), neighbour.patient)
    assert stranger.get(reverse("entry", args=[entry_id])).status_code == 404


def test_a_link_opens_what_was_logged_through_a_link_and_not_what_was_said_in_the_account(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    holder = through_link(Client(), token)
    own = logged(holder, signed, note="through the link")
    private = logged(rosa, signed, note="told in private")
    assert "through the link" in page_of(holder, own)
    page = page_of(holder, private)
    assert "told in private" not in page
    assert "Sign in to see this" in page


@pytest.mark.parametrize(
    "nonsense",
    [
        {"pain": 11},
        {"pain": "3"},
        {"outcome": "perfect"},
        {"sets": [{"reps": -1}]},
        {"reason": "lazy", "outcome": "not"},
        {"note": "x" * 2001},
        {"session": 12},
        {"item_key": ""},
    ],
    ids=str,
)
def test_nonsense_in_a_log_is_kept_aside_for_the_clinic_and_never_lost(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion, nonsense: dict[str, Any]
) -> None:
    operation = make_operation(signed.id, "", body={**said(signed), **nonsense})
    good = make_operation(signed.id, "", body=said(signed))
    assert push(rosa, operation, good) == ["quarantined", "accepted"]
    assert [aside.op_id for aside in set_aside(world.ana, world.patient.id)] == [operation["op_id"]]


def test_nonsense_in_a_correction_leaves_what_stood(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    entry_id = logged(rosa, signed, pain=3)
    body = said(signed, pain=99)
    push(rosa, make_operation(signed.id, "", entry_id=entry_id, kind="amend", base_rev=1, body=body))
    assert "3 out of 10" in page_of(rosa, entry_id)
    assert entry(world.rosa, UUID(entry_id)).local_date == TODAY

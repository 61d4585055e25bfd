"""POST /api/v1/sync with a compressed body, as a phone on a slow line sends it."""

import gzip
import json
from typing import Any

import pytest
from conftest import ClinicWorld, make_operation
from django.test import Client

from edges.conftest import signed_in
from everyrep.api.sync import BODY_LIMIT
from everyrep.prescribing.models import ProgramVersion


@pytest.fixture
def phone(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.patient)


def push(phone: Client, body: bytes, **headers: str) -> Any:
    headers = {"content-encoding": "gzip", "accept-encoding": "gzip", **headers}
    return phone.post("/api/v1/sync", body, content_type="application/json", headers=headers)


def operations(signed: ProgramVersion, count: int) -> bytes:
    key = signed.items[0]["key"]
    ops = [make_operation(signed.id, key, device_seq=n) for n in range(count)]
    return json.dumps({"device_id": "phone-1", "ops": ops}).encode()


def test_a_packed_push_counts_like_any_other_and_is_answered_packed(
    phone: Client, signed: ProgramVersion
) -> None:
    body = operations(signed, 20)
    answer = push(phone, gzip.compress(body))
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    receipts = json.loads(gzip.decompress(answer.content))["receipts"]
    assert [receipt["status"] for receipt in receipts] == ["accepted"] * 20
    again = push(phone, body, **{"content-encoding": "", "accept-encoding": ""})
    assert [receipt["status"] for receipt in again.json()["receipts"]] == ["duplicate"] * 20


def test_a_small_answer_is_not_worth_packing(phone: Client, signed: ProgramVersion) -> None:
    assert "Content-Encoding" not in push(phone, gzip.compress(operations(signed, 1))).headers


def test_a_body_that_unpacks_to_more_than_is_read_is_refused_whole(phone: Client) -> None:
    answer = push(phone, gzip.compress(b" " * (BODY_LIMIT + 1)))
    assert answer.status_code == 413
    assert str(BODY_LIMIT) in answer.json()["accepted"]


@pytest.mark.parametrize("spoil", [lambda body: body[:-9], lambda body: b"no gzip", lambda body: b""])
def test_a_body_that_does_not_unpack_is_said_to_be_unreadable(
    phone: Client, signed: ProgramVersion, spoil: Any
) -> None:
    assert push(phone, spoil(gzip.compress(operations(signed, 1)))).status_code == 400

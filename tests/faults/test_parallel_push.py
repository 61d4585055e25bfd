"""The same batch pushed many times at once: each operation counts once, and every push is answered."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import msgspec
import pytest
from conftest import NOW, ClinicWorld, make_operation, make_world, open_episode, sign_template
from django.db import IntegrityError, connection

from everyrep.audit.queries import events_about
from everyrep.logbook import receiving
from everyrep.logbook.actions import receive
from everyrep.logbook.models import OperationRow
from everyrep.logbook.wire import Answer, Receipt
from faults.door import post

PUSHES = 50
OPERATIONS = 10
TRIES = 100  # a database that is busy for too long answers 503, and the phone pushes again


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> ClinicWorld:
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW)
    return make_world("Riverside Physical Therapy")


@pytest.fixture
def batch(world: ClinicWorld) -> list[dict[str, Any]]:
    signed = sign_template(world, open_episode(world))
    return [make_operation(signed.id, signed.items[0]["key"], device_seq=n) for n in range(OPERATIONS)]


def at_once(push: Callable[[int], list[Receipt]]) -> list[list[Receipt]]:
    """The answers of PUSHES pushes that start together, each on its own connection."""
    start = Barrier(PUSHES)

    def run(number: int) -> list[Receipt]:
        try:
            start.wait()
            return push(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(PUSHES) as threads:
        return list(threads.map(run, range(PUSHES)))


def pushed(world: ClinicWorld, ops: list[dict[str, Any]]) -> list[Receipt]:
    body = msgspec.json.encode({"device_id": "phone-1", "cursor": 10**9, "ops": ops})
    for _ in range(TRIES):
        response = post(body, world.rosa)
        if response.status_code == 200:
            return msgspec.json.decode(response.content, type=Answer).receipts
    raise AssertionError(f"still {response.status_code} after {TRIES} tries")


def stored(world: ClinicWorld) -> list[int]:
    rows = OperationRow.objects.seen_by(world.rosa).order_by("server_seq")
    return list(rows.values_list("server_seq", flat=True))


def test_one_batch_pushed_by_many_at_once_counts_once(
    world: ClinicWorld, batch: list[dict[str, Any]]
) -> None:
    answers = at_once(lambda _: pushed(world, batch))
    told = Counter((receipt.op_id, receipt.status) for answer in answers for receipt in answer)
    assert {told[op["op_id"], "accepted"] for op in batch} == {1}
    assert {told[op["op_id"], "duplicate"] for op in batch} == {PUSHES - 1}
    assert stored(world) == list(range(1, OPERATIONS + 1))
    assert events_about(world.ana, world.patient.id).filter(action="log").count() == 1


def test_many_devices_that_push_at_once_leave_no_gap_in_the_numbers(
    world: ClinicWorld, batch: list[dict[str, Any]]
) -> None:
    item, version = batch[0]["body"]["item_key"], batch[0]["program_rev"]
    answers = at_once(
        lambda number: pushed(world, [*batch[:1], make_operation(version, item, device_id=f"phone-{number}")])
    )
    assert [answer[1].status for answer in answers] == ["accepted"] * PUSHES
    assert stored(world) == list(range(1, PUSHES + 2))


def test_with_its_memory_taken_away_the_database_still_refuses_a_double(
    world: ClinicWorld, batch: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: the intake forgets what it has. Uniqueness is the database's, so nothing doubles."""
    receive(by=world.rosa, patient_id=world.patient.id, ops=batch, now=NOW)
    monkeypatch.setattr(receiving._Intake, "load_known", lambda self, ops: None)
    with pytest.raises(IntegrityError):
        receive(by=world.rosa, patient_id=world.patient.id, ops=batch, now=NOW)
    assert len(stored(world)) == OPERATIONS


def test_with_its_lock_taken_away_the_database_still_refuses_a_double(
    world: ClinicWorld, batch: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: a push counts on from what it read before another one was stored."""
    real = receiving._locked_sequence

    def read_too_early(patient: Any) -> Any:
        sequence = real(patient)
        sequence.last = 0
        return sequence

    receive(by=world.rosa, patient_id=world.patient.id, ops=batch[:1], now=NOW)
    monkeypatch.setattr(receiving, "_locked_sequence", read_too_early)
    with pytest.raises(IntegrityError):
        receive(by=world.rosa, patient_id=world.patient.id, ops=batch[1:], now=NOW)
    assert stored(world) == [1]

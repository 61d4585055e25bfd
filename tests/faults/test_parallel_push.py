"""The same batch pushed many times at once: each operation counts once, and every push is answered."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from conftest import NOW, ClinicWorld, make_operation, make_world, open_episode, sign_template
from django.db import IntegrityError, connection

from everyrep.logbook import receiving
from everyrep.logbook.actions import receive
from everyrep.logbook.models import OperationRow
from everyrep.logbook.wire import Receipt

PUSHES = 8
OPERATIONS = 10


@pytest.fixture
def world(transactional_db: None) -> ClinicWorld:
    return make_world("Riverside Physical Therapy")


@pytest.fixture
def batch(world: ClinicWorld) -> list[dict[str, Any]]:
    signed = sign_template(world, open_episode(world))
    return [make_operation(signed.id, signed.items[0]["key"], device_seq=n) for n in range(OPERATIONS)]


def at_once(push: Callable[[], list[Receipt]]) -> list[list[Receipt]]:
    """The answers of PUSHES pushes that start together, each on its own connection."""
    start = Barrier(PUSHES)

    def run() -> list[Receipt]:
        try:
            start.wait()
            return push()
        finally:
            connection.close()

    with ThreadPoolExecutor(PUSHES) as threads:
        return [answer.result() for answer in [threads.submit(run) for _ in range(PUSHES)]]


def stored(world: ClinicWorld) -> list[int]:
    rows = OperationRow.objects.seen_by(world.rosa).order_by("server_seq")
    return list(rows.values_list("server_seq", flat=True))


def test_one_batch_pushed_by_many_at_once_counts_once(
    world: ClinicWorld, batch: list[dict[str, Any]]
) -> None:
    answers = at_once(lambda: receive(by=world.rosa, patient_id=world.patient.id, ops=batch, now=NOW))
    accepted = [receipt.op_id for answer in answers for receipt in answer if receipt.status == "accepted"]
    duplicates = [receipt.op_id for answer in answers for receipt in answer if receipt.status == "duplicate"]
    assert sorted(accepted) == sorted(op["op_id"] for op in batch)
    assert len(duplicates) == OPERATIONS * (PUSHES - 1)
    assert stored(world) == list(range(1, OPERATIONS + 1))


def test_with_its_memory_taken_away_the_database_still_refuses_a_double(
    world: ClinicWorld, batch: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: the intake forgets what it has. Uniqueness is the database's, so nothing doubles."""
    receive(by=world.rosa, patient_id=world.patient.id, ops=batch, now=NOW)
    monkeypatch.setattr(receiving._Intake, "load_known", lambda self, ops: None)
    with pytest.raises(IntegrityError):
        receive(by=world.rosa, patient_id=world.patient.id, ops=batch, now=NOW)
    assert len(stored(world)) == OPERATIONS

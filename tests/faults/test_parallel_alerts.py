"""A worrying answer that arrives many times at once raises one alert, and no push is lost over it."""

from uuid import uuid4

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation, make_world

from everyrep.attention.actions import raise_alert
from everyrep.attention.queries import open_alerts
from everyrep.core.alerting import Level
from everyrep.logbook.actions import receive
from everyrep.logbook.wire import Receipt
from faults.test_parallel_push import PUSHES, at_once

BODY = {"type": "symptoms", "asked": ["fell"], "yes": ["fell"]}


@pytest.fixture
def world(transactional_db: None) -> ClinicWorld:
    return make_world("Riverside Physical Therapy")


def test_one_answer_pushed_by_many_at_once_raises_one_alert(world: ClinicWorld) -> None:
    op = make_operation(uuid4(), "none", body=BODY, program_rev=None, schema_v=2)
    answers = at_once(lambda _: receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=NOW))
    assert sorted(receipt.status for (receipt,) in answers) == ["accepted"] + ["duplicate"] * (PUSHES - 1)
    assert len(open_alerts(world.ana)) == 1


def test_without_the_lock_of_a_push_it_is_still_one_alert_with_every_finding(world: ClinicWorld) -> None:
    """The constraint and the row's own lock hold where nothing else does."""
    entry_id = uuid4()

    def raise_one(number: int) -> list[Receipt]:
        raise_alert(
            by=world.rosa,
            patient_id=world.patient.id,
            level=Level.URGENT,
            reason="symptom_check",
            entry_id=entry_id,
            findings=[f"code_{number}"],
            first_day=TODAY,
            now=NOW,
        )
        return []

    at_once(raise_one)
    (alert,) = open_alerts(world.ana)
    assert alert.findings == sorted(f"code_{n}" for n in range(PUSHES))

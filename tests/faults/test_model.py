"""Random histories of phones and a server keep their word; a server with a planted fault is found out.

EVERYREP_MODEL_RUNS: how many histories, instead of those for which every run of the tests has time.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from conftest import NOW, ClinicWorld, details, open_episode, sign_template
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from everyrep.api import sync as api
from everyrep.logbook import actions, queries, receiving
from everyrep.logbook.wire import Receipt
from everyrep.people.actions import add_patient
from faults.door import Killed
from faults.machine import machine_of
from faults.oracle import Scene

RUNS = int(os.environ.get("EVERYREP_MODEL_RUNS", "40"))
PLANTED_RUNS = 300  # the fault is found in far fewer
STEPS = 30


@pytest.fixture
def scene(world: ClinicWorld, neighbour: ClinicWorld) -> Scene:
    luis = add_patient(by=world.ana, details=details(given_name="Luis"), now=NOW)
    return Scene(world, luis, neighbour, sign_template(world, open_episode(world)))


def run(scene: Scene, runs: int, **more: Any) -> None:
    known = settings(
        max_examples=runs,
        stateful_step_count=STEPS,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        **more,
    )
    run_state_machine_as_test(machine_of(scene), settings=known)


def test_whatever_happens_between_phones_and_server_nothing_is_lost_or_doubled(scene: Scene) -> None:
    run(scene, RUNS)


Plant = Callable[[pytest.MonkeyPatch], None]


def receipts_before_the_commit(planted: pytest.MonkeyPatch) -> None:
    """The server promises what it is about to store, and keeps to it where it dies on the way."""
    stored = api.receive

    def promising(*, ops: Any, **asked: Any) -> list[Receipt]:
        try:
            return stored(ops=ops, **asked)
        except Killed:
            sent = [receiving.received(op) for op in ops]
            return [Receipt(op_id=op.op_id, content_hash=op.stated_hash, status="accepted") for op in sent]

    planted.setattr(api, "receive", promising)


def the_name_alone_decides_what_is_known(planted: pytest.MonkeyPatch) -> None:
    """Other content under a known name is answered as a duplicate, and lost."""
    real = receiving._Intake.take

    def take(self: Any, sent: Any) -> Receipt:
        known = self.known.get(receiving._uuid(sent.op_id))
        if known is None:
            return real(self, sent)
        return Receipt(op_id=sent.op_id, content_hash=sent.stated_hash, status="duplicate")

    planted.setattr(receiving._Intake, "take", take)


def one_bad_operation_stops_the_rest(planted: pytest.MonkeyPatch) -> None:
    """The first operation that does not read ends the push, as a validation error would."""
    real = receiving._Intake._set_aside

    def set_aside(self: Any, sent: Any, why: Any) -> Receipt:
        if why.reason is receiving.QuarantineReason.MALFORMED:
            raise api.Refused(400, "cannot be read", "something better")
        return real(self, sent, why)

    planted.setattr(receiving._Intake, "_set_aside", set_aside)


def a_restored_server_goes_by_its_old_name(planted: pytest.MonkeyPatch) -> None:
    """Phones do not learn that what came after the backup is missing."""
    planted.setattr(actions, "begin_epoch", lambda *, now: queries.server_epoch())


def a_pull_skips_an_operation(planted: pytest.MonkeyPatch) -> None:
    """As a cursor does that is not in the order of commits."""
    real = queries.operations_after

    def after(viewer: Any, patient_id: Any, cursor: int, device_id: str) -> queries.Pulled:
        return real(viewer, patient_id, cursor + 1 if cursor else 0, device_id)

    planted.setattr("faults.oracle.operations_after", after)


def a_closed_link_is_simply_turned_away(planted: pytest.MonkeyPatch) -> None:
    """What its phone still holds stays there for good."""
    real = api._sender

    def sender(request: Any) -> Any:
        if request.viewer is None:
            raise api.Refused(401, "closed", "nothing")
        return real(request)

    planted.setattr(api, "_sender", sender)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the machine is the same on both engines")
@pytest.mark.parametrize(
    "plant",
    [
        receipts_before_the_commit,
        the_name_alone_decides_what_is_known,
        one_bad_operation_stops_the_rest,
        a_restored_server_goes_by_its_old_name,
        a_pull_skips_an_operation,
        a_closed_link_is_simply_turned_away,
    ],
    ids=lambda plant: plant.__name__,
)
def test_a_server_with_this_fault_is_found_out(
    scene: Scene, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run(scene, PLANTED_RUNS, derandomize=True)

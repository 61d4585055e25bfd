"""The worker beside the server: it goes on when one round fails, and is started again when it dies."""

import os
import signal
import stat
from pathlib import Path

import pytest
from conftest import NOW, ClinicWorld

from everyrep.cli import worker
from everyrep.config import serving
from everyrep.outbox.queries import health
from everyrep.reminders import worker as loop


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the worker's place: it says its number into a pipe and waits to be ended."""
    pipe, program = tmp_path / "pipe", tmp_path / "program"
    os.mkfifo(pipe)
    program.write_text(f"#!/bin/sh\necho $$ > {pipe}\nexec sleep 1000\n")
    program.chmod(stat.S_IRWXU)
    monkeypatch.setattr(serving.sys, "executable", str(program))
    monkeypatch.setattr(serving, "RESTARTS_AFTER_S", (0,))
    return pipe


def number(pipe: Path) -> int:
    """Waits until the stand-in has started."""
    return int(pipe.read_text())


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_that_dies_is_started_again_and_ends_with_the_server(stand_in: Path) -> None:
    with serving.beside(["worker"]):
        first = number(stand_in)
        os.kill(first, signal.SIGKILL)
        second = number(stand_in)
        assert second != first
        assert is_there(second)
    assert not is_there(second)


def test_one_round_that_fails_does_not_end_the_loop(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds: list[int] = []

    def fails_once(_clock: object) -> None:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise OSError("the database is away")

    monkeypatch.setattr(loop, "go_round", fails_once)
    monkeypatch.setattr(worker, "PAUSE_S", 0)
    worker._work_while(lambda: len(rounds) < 3)
    assert rounds == [0, 1, 2]
    assert "the database is away" in caplog.text


def test_a_fault_in_one_clinic_is_not_the_others(
    world: ClinicWorld, neighbour: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def plan(viewer: object, _now: object) -> int:
        seen.append(viewer.clinic_id)  # type: ignore[attr-defined]
        if len(seen) == 1:
            raise RuntimeError("this clinic's alone")
        return 0

    monkeypatch.setattr(loop, "clinics_to_plan", lambda _: [world.clinic.id, neighbour.clinic.id])
    monkeypatch.setattr(loop, "plan_some", plan)
    loop.go_round(lambda: NOW)
    assert set(seen) == {world.clinic.id, neighbour.clinic.id}


def test_the_heartbeat_tells_a_living_worker_from_a_dead_one(db: None) -> None:
    assert not health(loop.NAME, NOW).alive
    loop.go_round(lambda: NOW)
    assert health(loop.NAME, NOW).alive

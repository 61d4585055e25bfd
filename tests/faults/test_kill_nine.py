"""SIGKILL in the middle of writes (bench/kill_nine.py): what was acknowledged is there, whole and once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
CYCLES = 300 if connection.vendor == "sqlite" else 100
PLANTED_CYCLES = 60  # the fault is found in far fewer


def killed(*asked: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.kill_nine", *asked]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_a_server_killed_while_it_writes_loses_nothing_that_it_acknowledged() -> None:
    ended = killed("--cycles", str(CYCLES))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    numbers = [int(number) for number in re.findall(r"\d+", ended.stdout.splitlines()[0])]
    cycles, acknowledged, unanswered, faults = numbers[:4]
    assert (cycles, faults) == (CYCLES, 0)
    assert min(acknowledged, unanswered) > CYCLES / 4  # it was really killed between answers


def test_a_server_that_answers_before_the_commit_is_found_out() -> None:
    ended = killed("--cycles", str(PLANTED_CYCLES), "--fault", "answers-before-the-commit")
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "acknowledged operations are lost" in ended.stdout


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks no row outside a transaction")
def test_a_server_that_writes_without_a_transaction_is_found_out() -> None:
    ended = killed("--cycles", str(PLANTED_CYCLES), "--fault", "no-transaction")
    assert ended.returncode == 1, ended.stdout + ended.stderr

"""The `everyrep` command: what cannot be done is refused before anything happens, with what to do instead."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from everyrep.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_refused_before_any_work(
    command: str, taken_port: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    assert main([command, "--port", str(taken_port), "--data", str(data)]) == 1
    said = capsys.readouterr().err
    assert f"127.0.0.1:{taken_port}" in said
    assert "Choose another --port" in said
    assert not data.exists()


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1"])
def test_what_is_not_a_port_is_refused_with_what_would_be_one(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["demo", f"--port={port}"])
    assert refused.value.code == 2
    assert "from 1 to 65535" in capsys.readouterr().err


def test_without_a_command_the_commands_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main([])
    assert refused.value.code == 2
    assert "demo" in capsys.readouterr().err


def everyrep(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, on SQLite."""
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "everyrep", *arguments], cwd=ROOT, env=known, capture_output=True, text=True
    )


def test_a_data_folder_that_cannot_be_written_is_named_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    ended = everyrep("migrate", "--data", str(tmp_path / "a-file" / "data"))
    assert ended.returncode == 1
    assert "cannot write to" in ended.stderr
    assert "Choose a folder you may write to with --data." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_migrate_makes_the_database_in_the_folder_it_is_given(tmp_path: Path) -> None:
    ended = everyrep("migrate", "--data", str(tmp_path / "data"))
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "data" / "everyrep.sqlite3").exists()
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o077 == 0


def test_a_clinic_is_made_with_its_owner_and_staff_and_no_address_is_used_twice(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "data"))
    owner = ("--owner", "owner@river.example", "--owner-name", "Oscar Own", "--phone", "+1 555 0100")
    made = everyrep("clinic", "River Physio", *owner, "--zone", "Europe/Madrid", *data)
    assert made.returncode == 0, made.stderr
    assert "owner@river.example" in made.stdout
    again = everyrep("clinic", "River Physio", *owner, "--zone", "Europe/Madrid", *data)
    assert (again.returncode, "already" in again.stderr) == (1, True)
    hired = everyrep("staff", "ana@river.example", "--clinic", "River Physio", "--name", "Ana Vidal", *data)
    assert hired.returncode == 0, hired.stderr
    twice = everyrep("staff", "ana@river.example", "--clinic", "River Physio", "--name", "Ana", *data)
    assert (twice.returncode, "Someone already signs in" in twice.stderr) == (1, True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(("--zone", "Mars/Olympus"), "America/New_York"), (("--owner", "nobody"), "rosa@example.org")],
)
def test_a_clinic_that_cannot_be_made_leaves_nothing_behind(
    tmp_path: Path, wrong: tuple[str, str], said: str
) -> None:
    data = ("--data", str(tmp_path / "data"))
    right = {"--owner": "o@r.example", "--owner-name": "O", "--phone": "1", "--zone": "Europe/Madrid"}
    arguments = [part for pair in {**right, wrong[0]: wrong[1]}.items() for part in pair]
    refused = everyrep("clinic", "River", *arguments, *data)
    assert (refused.returncode, said in refused.stderr) == (1, True)
    mended = [part for pair in right.items() for part in pair]
    assert everyrep("clinic", "River", *mended, *data).returncode == 0

"""Before anything is served: the database keeps what it acknowledges, and the data folder is private."""

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from everyrep.config.database_check import UnsafeDatabase, check_database


def plant(monkeypatch: pytest.MonkeyPatch, **pragmas: object) -> None:
    known = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, **pragmas}
    monkeypatch.setattr("everyrep.config.database_check._pragma", known.__getitem__)
    monkeypatch.setattr("everyrep.config.database_check.connection.vendor", "sqlite")


def test_the_settings_of_this_installation_pass(db: None) -> None:
    check_database()


@pytest.mark.parametrize("fault", [{"journal_mode": "delete"}, {"synchronous": 1}, {"foreign_keys": 0}])
def test_a_database_that_could_lose_an_entry_is_refused(
    monkeypatch: pytest.MonkeyPatch, fault: dict[str, object]
) -> None:
    plant(monkeypatch, **fault)
    with pytest.raises(UnsafeDatabase):
        check_database()


def test_an_old_sqlite_is_named_and_a_new_one_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    assert "3.51.3" in check_database()[0]
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert check_database() == []


def test_what_a_command_writes_is_its_owners_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    subprocess.run([sys.executable, "-m", "everyrep", "migrate", "--data", str(data)], check=True)  # noqa: S603
    written = [data, *data.rglob("*")]
    assert {path.name for path in written} >= {"secret-key"}
    assert [path for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077] == []

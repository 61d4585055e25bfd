"""An old backup is put back: the phones bring what came after it, nothing is lost and nothing doubled."""

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_world, open_episode, sign_template
from django.db import connection

from everyrep.audit import actions as audit_actions
from everyrep.audit.queries import events_about, latest_events
from everyrep.core.sync import merge
from everyrep.logbook.actions import begin_epoch
from everyrep.logbook.models import Entry, OperationRow
from everyrep.prescribing.models import ProgramVersion
from faults.door import knock
from faults.phone import Phone, Sent, operation

ROOT = Path(__file__).resolve().parents[2]
PutBack = Callable[[], None]


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> ClinicWorld:
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW)
    return make_world("Riverside Physical Therapy")


@pytest.fixture
def signed(world: ClinicWorld) -> ProgramVersion:
    return sign_template(world, open_episode(world))


@pytest.fixture
def back_up(tmp_path: Path) -> Iterator[Callable[[], PutBack]]:
    """Makes a backup as docs/how-to/restore.md says; what it returns puts that backup back."""
    yield (lambda: sqlite_backup(tmp_path)) if connection.vendor == "sqlite" else postgres_backup
    if connection.vendor == "postgresql":
        server("DROP DATABASE IF EXISTS {kept} WITH (FORCE)")


def sqlite_backup(folder: Path) -> PutBack:
    live, kept = connection.settings_dict["NAME"], folder / "backup.sqlite3"

    def copy(one: str | Path, other: str | Path) -> None:
        with closing(sqlite3.connect(one)) as source, closing(sqlite3.connect(other)) as target:
            source.backup(target)

    copy(live, kept)

    def put_back() -> None:
        """Page by page: an earlier test's thread of this process may have the file still open."""
        connection.close()
        copy(kept, live)

    return put_back


def postgres_backup() -> PutBack:
    server("CREATE DATABASE {kept} TEMPLATE {live}")

    def put_back() -> None:
        server("DROP DATABASE {live} WITH (FORCE)")
        server("CREATE DATABASE {live} TEMPLATE {kept}")

    return put_back


def server(command: str) -> None:
    """Run a command about this test's database on the server, with nobody connected to it."""
    live = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(command.format(live=live, kept=f"{live}_kept"))


class Visit:
    """Rosa's phones and what they say to the server."""

    def __init__(self, world: ClinicWorld, signed: ProgramVersion) -> None:
        self.world, self.signed, self.chance = world, signed, random.Random(0)

    def phone(self) -> Phone:
        return Phone(str(self.world.patient.id), self.chance)

    def say(self, phone: Phone, pain: int = 3, **more: object) -> Sent:
        body = {"type": "exercise", "item_key": self.signed.items[0]["key"], "session": 0, "outcome": "done"}
        return phone.say(NOW, self.signed.id, TODAY, {**body, "pain": pain}, **more)

    def sync(self, phone: Phone) -> None:
        """What an open phone does: push what waits, until nothing does."""
        for _ in range(3):
            told = knock(phone.message(NOW, phone.outbox()), self.world.rosa)
            assert told.answer is not None
            phone.hear(told.answer)

    def stored(self) -> set[str]:
        rows = OperationRow.objects.seen_by(self.world.rosa)
        return {str(op_id) for op_id in rows.values_list("op_id", flat=True)}


@pytest.fixture
def visit(world: ClinicWorld, signed: ProgramVersion) -> Visit:
    return Visit(world, signed)


def lived(visit: Visit, back_up: Callable[[], PutBack]) -> tuple[Phone, Phone, PutBack]:
    """Two phones: some is in the backup, some came after it, and some is not sent yet."""
    phone, tablet = visit.phone(), visit.phone()
    first = visit.say(phone)
    visit.sync(phone)
    visit.sync(tablet)
    put_back = back_up()
    visit.say(phone, 7, entry_id=first["entry_id"], kind="amend", base_rev=1)
    visit.say(tablet)
    visit.sync(phone)
    visit.sync(tablet)
    visit.say(phone)
    return phone, tablet, put_back


def test_after_a_backup_was_put_back_the_phones_bring_what_came_after_it(
    visit: Visit, back_up: Callable[[], PutBack]
) -> None:
    phone, tablet, put_back = lived(visit, back_up)
    put_back()
    assert len(visit.stored()) == 1
    begin_epoch(now=NOW)
    visit.sync(phone)
    visit.sync(tablet)
    said = {**phone.own, **tablet.own}
    assert visit.stored() == set(said)
    assert len(said) == 4
    rows = OperationRow.objects.seen_by(visit.world.rosa).order_by("server_seq")
    assert list(rows.values_list("server_seq", flat=True)) == [1, 2, 3, 4]
    entries = {str(e.entry_id): (e.revision, e.revisions) for e in Entry.objects.seen_by(visit.world.rosa)}
    made = merge(operation(sent) for sent in said.values())
    assert entries == {key: (one.top.base_rev + 1, len(one.history)) for key, one in made.items()}
    for each in (phone, tablet):
        visit.sync(each)
        assert {kept.place for kept in each.kept.values()} == {"received"}
        assert all(kept.seen for kept in each.kept.values())


def test_without_a_new_line_of_history_the_phones_would_not_know(
    visit: Visit, back_up: Callable[[], PutBack]
) -> None:
    """The fault that `everyrep restored` is there for."""
    phone, tablet, put_back = lived(visit, back_up)
    put_back()
    visit.sync(phone)
    visit.sync(tablet)
    assert visit.stored() < {*phone.own, *tablet.own}


def test_the_audit_of_every_clinic_says_that_a_backup_was_put_back(
    world: ClinicWorld, visit: Visit, back_up: Callable[[], PutBack]
) -> None:
    phone, _, put_back = lived(visit, back_up)
    put_back()
    audit_actions._recent_reads.clear()
    epoch = begin_epoch(now=NOW)
    event = latest_events(world.oscar, 1)[0]
    assert (event.action, event.object_type, event.object_id) == ("restore", "database", str(epoch))
    visit.sync(phone)
    logged = events_about(world.ana, world.patient.id).filter(action="log")
    assert sorted(op_id for event in logged for op_id in event.detail["accepted"]) == sorted(phone.own)


def everyrep(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, on SQLite."""
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "everyrep", *arguments]
    return subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True)


def epoch_in(data: Path) -> str:
    with closing(sqlite3.connect(data / "everyrep.sqlite3")) as database:
        return str(database.execute("SELECT epoch FROM logbook_serverepoch").fetchone()[0])


def test_the_command_begins_a_new_line_of_history(tmp_path: Path) -> None:
    data = tmp_path / "data"
    owner = ("--owner", "owner@river.example", "--owner-name", "Oscar Own", "--phone", "+1 555 0100")
    zone = ("--zone", "America/New_York", "--data", str(data))
    assert everyrep("clinic", "River Rehab", *owner, *zone).returncode == 0
    said = everyrep("restored", "--data", str(data))
    assert (said.returncode, "sends again what it still holds" in said.stdout) == (0, True), said.stderr
    before = epoch_in(data)
    assert everyrep("restored", "--data", str(data)).returncode == 0
    assert epoch_in(data) != before


def test_the_command_refuses_a_folder_without_a_clinic(tmp_path: Path) -> None:
    refused = everyrep("restored", "--data", str(tmp_path / "data"))
    assert refused.returncode == 1
    assert "Put the backup back first" in refused.stderr

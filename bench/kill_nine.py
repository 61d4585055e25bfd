"""Kill the server with SIGKILL in the middle of its writes, again and again: what was acknowledged is there.

    python -m bench.kill_nine --cycles 10000

Each cycle forks a server process from one that is ready, lets it take in pushes through the sync endpoint's
own code, kills it 2 to 40 ms after its first answer, opens the database again and compares it with the
receipts. What was not answered is pushed again in the next cycle, as a phone does. On SQLite, or with
DATABASE_URL on a database of its own in that PostgreSQL server, whose process lives on. Returns 1 where
anything was lost, doubled or torn. (Design, trust 3.4 and goal G5.)

--fault plants a fault which must be found: a run of zero losses means nothing otherwise.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

CYCLES = 300
ALIVE_S = (0.002, 0.040)  # a process lives so long after its first answer
MOST_OPERATIONS = 5  # in one push
FRESH_EVERY = 100  # cycles; then the prepared database is put back, so that looking through it stays quick
FAULTS = ("answers-before-the-commit", "no-transaction")


@dataclass
class Told:
    """What the phone knows: its operations by id with their hash, and which of them were acknowledged."""

    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)

    def outbox(self) -> list[dict[str, Any]]:
        return [sent for op_id, sent in self.said.items() if op_id not in self.acknowledged]


@dataclass
class Score:
    cycles: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    faults: list[str] = field(default_factory=list)

    def told(self, seconds: float) -> str:
        head = f"{self.cycles} cycles, {self.acknowledged} acknowledged, {self.unanswered} cut off unanswered"
        return "\n".join([f"{head}, {len(self.faults)} faults, {seconds:.0f} s", *self.faults[:10]])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.kill_nine", description=__doc__)
    parser.add_argument("--cycles", type=int, default=CYCLES, help=f"default: {CYCLES}")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fault", choices=FAULTS)
    asked = parser.parse_args()
    began = time.monotonic()
    with prepared() as fresh:
        score = run(asked.cycles, random.Random(asked.seed), asked.fault, fresh)
    print(score.told(time.monotonic() - began))
    return 1 if score.faults else 0


def run(cycles: int, chance: random.Random, fault: str | None, fresh: Callable[[], None]) -> Score:
    """Cycle after cycle, until the first fault."""
    from bench.killed import Writer, found_wrong

    writer, score, told = Writer(chance, fault), Score(), Told()
    for cycle in range(cycles):
        if cycle % FRESH_EVERY == 0:
            fresh()
            writer.begin()
            told = Told()
        before = len(told.acknowledged)
        live_and_die(writer, told, chance)
        score.cycles += 1
        score.acknowledged += len(told.acknowledged) - before
        score.unanswered += len(told.outbox())
        score.faults += found_wrong(writer, told)
        if score.faults:
            break
    return score


def live_and_die(writer: Any, told: Told, chance: random.Random) -> None:
    """One server process from its first write to its sudden end; `told` learns what reached the phone."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    alive_s = chance.uniform(*ALIVE_S)
    seed = chance.random()
    server = os.fork()
    if server == 0:
        writer.serve(writing, told.outbox(), random.Random(seed))
        os._exit(1)  # only a fault of its own ends it
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        begun = [pipe.readline(), pipe.readline()]  # its first push was taken in and answered
        time.sleep(alive_s)
        os.kill(server, signal.SIGKILL)
        lines = [line.rstrip(b"\n") for line in begun] + pipe.read().split(b"\n")
    os.waitpid(server, 0)
    for line in lines[:-1]:  # the last is empty or half a line, which no phone would take for an answer
        heard = json.loads(line)
        told.said.update({sent["op_id"]: sent for sent in heard.get("said", [])})
        told.acknowledged.update(heard.get("receipts", {}))


@contextmanager
def prepared() -> Iterator[Callable[[], None]]:
    """A database with one clinic; what is yielded puts it back to that."""
    url = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="everyrep-kill-") as folder:
        os.environ.update(
            OPENBLAS_NUM_THREADS="1", EVERYREP_DATA=folder, DJANGO_SETTINGS_MODULE="everyrep.config.settings"
        )
        yield from _in_postgres(url) if url else _in_folder(Path(folder))


def _in_folder(folder: Path) -> Iterator[Callable[[], None]]:
    live, kept = folder / "everyrep.sqlite3", folder / "kept.sqlite3"
    _make_clinic()
    shutil.copyfile(live, kept)  # every connection is closed, so that all of it is in this one file

    def fresh() -> None:
        from django.db import connections

        connections.close_all()
        for name in (live, f"{live}-wal", f"{live}-shm"):
            Path(name).unlink(missing_ok=True)
        shutil.copyfile(kept, live)

    yield fresh


def _in_postgres(url: str) -> Iterator[Callable[[], None]]:
    import psycopg

    live, kept = f"everyrep_kill_{os.getpid()}", f"everyrep_kept_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {live}")
        os.environ["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{live}"))
        _make_clinic()
        server.execute(f"CREATE DATABASE {kept} TEMPLATE {live}")

        def fresh() -> None:
            from django.db import connections

            connections.close_all()
            server.execute(f"DROP DATABASE {live} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {live} TEMPLATE {kept}")

        try:
            yield fresh
        finally:
            for name in (live, kept):
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _make_clinic() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections, transaction

    from everyrep import clock
    from everyrep.demo.clinic import make_clinic

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        make_clinic(now=clock.now(), seed=0, patients=2, weeks=1)
    connections.close_all()


if __name__ == "__main__":
    sys.exit(main())

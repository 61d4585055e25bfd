"""`everyrep worker`: sends reminders, again and again; `--status` says whether one is at work."""

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

SetUp = Callable[[Path | None], None]
BESIDE = ("worker", "--beside")  # a worker that ends with the process it was started by, on its data folder
PAUSE_S = 5  # between two rounds: so late at most is a reminder for want of looking


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", set_up: SetUp) -> None:
    """The command. set_up: loads the installation whose data folder is given."""
    worker = commands.add_parser("worker", help="send reminders (serve and demo do so by themselves)")
    worker.add_argument(
        "--status", action="store_true", help="say whether a worker is at work, and how it goes"
    )
    worker.add_argument("--beside", action="store_true", help=argparse.SUPPRESS)
    worker.add_argument("--data", type=Path, help="folder of the installation")
    worker.set_defaults(run=lambda asked: _run(asked, set_up))


def _run(asked: argparse.Namespace, set_up: SetUp) -> None:
    set_up(asked.data)
    if asked.status:
        return _say_status()
    parent = os.getppid() if asked.beside else None
    try:
        _work_while(lambda: parent is None or os.getppid() == parent)
    except KeyboardInterrupt:
        return None


def _work_while(going_on: Callable[[], bool]) -> None:
    from django.db import connections

    from everyrep import clock
    from everyrep.reminders.worker import go_round

    while going_on():
        try:
            go_round(clock.now)
        except Exception:  # the database may be away for a while: the loop goes on
            logging.getLogger(__name__).exception("worker: this round was broken off")
            connections.close_all()
        time.sleep(PAUSE_S)


def _say_status() -> None:
    """Exits with 1 where no worker has been at work for minutes: for a monitor to notice."""
    from everyrep import clock
    from everyrep.outbox.queries import health
    from everyrep.reminders.worker import NAME

    now = clock.now()
    found = health(NAME, now)
    last = f"{(now - found.last_at).total_seconds():.0f} s ago" if found.last_at else "never"
    print(f"Worker: last at work {last}. {found.waiting} messages are laid ahead, {found.overdue} overdue;")
    print(f"in the last day {found.late} came too late and {found.gave_up} were given up.")
    if not found.alive:
        print("No worker is running. Start `everyrep serve` or `everyrep worker`.", file=sys.stderr)
        raise SystemExit(1)

"""`everyrep restored`: after a backup was put back, phones push again what they still hold (ADR 0019)."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

SetUp = Callable[[Path | None], None]

NO_CLINIC = (
    "everyrep restored: there is no clinic in this database. "
    "Put the backup back first, and name its folder with --data."
)
DONE = """
This installation is on a new line of history. Each phone learns of it the next time it is opened with a
connection, and sends again what it still holds: what was logged after the backup comes back by itself.

What the clinic wrote after the backup is not on any phone: see docs/how-to/restore.md.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", set_up: SetUp) -> None:
    """The command. set_up: loads the installation whose data folder is given, and brings it up to date."""
    command = commands.add_parser(
        "restored", help="after a backup was put back: ask the phones to send again"
    )
    command.add_argument("--data", type=Path, help="folder for the database and secrets")
    command.set_defaults(run=lambda asked: _restored(asked, set_up))


def _restored(asked: argparse.Namespace, set_up: SetUp) -> None:
    set_up(asked.data)
    from everyrep import clock
    from everyrep.logbook.actions import begin_epoch
    from everyrep.people.access import any_clinic

    if not any_clinic():
        sys.exit(NO_CLINIC)
    begin_epoch(now=clock.now())
    print(DONE)

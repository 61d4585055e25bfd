"""`everyrep attention rebuild`: work out anew who needs somebody, from the programs and logs alone."""

import argparse
from collections.abc import Callable
from pathlib import Path

SetUp = Callable[[Path | None], None]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", set_up: SetUp) -> None:
    """The command. set_up: loads the installation whose data folder is given."""
    attention = commands.add_parser("attention", help="who needs somebody of the clinic")
    parts = attention.add_subparsers(dest="part", required=True)
    again = parts.add_parser("rebuild", help="work out every patient anew; what was handled stays handled")
    again.add_argument("--data", type=Path, help="folder of the installation")
    again.set_defaults(run=lambda asked: _rebuild(asked, set_up))


def _rebuild(asked: argparse.Namespace, set_up: SetUp) -> None:
    set_up(asked.data)
    from everyrep import clock
    from everyrep.conversations.attending import attend
    from everyrep.logbook.sweeping import rebuild
    from everyrep.people.access import every_clinic

    for by in every_clinic():
        print(f"Clinic {by.clinic_id}, patients worked out anew: {rebuild(by, clock.now(), attend)}")

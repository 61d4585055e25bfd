"""The `everyrep` command: serve an installation, bring its database up to date, or show the demo clinic."""

import argparse
import os
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from everyrep.cli import attention, figures, restored, worker

DEMO_DATA = Path("var") / "demo"
DEFAULT_PORT = 8000
PORTS = range(1, 65_536)
PRIVATE = 0o077  # what a command writes, health records above all, is its owner's alone


class Refused(Exception):
    """The command cannot be done as asked; the text says why and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 refused, 2 not understood."""
    asked = _parser().parse_args(arguments)
    os.umask(PRIVATE)
    try:
        asked.run(asked)
    except Refused as why:
        print(f"everyrep {asked.command}: {why}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="everyrep", description="Home exercise programs for physical therapy."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve the installation")
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    demo = commands.add_parser("demo", help="make and serve a living demo clinic")
    migrate = commands.add_parser("migrate", help="bring the database up to date")
    clinic = commands.add_parser("clinic", help="make a clinic and its owner")
    clinic.add_argument("name", help="the clinic's name")
    clinic.add_argument("--owner", required=True, metavar="EMAIL", help="the owner's e-mail address")
    clinic.add_argument("--owner-name", required=True, metavar="NAME")
    clinic.add_argument("--phone", required=True)
    clinic.add_argument("--zone", required=True, help="such as America/New_York")
    clinic.add_argument("--language", choices=["en", "es"], default="en")
    staff = commands.add_parser("staff", help="add a member of staff to a clinic")
    staff.add_argument("email", help="the e-mail address to sign in with")
    staff.add_argument("--clinic", required=True, metavar="NAME")
    staff.add_argument("--name", required=True, help="as patients read it")
    staff.add_argument("--credential", default="", help="such as PT, DPT")
    staff.add_argument(
        "--role", choices=["therapist", "assistant", "front_desk", "owner"], default="therapist"
    )
    for command in (serve, demo):
        command.add_argument("--port", type=_port, default=DEFAULT_PORT, help=f"default: {DEFAULT_PORT}")
    for command, run in (
        (serve, _serve),
        (demo, _demo),
        (migrate, _migrate),
        (clinic, _clinic),
        (staff, _staff),
    ):
        command.add_argument("--data", type=Path, help="folder for the database and secrets")
        command.set_defaults(run=run)
    figures.add(commands, _set_up)
    worker.add(commands, _set_up)
    attention.add(commands, _ready)
    restored.add(commands, _ready)
    return parser


def _port(text: str) -> int:
    if text.isdecimal() and int(text) in PORTS:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a port; give a number from {PORTS[0]} to {PORTS[-1]}")


def _serve(asked: argparse.Namespace) -> None:
    _check_port(asked.host, asked.port)
    _set_up(asked.data)
    _run_server(asked.host, asked.port)


def _migrate(asked: argparse.Namespace) -> None:
    _set_up(asked.data)
    _bring_up_to_date(verbosity=1)


def _demo(asked: argparse.Namespace) -> None:
    _check_port("127.0.0.1", asked.port)
    data = (asked.data or DEMO_DATA).resolve()
    os.environ["EVERYREP_DEMO"] = "1"
    for outside in ("DATABASE_URL", "EVERYREP_MAIL_URL", "EVERYREP_SMS_URL"):
        os.environ.pop(outside, None)  # the demo keeps to its own folder, and its messages to the terminal
    os.environ["EVERYREP_ADDRESS"] = f"http://localhost:{asked.port}"
    _set_up(data)
    _bring_up_to_date(verbosity=0)
    from everyrep.demo import opening

    try:
        opening.open_demo(data)
    except opening.NotADemo as fault:
        raise Refused(str(fault)) from fault
    print(opening.welcome(data, asked.port), flush=True)
    with figures.drawn_beside(data):
        _run_server("127.0.0.1", asked.port)


def _clinic(asked: argparse.Namespace) -> None:
    _set_up(asked.data)
    _bring_up_to_date(verbosity=0)
    from everyrep import clock, setting_up

    password = _or_refuse(
        lambda: setting_up.open_clinic(
            name=asked.name,
            phone=asked.phone,
            zone=asked.zone,
            language=asked.language,
            owner_name=asked.owner_name,
            owner_email=asked.owner,
            now=clock.now(),
        )
    )
    print(f"{asked.name} is made. Its owner signs in with {asked.owner} and this password:\n\n  {password}\n")
    print("It is shown this once. First, write the emergency text: nothing is signed without it.")


def _staff(asked: argparse.Namespace) -> None:
    _set_up(asked.data)
    from everyrep import clock, setting_up
    from everyrep.tenancy.viewer import Role

    password = _or_refuse(
        lambda: setting_up.add_to_staff(
            clinic_name=asked.clinic,
            email=asked.email,
            role=Role(asked.role),
            name=asked.name,
            credential=asked.credential,
            now=clock.now(),
        )
    )
    print(f"{asked.name} signs in with {asked.email} and this password, shown this once:\n\n  {password}")


def _or_refuse(work: Callable[[], str]) -> str:
    from django.db import transaction

    from everyrep.core.problems import Invalid
    from everyrep.setting_up import CannotSetUp

    try:
        with transaction.atomic():
            return work()
    except (CannotSetUp, Invalid) as why:
        raise Refused(str(why)) from why


def _check_port(host: str, port: int) -> None:
    """Find out before any work whether the port is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise Refused(
                f"cannot listen on {host}:{port} ({fault.strerror}). Choose another --port."
            ) from fault


def _set_up(data: Path | None) -> None:
    """Load Django on this data folder."""
    if data is not None:
        os.environ["EVERYREP_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "everyrep.config.settings")
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # small matrices: more threads only get in each other's way
    import django

    try:
        django.setup()
    except OSError as fault:
        where = f"cannot write to {fault.filename} ({fault.strerror})"
        raise Refused(f"{where}. Choose a folder you may write to with --data.") from fault


def _ready(data: Path | None) -> None:
    _set_up(data)
    _bring_up_to_date(verbosity=0)


def _bring_up_to_date(*, verbosity: int) -> None:
    from django.core.management import call_command
    from django.db import OperationalError, connection

    try:
        call_command("migrate", verbosity=verbosity, interactive=False)
    except OperationalError as fault:
        raise Refused(f"cannot use the database {connection.settings_dict['NAME']}: {fault}") from fault


def _run_server(host: str, port: int) -> None:
    """The web server, and the worker beside it."""
    from django.db import connections

    from everyrep.config.database_check import UnsafeDatabase, check_database
    from everyrep.config.serving import beside, serve

    try:
        for warning in check_database():
            print(f"Note: {warning}", file=sys.stderr)
    except UnsafeDatabase as fault:
        raise Refused(str(fault)) from fault
    connections.close_all()  # the serving process opens its own
    with beside(worker.BESIDE):
        serve(host, port)

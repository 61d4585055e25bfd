"""`everyrep figures`: build the library's figures, check movements, print the sheet for review."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

SetUp = Callable[[Path | None], None]
Command = Callable[[argparse.Namespace], None]
LAST_IN_LINE = 19  # the niceness of what may wait for everything else


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", set_up: SetUp) -> None:
    """The command and its parts. set_up: loads the installation whose data folder is given."""
    figures = commands.add_parser("figures", help="draw the exercises from content/movements")
    parts = figures.add_subparsers(dest="part", required=True)
    build = parts.add_parser("build", help="make every figure of the library ahead of time")
    who = build.add_mutually_exclusive_group()
    who.add_argument("--demonstrator", action="append", metavar="ID", help="shown by this one (repeatable)")
    who.add_argument("--every-demonstrator", action="store_true", help="by each (default: the usual one)")
    build.add_argument("--jobs", type=int, help="processes (default: one for each core)")
    sheet = parts.add_parser("sheet", help="every exercise on one page and on paper, for review")
    sheet.add_argument("--out", type=Path, default=Path("figures"), help="folder (default: figures)")
    sheet.add_argument("--language", choices=["en", "es"], default="en")
    sheet.add_argument("--demonstrator", metavar="ID")
    sheet.add_argument("--style", choices=["colour", "ink", "contrast", "dark"], default="colour")
    check = parts.add_parser("lint", help="what sinks, floats, jumps or cannot be reached")
    check.add_argument("exercise", nargs="*", help="ids (default: all)")
    for part, run in ((build, _build), (sheet, _sheet), (check, _lint)):
        part.add_argument("--data", type=Path, help="folder of the installation")
        part.set_defaults(run=_on_an_installation(set_up, run))


@contextmanager
def drawn_beside(data: Path) -> Iterator[None]:
    """While something else runs, make the figures that everybody sees first, giving way to all other work."""
    from everyrep.figures.bodies import DEFAULT

    build = [
        "-m",
        "everyrep",
        "figures",
        "build",
        "--demonstrator",
        DEFAULT,
        "--jobs",
        "1",
        "--data",
        str(data),
    ]
    command = [sys.executable, *build]
    # S603: this same program, on the data folder that its own user named; no shell reads it
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as drawing:  # noqa: S603
        os.setpriority(os.PRIO_PROCESS, drawing.pid, LAST_IN_LINE)
        try:
            yield
        finally:
            drawing.terminate()


def _on_an_installation(set_up: SetUp, run: Command) -> Command:
    def on_it(asked: argparse.Namespace) -> None:
        set_up(asked.data)
        run(asked)

    return on_it


def _build(asked: argparse.Namespace) -> None:
    from everyrep.figures import bodies
    from everyrep.figures.build import build, sweep

    began, done, files, still, track = monotonic(), 0, 0, 0, 0
    usual = bodies.body_ids() if asked.every_demonstrator else (bodies.DEFAULT,)
    for built in build(asked.demonstrator or usual, asked.jobs):
        done, files = done + 1, files + built.files
        still, track = max(still, built.largest_still), max(track, built.largest_track)
        if built.error:
            print(f"{built.subject.name}: {built.error}", flush=True)
        elif done % 50 == 0:
            print(f"{done} done, {monotonic() - began:.0f} s", flush=True)
    print(f"{files} files of {done} figures in {monotonic() - began:.0f} s; compressed, the largest still")
    print(f"has {still / 1000:.1f} kB and the largest animation {track / 1000:.1f} kB.")
    print(f"Of contents that are gone, {sweep()} folders were deleted.")


def _sheet(asked: argparse.Namespace) -> None:
    from everyrep.figures import bodies
    from everyrep.figures.sheet import sheet

    chosen = asked.demonstrator or bodies.DEFAULT
    for path in sheet(asked.out, language=asked.language, demonstrator=chosen, style=asked.style):
        print(path)


def _lint(asked: argparse.Namespace) -> None:
    from everyrep.core.movement.lint import faults
    from everyrep.figures import bodies
    from everyrep.figures.movements import movement, movement_ids

    found = 0
    for exercise in asked.exercise or movement_ids():
        for fault in faults(movement(exercise), bodies.body()):
            found += 1
            print(f"{exercise} at {fault.share:.0%}: {fault.text}")
    if found:
        raise SystemExit(1)

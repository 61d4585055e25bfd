"""Making the library's figures ahead of time: every exercise, side and look, on every core."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from multiprocessing import get_context

from everyrep.figures import studio
from everyrep.figures.movements import movement_ids
from everyrep.figures.requests import FigureRequest, Side, Style
from everyrep.figures.store import Store, store

PAPER: Style = "ink"  # what a handout prints side by side, as it does in colour
PAGES: tuple[Style, ...] = ("colour", "dark")  # what pages show still by still


@dataclass(frozen=True, slots=True)
class Built:
    """What came of one exercise, shown on one side by one demonstrator. error: why nothing did, or ""."""

    subject: FigureRequest
    files: int = 0
    largest_still: int = 0
    largest_track: int = 0
    error: str = ""


def subjects(demonstrators: Sequence[str]) -> list[FigureRequest]:
    """Every exercise on every side it has, by each of the demonstrators."""
    found: list[FigureRequest] = []
    for exercise, demonstrator in product(movement_ids(), demonstrators):
        movement = studio.movement_of(exercise)
        sides: tuple[Side, ...] = ("none",) if movement and movement.side == "none" else ("right", "left")
        found += [FigureRequest(exercise=exercise, demonstrator=demonstrator, side=side) for side in sides]
    return found


def looks(subject: FigureRequest) -> list[FigureRequest]:
    """Every file that pages, handouts and the player ask for of one subject."""
    count = len(studio.frames(studio.shown(subject)))
    stills = [
        replace(subject, frames=str(place + 1), style=style) for place in range(count) for style in PAGES
    ]
    together = [replace(subject, style=style) for style in ("colour", PAPER)]
    return [*stills, *together, replace(subject, what="track")]


def build(demonstrators: Sequence[str], jobs: int | None = None) -> Iterator[Built]:
    """Make what is not there yet and tell of each subject as it is done; a fault does not stop the rest."""
    for_one_core_each = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    os.environ.update(for_one_core_each)
    with ProcessPoolExecutor(jobs or os.cpu_count(), get_context("spawn"), initializer=_wake) as pool:
        yield from pool.map(build_one, subjects(demonstrators), chunksize=4)


def build_one(subject: FigureRequest, into: Store | None = None) -> Built:
    """Every look of one subject."""
    made = into or store()
    try:
        paths = {look: made.get_or_make(look) for look in looks(subject)}
    except Exception as fault:  # one exercise's fault is told with its name and does not stop the library
        return Built(subject, error=f"{type(fault).__name__}: {fault}")
    packed = {look: path.with_name(f"{path.name}.gz").stat().st_size for look, path in paths.items()}
    largest = partial(max, default=0)
    return Built(
        subject,
        files=len(paths),
        largest_still=largest(
            size for look, size in packed.items() if look.what == "still" and look.frames != "all"
        ),
        largest_track=largest(size for look, size in packed.items() if look.what == "track"),
    )


def _wake() -> None:
    import django

    django.setup()

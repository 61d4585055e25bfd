"""Making the library's figures ahead of time: every exercise, side and look, on every core."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import product
from multiprocessing import get_context
from typing import get_args

import django

from everyrep.figures import studio
from everyrep.figures.movements import movement_ids
from everyrep.figures.requests import FigureRequest, Side, Style
from everyrep.figures.store import Store, store

STYLES: tuple[Style, ...] = get_args(Style)


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
    """Every file that pages, handouts and the player ask for of one subject: each still in every style."""
    places = range(1, len(studio.frames(studio.shown(subject))) + 1)
    stills = [replace(subject, frames=str(place), style=style) for place, style in product(places, STYLES)]
    return [*stills, replace(subject, what="track")]


def build(demonstrators: Sequence[str], jobs: int | None = None) -> Iterator[Built]:
    """Make what is not there yet and tell of each subject as it is done; a fault does not stop the rest."""
    for_one_core_each = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    os.environ.update(for_one_core_each)
    if jobs == 1:  # one process that ends when it is told to, with nobody left behind
        yield from map(build_one, subjects(demonstrators))
        return
    with processes(jobs) as pool:
        yield from pool.map(build_one, subjects(demonstrators), chunksize=4)


def processes(jobs: int | None) -> ProcessPoolExecutor:
    """As many as there are cores, or `jobs`; each sets Django up before it reads anything of this package."""
    return ProcessPoolExecutor(jobs or os.cpu_count(), get_context("spawn"), initializer=django.setup)


def build_one(subject: FigureRequest, into: Store | None = None) -> Built:
    """Every look of one subject."""
    made = into or store()
    try:
        paths = {look: made.get_or_make(look) for look in looks(subject)}
    except Exception as fault:  # one exercise's fault is told with its name and does not stop the library
        return Built(subject, error=f"{type(fault).__name__}: {fault}")
    packed = {look: path.with_name(f"{path.name}.gz").stat().st_size for look, path in paths.items()}
    return Built(
        subject,
        files=len(paths),
        largest_still=max(size for look, size in packed.items() if look.what == "still"),
        largest_track=max(size for look, size in packed.items() if look.what == "track"),
    )


def sweep(kept: Store | None = None) -> int:
    """Delete the figures of contents that are gone, whoever shows them; returns how many folders went."""
    everyone = studio.demonstrators()
    drawn = product(movement_ids(), everyone)
    digests = {
        studio.digest(FigureRequest(exercise=exercise, demonstrator=shows)) for exercise, shows in drawn
    }
    return (kept or store()).sweep({*digests, *(studio.body_digest(shows) for shows in everyone)})

"""Figures that are made ahead: each once, in order, whatever happens to one of them."""

from threading import Event

import pytest

from everyrep.figures.queue import FigureQueue
from everyrep.figures.requests import FigureRequest

KNEE, HIP, NECK = (FigureRequest(exercise=name) for name in ("knee", "hip", "neck"))


def test_figures_are_made_in_the_order_asked_for() -> None:
    made: list[FigureRequest] = []
    queue = FigureQueue(made.append)
    queue.prepare([KNEE, HIP])
    queue.prepare([NECK])
    queue.join()
    assert made == [KNEE, HIP, NECK]


def test_one_that_waits_already_is_not_made_twice() -> None:
    begin, made = Event(), []

    def make(request: FigureRequest) -> None:
        assert begin.wait(30)
        made.append(request)

    queue = FigureQueue(make)
    queue.prepare([KNEE, HIP])
    queue.prepare([HIP, KNEE, HIP])
    begin.set()
    queue.join()
    assert made == [KNEE, HIP]


def test_one_that_fails_is_told_and_holds_nobody_up(caplog: pytest.LogCaptureFixture) -> None:
    made: list[FigureRequest] = []

    def make(request: FigureRequest) -> None:
        if request == KNEE:
            raise RuntimeError("no pencil")
        made.append(request)

    queue = FigureQueue(make)
    queue.prepare([KNEE, HIP])
    queue.join()
    assert made == [HIP]
    assert KNEE.name in caplog.text


def test_what_finds_no_room_is_left_for_whoever_looks_at_it() -> None:
    begin, begun, made = Event(), Event(), []

    def make(request: FigureRequest) -> None:
        begun.set()
        assert begin.wait(30)
        made.append(request)

    queue = FigureQueue(make, most=1)
    queue.prepare([KNEE])
    assert begun.wait(30)
    queue.prepare([HIP, NECK])
    begin.set()
    queue.join()
    assert made == [KNEE, HIP]

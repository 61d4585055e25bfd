"""What was drawn once is kept, as files that any static host can serve."""

import gzip
from pathlib import Path
from threading import Event, Thread

import brotli
import pytest

from everyrep.figures.requests import FigureRequest
from everyrep.figures.store import Store

SQUAT = FigureRequest(exercise="squat")
DRAWN = b"<svg>" + b"knee " * 500 + b"</svg>"


class Studio:
    """Draws the same for everyone and counts how often it had to."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def make(self, request: FigureRequest) -> bytes:
        self.made.append(request.name)
        return DRAWN


@pytest.fixture
def studio() -> Studio:
    return Studio()


@pytest.fixture
def store(tmp_path: Path, studio: Studio) -> Store:
    return Store(tmp_path, studio.make, lambda request: "0123456789ab")


def test_a_figure_is_drawn_once_and_then_kept(store: Store, studio: Studio) -> None:
    first, again = store.get_or_make(SQUAT), store.get_or_make(SQUAT)
    assert first == again
    assert first.read_bytes() == DRAWN
    assert studio.made == [SQUAT.name]


def test_its_path_is_the_path_of_its_address(store: Store, tmp_path: Path) -> None:
    assert store.get_or_make(SQUAT) == tmp_path / "0123456789ab" / SQUAT.name


def test_compressed_siblings_lie_beside_it_and_nothing_else_does(store: Store) -> None:
    path = store.get_or_make(SQUAT)
    siblings = {found.name: found.read_bytes() for found in path.parent.iterdir()}
    assert brotli.decompress(siblings.pop(f"{path.name}.br")) == DRAWN
    assert gzip.decompress(siblings.pop(f"{path.name}.gz")) == DRAWN
    assert set(siblings) == {path.name}


def test_what_fails_leaves_nothing_behind_and_can_be_tried_again(tmp_path: Path, studio: Studio) -> None:
    def fails(request: FigureRequest) -> bytes:
        raise RuntimeError("no pencil")

    with pytest.raises(RuntimeError, match="no pencil"):
        Store(tmp_path, fails, lambda request: "0123456789ab").get_or_make(SQUAT)
    assert list(tmp_path.rglob("*.svg")) == []
    later = Store(tmp_path, studio.make, lambda request: "0123456789ab")
    assert later.get_or_make(SQUAT).read_bytes() == DRAWN


def test_two_who_ask_at_once_get_one_drawing(tmp_path: Path) -> None:
    begun, go_on = Event(), Event()
    made: list[str] = []

    def slowly(request: FigureRequest) -> bytes:
        made.append(request.name)
        begun.set()
        assert go_on.wait(30)
        return DRAWN

    store = Store(tmp_path, slowly, lambda request: "0123456789ab")
    askers = [Thread(target=store.get_or_make, args=(SQUAT,)) for _ in range(4)]
    for asker in askers:
        asker.start()
    assert begun.wait(30)
    go_on.set()
    for asker in askers:
        asker.join()
    assert made == [SQUAT.name]


def test_what_was_made_of_a_content_that_is_gone_is_swept_away(store: Store, tmp_path: Path) -> None:
    current = store.get_or_make(SQUAT)
    body = store.get_or_copy(current, Path("bodies") / "ffffffffffff" / "man.glb")
    old = [tmp_path / "aaaaaaaaaaaa" / SQUAT.name, tmp_path / "bodies" / "bbbbbbbbbbbb" / "man.glb"]
    notes = tmp_path / "notes" / "mine.txt"
    for path in (*old, notes):
        path.parent.mkdir(parents=True)
        path.write_bytes(DRAWN)
    assert store.sweep({"0123456789ab", "ffffffffffff"}) == 2
    assert not any(path.parent.exists() for path in old)
    assert all(path.exists() for path in (current, body, notes))
    assert store.sweep({"0123456789ab", "ffffffffffff"}) == 0

"""The library made ahead of time: every side of every exercise, and nothing of what is gone."""

from pathlib import Path

import pytest

from everyrep.figures import build, studio
from everyrep.figures.movements import movement, movement_ids
from everyrep.figures.requests import FigureRequest
from everyrep.figures.store import Store

RAISE = FigureRequest(exercise="straight-leg-raise", side="left")


def drawn(request: FigureRequest) -> bytes:
    return request.name.encode() * 9


def test_an_exercise_of_one_side_is_made_for_both_and_the_others_once() -> None:
    subjects = build.subjects(["man", "older-woman"])
    for exercise in movement_ids():
        sides = {"none"} if movement(exercise).side == "none" else {"left", "right"}
        for demonstrator in ("man", "older-woman"):
            of_one = [one for one in subjects if (one.exercise, one.demonstrator) == (exercise, demonstrator)]
            assert {one.side for one in of_one} == sides
            assert len(of_one) == len(sides)


def test_every_still_in_every_style_and_the_animation_are_made(tmp_path: Path) -> None:
    kept = Store(tmp_path, drawn, studio.digest)
    built = build.build_one(RAISE, kept)
    names = {path.name for path in tmp_path.rglob("*.svg")} | {path.name for path in tmp_path.rglob("*.glb")}
    styles = ("colour", "dark", "contrast", "ink")
    stem = "straight-leg-raise--left--full--young-woman"
    assert names == {f"{stem}--{n}--{style}.svg" for n in (1, 2) for style in styles} | {f"{stem}.glb"}
    assert (built.files, built.error) == (9, "")
    assert 0 < built.largest_still < 1000


def test_a_process_of_its_own_knows_the_library() -> None:
    with build.processes(1) as pool:
        assert pool.submit(studio.demonstrators).result() == studio.demonstrators()


def test_one_that_cannot_be_drawn_is_told_with_its_reason(tmp_path: Path) -> None:
    def fails(request: FigureRequest) -> bytes:
        raise RuntimeError("no pencil")

    built = build.build_one(RAISE, Store(tmp_path, fails, studio.digest))
    assert (built.subject, built.files, built.error) == (RAISE, 0, "RuntimeError: no pencil")


@pytest.mark.parametrize("demonstrator", ["young-woman", "older-man"])
def test_sweeping_keeps_what_anybody_shows_on_any_side_and_within_any_range(
    tmp_path: Path, demonstrator: str
) -> None:
    kept = Store(tmp_path, drawn, studio.digest)
    left = kept.get_or_make(FigureRequest(exercise="squat-bodyweight", demonstrator=demonstrator))
    body = kept.get_or_copy(
        studio.body_path(demonstrator), Path("bodies") / studio.body_digest(demonstrator) / "body.glb"
    )
    limited = kept.get_or_make(
        FigureRequest(exercise="straight-leg-raise", demonstrator=demonstrator, side="left", limit=25)
    )
    (tmp_path / "0123456789ab").mkdir()
    assert build.sweep(kept) == 1
    assert all(path.exists() for path in (left, body, limited))

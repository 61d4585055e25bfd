"""A straight leg raise, left, limited to 25 degrees: words, picture and animation all stop there."""

from dataclasses import replace
from functools import cache
from gettext import NullTranslations
from xml.etree import ElementTree

import numpy as np
import pytest
from figures.played import Played
from figures.spanish import spanish

from everyrep.core.movement.description import describe
from everyrep.core.movement.rotations import Array
from everyrep.figures import studio
from everyrep.figures.requests import FigureRequest

LIMITED = FigureRequest(exercise="straight-leg-raise", side="left", limit=25)
WHOLE = FigureRequest(exercise="straight-leg-raise", side="left")


@cache
def played(request: FigureRequest) -> Played:
    return Played(studio.make(replace(request, what="track")))


def written(request: FigureRequest) -> list[str]:
    """The words drawn in the picture."""
    picture = ElementTree.fromstring(studio.make(request))
    return [text.text or "" for text in picture.iter("{http://www.w3.org/2000/svg}text")]


def lifted(request: FigureRequest, thigh: str, share: float) -> float:
    """Degrees that the thigh has turned from where it lay, by the bones that the browser plays."""
    file = played(request)
    knee = file.place(thigh.replace("thigh", "shank"))
    lay, now = (_along(file, file.place(thigh), knee, at) for at in (0.0, share))
    return float(np.degrees(np.arccos(np.clip(lay @ now, -1, 1))))


def _along(file: Played, hip: int, knee: int, share: float) -> Array:
    way = file.world(knee, share)[:3, 3] - file.world(hip, share)[:3, 3]
    unit: Array = way / np.linalg.norm(way)
    return unit


def test_the_words_name_the_side_and_the_degrees() -> None:
    told = describe(studio.shown(LIMITED), NullTranslations())
    assert "left leg lifts, no further than 25 degrees" in told


def test_the_words_say_the_same_in_spanish() -> None:
    told = describe(studio.shown(LIMITED), spanish())
    assert "izquierda" in told
    assert "25 grados" in told


def test_the_picture_has_an_arc_with_the_degrees_and_the_whole_movement_has_none() -> None:
    assert written(LIMITED).count("25°") == 1
    assert not any("°" in words for words in written(WHOLE))


def test_the_player_is_told_the_limit_and_counts_up_to_it() -> None:
    extras = played(LIMITED).extras
    assert extras["limit"] == 25
    assert (extras["angles"][0], extras["angles"][-1], max(extras["angles"])) == (0, 25, 25)
    assert "limit" not in played(WHOLE).extras


def test_the_left_leg_is_lifted_by_25_degrees_and_the_right_one_stays() -> None:
    assert lifted(LIMITED, "thigh_L", 1.0) == pytest.approx(25, abs=1)
    assert lifted(LIMITED, "thigh_R", 1.0) < 1
    assert lifted(WHOLE, "thigh_L", 1.0) == pytest.approx(45, abs=1)


def test_no_moment_of_the_animation_is_beyond_the_limit() -> None:
    assert max(lifted(LIMITED, "thigh_L", share) for share in np.linspace(0, 1, 21)) < 26


def test_an_older_man_stops_at_the_same_degrees() -> None:
    older = replace(LIMITED, demonstrator="older-man")
    assert lifted(older, "thigh_L", 1.0) == pytest.approx(25, abs=1)


def test_a_limit_at_the_start_is_drawn_as_the_start_alone_and_nothing_moves() -> None:
    still = replace(LIMITED, limit=0)
    assert studio.make(still).startswith(b"<svg")
    assert lifted(still, "thigh_L", 1.0) == pytest.approx(0, abs=0.5)

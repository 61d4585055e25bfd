"""Every exercise of the library has a movement, and every movement is sound: posed, told, mirrored, drawn."""

import gzip
from gettext import NullTranslations

import pytest
from figures.spanish import spanish

from everyrep.core.movement.description import describe, frame_labels, phase_words, steps
from everyrep.core.movement.lint import faults
from everyrep.core.movement.mirror import mirrored
from everyrep.figures import studio
from everyrep.figures.bodies import DEFAULT, body, body_ids
from everyrep.figures.movements import movement, movement_ids
from everyrep.figures.requests import FigureRequest
from everyrep.library.catalogue import exercises

LANGUAGES = {"en": NullTranslations(), "es": spanish()}
OTHERS = tuple(one for one in body_ids() if one != DEFAULT)
VARIED = (
    "bird-dog",
    "clamshell",
    "glute-bridge",
    "sit-to-stand",
    "squat-bodyweight",
    "straight-leg-raise",
)
"""On all fours, on a side, on the back with feet down or a leg up, on a chair, standing."""
DRAWN = (*VARIED, "band-row", "stationary-bike")
ON_OTHERS = 0.015  # metres that a contact may be off on a body that its author did not look at
LARGEST = 15_000  # bytes of a still as it is sent


def test_every_exercise_has_a_movement_and_every_movement_an_exercise() -> None:
    assert set(movement_ids()) == set(exercises())


@pytest.mark.parametrize("exercise", movement_ids())
def test_it_stands_lies_and_reaches_as_it_says(exercise: str) -> None:
    assert [f"{fault.text} (at {fault.share:g})" for fault in faults(movement(exercise), body())] == []


@pytest.mark.parametrize("demonstrator", OTHERS)
@pytest.mark.parametrize("exercise", VARIED)
def test_it_fits_every_demonstrator(exercise: str, demonstrator: str) -> None:
    assert faults(movement(exercise), body(demonstrator), touch=ON_OTHERS) == []


@pytest.mark.parametrize("exercise", movement_ids())
def test_it_is_told_in_both_languages_and_on_both_sides(exercise: str) -> None:
    for shown in (movement(exercise), mirrored(movement(exercise))):
        for words in LANGUAGES.values():
            told = [describe(shown, words), *steps(shown, words), *frame_labels(shown, words)]
            told += phase_words(shown, words).values()
            assert all(text.strip() for text in told)
            assert not any("%(" in text or "{" in text for text in told)
    assert describe(movement(exercise), LANGUAGES["es"]) != describe(movement(exercise), LANGUAGES["en"])


@pytest.mark.parametrize("exercise", movement_ids())
def test_mirrored_twice_it_is_itself_and_once_only_where_it_has_no_side(exercise: str) -> None:
    shown = movement(exercise)
    assert mirrored(mirrored(shown)) == shown
    assert (shown.side == "none") == (mirrored(shown).side == "none")


@pytest.mark.parametrize("exercise", movement_ids())
def test_the_whole_movement_lies_within_what_may_be_prescribed(exercise: str) -> None:
    primary = movement(exercise).primary
    if primary is not None:
        low, high = primary.safe
        assert low <= min(primary.range) <= max(primary.range) <= high


@pytest.mark.parametrize("exercise", DRAWN)
def test_its_stills_are_small(exercise: str) -> None:
    side = "none" if movement(exercise).side == "none" else "right"
    for number in range(1, len(studio.frames(movement(exercise))) + 1):
        still = studio.make(FigureRequest(exercise=exercise, side=side, frames=str(number)))
        assert len(gzip.compress(still)) < LARGEST

"""A change to the solver moves nobody unseen: a dozen exercises stay where they were last looked at."""

import json
import math

import pytest
from django.conf import settings

from everyrep.figures.movements import movement, parse_text
from tools.golden_poses import EXERCISES, KEPT, SHARES, Centres, centres

TOLERANCE = 3  # millimetres
GOLDEN = json.loads(KEPT.read_text(encoding="utf-8"))


def moved(exercise: str, found: Centres) -> list[str]:
    """The joints that are not where they were."""
    return [
        f"{exercise} at {share}: {segment} by {apart:.0f} mm"
        for share, segments in found.items()
        for segment, place in segments.items()
        if (apart := math.dist(place, GOLDEN[f"{exercise} {share}"][segment])) > TOLERANCE
    ]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_joint_is_within_three_millimetres_of_where_it_was(exercise: str) -> None:
    assert moved(exercise, centres(movement(exercise))) == []


def test_every_golden_pose_is_looked_at() -> None:
    assert list(GOLDEN) == [f"{exercise} {share:g}" for exercise in EXERCISES for share in SHARES]


def test_a_planted_degree_is_told() -> None:
    text = (settings.CONTENT_DIR / "movements" / "straight-leg-raise.yaml").read_text(encoding="utf-8")
    assert "hip_R: {abd: 2}" in text
    told = moved("straight-leg-raise", centres(parse_text(text.replace("{abd: 2}", "{abd: 3}"))))
    assert any("at 1: foot_R" in line for line in told)
    assert not any("_L" in line for line in told)

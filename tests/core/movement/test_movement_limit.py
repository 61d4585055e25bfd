"""A prescribed limit stops the figure where the therapist said."""

import pytest
from core.movement.movement_texts import LEG_RAISE, changed
from core.movement.movements import journeys
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.movement.definition import Movement
from everyrep.core.movement.limit import limited
from everyrep.core.problems import Invalid
from everyrep.figures.movements import parse_text


def reached(movement: Movement, share: float) -> float:
    """The knee's angle at a share of the path, straight between the poses."""
    poses = movement.poses
    after = next(place for place in range(1, len(poses)) if share <= poses[place].at)
    low, high = poses[after - 1], poses[after]
    mix = (share - low.at) / (high.at - low.at)
    first, last = (pose.angles["knee_R"]["flex"] for pose in (low, high))
    return first + (last - first) * mix


@given(journeys(), st.integers(0, 140), st.floats(0, 1))
def test_no_moment_of_a_limited_movement_is_beyond_the_limit(movement, degrees, share):
    start, finish = movement.primary.range
    sign = 1 if finish > start else -1
    angle = reached(movement, share * limited(movement, degrees).until)
    assert sign * angle <= sign * degrees + 1e-6 or angle == start


@given(journeys(), st.integers(0, 140))
def test_a_limit_on_the_way_is_met_exactly(movement, degrees):
    low, high = sorted(movement.primary.range)
    if low <= degrees <= high:
        assert reached(movement, limited(movement, degrees).until) == pytest.approx(degrees)


def test_the_leg_raise_stops_at_thirty_degrees():
    assert limited(parse_text(LEG_RAISE), 30).until == pytest.approx(30 / 45)


def test_a_limit_beyond_the_finish_changes_nothing():
    movement = parse_text(LEG_RAISE)
    assert limited(movement, 60) == movement


def test_a_limit_that_the_start_is_past_leaves_the_figure_at_its_start():
    text = changed("angles: {hip_R: {flex: 45}}", "angles: {knee_L: {flex: 20}}")
    text = changed(
        "hip_R, dof: flex, range: [0, 45], safe: [0, 80]",
        "knee_L, dof: flex, range: [95, 20], safe: [0, 130]",
        text,
    )
    assert limited(parse_text(changed("side: right", "side: none", text)), 110).until == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("safe: [0, 80]", "safe: [0, 50]", "outside 0 to 50"),
        ("primary: {joint: hip_R, dof: flex, range: [0, 45], safe: [0, 80]}\n", "", "no angle to limit"),
        ("props:", "cycle: true\nprops:", "round and round"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(old, new, told):
    with pytest.raises(Invalid, match=told):
        limited(parse_text(changed(old, new)), 60)

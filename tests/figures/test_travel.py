"""A figure that goes somewhere: steps, jumps and hops over the floor."""

import numpy as np
import pytest
from texts import SQUAT, WALL_LEAN, written

from everyrep.core.movement.lint import faults
from everyrep.core.movement.mirror import mirrored
from everyrep.core.movement.segments import INDEX
from everyrep.core.movement.solver import scene
from everyrep.figures.bodies import body
from everyrep.figures.movements import movement

STEP_ASIDE = (
    "id: aside\nposition: standing\nside: none\nview: {yaw: 0, pitch: 8}\nposes:\n  - {}\n"
    "  - {place: [-0.3, 0.1]}\n  - {angles: {knee_*: {flex: 20}, hip_*: {flex: 10}}}\n"
)


def places(text, segment, *changes, shares=(0.0, 0.25, 0.5, 1.0)):
    found = scene(written(text, *changes), body("young-woman"), shares)
    return [pose.position(segment) for pose in found.poses]


def test_the_figure_goes_evenly_to_its_place_and_stays_there_until_told_otherwise():
    start, half, there, still = places(STEP_ASIDE, "pelvis")
    np.testing.assert_allclose((half - start)[[0, 2]], [-0.15, 0.05], atol=1e-6)
    np.testing.assert_allclose((there - start)[[0, 2]], [-0.3, 0.1], atol=1e-6)
    np.testing.assert_allclose((still - start)[[0, 2]], [-0.3, 0.1], atol=1e-6)


def test_anchored_feet_go_along():
    before, *_, after = places(
        SQUAT, "foot_L", ("  - angles: {pelvis", "  - place: [0, 0.4]\n    angles: {pelvis")
    )
    np.testing.assert_allclose(after - before, [0, 0, 0.4], atol=0.002)


def test_hands_stay_on_what_they_hold_while_the_figure_goes():
    before, *_, after = places(
        WALL_LEAN, "hand_R", ("  - angles: {pelvis", "  - place: [0.05, 0]\n    angles: {pelvis")
    )
    assert np.linalg.norm(after - before) < 0.02


def test_the_mirror_image_goes_to_the_other_side():
    right, left = written(STEP_ASIDE), mirrored(written(STEP_ASIDE))
    assert [pose.place for pose in right.poses] == [(0, 0), (-0.3, 0.1), (-0.3, 0.1)]
    assert [pose.place for pose in left.poses] == [(0, 0), (0.3, 0.1), (0.3, 0.1)]


@pytest.mark.parametrize(
    ("exercise", "left", "forward"),
    [("jump-landing-double", 0, 0.5), ("single-leg-hop", 0, 0.3), ("sideways-walk", -0.3, 0)],
)
def test_those_who_jump_hop_or_step_land_somewhere_else_and_on_the_floor(exercise, left, forward):
    found = scene(movement(exercise), body("young-woman"), (0.0, 1.0))
    gone = found.poses[1].position("foot_R") - found.poses[0].position("foot_R")
    assert abs(gone[0]) >= abs(left) - 0.05
    assert gone[0] * left >= 0
    assert gone[2] >= forward - 0.05
    assert abs(found.vertices[1][:, 1].min()) < 0.005
    assert not faults(movement(exercise), body("young-woman"))


def test_a_step_to_the_side_sets_one_foot_and_then_the_other():
    found = scene(movement("sideways-walk"), body("young-woman"), (0.0, 0.5, 1.0))
    left, right = ([pose.positions[INDEX[name]][0] for pose in found.poses] for name in ("foot_L", "foot_R"))
    assert left[1] == pytest.approx(left[0], abs=0.03)
    assert right[2] == pytest.approx(right[1], abs=0.03)
    assert right[1] < right[0] - 0.25
    assert left[2] < left[1] - 0.25

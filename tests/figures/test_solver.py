"""Posed bodies stand on what they stand on, bend as far as is written, and reach what they reach for."""

import numpy as np
import pytest
from texts import MARCH, SQUAT, WALL_LEAN, written

from everyrep.core.movement.limit import limited
from everyrep.core.movement.lint import faults
from everyrep.core.movement.mirror import mirrored
from everyrep.core.movement.segments import INDEX, SEGMENTS, other_side
from everyrep.core.movement.solver import scene
from everyrep.figures.bodies import body, body_ids

SHARES = (0.0, 0.5, 1.0)
MIRROR = np.array([-1.0, 1.0, 1.0])
PLACES = [INDEX[other_side(name)] for name in SEGMENTS]


def bend(pose, upper, lower):
    """Degrees between the long axes of two segments."""
    cosine = pose.rotation(upper)[:, 1] @ pose.rotation(lower)[:, 1]
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


@pytest.mark.parametrize("demonstrator", body_ids())
def test_every_demonstrator_squats_with_both_soles_on_the_floor(demonstrator):
    found = scene(written(SQUAT), body(demonstrator), SHARES)
    for skin in found.vertices:
        assert abs(skin[:, 1].min()) < 0.005
    assert found.poses[2].position("pelvis")[1] < found.poses[0].position("pelvis")[1] - 0.2


def test_the_knees_bend_as_far_as_is_written_while_the_feet_stay_where_they_are():
    found = scene(written(SQUAT), body("young-woman"), SHARES)
    assert bend(found.poses[2], "thigh_R", "shank_R") == pytest.approx(95, abs=2)
    moved = found.poses[2].position("foot_R") - found.poses[0].position("foot_R")
    assert np.linalg.norm(moved) < 0.001


def test_a_lying_body_rests_its_back_and_head_and_the_standing_foot_on_the_mat():
    found = scene(written(MARCH), body("young-woman"), SHARES)
    for skin in found.vertices:
        for segment in ("pelvis", "thorax", "head", "foot_L"):
            own = skin[found.body.segment_of == INDEX[segment]]
            assert abs(own[:, 1].min()) < 0.005, segment


def test_palms_stay_on_the_wall_while_the_body_leans():
    found = scene(written(WALL_LEAN), body("young-woman"), SHARES)
    wall = found.surfaces["wall_front"]
    for skin in found.vertices:
        for hand in ("hand_L", "hand_R"):
            own = skin[found.body.segment_of == INDEX[hand]]
            assert abs(wall.distance(own).min()) < 0.005


def test_the_left_side_is_the_mirror_image_of_the_right():
    right = scene(written(MARCH), body("young-woman"), SHARES)
    left = scene(mirrored(written(MARCH)), body("young-woman"), SHARES)
    for one, other in zip(right.poses, left.poses, strict=True):
        np.testing.assert_allclose(one.positions * MIRROR, other.positions[PLACES], atol=0.004)


def test_a_limited_movement_stops_at_the_prescribed_angle():
    found = scene(limited(written(SQUAT), 45), body("young-woman"), SHARES)
    assert bend(found.poses[2], "thigh_R", "shank_R") == pytest.approx(45, abs=2)


def test_the_same_instant_is_the_same_pose_however_it_was_come_to():
    alone = scene(written(MARCH), body("young-woman"), (0.7,))
    among = scene(written(MARCH), body("young-woman"), (0.1, 0.4, 0.7))
    np.testing.assert_array_equal(alone.poses[0].positions, among.poses[2].positions)


@pytest.mark.parametrize("text", [SQUAT, MARCH, WALL_LEAN])
def test_a_sound_movement_has_no_faults(text):
    assert faults(written(text), body("young-woman")) == []


@pytest.mark.parametrize(
    ("text", "before", "after", "told"),
    [
        (MARCH, "shoulder_*: {abd: 18}", "shoulder_*: {abd: 18, flex: -40}", "sinks into mat"),
        (MARCH, "{on: mat, by: neck.flex}", "{on: mat, by: hip_L.abd}", "head sinks into mat"),
        (SQUAT, "arrows: [pelvis]", "arrows: [toes_R]", "hardly moves"),
        (WALL_LEAN, "{to: wall_front, fingers: up}", "{to: world, at: [0.1, 1.4, 1.2]}", "does not reach"),
        (SQUAT, "knee_*: {flex: 95}, shoulder", "knee_*: {flex: 95}, elbow_*: {flex: 0}, shoulder", None),
    ],
)
def test_a_planted_fault_is_told(text, before, after, told):
    found = [fault.text for fault in faults(written(text, (before, after)), body("young-woman"))]
    assert any(told in line for line in found) if told else not found

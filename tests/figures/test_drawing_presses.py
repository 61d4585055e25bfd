"""Presses say which way to push without covering the face; scraps of a way are not drawn."""

from dataclasses import replace

import numpy as np
import pytest
from figures.drawn import rings_of, scene_of
from shapely import MultiPoint, Polygon

from everyrep.core.movement.definition import Press, View
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.scene import Scene
from everyrep.core.movement.segments import INDEX
from everyrep.figures.bodies import body
from everyrep.figures.drawing import trace
from everyrep.figures.drawing.arrows import worth_showing
from everyrep.figures.drawing.framing import camera_for

FRONT = View(yaw=0, pitch=0)
LEFT, RIGHT, UP, DOWN = (-1, 0), (1, 0), (0, -1), (0, 1)  # on the paper, y down


def pressing(*presses: Press, stills: int = 2, view: View = FRONT) -> Scene:
    scene = scene_of(*[{"elbow_R": {"flex": 90.0}}] * stills, view=view)
    return replace(scene, movement=replace(scene.movement, presses=presses))


def arrows_in(scene: Scene) -> list[list[Array]]:
    return [[rings_of(data)[0] for data in still.arrows] for still in trace(scene).stills]


def tip_of(ring: Array) -> Array:
    """The ring begins at one side of the tail and the barbs stand on either side of the tip."""
    return ring[len(ring) // 2]


@pytest.mark.parametrize(
    ("segment", "way", "seen"),
    [
        ("hand_R", "out", LEFT),
        ("hand_L", "out", RIGHT),
        ("thigh_R", "in", RIGHT),
        ("thigh_L", "in", LEFT),
        ("head", "up", UP),
        ("shank_R", "down", DOWN),
        ("shank_R", "shank_L", RIGHT),
    ],
)
def test_a_press_points_the_way_it_goes_as_the_camera_sees_it(segment, way, seen):
    [ring] = arrows_in(pressing(Press(segment=segment, way=way)))[-1]
    ahead = tip_of(ring) - (ring[0] + ring[-1]) / 2
    assert np.linalg.norm(ahead) == pytest.approx(34, abs=2)
    np.testing.assert_allclose(ahead / np.linalg.norm(ahead), seen, atol=0.1)


def test_a_press_is_shown_in_the_last_still_alone():
    assert [len(rings) for rings in arrows_in(pressing(Press(segment="hand_R", way="out"), stills=3))] == [
        0,
        0,
        1,
    ]


def test_a_press_can_be_shown_in_a_still_of_its_own():
    presses = (Press(segment="head", way="left", on=1), Press(segment="head", way="right", on=2))
    first, second = arrows_in(pressing(*presses))
    assert tip_of(first[0])[0] > first[0][0][0]
    assert tip_of(second[0])[0] < second[0][0][0]


@pytest.mark.parametrize("way", ["left", "right", "up", "down"])
@pytest.mark.parametrize("segment", ["head", "neck", "hand_R"])
def test_a_press_never_covers_the_face(segment, way):
    scene = pressing(Press(segment=segment, way=way), stills=1)
    head = scene.vertices[0][scene.body.segment_of == INDEX["head"]]
    face = MultiPoint(camera_for(scene, ()).project(head)[:, :2]).convex_hull
    [[ring]] = arrows_in(scene)
    assert not Polygon(ring).intersects(face)


def test_a_press_that_runs_into_the_paper_is_not_drawn():
    assert arrows_in(pressing(Press(segment="hand_R", way="forward")))[-1] == []


def test_two_knees_that_press_together_have_arrows_that_meet_from_either_side():
    rings = arrows_in(pressing(Press(segment="thigh_L", way="in"), Press(segment="thigh_R", way="in")))[-1]
    left, right = (tip_of(ring)[0] - ring[0][0] for ring in rings)
    assert left < 0 < right
    assert not Polygon(rings[0]).intersects(Polygon(rings[1]))


@pytest.mark.parametrize(
    ("lengths", "shown"),
    [
        ([0.0, 60.0, 9.0, 50.0], [False, True, False, True]),
        ([0.0, 7.0, 6.0], [False, True, False]),
        ([0.0, 8.0, 8.0], [False, True, False]),
    ],
)
def test_a_still_that_hardly_moves_has_no_arrow_unless_no_other_has_one(lengths, shown):
    assert worth_showing(lengths) == shown


def test_the_stills_of_a_cycle_are_not_littered_with_scraps_of_arrows():
    scene = scene_of(
        {},
        {"hip_R": {"flex": 40.0}},
        {"hip_R": {"flex": 41.0}},
        view=View(yaw=-80, pitch=0),
        arrows=("foot_R",),
    )
    assert [len(still.arrows) for still in trace(scene).stills] == [0, 1, 0]


def test_shoulder_blades_that_have_no_skin_of_their_own_press_from_beside_the_shoulders():
    presses = (Press(segment="scapula_L", way="in"), Press(segment="scapula_R", way="in"))
    scene = scene_of({}, body=body("young-woman"), view=FRONT)
    rings = arrows_in(replace(scene, movement=replace(scene.movement, presses=presses)))[-1]
    left, right = (tip_of(ring) for ring in rings)
    assert left[0] > right[0]
    assert rings[0][0][0] > left[0]
    assert rings[1][0][0] < right[0]

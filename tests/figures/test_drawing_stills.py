"""Posed meshes become the pictures that they should: measured against a doll that never changes."""

import numpy as np
import pytest
from figures.drawn import VIEW, block, doll, rings_of, scene_of
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from everyrep.core.movement.definition import View
from everyrep.core.movement.muscles import MUSCLES, muscle_weights
from everyrep.core.movement.segments import INDEX, other_side
from everyrep.figures import bodies
from everyrep.figures.drawing import Drawing, to_svg, trace
from everyrep.figures.drawing.drawing import Still

STRIDE = {
    "hip_L": {"flex": 60.0},
    "knee_L": {"flex": 70.0},
    "shoulder_R": {"abd": 90.0},
    "shoulder_L": {"abd": 25.0},
}
GOLDEN = {
    "outline": (21399.9, 8.0, 8.2, 248.9, 387.7),
    "shirt": (7577.2, 79.4, 66.8, 216.0, 165.4),
    "pants": (9387.6, 126.2, 160.9, 235.6, 365.8),
    "skin": (3928.5, 7.5, 7.8, 244.8, 214.6),
    "shoe": (1242.5, 138.8, 318.2, 249.2, 388.3),
}
"""Kind -> area, then left, top, right and bottom, in pixels."""


def region(still: Still, kind: str, tone: int = 0) -> BaseGeometry:
    """What is painted in one colour, pixels; holes are open."""
    whole: BaseGeometry = Polygon()
    for shape in still.shapes:
        if (shape.kind, shape.tone) == (kind, tone):
            for ring in rings_of(shape.data):
                whole = whole.symmetric_difference(Polygon(ring).buffer(0))
    return whole


def measured(drawing: Drawing) -> dict[str, tuple[float, ...]]:
    """Kind -> area and bounds of the last still."""
    still = drawing.stills[-1]
    kinds = ("outline", "shirt", "pants", "skin", "shoe")
    found = {kind: region(still, kind) for kind in kinds}
    return {kind: (shape.area, *shape.bounds) for kind, shape in found.items()}


def faults(drawing: Drawing) -> list[str]:
    """Where a drawing differs from the doll's stored measures by more than a hair."""
    found = []
    for kind, (area, *bounds) in measured(drawing).items():
        if abs(area - GOLDEN[kind][0]) > 0.03 * GOLDEN[kind][0]:
            found.append(f"{kind}: area {area:.0f}")
        if np.abs(np.array(bounds) - GOLDEN[kind][1:]).max() > 2:
            found.append(f"{kind}: bounds {bounds}")
    return found


def test_a_moved_arm_is_noticed() -> None:
    moved = STRIDE | {"shoulder_R": {"abd": 70.0}}
    assert faults(trace(scene_of(moved)))


def test_the_doll_is_drawn_as_it_was() -> None:
    assert faults(trace(scene_of(STRIDE))) == []


def test_the_same_scene_gives_the_same_bytes() -> None:
    assert to_svg(trace(scene_of({}, STRIDE))) == to_svg(trace(scene_of({}, STRIDE)))


def test_a_mirrored_pose_seen_from_the_other_side_is_the_mirrored_picture() -> None:
    plain = trace(scene_of(STRIDE)).stills[0]
    flipped = {other_side(joint): angles for joint, angles in STRIDE.items()}
    mirrored = trace(scene_of(flipped, view=View(yaw=-VIEW.yaw, pitch=VIEW.pitch))).stills[0]
    one, two = region(plain, "outline"), region(mirrored, "outline")
    assert two.area == pytest.approx(one.area, rel=0.01)
    left, top, right, bottom = one.bounds
    assert two.bounds[3] - two.bounds[1] == pytest.approx(bottom - top, abs=1)
    assert two.bounds[2] - two.bounds[0] == pytest.approx(right - left, abs=1)
    assert two.centroid.x - two.bounds[0] == pytest.approx(right - one.centroid.x, abs=1)


def test_all_stills_of_a_movement_have_one_scale() -> None:
    first, last = trace(scene_of({}, STRIDE)).stills
    tall = [region(still, "shirt").bounds[3] - region(still, "shirt").bounds[1] for still in (first, last)]
    assert tall[0] == pytest.approx(tall[1], rel=0.15)
    assert [still.number for still in (first, last)] == [1, 2]
    assert last.left > first.left + first.width


def test_what_stands_in_front_hides_what_is_behind() -> None:
    screen = block((-0.5, -0.1, 0.5), (0.5, 0.8, 0.55), "wood", 1)
    front = View(yaw=0, pitch=0)
    open_, hidden = (trace(scene_of({}, view=front), parts).stills[0] for parts in ((), (screen,)))
    assert region(open_, "pants").area > 3000
    assert region(hidden, "shoe").is_empty
    assert region(hidden, "wood").area > region(hidden, "shirt").area


def test_far_equipment_does_not_make_the_figure_small() -> None:
    wall = block((-3.0, 0.0, -1.0), (3.0, 2.6, -0.9), "wall", 1)
    alone, walled = (trace(scene_of({}), parts).stills[0] for parts in ((), (wall,)))
    assert region(walled, "outline").area > 0.5 * region(alone, "outline").area


def test_a_close_up_shows_a_hand_larger() -> None:
    close = View(yaw=-90, pitch=0, focus=("hand_R",))
    whole, near = trace(scene_of({})), trace(scene_of({}, view=close))
    assert region(near.stills[0], "skin").area > 3 * region(whole.stills[0], "skin").area


def test_a_face_has_eyes_brows_and_a_mouth_and_none_from_behind() -> None:
    person = bodies.body(bodies.DEFAULT)
    kinds = {
        yaw: {
            shape.kind
            for shape in trace(scene_of({}, body=person, view=View(yaw=yaw, pitch=5))).stills[0].shapes
        }
        for yaw in (-15, 180)
    }
    assert {"eye", "iris", "brow", "lip"} <= kinds[-15]
    assert not {"eye", "iris", "brow", "lip"} & kinds[180]


def test_a_close_up_of_a_foot_has_no_face_floating_beside_it() -> None:
    view = View(yaw=-15, pitch=5, focus=("foot_R",))
    still = trace(scene_of({}, body=bodies.body(bodies.DEFAULT), view=view)).stills[0]
    assert not {"eye", "iris", "brow", "lip"} & {shape.kind for shape in still.shapes}


def test_muscles_are_shown_when_asked_for() -> None:
    scene = scene_of({}, muscles=("quadriceps",))
    plain, shown = trace(scene).stills[0], trace(scene, muscles=True).stills[0]
    assert region(plain, "muscle").is_empty
    worked = region(shown, "muscle")
    assert worked.difference(region(shown, "pants").buffer(2)).area < 0.02 * worked.area
    assert worked.area > 400


@pytest.mark.parametrize("name", sorted(MUSCLES))
@pytest.mark.parametrize("id_", ["young-woman"])
def test_every_muscle_is_somewhere_on_a_person(name: str, id_: str) -> None:
    person = bodies.body(id_)
    weights = muscle_weights(person, [name])
    assert weights.max() <= 1
    assert 0.002 < (weights > 0.5).mean() < 0.15


def test_a_one_sided_exercise_shows_that_sides_muscle() -> None:
    person = doll()
    marked = muscle_weights(person, ["quadriceps"], "R") > 0.5
    assert set(person.segment_of[marked].tolist()) == {INDEX["thigh_R"]}


def test_an_unknown_muscle_is_refused() -> None:
    with pytest.raises(KeyError):
        muscle_weights(doll(), ["tongue"])

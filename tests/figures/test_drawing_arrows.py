"""Arrows and range arcs say the way without covering the figure."""

import numpy as np
import pytest
from figures.drawn import block, posed, rings_of, scene_of
from shapely import Polygon, box

from everyrep.core.movement.definition import View
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.scene import Scene
from everyrep.figures.drawing import RangeArc, Way, to_svg, trace
from everyrep.figures.drawing.arcs import LABEL
from everyrep.figures.drawing.drawing import Still

SIDE = View(yaw=-75, pitch=6)
Angles = dict[str, dict[str, float]]
MOVES: dict[str, tuple[Angles, tuple[str, ...]]] = {
    "knee to the chest": ({"hip_R": {"flex": 100}, "knee_R": {"flex": 110}}, ("thigh_R",)),
    "leg back": ({"hip_R": {"flex": -25}}, ("foot_R",)),
    "arms up": ({"shoulder_R": {"flex": 170}, "shoulder_L": {"flex": 170}}, ("hand_R", "hand_L")),
    "bow": ({"trunk": {"flex": 70}}, ("head",)),
    "elbow": ({"elbow_R": {"flex": 130}}, ("hand_R",)),
    "arm across": ({"shoulder_R": {"flex": 80, "habd": -30}}, ("hand_R",)),
}


def way_to(scene: Scene, angles: Angles) -> Way:
    shares = tuple(np.linspace(0, 1, 9).tolist())
    steps = [
        {joint: {dof: degrees * share for dof, degrees in dofs.items()} for joint, dofs in angles.items()}
        for share in shares
    ]
    return Way(shares=shares, poses=tuple(posed(scene.body, step) for step in steps))


def body_of(still: Still) -> Polygon:
    rings = [ring for shape in still.shapes if shape.kind == "outline" for ring in rings_of(shape.data)]
    return Polygon(max(rings, key=lambda ring: Polygon(ring).area)).buffer(0)


def arrows_of(still: Still) -> list[Polygon]:
    return [Polygon(rings_of(data)[0]).buffer(0) for data in still.arrows]


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("yaw", [-75, -20, 40])
def test_an_arrow_crosses_neither_body_nor_another_arrow(name: str, yaw: float) -> None:
    angles, tracked = MOVES[name]
    scene = scene_of({}, angles, view=View(yaw=yaw, pitch=6), arrows=tracked)
    first, last = trace(scene, way=way_to(scene, angles)).stills
    assert first.arrows == ()
    arrows = arrows_of(last)
    assert arrows
    assert all(arrow.area > 50 and not arrow.intersects(body_of(last)) for arrow in arrows)
    assert not any(one.intersects(two) for k, one in enumerate(arrows) for two in arrows[:k])


def test_an_arrow_keeps_off_a_chair_where_there_is_room() -> None:
    angles, tracked = MOVES["leg back"]
    chair = block((-0.2, 0.0, -1.0), (0.2, 0.45, -0.75), "wood", 2)
    scene = scene_of({}, angles, view=SIDE, arrows=tracked)
    last = trace(scene, (chair,), way=way_to(scene, angles)).stills[-1]
    wood = [ring for shape in last.shapes if shape.kind == "wood" for ring in rings_of(shape.data)]
    assert arrows_of(last)
    assert not any(arrow.intersects(Polygon(ring)) for arrow in arrows_of(last) for ring in wood)


def test_an_arrow_bends_as_the_limb_swings() -> None:
    angles, tracked = MOVES["arms up"]
    scene = scene_of({}, angles, view=SIDE, arrows=tracked[:1])
    ring = rings_of(trace(scene, way=way_to(scene, angles)).stills[-1].arrows[0])[0]
    hull = Polygon(ring).convex_hull
    assert Polygon(ring).area < 0.5 * hull.area


def test_a_way_too_short_to_see_has_no_arrow() -> None:
    scene = scene_of({}, {"elbow_R": {"flex": 2.0}}, arrows=("hand_R",))
    assert trace(scene).stills[-1].arrows == ()


def test_nothing_drawn_lies_outside_the_paper() -> None:
    angles, tracked = MOVES["bow"]
    scene = scene_of({}, angles, view=SIDE, arrows=tracked)
    drawing = trace(scene, way=way_to(scene, angles))
    for still in drawing.stills:
        paper = box(still.start, drawing.top, still.start + still.width, drawing.top + drawing.height)
        assert all(paper.contains(shape) for shape in [body_of(still), *arrows_of(still)])


def raised(degrees: float) -> tuple[Scene, RangeArc]:
    scene = scene_of({}, {"hip_R": {"flex": degrees}}, view=SIDE, arrows=("foot_R",))
    tip: Array = scene.body.tip("thigh_R")
    start, stop = (pose.rotation("thigh_R") @ tip for pose in scene.poses)
    return scene, RangeArc(centre=scene.poses[-1].position("thigh_R"), start=start, stop=stop, words="25°")


def test_a_limit_is_drawn_on_the_last_still_with_its_degrees() -> None:
    scene, limit = raised(25)
    drawing = trace(scene, limit=limit)
    assert [still.mark is not None for still in drawing.stills] == [False, True]
    assert to_svg(drawing).count("25°") == 1


@pytest.mark.parametrize("degrees", [15, 25, 60, 110])
def test_the_degrees_stand_clear_of_the_arrow(degrees: float) -> None:
    scene, limit = raised(degrees)
    last = trace(scene, way=way_to(scene, {"hip_R": {"flex": degrees}}), limit=limit).stills[-1]
    assert last.mark
    x, y = last.mark.x, last.mark.y
    label = box(x - LABEL[0], y - LABEL[1], x + LABEL[0], y + LABEL[1])
    assert not any(label.intersects(arrow) for arrow in arrows_of(last))


def test_a_wider_limit_opens_a_wider_arc() -> None:
    areas = []
    for degrees in (20, 60):
        scene, limit = raised(degrees)
        mark = trace(scene, limit=limit).stills[-1].mark
        assert mark
        areas.append(Polygon(rings_of(mark.data)[0]).area)
    assert areas[1] > 2.5 * areas[0]

"""Presses: a short straight arrow whose tip ends beside the place that presses and does not move."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from everyrep.core.movement.body import Body, Pose
from everyrep.core.movement.definition import Press
from everyrep.core.movement.directions import press_way
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.segments import INDEX
from everyrep.figures.drawing.arrows import CLEAR, POINTS, Obstacles, outline
from everyrep.figures.drawing.camera import Camera

LONG = 34.0  # pixels
SEEN = 0.25  # of its length: a direction that runs more steeply into the paper says nothing
END = 0.7  # of a limb: what lies beyond is its end, the knee of a thigh
LIMBS = ("thigh", "shank", "upper_arm", "forearm")
STEP, FURTHEST = 5.0, 90.0  # pixels between the places that are tried, and how far off they may lie
ASIDE = 0.6  # what a pixel to the side costs, in pixels of distance
ON_BODY, ON_EQUIPMENT = 120.0, 40.0  # what crossing costs, in pixels of distance


def press_arrow(
    press: Press,
    posed: tuple[Body, Pose, Array],
    camera: Camera,
    obstacles: Obstacles,
    taken: Sequence[BaseGeometry],
) -> Array | None:
    """(N, 2) the outline of the arrow in pixels; None where the camera looks along the press.

    posed: body, pose and (V, 3) its skin. It never lies over the head; over the rest of the body only where
    there is no room beside it. taken: arrows that are there already.
    """
    body, pose, skin = posed
    seen = camera.turn[:2] @ press_way(press, body, pose) * (1, -1)
    if np.linalg.norm(seen) < SEEN:
        return None
    head = camera.project(skin[body.segment_of == INDEX["head"]])[:, :2]
    apart = [*taken, shapely.MultiPoint(head).convex_hull]
    place = camera.project(_pressing_skin(press.segment, body, pose, skin))[:, :2]
    return _best(seen / np.linalg.norm(seen), place, obstacles, apart)


def _pressing_skin(segment: str, body: Body, pose: Pose, skin: Array) -> Array:
    """The vertices of a segment; of a long limb those of its end. One without skin is a line in its place."""
    own, tip = skin[body.segment_of == INDEX[segment]], body.tip(segment)
    if not len(own):
        return np.stack([pose.position(segment), pose.point(segment, tip)])
    if not segment.startswith(LIMBS):
        return own
    along = (own - pose.position(segment)) @ (pose.rotation(segment) @ tip) / (tip @ tip)
    return own[along > END]


def _best(way: Array, place: Array, obstacles: Obstacles, apart: Sequence[BaseGeometry]) -> Array | None:
    best, least = None, np.inf
    for cost, line in _candidates(way, place):
        if cost >= least:
            continue
        ring = outline(line)
        area = shapely.Polygon(ring).buffer(CLEAR)
        if any(other.intersects(area) for other in apart):
            continue
        cost += ON_BODY if obstacles.body.intersects(area) else 0.0
        cost += ON_EQUIPMENT if obstacles.equipment.intersects(area) else 0.0
        if cost < least:
            best, least = ring, cost
    return best


def _candidates(way: Array, place: Array) -> Iterator[tuple[float, Array]]:
    """Straight lines along the way with what each costs: best is behind the place, its tip near it."""
    side, middle = np.array([-way[1], way[0]]), (place.min(0) + place.max(0)) / 2
    hull = shapely.MultiPoint(place).convex_hull
    tail = np.linspace(-LONG, 0.0, POINTS)[:, None] * way
    for ahead in np.arange(-FURTHEST, FURTHEST, STEP):
        for aside in np.arange(-FURTHEST, FURTHEST + STEP, STEP):
            tip = middle + ahead * way + aside * side
            yield hull.distance(shapely.Point(tip)) + ASIDE * abs(aside), tip + tail

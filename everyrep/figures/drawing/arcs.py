"""The arc that says how far: a thin sector at the joint, with its degrees beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from everyrep.core.movement.rotations import Array, about, axis_angle, between
from everyrep.figures.drawing.camera import Camera

RADIUS = 52.0  # pixels
STEPS = 16
LABEL = (26.0, 12.0)  # half width and half height of the words, pixels
AWAY = (20.0, 32.0, 46.0, 62.0)  # pixels from the arc to the middle of the words


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RangeArc:
    """How far a prescription lets a segment go. centre: the joint in the world, metres.

    start, stop: the segment's direction at the first pose and where it is to stop, in the world. words: the
    degrees as they are to be read ("25°").
    """

    centre: Array
    start: Array
    stop: Array
    words: str


def sector(arc: RangeArc, camera: Camera) -> Array:
    """(N, 2) pixels: the joint, then the arc from start to stop, as seen by the camera."""
    axis, angle = axis_angle(between(arc.start, arc.stop))
    first = arc.start / np.linalg.norm(arc.start)
    swept = [about(axis, angle * step / STEPS) @ first for step in range(STEPS + 1)]
    around = arc.centre + np.stack([np.zeros(3), *swept]) * RADIUS / camera.scale
    return camera.project(around)[:, :2]


def place_words(ring: Array, arrows: Sequence[BaseGeometry], body: BaseGeometry) -> tuple[float, float]:
    """Where the middle of the words stands: near the arc's middle, off arrows, off the body if possible."""
    centre, middle = ring[0], ring[1 + STEPS // 2]
    out = (middle - centre) / (np.linalg.norm(middle - centre) + 1e-9)
    spots = [
        (away + abs(turn) * 0.5, middle + _turned(out, turn) * away)
        for away in AWAY
        for turn in (0, 35, -35, 70, -70, 110, -110)
    ]
    cost = [base + _cost(spot, arrows, body, ring) for base, spot in spots]
    best = spots[int(np.argmin(cost))][1]
    return float(best[0]), float(best[1])


def _cost(spot: Array, arrows: Sequence[BaseGeometry], body: BaseGeometry, ring: Array) -> float:
    box = shapely.box(*(spot - LABEL), *(spot + LABEL))
    over_arrows = sum(box.buffer(3).intersection(arrow).area for arrow in arrows)
    over_sector = box.intersection(shapely.Polygon(ring).buffer(1)).area
    return float(over_arrows + 0.15 * over_sector + 0.05 * box.intersection(body).area)


def _turned(direction: Array, degrees: float) -> Array:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([c * direction[0] - s * direction[1], s * direction[0] + c * direction[1]])

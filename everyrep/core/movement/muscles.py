"""Muscles that a picture can point at: soft ellipsoids on the segments of the body at rest.

They say where to look and feel, as on a poster; they are no anatomy.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.body import Body
from everyrep.core.movement.rotations import Array, X, Y, Z, unit
from everyrep.core.movement.segments import INDEX, PARENT, SEGMENTS, SIDES, SIGN

HEIGHT = 1.65  # metres; the body on which the ellipsoids were placed


@dataclass(frozen=True, slots=True)
class Spot:
    """An ellipsoid. along: share of the segment from its joint to its far end. out, front: metres from the
    segment's line, away from the midline and forward (a hand and forearm: towards the thumb; a foot: upward).
    size: half axes in metres, out, along and front."""

    segment: str
    along: float
    out: float
    front: float
    size: tuple[float, float, float]


MUSCLES: dict[str, tuple[Spot, ...]] = {
    "quadriceps": (Spot("thigh", 0.52, 0.01, 0.10, (0.075, 0.175, 0.085)),),
    "hamstrings": (Spot("thigh", 0.58, -0.005, -0.10, (0.068, 0.15, 0.085)),),
    "adductors": (Spot("thigh", 0.34, -0.085, 0.02, (0.055, 0.115, 0.06)),),
    "hip_abductors": (Spot("thigh", -0.13, 0.09, 0.005, (0.075, 0.075, 0.065)),),
    "hip_flexors": (Spot("thigh", 0.0, -0.01, 0.12, (0.042, 0.09, 0.07)),),
    "gluteals": (Spot("thigh", 0.05, -0.012, -0.12, (0.085, 0.1, 0.09)),),
    "calf": (Spot("shank", 0.33, 0.0, -0.075, (0.062, 0.12, 0.06)),),
    "shin": (Spot("shank", 0.42, 0.022, 0.055, (0.036, 0.12, 0.05)),),
    "foot": (Spot("foot", 0.55, -0.035, -0.025, (0.045, 0.085, 0.04)),),
    "abdominals": (Spot("lumbar", 0.62, 0.0, 0.17, (0.085, 0.155, 0.11)),),
    "back_extensors": (
        Spot("lumbar", 0.35, 0.045, -0.075, (0.036, 0.15, 0.08)),
        Spot("thorax", 0.2, 0.04, -0.11, (0.034, 0.16, 0.07)),
    ),
    "mid_back": (Spot("thorax", 0.55, 0.055, -0.12, (0.06, 0.085, 0.07)),),
    "upper_trapezius": (
        Spot("neck", 0.1, 0.055, -0.045, (0.042, 0.06, 0.055)),
        Spot("thorax", 0.93, 0.085, -0.055, (0.06, 0.04, 0.06)),
    ),
    "serratus": (Spot("thorax", 0.3, 0.15, 0.06, (0.06, 0.085, 0.06)),),
    "pectorals": (Spot("thorax", 0.62, 0.08, 0.13, (0.085, 0.07, 0.085)),),
    "deep_neck_flexors": (Spot("neck", 0.45, 0.0, 0.065, (0.045, 0.06, 0.05)),),
    "deltoid": (Spot("upper_arm", 0.2, 0.05, 0.0, (0.06, 0.085, 0.075)),),
    "rotator_cuff": (Spot("thorax", 0.7, 0.105, -0.1, (0.062, 0.06, 0.075)),),
    "biceps": (Spot("upper_arm", 0.6, 0.0, 0.055, (0.042, 0.08, 0.05)),),
    "triceps": (Spot("upper_arm", 0.58, 0.0, -0.055, (0.045, 0.085, 0.05)),),
    "wrist_extensors": (Spot("forearm", 0.33, 0.045, 0.0, (0.045, 0.075, 0.04)),),
    "wrist_flexors": (Spot("forearm", 0.33, -0.045, 0.0, (0.045, 0.075, 0.04)),),
}
"""Name -> where it is. Spots of limbs, and those off the midline, are on both sides."""


def muscle_weights(body: Body, names: Iterable[str], sides: Iterable[str] = SIDES) -> Array:
    """(V,) how much each vertex belongs to the named muscles, 0 to 1; the edge is at 0.5.

    sides: "L", "R" or both. Raises KeyError for a name that is not in MUSCLES.
    """
    whole = np.zeros(len(body.vertices))
    for name in names:
        for spot in MUSCLES[name]:
            for side in sides:
                whole = np.maximum(whole, _weights(body, spot, side))
    return whole


def _weights(body: Body, spot: Spot, side: str) -> Array:
    segment = spot.segment if spot.segment in INDEX else f"{spot.segment}_{side}"
    place = INDEX[segment]
    axes = _axes(body, segment, side)
    scale = float(np.ptp(body.vertices[:, 1])) / HEIGHT
    centre = np.array([spot.out * scale, spot.along * body.length(segment), spot.front * scale])
    own = (body.vertices - body.joints[place]) @ axes - centre
    distance = np.linalg.norm(own / (np.array(spot.size) * scale), axis=1)
    near = [INDEX[name] for name in SEGMENTS if _steps(name, segment) <= 3]
    return np.where(np.isin(body.segment_of, near), np.clip(1 - distance / 2, 0, 1), 0.0)


def _axes(body: Body, segment: str, side: str) -> Array:
    """Columns out, along and front, in the rest mesh."""
    along = unit(body.tip(segment))
    first = Z if abs(along[2]) < 0.6 else Y
    front = unit(first - along * (first @ along))
    out = unit(X * SIGN[side] - along * (X[0] * SIGN[side] * along[0]) - front * (SIGN[side] * front[0]))
    return body.rest[INDEX[segment]] @ np.column_stack([out, along, front])


def _steps(one: str, other: str) -> int:
    """How many joints lie between two segments."""
    above, below = _line(one), _line(other)
    shared = len(set(above) & set(below))
    return len(above) + len(below) - 2 * shared


def _line(segment: str) -> list[str]:
    line = [segment]
    while (parent := PARENT[line[-1]]) is not None:
        line.append(parent)
    return line

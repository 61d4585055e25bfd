"""The surfaces of a movement: level ones by height, walls where the figure first touches them."""

from collections.abc import Mapping

import numpy as np

from everyrep.core.movement.body import Body
from everyrep.core.movement.definition import Movement
from everyrep.core.movement.rotations import Array, X, Y, Z
from everyrep.core.movement.scene import Surface
from everyrep.core.movement.segments import INDEX, SEGMENTS

WALLS: dict[str, Array] = {"wall_front": -Z, "wall_back": Z, "wall_left": -X, "wall_right": X}
"""A wall's name -> the direction out of it."""

THIGH_BELOW_KNEE = 0.055  # metres from the knee's centre down to the seat under a level thigh


def named(movement: Movement) -> set[str]:
    """Every surface that the movement speaks of."""
    reached = {reach.to for pose in movement.poses for reach in pose.reach.values()}
    words = {contact.surface for contact in movement.support.values()} | reached | set(movement.surfaces)
    return {word for word in words if word not in SEGMENTS and word not in {"start", "world", "pedal"}} | {
        "floor"
    }


def level_heights(body: Body) -> dict[str, float]:
    """Usual heights of what is level for this body, metres: thighs level on a seat, elbows over a table."""
    seat = float(body.joints[INDEX["shank_L"]][1]) - THIGH_BELOW_KNEE
    pelvis, shoulder = (float(body.joints[INDEX[name]][1]) for name in ("pelvis", "upper_arm_L"))
    elbow_over_seat = (shoulder - pelvis) - body.length("upper_arm_L") + 0.09
    return {
        "floor": 0.0,
        "mat": 0.0,
        "seat": seat,
        "bench": seat + 0.05,
        "bed": seat + 0.08,
        "step": 0.15,
        "foam": 0.06,
        "roll": 0.10,
        "pillow": 0.06,
        "towel": 0.03,
        "table": seat + elbow_over_seat,
        "counter": 1.08 * pelvis,
        "ground": 0.0,
    }


def surfaces(movement: Movement, body: Body, touching: Mapping[str, Array]) -> dict[str, Surface]:
    """Every surface of the movement. touching: wall -> the point of the start pose that reaches furthest."""
    heights = level_heights(body) | dict(movement.surfaces)
    placed: dict[str, Surface] = {}
    for name in sorted(named(movement)):
        if name in WALLS:
            placed[name] = Surface(_wall_point(movement, name, touching), WALLS[name])
        else:
            placed[name] = Surface(np.array([0.0, heights.get(name, 0.0), 0.0]), Y)
    return placed


def _wall_point(movement: Movement, name: str, touching: Mapping[str, Array]) -> Array:
    if name in movement.surfaces:
        return -WALLS[name] * movement.surfaces[name]
    return touching.get(name, -WALLS[name] * 0.4)

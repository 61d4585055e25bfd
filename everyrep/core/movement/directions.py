"""Directions by name: those of the room, and those that the lying or leaning body gives."""

from collections.abc import Callable

from everyrep.core.movement.body import Body, Pose
from everyrep.core.movement.definition import Press
from everyrep.core.movement.rotations import Array, X, Y, Z, unit
from everyrep.core.movement.segments import SEGMENTS, SIGN

ROOM: dict[str, Array] = {"down": -Y, "up": Y, "forward": Z, "back": -Z, "left": X, "right": -X}
SIDEWAYS = {"in": -1, "out": 1}
"""Towards the middle of the figure and away from it: only a thing with a side has these."""

DIRECTIONS = ("down", "up", "forward", "back", "in", "out", "left", "right", "head", "feet")


def direction(word: str, side: str, turn: Callable[[str], Array]) -> Array:
    """The direction of a word, in the world, unit. side: "L" or "R" for "in" and "out".

    turn: segment -> its orientation. Raises KeyError for a word that is no direction.
    """
    if word in SIDEWAYS:
        outward: Array = SIGN[side] * SIDEWAYS[word] * X
        return outward
    if word == "head":
        return turn("thorax")[:, 1]
    return -turn("pelvis")[:, 1] if word == "feet" else ROOM[word]


def press_way(press: Press, body: Body, pose: Pose) -> Array:
    """The direction in which a segment presses in a pose, in the world, unit."""
    if press.way in SEGMENTS:
        return unit(_middle(press.way, body, pose) - _middle(press.segment, body, pose))
    return direction(press.way, press.segment[-1], pose.rotation)


def _middle(segment: str, body: Body, pose: Pose) -> Array:
    return pose.point(segment, body.tip(segment) / 2)

"""One camera for all stills of a movement: the figure as large as can be, and no wasted paper."""

from collections.abc import Sequence

import numpy as np

from everyrep.core.movement.definition import View
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.scene import Part, Scene
from everyrep.core.movement.segments import INDEX, PARENT
from everyrep.figures.drawing.camera import Camera, turn_of
from everyrep.figures.drawing.raster import Mask

CELL = (440.0, 380.0)  # pixels that figure and equipment fill at most
MARGIN = 8  # pixels of paper around them
NEAR = 0.30  # metres; large equipment is cut this far from the body
LARGE = ("skirting", "counter", "table")  # what their parts' names begin with; and all that is of wall
CLOSEST = 1300.0  # pixels per metre
FOCUS_ROOM = 0.05  # metres around what a close-up shows


def camera_for(scene: Scene, parts: Sequence[Part]) -> Camera:
    """The camera that every still of the scene is drawn with."""
    view = scene.movement.view
    turn = turn_of(view)
    low, high = _bounds(scene, parts, turn, view)
    wide, tall = high - low
    scale = min(CELL[0] / wide, CELL[1] / tall, CLOSEST)
    return Camera(
        turn=turn,
        scale=scale,
        left=low[0] * scale - MARGIN,
        top=-high[1] * scale - MARGIN,
        width=round(wide * scale) + 2 * MARGIN,
        height=round(tall * scale) + 2 * MARGIN,
    )


def _bounds(scene: Scene, parts: Sequence[Part], turn: Array, view: View) -> tuple[Array, Array]:
    """Lowest and highest corner of what is shown, across and up, metres."""
    chosen = _focus(scene, view)
    body = np.concatenate([_flat(vertices[chosen], turn) for vertices in scene.vertices])
    low, high = body.min(0), body.max(0)
    if view.focus:
        return low - FOCUS_ROOM, high + FOCUS_ROOM
    for frame in range(len(scene.vertices)):
        for part in parts:
            corners = _flat(part.at(frame), turn)
            if part.material == "wall" or part.name.startswith(LARGE):
                corners = np.clip(corners, body.min(0) - NEAR, body.max(0) + NEAR)
            low, high = np.minimum(low, corners.min(0)), np.maximum(high, corners.max(0))
    return low, high


def _flat(points: Array, turn: Array) -> Array:
    return points @ turn[:2].T


def _focus(scene: Scene, view: View) -> Mask:
    """Which vertices the picture is framed on."""
    if not view.focus:
        return np.ones(len(scene.body.vertices), bool)
    places = [INDEX[name] for name in PARENT if _within(name, view.focus)]
    return np.isin(scene.body.segment_of, places)


def _within(segment: str, focus: Sequence[str]) -> bool:
    """Hands and feet belong to a close-up of the segment before them."""
    ends = {"hand": "forearm", "toes": "foot"}
    name, _, side = segment.rpartition("_")
    return segment in focus or f"{ends.get(name, '')}_{side}" in focus

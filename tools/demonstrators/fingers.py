"""Straight fingers: the source's hands are half closed, ours are flat at rest so that no bend means flat."""

import math

import numpy as np

from everyrep.core.movement.bones import FINGERS, PHALANGES
from everyrep.core.movement.rotations import Array, about, unit
from everyrep.core.movement.segments import SIDES
from tools.demonstrators.source import Source

STRAIGHTENED = FINGERS[1:]  # the thumb rests where it is


def straightened(source: Source, vertices: Array) -> Array:
    """(N, 3) the body and its joint cubes with the four fingers of each hand in the plane of the palm."""
    changed = vertices.copy()
    for side in SIDES:
        palm = _palm(source, vertices, side.lower())
        for finger in STRAIGHTENED:
            _straighten(
                source, vertices, changed, [f"{finger}_0{place}_{side.lower()}" for place in PHALANGES], palm
            )
    return changed


def _palm(source: Source, vertices: Array, side: str) -> Array:
    """The plane's unit normal, from wrist and knuckles."""
    wrist, index, middle, pinky = (
        source.end(vertices, f"{bone}_{side}", "head")
        for bone in ("hand", "index_01", "middle_01", "pinky_01")
    )
    return unit(np.cross(middle - wrist, index - pinky))


def _straighten(source: Source, vertices: Array, changed: Array, bones: list[str], palm: Array) -> None:
    points = [source.end(vertices, bone, "head") for bone in bones] + [
        source.end(vertices, bones[-1], "tail")
    ]
    along = points[-1] - points[0]
    axis = unit(np.cross(unit(along - palm * (palm @ along)), palm))
    carried = np.eye(4)
    for place, bone in enumerate(bones):
        phalanx = points[place + 1] - points[place]
        angle = math.degrees(math.atan2(phalanx @ palm, phalanx @ np.cross(palm, axis)))
        new = np.eye(4)
        new[:3, :3] = about(axis, -angle)
        new[:3, 3] = carried[:3, :3] @ points[place] + carried[:3, 3] - new[:3, :3] @ points[place]
        _blend(source, vertices, changed, bone, new)
        cube = source.groups[source.rig[bone]["tail"]["cube_name"]]
        changed[cube] = vertices[cube] @ new[:3, :3].T + new[:3, 3]
        carried = new


def _blend(source: Source, vertices: Array, changed: Array, bone: str, new: Array) -> None:
    share = source.rig_weights[bone][:, None]
    changed += share * (vertices @ new[:3, :3].T + new[:3, 3] - vertices)

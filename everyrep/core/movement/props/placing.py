"""From meshes to parts: standing still, carried by a segment, or placed anew at every pose."""

from collections.abc import Callable

import numpy as np

from everyrep.core.movement.props.meshes import Mesh, upright
from everyrep.core.movement.rotations import IDENTITY, Array
from everyrep.core.movement.scene import Part, Scene

Placing = Callable[[int], Array]
"""Pose number -> (3, 4), what carries the part into the world."""


def fixed(scene: Scene, name: str, material: str, mesh: Mesh, origin: Array, turn: Array = IDENTITY) -> Part:
    """Furniture: `origin` and `turn` carry the mesh's frame into the room, once and for all."""
    return placed(scene, name, material, mesh, lambda _: np.column_stack([turn, origin]))


def carried(scene: Scene, name: str, material: str, mesh: Mesh, segment: str) -> Part:
    """Something that goes with a segment, in whose frame the mesh is given."""

    def placing(frame: int) -> Array:
        pose = scene.poses[frame]
        return np.column_stack([pose.rotation(segment), pose.position(segment)])

    return placed(scene, name, material, mesh, placing)


def placed(scene: Scene, name: str, material: str, mesh: Mesh, placing: Placing) -> Part:
    """A mesh that is placed at each pose."""
    frames = np.stack([placing(frame) for frame in range(len(scene.poses))])
    return Part(name=name, material=material, vertices=mesh[0], triangles=mesh[1], placed=frames)


def spanning(start: Array, finish: Array, *, wide: float = 1.0, across: Array | None = None) -> Array:
    """(3, 4): stretches a mesh of length 1 along Y from start to finish; its X turns towards `across`."""
    along = finish - start
    turn = upright(along)
    if across is not None:
        side = np.cross(along, np.cross(across, along))
        size = float(np.linalg.norm(side))
        turn = (
            np.stack([side / size, turn[:, 1], np.cross(side / size, turn[:, 1])], axis=1)
            if size > 1e-9
            else turn
        )
    return np.column_stack([turn[:, 0] * wide, along, turn[:, 2] * wide, start])

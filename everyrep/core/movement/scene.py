"""What a movement comes to on one body: poses, the surfaces it touches, and the equipment around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from everyrep.core.movement.body import Body, Pose
from everyrep.core.movement.definition import Movement
from everyrep.core.movement.rotations import Array

MATERIALS = ("wood", "seat", "wall", "mat", "band", "metal", "foam", "cloth", "rubber", "ball")
"""What equipment is made of; each drawing style gives each its colour."""


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A plane that carries or stops the body: a point on it (metres) and the direction out of it (unit)."""

    point: Array
    normal: Array

    def distance(self, points: Array) -> Array:
        """How far points (N, 3) are on the free side, in metres; below 0 they have sunk in."""
        return (points - self.point) @ self.normal


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """A movement posed on a body at some points of its path. shares (F,): 0 to 1, where the poses are.

    vertices: the posed mesh at each of them, (V, 3) each.
    """

    movement: Movement
    body: Body
    shares: tuple[float, ...]
    poses: tuple[Pose, ...]
    vertices: Sequence[Array]
    surfaces: Mapping[str, Surface]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A rigid piece of equipment. vertices (N, 3) and triangles (M, 3) in its own frame, metres.

    placed (F, 3, 4): for each pose of the scene what carries it into the world; a band also stretches.
    """

    name: str
    material: str
    vertices: Array
    triangles: NDArray[np.int32]
    placed: Array

    def at(self, frame: int) -> Array:
        """(N, 3) its corners in the world at one pose."""
        placed: Array = self.placed[frame]
        return self.vertices @ placed[:, :3].T + placed[:, 3]

"""A body that can be posed, and a pose of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from everyrep.core.movement.rotations import Array
from everyrep.core.movement.segments import INDEX

REGIONS = ("skin", "shirt", "pants", "shoe", "sock", "hair", "eye", "iris", "lip", "brow")
"""What a triangle is made of; the palette gives each its colour."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Body:
    """One demonstrator. S segments, B bones (see `bones.BONES`), V vertices, T triangles; metres.

    joints (S, 3): each segment's near joint centre in the rest mesh, soles at Y = 0, facing +Z.
    tips (S, 3): its far end in the rest mesh. rest (S, 3, 3): from anatomical zero to the rest mesh.
    heads (B, 3): where each bone turns, in the rest mesh. curl_axes (B, 3): the axis, in the rest mesh, about
    which a finger bone bends towards the palm by a positive turn; zero for other bones.
    vertices (V, 3), triangles (T, 3), regions (T,) index into REGIONS, bone_of (V, 4) index into BONES,
    weights (V, 4) summing to 1, segment_of (V,) the segment that moves the vertex most.
    palette: region -> (red, green, blue), 0 to 255.
    """

    id: str
    joints: Array
    tips: Array
    rest: Array
    heads: Array
    curl_axes: Array
    vertices: Array
    triangles: NDArray[np.int32]
    regions: NDArray[np.uint8]
    bone_of: NDArray[np.uint8]
    weights: Array
    segment_of: NDArray[np.uint8]
    palette: Mapping[str, tuple[int, int, int]]
    about: Mapping[str, str] = field(default_factory=dict)

    def tip(self, segment: str) -> Array:
        """From the segment's joint to its far end, in the segment's own frame."""
        place = INDEX[segment]
        return self.rest[place].T @ (self.tips[place] - self.joints[place])

    def length(self, segment: str) -> float:
        """From joint to far end, in metres."""
        place = INDEX[segment]
        return float(np.linalg.norm(self.tips[place] - self.joints[place]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pose:
    """A body held still. rotations (S, 3, 3): from anatomical zero to the world; positions (S, 3):
    the segments' joint centres in the world, metres. curls: (left, right), each (5, 3): degrees that
    thumb, index, middle, ring and little finger bend at their three joints."""

    rotations: Array
    positions: Array
    curls: tuple[Array, Array]

    def rotation(self, segment: str) -> Array:
        """The segment's orientation in the world."""
        return self.rotations[INDEX[segment]]

    def position(self, segment: str) -> Array:
        """The segment's near joint in the world."""
        return self.positions[INDEX[segment]]

    def point(self, segment: str, offset: Array) -> Array:
        """A point given in the segment's frame (metres from its joint), in the world."""
        return self.position(segment) + self.rotation(segment) @ offset

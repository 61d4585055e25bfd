"""How the helpers of `bones` turn, all at once as arrays.

An arm's swing is taken against the thorax and from anatomical zero, as its angles are. Taken from the rest
mesh, whose arms stand away from the body, an arm raised forwards would count as turned about itself by half
a turn, and its skin would be wrung.
"""

import numpy as np

from everyrep.core.movement.bones import BONES, Bone
from everyrep.core.movement.rotations import IDENTITY, Array
from everyrep.core.movement.segments import INDEX, SIGN

OPPOSITE = 1e-6  # how near to opposite two directions come before a turn between them has no axis
RAISED = -0.985  # cosine of the swing from which the half way may be in front or behind
TURNED_BACK = -0.9998  # cosine of the swing beyond which the twist cannot be told
TWIST_AT_JOINT = 0.35  # of a limb's twist is there already at its joint; the rest comes in along the limb


def _base(bone: Bone) -> str:
    return "thorax" if bone.segment.startswith("upper_arm") else str(bone.parent)


_SEGMENT = np.array([INDEX[bone.segment] for bone in BONES])
_PARENT = np.array([INDEX.get(bone.parent or "", 0) for bone in BONES])
HELPERS = np.array([place for place, bone in enumerate(BONES) if bone.kind in ("half", "swing")])
_HALF = np.array([BONES[place].kind == "half" for place in HELPERS])
_BASE = np.array([INDEX[_base(BONES[place])] for place in HELPERS])
_OUTWARD = np.array([[SIGN[BONES[place].name[-1]], 0.0, 1.0] for place in HELPERS])  # and forward


def orientations(rotations: Array, tips: Array) -> Array:
    """(H, 3, 3) of the bones HELPERS, from the segments' rotations (S, 3, 3).

    tips (H, 3): unit, from joint to far end, in the segment's own frame.
    """
    base, parents = rotations[_BASE], rotations[_PARENT[HELPERS]]
    local = transposed(base) @ rotations[_SEGMENT[HELPERS]]
    aims = np.einsum("bij,bj->bi", local, tips)
    cosines = np.einsum("bi,bi->b", tips, aims)
    swings = np.where((cosines < TURNED_BACK)[:, None, None], local, between(tips, aims))
    twists = part(transposed(swings) @ local, TWIST_AT_JOINT)
    halves = part(transposed(base) @ parents, 0.5) @ between(tips, _half_way(tips, local, aims, cosines))
    turned: Array = base @ np.where(_HALF[:, None, None], halves, swings @ twists)
    return turned


def _half_way(tips: Array, local: Array, aims: Array, cosines: Array) -> Array:
    """The direction half way; near half a turn, where there are two, the one in front or outside."""
    middle = units(tips + aims)
    turned = cosines < TURNED_BACK
    middle[turned] = units(np.cross(_half_turn_axes(local[turned]), tips[turned]))
    back = (cosines < RAISED) & (np.einsum("bi,bi->b", middle, _OUTWARD) < 0)
    return np.where(back[:, None], -middle, middle)


def _half_turn_axes(turns: Array) -> Array:
    """(N, 3): the axes of turns of about 180 degrees, either way along."""
    columns = turns + IDENTITY
    largest = np.argmax(np.linalg.norm(columns, axis=1), axis=1)
    return columns[np.arange(len(turns)), :, largest]


def between(starts: Array, aims: Array) -> Array:
    """(N, 3, 3): the shortest turns of unit vectors onto others."""
    crosses = crossing(np.cross(starts, aims))
    cosines = np.maximum(np.einsum("bi,bi->b", starts, aims), OPPOSITE - 1)
    turns: Array = IDENTITY + crosses + crosses @ crosses / (1 + cosines)[:, None, None]
    return turns


def part(turns: Array, share: float) -> Array:
    """(N, 3, 3): a share of each turn about its own axis."""
    skew = turns - transposed(turns)
    axes = np.stack([skew[:, 2, 1], skew[:, 0, 2], skew[:, 1, 0]], axis=1) / 2
    cosines = (np.trace(turns, axis1=1, axis2=2) - 1) / 2
    return about(axes, share * np.arctan2(np.linalg.norm(axes, axis=1), cosines))


def about(axes: Array, radians: Array) -> Array:
    """(N, 3, 3): turns about axes of any length."""
    crosses = crossing(units(axes))
    sine, cosine = np.sin(radians)[:, None, None], np.cos(radians)[:, None, None]
    return IDENTITY + sine * crosses + (1 - cosine) * (crosses @ crosses)


def crossing(vectors: Array) -> Array:
    """(N, 3, 3): the matrices that cross with vectors."""
    x, y, z = vectors.T
    zero = np.zeros_like(x)
    return np.stack([zero, -z, y, z, zero, -x, -y, x, zero], axis=1).reshape(-1, 3, 3)


def units(vectors: Array) -> Array:
    """(N, 3): the directions of vectors; none for those of no length."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Array = vectors / np.maximum(lengths, OPPOSITE)
    return scaled


def transposed(turns: Array) -> Array:
    """(N, 3, 3): the turns back."""
    return turns.transpose(0, 2, 1)

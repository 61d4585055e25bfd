"""The posed mesh: linear blending over bones that include the helpers of `bones`, all at once as arrays."""

from collections.abc import Sequence
from functools import lru_cache
from typing import overload

import numpy as np
from numpy.typing import NDArray

from everyrep.core.movement.body import Body, Pose
from everyrep.core.movement.bones import BONE_INDEX, BONES, FINGERS, PHALANGES
from everyrep.core.movement.helper_bones import HELPERS, about, orientations, transposed, units
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.segments import INDEX

BODIES_KEPT = 16

_SEGMENT = np.array([INDEX[bone.segment] for bone in BONES])
_FINGERS = [
    np.array([BONE_INDEX[f"{finger}_{place}_{side}"] for side in "LR" for finger in FINGERS])
    for place in PHALANGES
]


def bone_transforms(body: Body, pose: Pose) -> Array:
    """(B, 3, 4): for each bone what carries a point of the rest mesh into the world."""
    skin_turns = pose.rotations @ body.rest.transpose(0, 2, 1)
    turns, places = skin_turns[_SEGMENT], pose.positions[_SEGMENT]
    turns[HELPERS] = _helpers(body, pose)
    _bend_fingers(body, pose, turns, places)
    carried = places - np.einsum("bij,bj->bi", turns, body.heads)
    return np.concatenate([turns, carried[:, :, None]], axis=2)


def posed_vertices(body: Body, pose: Pose, only: NDArray[np.int_] | None = None) -> Array:
    """(V, 3) the mesh in the world, or only the vertices whose indices are asked for."""
    weights, rest = _all_weights(body), body.vertices
    if only is not None:
        weights, rest = weights[only], rest[only]
    blended = (weights @ bone_transforms(body, pose).reshape(len(BONES), 12)).reshape(-1, 3, 4)
    posed: Array = np.einsum("vij,vj->vi", blended[:, :, :3], rest) + blended[:, :, 3]
    return posed


@lru_cache(maxsize=BODIES_KEPT)
def _all_weights(body: Body) -> Array:
    """(V, B): each vertex's share of every bone."""
    spread = np.zeros((len(body.vertices), len(BONES)))
    np.add.at(spread, (np.arange(len(spread))[:, None], body.bone_of), body.weights)
    return spread


def _helpers(body: Body, pose: Pose) -> Array:
    """(H, 3, 3): from the rest mesh."""
    tips, at_rest = _resting(body)
    return orientations(pose.rotations, tips) @ at_rest


@lru_cache(maxsize=BODIES_KEPT)
def _resting(body: Body) -> tuple[Array, Array]:
    """The helpers' tips in their own frames, and back from their orientations in the rest mesh."""
    segments = _SEGMENT[HELPERS]
    along = body.tips[segments] - body.joints[segments]
    tips = units(np.einsum("bji,bj->bi", body.rest[segments], along))
    return tips, transposed(orientations(body.rest, tips))


def _bend_fingers(body: Body, pose: Pose, turns: Array, places: Array) -> None:
    """Joint after joint, each carried by the one before it; the first by the hand."""
    for place, bones in enumerate(_FINGERS):
        carriers = np.array([BONE_INDEX[str(BONES[bone].parent)] for bone in bones])
        degrees = np.concatenate([pose.curls[side][:, place] for side in (0, 1)])
        offsets = body.heads[bones] - body.heads[carriers]
        places[bones] = places[carriers] + np.einsum("bij,bj->bi", turns[carriers], offsets)
        turns[bones] = turns[carriers] @ about(body.curl_axes[bones], np.radians(degrees))


class Skins(Sequence[Array]):
    """The posed meshes of some poses, (V, 3) each, made when somebody looks: arrows need none, stills do."""

    def __init__(self, body: Body, poses: Sequence[Pose]) -> None:
        self._body, self._poses = body, poses
        self._posed: dict[int, Array] = {}

    def __len__(self) -> int:
        return len(self._poses)

    @overload
    def __getitem__(self, place: int) -> Array: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Array]: ...
    def __getitem__(self, place: int | slice) -> Array | Sequence[Array]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        one = range(len(self))[place]
        if one not in self._posed:
            self._posed[one] = posed_vertices(self._body, self._poses[one])
        return self._posed[one]

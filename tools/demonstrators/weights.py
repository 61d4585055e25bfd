"""Skin weights for our bones from those of the rig: helpers keep bent and turned joints full."""

import numpy as np
from numpy.typing import NDArray

from everyrep.core.movement.bones import BONE_INDEX, BONES, FINGERS, HALF, PHALANGES, SWING
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.segments import INDEX, PARENT, SIDES
from tools.demonstrators.skeleton import LIMBS, Skeleton
from tools.demonstrators.source import Source

TRUNK_BONES = {
    "Root": "pelvis",
    "pelvis": "pelvis",
    "spine_01": "lumbar",
    "spine_02": "lumbar",
    "spine_03": "thorax",
    "neck_01": "neck",
    "head": "head",
}
SHOULDER = 0.09  # metres from the joint within which weights are eased in full
ROUNDS = 12


def skin_weights(source: Source, vertices: Array, made: Skeleton) -> Array:
    """(N, B) over `bones.BONES`, each row summing to 1."""
    weights = np.zeros((len(vertices), len(BONES)))
    for bone, share in source.rig_weights.items():
        weights[:, BONE_INDEX[_bone(bone)]] += share
    weights = _eased(source, vertices, made, weights)
    for side in SIDES:
        for name in HALF:
            _halve(weights, f"{name}_{side}")
        for name in SWING:
            _swing(weights, vertices, made, f"{name}_{side}")
    whole: Array = weights / weights.sum(axis=1, keepdims=True)
    return whole


def strongest(weights: Array, count: int = 4) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """(V, count) bones and weights 0 to 255 that sum to 255 exactly."""
    bones = np.argsort(-weights, axis=1, kind="stable")[:, :count]
    shares = np.take_along_axis(weights, bones, axis=1)
    whole = np.floor(shares / shares.sum(axis=1, keepdims=True) * 255 + 0.5).astype(int)
    whole[:, 0] += 255 - whole.sum(axis=1)
    bones[whole == 0] = 0
    return bones.astype(np.uint8), whole.astype(np.uint8)


def _bone(rig_bone: str) -> str:
    """Our bone for one of the rig's."""
    if rig_bone in TRUNK_BONES:
        return TRUNK_BONES[rig_bone]
    stem, side = rig_bone.rsplit("_", 1)
    names = {bone: name for name, bone in LIMBS.items()}
    names |= {f"{finger}_0{place}": f"{finger}_{place}" for finger in FINGERS for place in PHALANGES}
    return f"{names[stem]}_{side.upper()}"


def _eased(source: Source, vertices: Array, made: Skeleton, weights: Array) -> Array:
    """Softer passages around the shoulders, which move furthest; fading out from the joint."""
    near = np.zeros(len(vertices))
    for side in SIDES:
        distance = np.linalg.norm(vertices - made.joints[INDEX[f"upper_arm_{side}"]], axis=1)
        near = np.maximum(near, np.clip(2 - distance / SHOULDER, 0, 1))
    first, second = source.neighbours.T
    inside = (near[first] > 0) & (near[second] > 0)
    first, second = first[inside], second[inside]
    count = np.bincount(first, minlength=len(vertices))[:, None]
    for _ in range(ROUNDS):
        total = np.zeros_like(weights)
        np.add.at(total, first, weights[second])
        step = total / np.maximum(count, 1) - weights
        weights = weights + np.where(count > 0, step, 0) * near[:, None] / 2
    return _as_skin(source, vertices, weights, near)


def _as_skin(source: Source, vertices: Array, weights: Array, near: Array) -> Array:
    """There the clothes move as the skin beneath them does, so that it never comes through."""
    skin, cloth = (np.unique(source.triangles(group)) for group in ("body", "helper-tights"))
    skin, cloth = skin[near[skin] > 0], cloth[near[cloth] > 0]
    taken = weights.copy()
    taken[cloth] += near[cloth, None] * (
        nearest(vertices[skin], weights[skin], vertices[cloth]) - weights[cloth]
    )
    return taken


def nearest(known: Array, rows: Array, wanted: Array, count: int = 3, at_once: int = 512) -> Array:
    """(W, B) what rows (K, B), known at points (K, 3), are at wanted points (W, 3): a mean of the nearest."""
    found = []
    for start in range(0, len(wanted), at_once):
        some = wanted[start : start + at_once]
        distance = np.linalg.norm(some[:, None] - known[None], axis=2)
        near = np.argpartition(distance, count, axis=1)[:, :count]
        share = 1 / (np.take_along_axis(distance, near, axis=1) + 1e-6)
        found.append(np.einsum("vk,vkb->vb", share / share.sum(axis=1, keepdims=True), rows[near]))
    return np.vstack(found)


def _halve(weights: Array, segment: str) -> None:
    """Where parent and child share a vertex, the bone that turns half way takes the middle."""
    parent, child = BONE_INDEX[str(PARENT[segment])], BONE_INDEX[segment]
    shared = weights[:, parent] + weights[:, child]
    both = (weights[:, parent] > 0) & (weights[:, child] > 0)
    along = np.divide(weights[:, child], shared, out=np.zeros_like(shared), where=both)
    half = np.where(both, 1 - np.abs(1 - 2 * along), 0) * shared
    weights[:, parent] = np.where(both, np.clip(1 - 2 * along, 0, 1) * shared, weights[:, parent])
    weights[:, child] = np.where(both, np.clip(2 * along - 1, 0, 1) * shared, weights[:, child])
    weights[:, BONE_INDEX[f"half_{segment}"]] = half


def _swing(weights: Array, vertices: Array, made: Skeleton, segment: str) -> None:
    """The twist comes in gradually along the bone: none at the joint, all of it at the far end."""
    joint, tip = made.joints[INDEX[segment]], made.tips[INDEX[segment]]
    along = np.clip((vertices - joint) @ (tip - joint) / ((tip - joint) @ (tip - joint)), 0, 1)
    twisted = along * along * (3 - 2 * along)
    own = weights[:, BONE_INDEX[segment]].copy()
    weights[:, BONE_INDEX[segment]] = own * twisted
    weights[:, BONE_INDEX[f"swing_{segment}"]] = own * (1 - twisted)

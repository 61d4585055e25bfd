"""The skeleton of a track: every bone's turn and place against its parent, at every pose."""

import numpy as np

from everyrep.core.movement.bones import BONE_INDEX, BONES, Bone
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.scene import Scene
from everyrep.core.movement.skin import bone_transforms
from everyrep.figures.tracks.motions import Motion, quaternions


def bone_motions(scene: Scene) -> list[Motion]:
    """One motion for each bone, in the order of BONES; the pelvis carries the body through the room."""
    carried = np.stack([bone_transforms(scene.body, pose) for pose in scene.poses])
    turns = carried[..., :3]
    heads = np.einsum("fbij,bj->fbi", turns, scene.body.heads) + carried[..., 3]
    return [_motion(bone, turns, heads) for bone in BONES]


def _motion(bone: Bone, turns: Array, heads: Array) -> Motion:
    place = BONE_INDEX[bone.name]
    parent = None if bone.parent is None else BONE_INDEX[bone.parent]
    turn, head = turns[:, place], heads[:, place]
    if parent is not None:
        turn = np.einsum("fji,fjk->fik", turns[:, parent], turn)
        head = np.einsum("fji,fj->fi", turns[:, parent], head - heads[:, parent])
    return Motion(
        name=bone.name,
        parent=parent,
        rotation=quaternions(turn),
        translation=head,
        scale=np.ones_like(head),
    )

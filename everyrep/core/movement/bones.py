"""The bones that carry the skin: the segments, helpers that keep bent joints full, and the fingers.

A joint blended straight from parent to child pinches when it bends far. Two kinds of helper mend that and
work the same here and in any glTF viewer: `half` turns half way at the joint, `swing` follows the segment
but not its twist, so that a forearm turns gradually from elbow to wrist.
"""

from dataclasses import dataclass

from everyrep.core.movement.segments import PARENT, SIDES

HALF = ("upper_arm", "forearm", "hand", "thigh", "shank", "foot")
SWING = ("upper_arm", "forearm", "thigh")
FINGERS = ("thumb", "index", "middle", "ring", "pinky")
PHALANGES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Bone:
    """`kind`: segment, half, swing or finger. `segment` is what it belongs to (the hand for a finger)."""

    name: str
    kind: str
    segment: str
    parent: str | None


def _bones() -> tuple[Bone, ...]:
    segments = [Bone(name, "segment", name, parent) for name, parent in PARENT.items()]
    halves = [_helper("half", f"{name}_{side}") for side in SIDES for name in HALF]
    swings = [_helper("swing", f"{name}_{side}") for side in SIDES for name in SWING]
    fingers = [_finger(finger, place, side) for side in SIDES for finger in FINGERS for place in PHALANGES]
    return (*segments, *halves, *swings, *fingers)


def _helper(kind: str, segment: str) -> Bone:
    return Bone(f"{kind}_{segment}", kind, segment, PARENT[segment])


def _finger(finger: str, place: int, side: str) -> Bone:
    parent = f"hand_{side}" if place == 1 else f"{finger}_{place - 1}_{side}"
    return Bone(f"{finger}_{place}_{side}", "finger", f"hand_{side}", parent)


BONES = _bones()
BONE_INDEX = {bone.name: place for place, bone in enumerate(BONES)}

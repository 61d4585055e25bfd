"""The skeleton of a shaped body: joint centres, rest orientations and finger joints."""

import math
from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.bones import BONE_INDEX, BONES, FINGERS, PHALANGES
from everyrep.core.movement.rotations import (
    IDENTITY,
    Array,
    X,
    Y,
    Z,
    about_x,
    about_y,
    between,
    unit,
)
from everyrep.core.movement.segments import INDEX, SEGMENTS, SIDES, SIGN
from tools.demonstrators.source import Source

MIDDLE = np.array([0.0, 1.0, 1.0])
FOOT_SHARE = 0.8  # of the way the foot bone points outward; the rest is the bone's own slant
TRUNK = ("pelvis", "lumbar", "thorax", "neck", "head")
LIMBS = {
    "scapula": "clavicle",
    "upper_arm": "upperarm",
    "forearm": "lowerarm",
    "hand": "hand",
    "thigh": "thigh",
    "shank": "calf",
    "foot": "foot",
    "toes": "ball",
}
"""Our segments by their bone in the rig."""


@dataclass
class Skeleton:
    """Arrays as in `everyrep.core.movement.body.Body`."""

    joints: Array
    tips: Array
    rest: Array
    heads: Array
    curl_axes: Array


def skeleton(source: Source, vertices: Array) -> Skeleton:
    """Measured on the joint cubes of a shaped body, in metres."""
    joints, tips = _ends(source, vertices)
    rest = dict.fromkeys(SEGMENTS, IDENTITY)
    for side in SIDES:
        rest |= _leg(side, joints, tips) | _arm(side, joints, tips, _knuckles(source, vertices, side))
    made = Skeleton(
        np.stack([joints[name] for name in SEGMENTS]),
        np.stack([tips[name] for name in SEGMENTS]),
        np.stack([rest[name] for name in SEGMENTS]),
        np.stack([joints[bone.segment] for bone in BONES]),
        np.zeros((len(BONES), 3)),
    )
    _place_fingers(source, vertices, made)
    return made


def _ends(source: Source, vertices: Array) -> tuple[dict[str, Array], dict[str, Array]]:
    def head(bone: str) -> Array:
        return source.end(vertices, bone, "head")

    joints = {
        "pelvis": (head("thigh_l") + head("thigh_r")) / 2 * MIDDLE,
        "lumbar": head("spine_01") * MIDDLE,
        "thorax": head("spine_03") * MIDDLE,
        "neck": head("neck_01") * MIDDLE,
        "head": head("head") * MIDDLE,
    }
    tips = {name: joints[after] for name, after in zip(TRUNK, TRUNK[1:], strict=False)}
    tips["head"] = source.end(vertices, "head", "tail") * MIDDLE
    for side in SIDES:
        for name, bone in LIMBS.items():
            joints[f"{name}_{side}"] = head(f"{bone}_{side.lower()}")
            tips[f"{name}_{side}"] = source.end(vertices, f"{bone}_{side.lower()}", "tail")
        tips[f"hand_{side}"] = source.end(vertices, f"middle_01_{side.lower()}", "tail")
    return joints, tips


def _leg(side: str, joints: dict[str, Array], tips: dict[str, Array]) -> dict[str, Array]:
    def along(name: str) -> Array:
        return tips[f"{name}_{side}"] - joints[f"{name}_{side}"]

    thigh = between(-Y, along("thigh"))
    shank = thigh @ between(-Y, thigh.T @ along("shank"))
    outward = math.degrees(math.atan2(along("foot")[0], along("foot")[2]))
    foot = about_y(outward * FOOT_SHARE)
    turned = {"thigh": thigh, "shank": shank, "foot": foot, "toes": foot}
    return {f"{name}_{side}": turn for name, turn in turned.items()}


def _arm(side: str, joints: dict[str, Array], tips: dict[str, Array], across: Array) -> dict[str, Array]:
    """The elbow's bend and the forearm's turn at rest are taken out, so that zero means zero."""

    def along(name: str) -> Array:
        return tips[f"{name}_{side}"] - joints[f"{name}_{side}"]

    swung = between(-Y, along("upper_arm"))
    forward = swung.T @ along("forearm")
    upper_arm = swung @ about_y(math.degrees(math.atan2(forward[0], forward[2])))
    up = unit(-along("hand"))
    thumb = unit(across - up * (up @ across))
    hand = np.stack([np.cross(up, thumb), up, thumb], axis=1)
    cosine = unit(along("upper_arm")) @ unit(along("forearm"))
    bent = upper_arm @ about_x(-math.degrees(math.acos(float(np.clip(cosine, -1, 1)))))
    turned = bent.T @ hand[:, 2]
    forearm = bent @ about_y(math.degrees(math.atan2(turned[0], turned[2])))
    return {f"upper_arm_{side}": upper_arm, f"forearm_{side}": forearm, f"hand_{side}": hand}


def _knuckles(source: Source, vertices: Array, side: str) -> Array:
    """From the little finger's knuckle to the index finger's."""
    return source.end(vertices, f"index_01_{side.lower()}", "head") - source.end(
        vertices, f"pinky_01_{side.lower()}", "head"
    )


def _place_fingers(source: Source, vertices: Array, made: Skeleton) -> None:
    for side in SIDES:
        hand = made.rest[INDEX[f"hand_{side}"]]
        palm = hand @ (-SIGN[side] * X)
        for finger in FINGERS:
            bones = [f"{finger}_0{place}_{side.lower()}" for place in PHALANGES]
            direction = source.end(vertices, bones[-1], "tail") - source.end(vertices, bones[0], "head")
            for place, bone in zip(PHALANGES, bones, strict=True):
                index = BONE_INDEX[f"{finger}_{place}_{side}"]
                made.heads[index] = source.end(vertices, bone, "head")
                made.curl_axes[index] = unit(np.cross(direction, _towards(finger, place, hand, palm)))


def _towards(finger: str, place: int, hand: Array, palm: Array) -> Array:
    """Where the finger's tip goes when it bends: the thumb in front of the palm first, then across it."""
    if finger != "thumb":
        return palm
    return unit(palm - 0.3 * (hand @ Z)) if place == 1 else unit(0.35 * palm - hand @ Z)

"""Joints, their degrees of freedom with clinical signs, and their limits.

Signs and orders follow goniometry and the ISB recommendations (Wu et al. 2002, 2005; hip after Grood and
Suntay); the shoulder is swing and twist, so that "abduction 90, external rotation 90" means what a goniometer
means. Limits are those of a healthy adult with a margin (AAOS, Joint Motion: Method of Measuring and
Recording): an author's angle beyond them is a slip, not a prescription.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from everyrep.core.movement.definition import Angles
from everyrep.core.movement.rotations import IDENTITY, Array, X, Z, about, about_x, about_y, about_z
from everyrep.core.movement.segments import SIDES, SIGN

RHYTHM_FROM = 40.0  # degrees of elevation after which the shoulder blade follows
RHYTHM_SHARE = 0.22  # degrees of blade per degree of arm, as far as the collar bone shows it
LUMBAR_SHARE = 0.55  # of trunk flexion; the thorax takes the rest
LUMBAR_TURN = 0.3  # of trunk rotation: the lumbar spine turns little
NECK_SHARE = 0.5
NECK_TURN = 0.4


@dataclass(frozen=True, slots=True)
class Dof:
    """Degrees between which an angle may be written."""

    low: float
    high: float


_TRUNK: dict[str, dict[str, Dof]] = {
    "pelvis": {"tilt": Dof(-130, 130), "list": Dof(-100, 100), "rot": Dof(-180, 180)},
    "trunk": {"flex": Dof(-60, 100), "lat": Dof(-45, 45), "rot": Dof(-60, 60)},
    "neck": {"flex": Dof(-75, 75), "lat": Dof(-50, 50), "rot": Dof(-90, 90), "glide": Dof(-30, 30)},
    "crank": {"angle": Dof(-720, 720)},
}
_LIMBS: dict[str, dict[str, Dof]] = {
    "hip": {"flex": Dof(-35, 140), "abd": Dof(-40, 60), "er": Dof(-55, 65)},
    "knee": {"flex": Dof(-5, 160)},
    "ankle": {"df": Dof(-65, 45), "inv": Dof(-35, 40), "flat": Dof(0, 1)},
    "toes": {"ext": Dof(-45, 80)},
    "shoulder": {
        "flex": Dof(-65, 185),
        "abd": Dof(-60, 185),
        "elev": Dof(0, 185),
        "plane": Dof(-60, 180),
        "habd": Dof(-150, 60),
        "er": Dof(-100, 110),
    },
    "scapula": {"elev": Dof(-20, 45), "pro": Dof(-35, 40)},
    "elbow": {"flex": Dof(-8, 155)},
    "forearm": {"sup": Dof(-95, 95)},
    "wrist": {"flex": Dof(-95, 95), "rd": Dof(-45, 35)},
    "leg": {"swivel": Dof(-120, 120)},
    "arm": {"swivel": Dof(-150, 150)},
    "heel": {"raise": Dof(-30, 65)},
}

JOINTS: dict[str, dict[str, Dof]] = _TRUNK | {
    f"{name}_{side}": dofs for side in SIDES for name, dofs in _LIMBS.items()
}
"""Joint -> degree of freedom -> limits. `pelvis` turns the whole body on top of its position; `leg` and `arm`
turn knee and elbow about the line from hip to ankle and from shoulder to wrist; `heel.raise` pitches a foot
that stands on its toes (below 0: on its heel)."""


def local_rotations(angles: Angles) -> dict[str, Array]:
    """Each segment's turn relative to its parent (the upper arm's angles count from the thorax)."""
    turns = {"pelvis": IDENTITY} | _spine(angles)
    for side in SIDES:
        turns |= _leg(angles, side) | _arm(angles, side)
    return turns


def value(angles: Angles, joint: str, dof: str) -> float:
    """The angle in degrees, 0 where nothing is written."""
    return float(angles.get(joint, {}).get(dof, 0.0))


def shoulder_swing(angles: Mapping[str, float]) -> tuple[float, float]:
    """Plane of elevation (0 abduction, 90 flexion) and elevation in degrees, from any way of writing it."""
    if "elev" in angles:
        plane, elevation = angles.get("plane", 30.0), angles["elev"]
    else:
        flexion, abduction = angles.get("flex", 0.0), angles.get("abd", 0.0)
        elevation = math.hypot(flexion, abduction)
        plane = math.degrees(math.atan2(flexion, abduction)) if elevation else 0.0
    return plane - angles.get("habd", 0.0), elevation


def _spine(angles: Angles) -> dict[str, Array]:
    flex, lat, rot = (value(angles, "trunk", dof) for dof in ("flex", "lat", "rot"))
    bend, lean, turn = (value(angles, "neck", dof) for dof in ("flex", "lat", "rot"))
    glide = value(angles, "neck", "glide")  # forward: the neck bends, the head nods back level
    return {
        "lumbar": _bend(LUMBAR_SHARE * flex, lat / 2, LUMBAR_TURN * rot),
        "thorax": _bend((1 - LUMBAR_SHARE) * flex, lat / 2, (1 - LUMBAR_TURN) * rot),
        "neck": _bend(NECK_SHARE * bend + glide, lean / 2, NECK_TURN * turn),
        "head": _bend((1 - NECK_SHARE) * bend - glide, lean / 2, (1 - NECK_TURN) * turn),
    }


def _bend(flex: float, lat: float, rot: float) -> Array:
    return about_x(flex) @ about_z(-lat) @ about_y(rot)


def _leg(angles: Angles, side: str) -> dict[str, Array]:
    s = SIGN[side]

    def at(joint: str, dof: str) -> float:
        return value(angles, f"{joint}_{side}", dof)

    return {
        f"thigh_{side}": about_x(-at("hip", "flex"))
        @ about_z(s * at("hip", "abd"))
        @ about_y(s * at("hip", "er")),
        f"shank_{side}": about_x(at("knee", "flex")),
        f"foot_{side}": about_x(-at("ankle", "df")) @ about_z(-s * at("ankle", "inv")),
        f"toes_{side}": about_x(-at("toes", "ext")),
    }


def _arm(angles: Angles, side: str) -> dict[str, Array]:
    s = SIGN[side]

    def at(joint: str, dof: str) -> float:
        return value(angles, f"{joint}_{side}", dof)

    plane, elevation = shoulder_swing(angles.get(f"shoulder_{side}", {}))
    rhythm = max(0.0, abs(elevation) - RHYTHM_FROM) * RHYTHM_SHARE
    scapula = about_z(s * (at("scapula", "elev") + rhythm)) @ about_y(-s * at("scapula", "pro"))
    axis = math.cos(math.radians(plane)) * s * Z - math.sin(math.radians(plane)) * X
    swung = about(axis, elevation) @ about_y(s * at("shoulder", "er"))
    return {
        f"scapula_{side}": scapula,
        f"upper_arm_{side}": scapula.T @ swung,  # the arm's angles are relative to the thorax
        f"forearm_{side}": about_x(-at("elbow", "flex")) @ about_y(s * at("forearm", "sup")),
        f"hand_{side}": about_z(-s * at("wrist", "flex")) @ about_x(-at("wrist", "rd")),
    }

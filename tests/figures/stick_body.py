"""A body of sticks and a scene made by hand, without the solver, for tests of what comes after it."""

import numpy as np

from everyrep.core.movement.body import Body, Pose
from everyrep.core.movement.bones import BONES, FINGERS
from everyrep.core.movement.definition import Angles, Keypose, Movement, Primary, Tempo, View
from everyrep.core.movement.joints import local_rotations
from everyrep.core.movement.rotations import IDENTITY, Array, X, Y, Z, about, about_x, about_z
from everyrep.core.movement.scene import Scene
from everyrep.core.movement.segments import INDEX, PARENT, SEGMENTS, SIGN
from everyrep.core.movement.skin import posed_vertices

_TRUNK = {"pelvis": (0, 0.95, 0), "lumbar": (0, 1.05, 0), "thorax": (0, 1.2, 0), "neck": (0, 1.45, 0)}
_LIMBS = {
    "scapula": (0.04, 1.4, 0),
    "upper_arm": (0.17, 1.38, 0),
    "forearm": (0.35, 1.18, 0.02),
    "hand": (0.5, 1.0, 0.06),
    "thigh": (0.1, 0.9, 0),
    "shank": (0.11, 0.5, 0.01),
    "foot": (0.12, 0.08, -0.02),
    "toes": (0.13, 0.03, 0.12),
}
_HEAD = {"head": (0, 1.53, 0.02)}


def _joints() -> Array:
    places = dict(_TRUNK | _HEAD)
    for side, sign in SIGN.items():
        places |= {f"{name}_{side}": (sign * x, y, z) for name, (x, y, z) in _LIMBS.items()}
    return np.array([places[name] for name in SEGMENTS], dtype=float)


def _tip(joints: Array, segment: str) -> Array:
    children = [name for name, parent in PARENT.items() if parent == segment]
    if children:
        return joints[INDEX[children[0]]]
    on = {"head": 0.2 * Y, "toes": 0.1 * Z}.get(segment.split("_")[0], -0.15 * Y)
    return joints[INDEX[segment]] + on


def stick_body() -> Body:
    """Arms half spread in the rest mesh, a few vertices at every bone."""
    joints = _joints()
    spread = {name: about_z(SIGN[name[-1]] * 40) for name in SEGMENTS if "arm" in name or "hand" in name}
    rest = np.stack([spread.get(name, IDENTITY) for name in SEGMENTS])
    heads = np.stack([_head(joints, bone.name, bone.segment) for bone in BONES])
    vertices = np.concatenate([heads + offset for offset in (0.03 * X, 0.03 * Y, 0.03 * Z, -0.03 * X)])
    count = len(vertices)
    return Body(
        id="sticks",
        joints=joints,
        tips=np.stack([_tip(joints, name) for name in SEGMENTS]),
        rest=rest,
        heads=heads,
        curl_axes=np.stack([X if bone.kind == "finger" else 0 * X for bone in BONES]),
        vertices=vertices,
        triangles=np.array([[0, 1, 2]], dtype=np.int32),
        regions=np.zeros(1, dtype=np.uint8),
        bone_of=np.tile(np.arange(count, dtype=np.uint8)[:, None] % len(BONES), (1, 4)),
        weights=np.tile([1.0, 0, 0, 0], (count, 1)),
        segment_of=np.tile(np.array([INDEX[bone.segment] for bone in BONES], dtype=np.uint8), 4),
        palette={"skin": (220, 180, 150)},
    )


def _head(joints: Array, bone: str, segment: str) -> Array:
    joint = joints[INDEX[segment]]
    finger, _, rest = bone.partition("_")
    return joint - 0.03 * int(rest[0]) * Y + 0.01 * FINGERS.index(finger) * Z if finger in FINGERS else joint


def pose(body: Body, angles: Angles, root: Array = IDENTITY, curl: float = 0.0) -> Pose:
    """The body with these angles, hung from its pelvis."""
    turns = local_rotations(angles)
    rotations, positions = {}, {}
    for name, parent in PARENT.items():
        place = INDEX[name]
        if parent is None:
            rotations[name], positions[name] = root @ turns[name], body.joints[place]
            continue
        above = INDEX[parent]
        rotations[name] = rotations[parent] @ turns[name]
        offset = body.rest[above].T @ (body.joints[place] - body.joints[above])
        positions[name] = positions[parent] + rotations[parent] @ offset
    curls = np.full((5, 3), curl)
    return Pose(
        rotations=np.stack([rotations[name] for name in SEGMENTS]),
        positions=np.stack([positions[name] for name in SEGMENTS]),
        curls=(curls, 0 * curls),
    )


def between(start: Angles, finish: Angles, share: float) -> Angles:
    """Linear between two sets of angles that name the same joints."""
    return {
        joint: {dof: (1 - share) * start[joint][dof] + share * degrees for dof, degrees in dofs.items()}
        for joint, dofs in finish.items()
    }


def kick_scene(*, until: float = 1.0, frames: int = 13, body: Body | None = None) -> Scene:
    """Standing, the right hip and knee and the left arm move, and the hand closes; the rest is still."""
    body = body or stick_body()
    end: Angles = {
        "hip_R": {"flex": 80, "abd": 15, "er": 20},
        "knee_R": {"flex": 90},
        "shoulder_L": {"flex": 150, "abd": 30},
        "forearm_L": {"sup": 70},
    }
    start: Angles = {joint: dict.fromkeys(dofs, 2.0) for joint, dofs in end.items()}
    shares = tuple(float(share) for share in np.linspace(0, 1, frames))
    poses = tuple(
        pose(body, between(start, end, gone), about(Y, 20 * gone) @ about_x(-10 * gone), curl=60 * gone)
        for gone in (until * share for share in shares)
    )
    movement = Movement(
        id="kick",
        position="standing",
        side="R",
        poses=(
            Keypose(angles=start, reach={}, hands={}, at=0.0),
            Keypose(angles=end, reach={}, hands={}, at=1.0),
        ),
        view=View(yaw=-58, pitch=8),
        primary=Primary(joint="knee_R", dof="flex", range=(2, 90), safe=(0, 120)),
        tempo=Tempo(out=2, hold=3, back=2.5, rest=1),
        until=until,
    )
    return Scene(
        movement=movement,
        body=body,
        shares=shares,
        poses=poses,
        vertices=tuple(posed_vertices(body, one) for one in poses),
        surfaces={},
    )

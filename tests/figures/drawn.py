"""A doll of ellipsoids, one for each segment, and scenes of it: what the drawing tests draw."""

from collections.abc import Mapping

import numpy as np

from everyrep.core.movement.body import REGIONS, Body, Pose
from everyrep.core.movement.bones import BONE_INDEX, BONES
from everyrep.core.movement.definition import Angles, Arrow, Movement, View
from everyrep.core.movement.joints import local_rotations
from everyrep.core.movement.rotations import Array, towards, unit
from everyrep.core.movement.scene import Part, Scene
from everyrep.core.movement.segments import INDEX, PARENT, SEGMENTS, SIDES, SIGN
from everyrep.core.movement.skin import posed_vertices

Point = tuple[float, float, float]
TRUNK: dict[str, tuple[Point, Point, float, str]] = {
    "pelvis": ((0, 0.92, 0), (0, 1.02, 0), 0.15, "pants"),
    "lumbar": ((0, 1.02, 0), (0, 1.16, 0), 0.14, "shirt"),
    "thorax": ((0, 1.16, 0), (0, 1.43, 0), 0.17, "shirt"),
    "neck": ((0, 1.43, 0), (0, 1.53, 0), 0.05, "skin"),
    "head": ((0, 1.53, 0), (0, 1.72, 0), 0.09, "skin"),
}
LIMBS: dict[str, tuple[Point, Point, float, str]] = {
    "scapula": ((0.05, 1.40, 0), (0.19, 1.40, 0), 0.05, "shirt"),
    "upper_arm": ((0.19, 1.40, 0), (0.19, 1.11, 0), 0.05, "shirt"),
    "forearm": ((0.19, 1.11, 0), (0.19, 0.86, 0), 0.04, "skin"),
    "hand": ((0.19, 0.86, 0), (0.19, 0.68, 0), 0.035, "skin"),
    "thigh": ((0.1, 0.92, 0), (0.1, 0.49, 0), 0.08, "pants"),
    "shank": ((0.1, 0.49, 0), (0.1, 0.08, 0), 0.055, "pants"),
    "foot": ((0.1, 0.08, 0), (0.1, 0.03, 0.15), 0.045, "shoe"),
    "toes": ((0.1, 0.03, 0.15), (0.1, 0.03, 0.21), 0.035, "shoe"),
}
PALETTE = dict.fromkeys(REGIONS, (120, 90, 70)) | {"shirt": (47, 138, 158), "pants": (52, 66, 92)}
VIEW = View(yaw=-40, pitch=8)
RINGS, ROUND = 7, 10


def _ball(start: Array, end: Array, radius: float) -> tuple[Array, Array]:
    """A closed ellipsoid from one point to the other; triangles turn outward."""
    up, around = np.meshgrid(
        np.linspace(0, np.pi, RINGS), np.arange(ROUND) * 2 * np.pi / ROUND, indexing="ij"
    )
    own = np.stack([np.sin(up) * np.cos(around), np.cos(up), -np.sin(up) * np.sin(around)], -1).reshape(-1, 3)
    half = np.linalg.norm(end - start) / 2 + radius / 3
    turn = towards(np.array([0.0, 1.0, 0.0]), unit(end - start), np.array([0.3, 0.2, 1.0]))
    faces = []
    for ring in range(RINGS - 1):
        for step in range(ROUND):
            a, b = ring * ROUND + step, ring * ROUND + (step + 1) % ROUND
            faces += [(a, a + ROUND, b), (b, a + ROUND, b + ROUND)]
    return (own * (radius, half, radius)) @ turn.T + (start + end) / 2, np.array(faces)


def _bones() -> dict[str, tuple[Array, Array, float, str]]:
    found = {}
    for name in SEGMENTS:
        kind, _, side = name.rpartition("_")
        start, end, radius, region = LIMBS[kind] if side in SIDES else TRUNK[name]
        flip = np.array([SIGN.get(side, 1), 1, 1])
        found[name] = (np.array(start) * flip, np.array(end) * flip, radius, region)
    return found


def doll() -> Body:
    """A body in anatomical zero that needs no file."""
    bones = _bones()
    vertices, triangles, regions, owners = [], [], [], []
    for name, (start, end, radius, region) in bones.items():
        points, faces = _ball(start, end, radius)
        triangles.append(faces + sum(map(len, vertices)))
        vertices.append(points)
        regions += [REGIONS.index(region)] * len(faces)
        owners += [name] * len(points)
    heads = np.stack([bones[bone.segment][0] for bone in BONES])
    weights = np.zeros((len(owners), 4))
    weights[:, 0] = 1
    bone_of = np.zeros((len(owners), 4), np.uint8)
    bone_of[:, 0] = [BONE_INDEX[name] for name in owners]
    return Body(
        id="doll",
        joints=np.stack([start for start, *_ in bones.values()]),
        tips=np.stack([end for _, end, *_ in bones.values()]),
        rest=np.tile(np.eye(3), (len(SEGMENTS), 1, 1)),
        heads=heads,
        curl_axes=np.zeros((len(BONES), 3)),
        vertices=np.concatenate(vertices),
        triangles=np.concatenate(triangles).astype(np.int32),
        regions=np.array(regions, np.uint8),
        bone_of=bone_of,
        weights=weights,
        segment_of=np.array([INDEX[name] for name in owners], np.uint8),
        palette=PALETTE,
    )


def posed(body: Body, angles: Angles) -> Pose:
    """The angles, with the pelvis where it is at rest."""
    turns = local_rotations(angles)
    rotations: dict[str, Array] = {}
    positions: dict[str, Array] = {}
    for place, name in enumerate(SEGMENTS):
        parent = PARENT[name]
        if parent is None:
            rotations[name], positions[name] = turns[name], body.joints[place]
            continue
        rotations[name] = rotations[parent] @ turns[name]
        away = body.joints[place] - body.joints[INDEX[parent]]
        positions[name] = positions[parent] + rotations[parent] @ away
    still = np.zeros((5, 3))
    return Pose(
        rotations=np.stack(list(rotations.values())),
        positions=np.stack(list(positions.values())),
        curls=(still, still),
    )


def scene_of(
    *poses: Mapping[str, Mapping[str, float]],
    body: Body | None = None,
    view: View = VIEW,
    arrows: tuple[str, ...] = (),
    muscles: tuple[str, ...] = (),
    side: str = "none",
) -> Scene:
    """A scene with these poses as its stills."""
    body = body or doll()
    movement = Movement(
        id="test",
        position="standing",
        side=side,
        poses=(),
        view=view,
        arrows=tuple(Arrow(track=name) for name in arrows),
        muscles=muscles,
    )
    found = tuple(posed(body, angles) for angles in poses)
    return Scene(
        movement=movement,
        body=body,
        shares=tuple(np.linspace(0, 1, len(found)).tolist()) if len(found) > 1 else (1.0,),
        poses=found,
        vertices=tuple(posed_vertices(body, pose) for pose in found),
        surfaces={},
    )


def block(low: Point, high: Point, material: str, frames: int) -> Part:
    """A box that stays where it is."""
    corners = np.array([[(low, high)[k >> axis & 1][axis] for axis in range(3)] for k in range(8)])
    sides = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
    faces = np.array([face for a, b, c, d in sides for face in ((a, b, c), (a, c, d))], np.int32)
    stay = np.tile(np.column_stack([np.eye(3), np.zeros(3)]), (frames, 1, 1))
    return Part(name="block", material=material, vertices=corners, triangles=faces, placed=stay)


def rings_of(data: str) -> list[Array]:
    """SVG path data as the drawing writes it -> its rings in pixels, curves through their middles."""
    found = []
    for part in data.split("M")[1:]:
        command = next(letter for letter in part if letter in "ql")
        first, rest = part.rstrip("z").split(command)
        moves = _numbers(rest).reshape(-1, 2 if command == "l" else 4)
        at = _numbers(first)
        points = [at]
        for move in moves:
            if command == "q":
                points.append(at + move[:2] / 2 + move[2:] / 4)
            at = at + move[-2:]
            points.append(at)
        found.append(np.stack(points) / 10)
    return found


def _numbers(text: str) -> Array:
    return np.array([float(number) for number in text.replace("-", " -").split()])

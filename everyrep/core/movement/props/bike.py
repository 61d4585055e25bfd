"""A stationary bicycle built round its rider: pedals at the feet, saddle at the pelvis, bar at the hands."""

import numpy as np

from everyrep.core.movement.props.meshes import Mesh, beam, box, joined, lathe, moved, slab, tube
from everyrep.core.movement.props.places import Facing, at, facing, height, lowest, offset
from everyrep.core.movement.props.placing import carried, fixed, placed
from everyrep.core.movement.props.settings import Values
from everyrep.core.movement.rotations import Array, X, Y, about, about_z, unit
from everyrep.core.movement.scene import Part, Scene

FEET = ("foot_L", "foot_R")
AXLE = 0.075  # metres from the middle to a crank arm
FLYWHEEL = 0.44  # metres ahead of the axle
_HALF = [(0.115, -0.13), (0.125, -0.06), (0.035, 0.08), (0.02, 0.17)]
SADDLE = np.array(_HALF + [(-x, z) for x, z in _HALF[::-1]])


def bike(scene: Scene, _: Values) -> list[Part]:
    """Its crank turns with the feet, whatever the saddle's height."""
    frames = range(len(scene.poses))
    pedals = np.array([[at(scene, foot, frame) for foot in FEET] for frame in frames])
    centre = pedals.mean(axis=(0, 1))
    room = facing(scene, 0, centre)
    axle = room.into(centre[None])[0]
    return [*_frame(scene, room, axle), *_crank(scene, room, axle, pedals), *_pedals(scene)]


def _pedals(scene: Scene) -> list[Part]:
    """A pedal under each ball of the foot, which keeps to the sole."""
    pedal = box((0.095, 0.022, 0.075), (0, -0.012, 0))
    return [carried(scene, "pedal", "rubber", moved(pedal, offset(scene.body, foot)), foot) for foot in FEET]


def _crank(scene: Scene, room: Facing, axle: Array, pedals: Array) -> list[Part]:
    """Both arms and the disc, turning about X of the room through the axle."""
    local = np.array([room.into(pair) for pair in pedals])
    across = local[:, 0] - local[:, 1]  # from the right pedal to the left
    reach = float(np.linalg.norm(across[:, 1:], axis=1).mean()) / 2
    arms = [beam((s * AXLE, 0, 0), (s * AXLE, s * reach, 0), 0.018, 0.03) for s in (1, -1)]
    pins = [tube((s * AXLE, s * reach, 0), (s * (AXLE + 0.05), s * reach, 0), 0.008) for s in (1, -1)]
    disc = moved(lathe([(0.09, -0.008), (0.09, 0.008)]), (0, 0, 0), about_z(90))
    mesh = joined(*arms, *pins, disc)

    def placing(frame: int) -> Array:
        _, up, ahead = across[frame]
        turn = about(X, float(np.degrees(np.arctan2(ahead, up))))
        return np.column_stack([room.turn @ turn, room.origin + room.turn @ axle])

    return [placed(scene, "crank", "metal", mesh, placing)]


def _frame(scene: Scene, room: Facing, axle: Array) -> list[Part]:
    top = height(scene, "seat", lowest(scene, "pelvis", 0))
    seat = np.array([0.0, top, room.into(scene.poses[0].position("pelvis")[None])[0, 2] - 0.02])
    low, hub = axle[1], np.array([0.0, 0.30, axle[2] + FLYWHEEL])
    bar = _bar(scene, room, seat)
    stem, rear = (bar[0] + bar[1]) / 2, np.array([0.0, 0.05, seat[2] - 0.12])
    front = np.array([0.0, 0.05, hub[2] + 0.22])
    tubes = [
        tube(seat - 0.05 * Y, (0, low, axle[2]), 0.022),
        tube((0, low, axle[2]), hub, 0.026),
        tube((0, low, axle[2]), rear, 0.026),
        tube(hub, front, 0.026),
        tube(hub, stem, 0.022),
        *(tube(foot - 0.27 * X, foot + 0.27 * X, 0.026) for foot in (rear, front)),
    ]
    saddle = moved(slab(SADDLE, -0.05, 0.0), seat)
    wheel = moved(
        lathe([(0.20, -0.025), (0.215, -0.018), (0.215, 0.018), (0.20, 0.025)], 24), hub, about_z(90)
    )
    parts: list[tuple[str, str, Mesh]] = [
        ("bike frame", "metal", joined(*tubes)),
        ("saddle", "rubber", saddle),
        ("flywheel", "wall", wheel),
        ("handlebar", "rubber", tube(*bar, 0.015)),
    ]
    return [fixed(scene, name, material, mesh, room.origin, room.turn) for name, material, mesh in parts]


def _bar(scene: Scene, room: Facing, seat: Array) -> tuple[Array, Array]:
    """The handlebar's ends: through both palms where they are ahead, or else where they would be."""
    left, right = room.into(np.stack([at(scene, hand, 0) for hand in ("hand_L", "hand_R")]))
    if min(left[2], right[2]) < seat[2] + 0.25:
        ahead = seat + np.array([0, 0.22, 0.58])
        return ahead + 0.22 * X, ahead - 0.22 * X
    out = unit(left - right) * 0.06
    return left + out, right - out

"""Things to sit, lie and lean on. The solver says how high; the figure's first touch says where."""

import numpy as np

from everyrep.core.movement.props.meshes import Mesh, beam, box, joined, moved, rounded, slab, tube
from everyrep.core.movement.props.places import (
    Facing,
    at,
    extent,
    facing,
    height,
    lowest,
    middle,
    skin,
    upright,
)
from everyrep.core.movement.props.placing import fixed
from everyrep.core.movement.props.settings import Values
from everyrep.core.movement.rotations import Array, Y, about_y
from everyrep.core.movement.scene import Part, Scene

SEAT = 0.44  # metres, side of the seat; also its height where nobody sits on it
PAD = 0.035  # thickness of a seat
LEG = 0.036
BACK = 0.45  # of the chair, above its seat
CLEAR = 0.012  # between the figure and the back of its chair
TRUNK = ("pelvis", "lumbar", "thorax")
THIGHS = ("thigh_L", "thigh_R")
LYING = (*TRUNK, "head", *THIGHS, "shank_L", "shank_R", "foot_L", "foot_R")
FACES = {"ahead": 0.0, "left": 90.0, "right": -90.0, "back": 180.0}


def chair(scene: Scene, values: Values) -> list[Part]:
    """With its seat under the sitter, its back under the hands, or its seat under the feet."""
    if values["for"] == "sitting":
        return _seat_under_pelvis(scene, values)
    if values["for"] == "hands":
        return _back_under_hands(scene, values)
    return _seat_under_feet(scene, values)


def _seat_under_pelvis(scene: Scene, values: Values) -> list[Part]:
    top = height(scene, "seat", lowest(scene, "pelvis", 0))
    frame = int(np.argmin([abs(pose.position("pelvis")[1] - top) for pose in scene.poses]))
    room = _turned(facing(scene, frame, scene.poses[frame].position("pelvis")), values)
    back = min(-0.12, extent(room.into(skin(scene, TRUNK, frame)), 2)[0]) - CLEAR
    return _chair(scene, _shifted(room, values), top, back, top + BACK if values["back"] else None)


def _back_under_hands(scene: Scene, values: Values) -> list[Part]:
    hands = values["under"] or ["hand_L", "hand_R"]
    rail = height(scene, "chair_back", min(lowest(scene, hand, 0) for hand in hands))
    room = _turned(facing(scene, 0, middle(scene, hands, 0)), values)
    return _chair(scene, _shifted(room, values), SEAT, 0.0, rail)


def _seat_under_feet(scene: Scene, values: Values) -> list[Part]:
    feet = values["under"] or ["heel_L", "heel_R"]
    top = min(lowest(scene, foot, 0) for foot in feet)
    front = 180 if upright(scene, 0) else 0  # the seat opens towards the figure
    room = facing(scene, 0, middle(scene, feet, 0))
    room = _turned(Facing(room.origin, room.turn @ about_y(front)), values)
    return _chair(scene, _shifted(room, values), top, -SEAT + 0.12, top + BACK)


def _chair(scene: Scene, room: Facing, top: float, back: float, rail: float | None) -> list[Part]:
    """`back`: where its back is, ahead of the origin; `rail`: the height of its back, None for a stool."""
    pad = slab(rounded(SEAT, SEAT, 0.04), top - PAD, top)
    seat = fixed(scene, "chair seat", "seat", moved(pad, (0, 0, back + SEAT / 2)), room.origin, room.turn)
    frame = joined(*_chair_frame(top, back, rail))
    return [seat, fixed(scene, "chair", "wood", frame, room.origin, room.turn)]


def _chair_frame(top: float, back: float, rail: float | None) -> list[Mesh]:
    inset, under = SEAT / 2 - LEG / 2 - 0.01, top - PAD
    front = back + SEAT - LEG / 2 - 0.015
    bars = [beam((x, 0, z), (x, under, z), LEG, LEG) for x in (-inset, inset) for z in (back, front)]
    bars += [box((0.02, 0.04, front - back), (x, under - 0.02, (front + back) / 2)) for x in (-inset, inset)]
    bars += [box((2 * inset, 0.04, 0.02), (0, under - 0.02, z)) for z in (back, front)]
    if rail is not None:
        bars += [beam((x, under, back), (x, rail - 0.01, back - 0.01), LEG, 0.03) for x in (-inset, inset)]
        tall = min(0.12, (rail - top) / 3)
        bars.append(box((SEAT, tall, 0.026), (0, rail - tall / 2, back - 0.01)))
        bars.append(box((2 * inset, 0.05, 0.02), (0, top + 0.4 * (rail - top), back - 0.005)))
    return bars


def bench(scene: Scene, values: Values) -> list[Part]:
    """A treatment bench: a pad on a frame, lengthwise under one who lies, crosswise under one who sits."""
    top, room, (wide, long) = _couch(scene, values, "bench", 0.62)
    pad = slab(rounded(wide, long, 0.06), top - 0.07, top)
    x, z = wide / 2 - 0.07, long / 2 - 0.16
    legs = [tube((i, 0, k), (i, top - 0.10, k), 0.02) for i in (-x, x) for k in (-z, z)]
    frame = [box((wide - 0.10, 0.03, long - 0.16), (0, top - 0.085, 0))]
    stretcher = [tube((i, 0.14, -z), (i, 0.14, z), 0.012) for i in (-x, x)]
    return [
        fixed(scene, "bench pad", "seat", pad, room.origin, room.turn),
        fixed(scene, "bench frame", "metal", joined(*legs, *frame, *stretcher), room.origin, room.turn),
    ]


def bed(scene: Scene, values: Values) -> list[Part]:
    """A mattress on a wooden frame with a headboard."""
    top, room, (wide, long) = _couch(scene, values, "bed", 0.95)
    thick = min(0.20, top / 2)
    mattress = slab(rounded(wide, long, 0.06), top - thick, top)
    z = long / 2
    legs = [
        box((0.06, top - thick, 0.06), (i, (top - thick) / 2, k))
        for i in (-0.42, 0.42)
        for k in (0.05 - z, z - 0.05)
    ]
    base = box((wide, 0.09, long), (0, top - thick - 0.045, 0))
    board = box((wide, top + 0.28, 0.035), (0, (top + 0.28) / 2, z + 0.02))
    return [
        fixed(scene, "mattress", "cloth", mattress, room.origin, room.turn),
        fixed(scene, "bed", "wood", joined(*legs, base, board), room.origin, room.turn),
    ]


def _couch(
    scene: Scene, values: Values, surface: str, wide: float
) -> tuple[float, Facing, tuple[float, float]]:
    """Height, frame (Z runs to the head end) and size of something to lie or sit on."""
    top = height(scene, surface, lowest(scene, "pelvis", 0))
    room = facing(scene, 0, scene.poses[0].position("pelvis"))
    if upright(scene, 0):
        knees = room.into(np.stack([at(scene, knee, 0) for knee in ("knee_L", "knee_R")]))
        middle_ahead = float(knees[:, 2].min()) - 0.06 - wide / 2
        room = Facing(room.origin + room.turn @ np.array([0, 0, middle_ahead]), room.turn @ about_y(90))
        return top, _shifted(room, values), (wide, values["length"] or 1.3)
    body = lengthwise(scene, room)
    across, along = extent(body.into(skin(scene, TRUNK, 0)), 0), extent(body.into(skin(scene, LYING, 0)), 2)
    shift = np.array([sum(across) / 2, 0, sum(along) / 2])
    long = values["length"] or max(1.85, along[1] - along[0] + 0.12)
    return top, _shifted(Facing(body.origin + body.turn @ shift, body.turn), values), (wide, long)


def lengthwise(scene: Scene, room: Facing) -> Facing:
    """The level frame whose Z runs from the pelvis to the head of one who lies, also on the side."""
    to_head = scene.poses[0].position("head") - scene.poses[0].position("pelvis")
    ahead = to_head * (1 - Y)
    ahead = ahead / np.linalg.norm(ahead)
    return Facing(room.origin, np.stack([np.cross(Y, ahead), Y, ahead], axis=1))


def _shifted(room: Facing, values: Values) -> Facing:
    left, forward = values["shift"]
    return Facing(room.origin + np.array([left, 0, forward]), room.turn)


def _turned(room: Facing, values: Values) -> Facing:
    turn: Array = room.turn @ about_y(FACES[values["faces"]])
    return Facing(room.origin, turn)

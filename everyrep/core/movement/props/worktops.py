"""Tables and counters: tops at a height, under the hands or forearms, never inside the figure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.props.meshes import Mesh, beam, box, joined, moved, rounded, slab, tube
from everyrep.core.movement.props.padding import padding
from everyrep.core.movement.props.places import (
    Facing,
    at,
    closest_frame,
    extent,
    facing,
    height,
    lowest,
    skin,
)
from everyrep.core.movement.props.placing import fixed
from everyrep.core.movement.props.settings import Values
from everyrep.core.movement.rotations import about_y
from everyrep.core.movement.scene import Part, Scene

TURNS = {"front": 0.0, "left": 90.0, "right": -90.0}
BODY = ("pelvis", "lumbar", "thorax", "thigh_L", "thigh_R")
CLEAR = 0.012  # metres between the figure and the edge
BOARD = 0.035
APRON = 0.045
PLINTH = 0.10
SLIM = 0.36  # metres; a top narrower than this stands on one post at each end
LEAST = 0.16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Top:
    """top: height, metres. room: the frame that it is given in; its Z goes away from the figure."""

    top: float
    room: Facing
    wide: float
    deep: float
    centre: tuple[float, float, float]


def table(scene: Scene, values: Values) -> list[Part]:
    """A table under the hands or forearms."""
    it = _under_hands(scene, values, "table")
    board = slab(rounded(it.wide, it.deep, 0.02), it.top - BOARD, it.top)
    return _placed(scene, it, (("table top", "seat", board), ("table", "wood", joined(*_legs(it)))))


def _legs(it: _Top) -> list[Mesh]:
    under, x, z = it.top - BOARD, it.wide / 2 - 0.05, it.deep / 2 - 0.05
    if it.deep > SLIM:
        legs = [beam((i, 0, k), (i, under, k), 0.05, 0.05) for i in (-x, x) for k in (-z, z)]
        return legs + [box((2 * x, APRON, 0.02), (0, under - APRON / 2, k)) for k in (-z, z)]
    posts = [beam((i, 0.03, 0), (i, under, 0), 0.05, 0.05) for i in (-x, x)]
    feet = [box((0.06, 0.03, max(it.deep, 0.28)), (i, 0.015, 0)) for i in (-x, x)]
    return [*posts, *feet, box((2 * x, 0.05, 0.025), (0, under - 0.025, 0))]


def counter(scene: Scene, values: Values) -> list[Part]:
    """A kitchen worktop over a cupboard with two doors, its edge under the hands."""
    it = _under_hands(scene, values, "counter")
    board = slab(rounded(it.wide, it.deep, 0.015), it.top - BOARD, it.top)
    tall, front = it.top - BOARD - PLINTH, -it.deep / 2 + 0.04
    cupboard = box((it.wide - 0.04, tall, it.deep - 0.06), (0, PLINTH + tall / 2, 0.01))
    plinth = box((it.wide - 0.08, PLINTH, it.deep - 0.14), (0, PLINTH / 2, 0.02))
    size = (it.wide / 2 - 0.035, tall - 0.04, 0.03)
    doors = [box(size, (x, PLINTH + tall / 2, front)) for x in (-it.wide / 4, it.wide / 4)]
    ends = ((x, it.top - 0.26, it.top - 0.14) for x in (-0.06, 0.06))
    handles = [tube((x, low, front - 0.03), (x, high, front - 0.03), 0.007) for x, low, high in ends]
    meshes = (("counter top", "wood", board), ("counter", "wall", joined(cupboard, plinth, *doors)))
    return _placed(scene, it, (*meshes, ("counter handles", "metal", joined(*handles))))


def _placed(scene: Scene, it: _Top, meshes: Sequence[tuple[str, str, Mesh]]) -> list[Part]:
    return [fixed(scene, n, m, moved(mesh, it.centre), it.room.origin, it.room.turn) for n, m, mesh in meshes]


def _under_hands(scene: Scene, values: Values, surface: str) -> _Top:
    hands: Sequence[str] = values["under"] or ["hand_L", "hand_R"]
    touched = height(scene, surface, min(lowest(scene, hand, 0) for hand in hands))
    top = touched - padding(scene, surface)
    frame = closest_frame(scene, hands[0], touched)
    room = facing(scene, frame, scene.poses[frame].position("pelvis"))
    left, ahead = values["shift"]
    room = Facing(room.origin + np.array([left, 0, ahead]), room.turn @ about_y(TURNS[values["side"]]))
    reached = room.into(np.stack([at(scene, hand, frame) for hand in hands]))
    near, far = _edges(scene, values, room, top, float(reached[:, 2].min()))
    if values["edge"]:
        far = float(room.into(at(scene, values["edge"], frame)[None])[0, 2]) - 0.01
        near = min(near, far - LEAST)
    centre = (float(reached[:, 0].mean()), 0.0, (near + far) / 2)
    return _Top(top=top, room=room, wide=values["width"], deep=far - near, centre=centre)


def _edges(scene: Scene, values: Values, room: Facing, top: float, palms: float) -> tuple[float, float]:
    """Near and far edge: as far under the palms as asked, but never inside the figure."""
    body = room.into(np.vstack([skin(scene, BODY, frame) for frame in range(len(scene.poses))]))
    beside = body[(body[:, 1] > top - BOARD - APRON) & (body[:, 1] < top + 0.03)]
    near = palms - values["overlap"]
    near = max(near, extent(beside, 2)[1] + CLEAR) if len(beside) else near
    return near, near + values["depth"]

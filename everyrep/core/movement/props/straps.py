"""Straps: from the hands round a foot, head or neck, or behind the neck and across the face."""

import math

import numpy as np

from everyrep.core.movement.body import REGIONS
from everyrep.core.movement.props.meshes import hull, sweep
from everyrep.core.movement.props.places import at, skin
from everyrep.core.movement.props.placing import carried
from everyrep.core.movement.props.settings import Values
from everyrep.core.movement.props.tied import FLAT, SNUG, End, end, pulled, ray_lengths, strip, wrap
from everyrep.core.movement.rotations import Array, Y, unit
from everyrep.core.movement.scene import Part, Scene
from everyrep.core.movement.segments import SIGN

CUT = 0.012  # metres of skin above and below the level of the mouth
CORNERS = 60
CHEST = ("neck", "thorax", "lumbar")
BESIDE = 0.03  # metres of chest to either side of a strap that carry it
OFF = 0.008  # metres from the skin to the strap that lies on it


def strap(scene: Scene, values: Values) -> list[Part]:
    """From the hands round a foot, the head or the neck, or from hand to hand; it does not stretch."""
    half = values["width"] / 2
    if values["over"] == "neck":
        return _over_neck(scene, values["from"][0], values["to"], half)
    return pulled(scene, "strap", "cloth", values, values["round"] or values["to"], half)


def _over_neck(scene: Scene, held: str, drawn: str, half: float) -> list[Part]:
    """Up from the held hand, behind the upper neck, and across the cheek and mouth to the hand that draws."""
    ring = _ring(scene)
    start, finish = _sidemost(ring, drawn), _leaves(ring, scene, drawn)
    turn = 1 if drawn.endswith("R") else -1
    count = (turn * (start - finish)) % CORNERS
    path = ring[(start - turn * np.arange(count + 1)) % CORNERS]
    lying = carried(scene, "strap", "cloth", sweep(path, Y, half, FLAT, sides=8), "head")
    below, cheek = _on_head(scene, path[0]), _on_head(scene, path[-1])
    bend = _over_chest(scene, below, held)
    runs = ((below, bend), (bend, end(scene, held)), (cheek, end(scene, drawn)))
    strips = [strip(scene, "strap", "cloth", run, half) for run in runs]
    fists = [part for hand in (held, drawn) for part in wrap(scene, "strap", "cloth", hand, half)]
    return [lying, *strips, *fists]


def _on_head(scene: Scene, point: Array) -> End:
    return lambda frame, _towards: scene.poses[frame].point("head", point)


def _over_chest(scene: Scene, below: End, held: str) -> End:
    """Where the strap bends on its way to the hand; halfway where it does not."""

    def bend(frame: int, towards: Array) -> Array:
        ahead = scene.poses[frame].rotation("thorax")[:, 2]
        return _bend(skin(scene, CHEST, frame), below(frame, towards), at(scene, held, frame), ahead)

    return bend


def _bend(chest: Array, start: Array, finish: Array, ahead: Array) -> Array:
    """The point furthest ahead where the chest stands out further than the straight way; else the middle."""
    along = unit(finish - start)
    aside = unit(np.cross(along, ahead))
    turn = np.stack([aside, along, np.cross(aside, along)], axis=1)
    inside = (chest - start) @ turn
    share = inside[:, 1] / float((finish - start) @ along)
    carrying = inside[(np.abs(inside[:, 0]) < BESIDE) & (share > 0.2) & (share < 0.9)]
    if not len(carrying) or carrying[:, 2].max() <= -OFF:
        return (start + finish) / 2
    _, far, out = carrying[int(np.argmax(carrying[:, 2]))]
    point: Array = start + turn @ np.array([0.0, far, out + OFF])
    return point


def _ring(scene: Scene) -> Array:
    """(CORNERS, 3) round head and upper neck at the level of the mouth, in the head's frame; from ahead to
    the left and on."""
    body, pose = scene.body, scene.poses[0]
    inside = (scene.vertices[0] - pose.position("head")) @ pose.rotation("head")
    mouth = inside[np.unique(body.triangles[body.regions == REGIONS.index("lip")])].mean(axis=0)
    head = (skin(scene, ["head", "neck"], 0) - pose.position("head")) @ pose.rotation("head")
    flat = hull(head[np.abs(head[:, 1] - mouth[1]) < CUT][:, [0, 2]])
    middle = (flat.max(axis=0) + flat.min(axis=0)) / 2
    turns = np.arange(CORNERS) * 2 * math.pi / CORNERS
    ways = np.stack([np.sin(turns), np.cos(turns)], axis=1)
    corners = middle + ways * (ray_lengths(flat - middle, ways) + FLAT + SNUG)[:, None]
    return np.stack([corners[:, 0], np.full(CORNERS, mouth[1]), corners[:, 1]], axis=1)


def _sidemost(ring: Array, drawn: str) -> int:
    """The corner below the ear on the side of the hand that draws; from there the held end hangs down."""
    return int(np.argmax(ring[:, 0] * SIGN[drawn[-1]]))


def _leaves(ring: Array, scene: Scene, drawn: str) -> int:
    """The corner on the far cheek from which the drawn end runs straight to its hand, at the first pose."""
    pose = scene.poses[0]
    goal = pose.rotation("head").T @ (at(scene, drawn, 0) - pose.position("head"))
    ways = ring - goal
    inward = ring.mean(axis=0) - goal
    beside = np.arctan2(ways[:, 0], -ways[:, 2]) - math.atan2(inward[0], -inward[2])
    return int(np.argmin(np.mod(beside + math.pi, 2 * math.pi) * SIGN[drawn[-1]]))

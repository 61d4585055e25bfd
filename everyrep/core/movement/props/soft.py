"""Things that give: pillows, towels, rolls and balls, under or between parts of the body, or in a hand."""

from collections.abc import Sequence

import numpy as np

from everyrep.core.movement.props.meshes import Mesh, cushion, joined, moved, sphere, tube
from everyrep.core.movement.props.padding import folded, padding, pressed_towel
from everyrep.core.movement.props.places import (
    at,
    facing,
    height,
    lowest,
    middle,
    near,
    offset,
    segment_of,
    upright,
)
from everyrep.core.movement.props.placing import carried, fixed, placed, spanning
from everyrep.core.movement.props.settings import Values
from everyrep.core.movement.rotations import Array, Y, unit
from everyrep.core.movement.scene import Part, Scene

TOWEL = (0.24, 0.34)  # metres
THINNEST = 0.012  # metres; a pillow flatter than this would not be seen


def pillow(scene: Scene, values: Values) -> list[Part]:
    """Under the head, a knee or a hip, its top at the skin; or upright between two knees."""
    wide, deep = values["width"], values["depth"]
    if values["between"]:
        return [_held_between(scene, "pillow", "cloth", values["between"], cushion(0.40, 1.0, 0.24))]
    top, bottom = _layer(scene, "pillow", values)
    mesh = moved(cushion(wide, top - bottom, deep), (0, (top + bottom) / 2, 0))
    return [_lying(scene, "pillow", "cloth", mesh, values)]


def towel(scene: Scene, values: Values) -> list[Part]:
    """Folded flat under a part that may slide with it, or tucked between two parts."""
    if values["between"]:
        return [_tucked(scene, "towel", cushion(0.035, 0.12, 0.16), values["between"])]
    place, surface = values["under"][0], values["on"]
    if padding(scene, surface):
        return [pressed_towel(scene, place, surface, values["thick"])]
    top, bottom = _layer(scene, "towel", values)
    thick = max(top - bottom, THINNEST) if "towel" in scene.surfaces else values["thick"]
    return [_sliding(scene, "towel", "cloth", moved(folded(TOWEL, thick), (0, top - thick, 0)), place)]


def towel_roll(scene: Scene, values: Values) -> list[Part]:
    """A rolled towel across the limb that rests on it, or held between elbow and side."""
    if values["between"]:
        radius, long = (values["size"] or 0.08) / 2, min(values["length"], 0.20)
        return [
            _tucked(scene, "towel roll", tube((0, 0, -long / 2), (0, 0, long / 2), radius), values["between"])
        ]
    bottom = height(scene, values["on"], 0.0)
    top = height(scene, "roll", lowest(scene, values["under"][0], 0))
    thick = max(values["size"] or top - bottom, 0.03)
    long, radius = values["length"], thick / 2
    body = tube((-long / 2, 0, 0), (long / 2, 0, 0), radius)
    edge = tube(
        (-long / 2 + 0.004, radius * 0.55, radius * 0.7),
        (long / 2 - 0.004, radius * 0.55, radius * 0.7),
        0.2 * radius,
    )
    return [_lying(scene, "towel roll", "cloth", moved(joined(body, edge), (0, top - radius, 0)), values)]


def _tucked(scene: Scene, name: str, mesh: Mesh, two: Sequence[str]) -> Part:
    """In the narrow space between two places; it stays with the second."""
    first, second = two
    pose, segment = scene.poses[0], segment_of(second)
    seam = pose.rotation(segment).T @ (_seam(scene, first, second) - pose.position(segment))
    return carried(scene, name, "cloth", moved(mesh, seam), segment)


def ball(scene: Scene, values: Values) -> list[Part]:
    """In a hand, between two knees, under a foot, or free on the floor under the trunk."""
    if values["in"]:
        radius = (values["size"] or 0.065) / 2
        hand = values["in"]
        palm = offset(scene.body, hand)
        palm = palm + np.array([np.sign(palm[0]) * (radius - 0.028), 0, 0])
        return [carried(scene, "ball", "ball", moved(sphere(radius), palm), hand)]
    if values["between"]:
        return [_squeezed(scene, values["between"], values["size"])]
    place = values["under"][0]
    top, bottom = height(scene, "ball", lowest(scene, place, 0)), height(scene, values["on"], 0.0)
    size = values["size"] or max(top - bottom, 0.04)
    return [_lying(scene, "ball", "ball", moved(sphere(size / 2), (0, top - size / 2, 0)), values)]


def _layer(scene: Scene, surface: str, values: Values) -> tuple[float, float]:
    """Top and bottom of something that lies on a surface and carries a part of the body."""
    top = height(scene, surface, min(lowest(scene, place, 0) for place in values["under"]))
    return top, min(height(scene, values["on"], 0.0), top - THINNEST)


def _lying(scene: Scene, name: str, material: str, mesh: Mesh, values: Values) -> Part:
    """Under its places at the first pose, and there it stays. X of the mesh runs across the figure."""
    room = facing(scene, 0, middle(scene, values["under"], 0))
    if not upright(scene, 0):
        ahead = unit((scene.poses[0].position("head") - scene.poses[0].position("pelvis")) * (1 - Y))
        turn = np.stack([np.cross(Y, ahead), Y, ahead], axis=1)
    else:
        turn = room.turn
    shift = np.array([values["shift"][0], 0.0, values["shift"][1]])
    return fixed(scene, name, material, mesh, room.origin + shift, turn)


def _sliding(scene: Scene, name: str, material: str, mesh: Mesh, place: str) -> Part:
    """Under a place, with which it slides over the surface."""
    turn = facing(scene, 0, np.zeros(3)).turn
    return placed(
        scene, name, material, mesh, lambda f: np.column_stack([turn, at(scene, place, f) * (1 - Y)])
    )


def _held_between(scene: Scene, name: str, material: str, two: Sequence[str], mesh: Mesh) -> Part:
    """A mesh of height 1 along Y, squeezed between two places as their skins come and go."""
    raised = moved(mesh, (0, 0.5, 0))

    def placing(frame: int) -> Array:
        start, finish = _facing_skins(scene, two, frame)
        along = scene.poses[frame].rotation(segment_of(two[0]))[:, 1]
        return spanning(start, finish, across=along)

    return placed(scene, name, material, raised, placing)


def _squeezed(scene: Scene, two: Sequence[str], size: float | None) -> Part:
    """A ball, flattened only along the line between the two places, where they are nearer than it is wide."""
    skins = [_facing_skins(scene, two, frame) for frame in range(len(scene.poses))]
    full = size or max(float(np.linalg.norm(finish - start)) for start, finish in skins)

    def placing(frame: int) -> Array:
        start, finish = skins[frame]
        gap = float(np.linalg.norm(finish - start))
        half = unit(finish - start) * min(gap, full) / 2
        middle = (start + finish) / 2
        return spanning(middle - half, middle + half, wide=full)

    return placed(scene, "ball", "ball", moved(sphere(0.5), (0, 0.5, 0)), placing)


def _facing_skins(scene: Scene, two: Sequence[str], frame: int) -> tuple[Array, Array]:
    """Where the skins of two places face one another."""
    first, second = (at(scene, place, frame) for place in two)
    way = unit(second - first)
    reach = [near(scene, place, frame, 0.09) @ way for place in two]
    centre = (first + second) / 2
    start, finish = float(reach[0].max()), float(reach[1].min())
    if finish - start < 0.02:  # they touch: what they hold is pressed thin
        start, finish = (start + finish) / 2 - 0.01, (start + finish) / 2 + 0.01
    return centre + way * (start - centre @ way), centre + way * (finish - centre @ way)


def _seam(scene: Scene, first: str, second: str) -> Array:
    """The middle of the narrow space between two places, level with the first, at the first pose."""
    start = at(scene, first, 0)
    points = near(scene, second, 0, 0.5)
    closest = points[int(np.argmin(np.linalg.norm(points - start, axis=1)))]
    seam: Array = (start + closest) / 2
    return seam

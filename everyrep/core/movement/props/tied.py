"""Bands, cuffs and discs: what is tied round, pulled between or put under parts of the body."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from everyrep.core.movement.props.meshes import Mesh, joined, lathe, moved, sweep, tube
from everyrep.core.movement.props.places import at, facing, lowest, offset, outline, segment_of
from everyrep.core.movement.props.placing import Placing, carried, fixed, placed, spanning
from everyrep.core.movement.props.settings import Values
from everyrep.core.movement.rotations import Array, X, Y, Z, unit
from everyrep.core.movement.scene import Part, Scene

FLAT = 0.0028  # metres, half the thickness of a band
SNUG = 0.004  # a band's middle from the skin
STOOD_ON = 0.05  # metres of band under either half of a foot
Spot = str | Sequence[float | str]
End = Callable[[int, Array], Array]
"""Pose number and where the band comes from -> where it ends, both in the world."""


def band(scene: Scene, values: Values) -> list[Part]:
    """From one or two places to another or to a post in the room; or in a loop round two limbs."""
    half = values["width"] / 2
    if values["round"]:
        return _loop(scene, "band", "band", values["round"], half)
    post = _post(scene, values["to"]) if values["post"] else []
    return pulled(scene, "band", "band", values, values["to"], half) + post


def pulled(scene: Scene, name: str, material: str, values: Values, to: Spot, half: float) -> list[Part]:
    """One strip from each start to the common end, and what it is wrapped round at both."""
    starts = values["from"]
    parts = [part for place in (*starts, to) for part in wrap(scene, name, material, place, half)]
    for start in starts:
        parts.append(strip(scene, name, material, (end(scene, start), end(scene, to)), half))
    return parts


def strip(scene: Scene, name: str, material: str, ends: tuple[End, End], half: float) -> Part:
    """A flat strip of length 1, stretched from end to end; a band grows narrower as it grows longer."""
    lines = [_line(ends, frame) for frame in range(len(scene.poses))]
    lengths = [max(float(np.linalg.norm(finish - start)), 1e-3) for start, finish in lines]
    mesh = sweep(np.array([[0.0, 0, 0], [0, 1, 0]]), X, half, FLAT, sides=8)
    yaw = math.radians(scene.movement.view.yaw)
    sight = np.array([math.sin(yaw), 0.0, math.cos(yaw)])

    def placing(frame: int) -> Array:
        start, finish = lines[frame]
        taper = math.sqrt(min(lengths) / lengths[frame]) if material == "band" else 1.0
        return spanning(start, finish, wide=max(taper, 0.6), across=np.cross(finish - start, sight))

    return placed(scene, name, material, mesh, placing)


def _line(ends: tuple[End, End], frame: int) -> tuple[Array, Array]:
    start, finish = ends[0](frame, np.zeros(3)), ends[1](frame, np.zeros(3))
    return ends[0](frame, finish), ends[1](frame, start)


def end(scene: Scene, place: Spot) -> End:
    """A point in the room stays; on a limb the strip leaves the cuff on the side it is pulled to."""
    if not isinstance(place, str):
        point = _in_room(scene, place)
        return lambda _frame, _towards: point
    if place.startswith("hand"):
        return lambda frame, _towards: at(scene, place, frame)
    if place.startswith("sole"):
        return lambda frame, towards: min(_edges(scene, place, frame), key=lambda edge: _apart(edge, towards))
    ring, segment = _cuff_path(scene, place), _cut(scene, place)[0]

    def leaving(frame: int, towards: Array) -> Array:
        points: Array = np.array([scene.poses[frame].point(segment, corner) for corner in ring])
        furthest: Array = points[int(np.argmax(points @ unit(towards - points.mean(axis=0))))]
        return furthest

    return leaving


def _edges(scene: Scene, place: str, frame: int) -> list[Array]:
    """Where a band that is stood on comes out at either side of the foot."""
    pose, sole = scene.poses[frame], offset(scene.body, place)
    return [pose.point(segment_of(place), sole + side * STOOD_ON * X) for side in (-1, 1)]


def _apart(one: Array, other: Array) -> float:
    return float(np.linalg.norm(one - other))


def _in_room(scene: Scene, point: Sequence[float | str]) -> Array:
    left, up, forward = point
    return np.array([left, at(scene, up, 0)[1] if isinstance(up, str) else up, forward], dtype=float)


def wrap(scene: Scene, name: str, material: str, place: Spot, half: float) -> list[Part]:
    if not isinstance(place, str):
        return []
    if place.startswith("hand"):
        palm = offset(scene.body, place)
        fist = moved(tube((0, 0, -0.055), (0, 0, 0.055), 0.012), palm)
        return [carried(scene, f"{name} in the hand", material, fist, place)]
    if place.startswith("sole"):
        under = tube((-STOOD_ON, 0, 0), (STOOD_ON, 0, 0), 1.0)
        flat = under[0] * [1, FLAT, half] + offset(scene.body, place), under[1]
        return [carried(scene, f"{name} under the foot", material, flat, segment_of(place))]
    cuff, segment = _cuff(scene, place, half, FLAT), _cut(scene, place)[0]
    return [carried(scene, f"{name} round the {place}", material, cuff, segment)]


def _cuff(scene: Scene, place: str, half: float, thick: float) -> Mesh:
    """A band of that half width and half thickness round a limb, in the frame of its segment."""
    _, _, axis = _cut(scene, place)
    path = _cuff_path(scene, place, thick)
    return sweep(path, axis, half, thick, closed=True, sides=8)


def _cuff_path(scene: Scene, place: str, thick: float = FLAT) -> Array:
    """The middle line (N, 3) of a cuff, in the frame of its segment."""
    segment, centre, axis = _cut(scene, place)
    hull, frame = outline(scene, segment, centre, axis)
    middle = (hull.max(axis=0) + hull.min(axis=0)) / 2
    turns = np.arange(20) * math.pi / 10
    ways = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    corners = middle + ways * (ray_lengths(hull - middle, ways) + thick + SNUG)[:, None]
    return np.stack([corners[:, 0], np.zeros(20), corners[:, 1]], axis=1) @ frame.T + centre


def ray_lengths(hull: Array, ways: Array) -> Array:
    """How far the outline goes from its middle in each direction."""
    start, span = hull, np.roll(hull, -1, axis=0) - hull
    cross = ways[:, None, 0] * span[None, :, 1] - ways[:, None, 1] * span[None, :, 0]
    safe = np.where(np.abs(cross) < 1e-12, 1e-12, cross)
    far = (start[None, :, 0] * span[None, :, 1] - start[None, :, 1] * span[None, :, 0]) / safe
    along = (start[None, :, 0] * ways[:, None, 1] - start[None, :, 1] * ways[:, None, 0]) / safe
    hits = (far > 0) & (along >= -1e-6) & (along <= 1 + 1e-6)
    distances: Array = np.where(hits, far, 0.0).max(axis=1)
    return distances


def _cut(scene: Scene, place: str) -> tuple[str, Array, Array]:
    """Where a cuff sits: segment, point and direction of the limb, in the segment's frame."""
    body, name, side = scene.body, place[:-2], place[-2:]
    if name in ("foot", "sole"):
        return f"foot{side}", offset(body, place) + np.array([0, 0.03, 0]), Z
    if name in ("ankle", "heel"):
        return f"shank{side}", 0.88 * body.tip(f"shank{side}"), body.tip(f"shank{side}")
    if name == "knee":
        return f"thigh{side}", 0.86 * body.tip(f"thigh{side}"), body.tip(f"thigh{side}")
    segment = segment_of(place)
    return segment, offset(body, place), body.tip(segment)


def _post(scene: Scene, to: Spot) -> list[Part]:
    if isinstance(to, str):
        return []
    point = _in_room(scene, to)
    foot = lathe([(0.13, 0.0), (0.13, 0.012), (0.03, 0.03)])
    pole = tube((0, 0.02, 0), (0, point[1] + 0.06, 0), 0.018)
    return [fixed(scene, "post", "metal", joined(foot, pole), point * (1 - Y))]


def _loop(scene: Scene, name: str, material: str, two: Sequence[str], half: float) -> list[Part]:
    """Half a ring round the outside of each limb and a strip before and behind."""
    limbs = [_limb(scene, place) for place in two]

    def lying(frame: int) -> tuple[Array, Array, Array]:
        """The middle of each limb, and a frame: from one to the other, along them, and forward."""
        first, second = (scene.poses[frame].point(segment, centre) for segment, centre, _ in limbs)
        way = unit(second - first)
        limb = scene.poses[frame].rotation(limbs[0][0])[:, 1]
        up = unit(limb - way * (limb @ way))
        return first, second, np.stack([way, up, np.cross(way, up)], axis=1)

    wide, deep = _girth(scene, limbs, lying(0)[2])
    turns = np.linspace(0, math.pi, 9)
    arc = np.stack([wide * np.sin(turns), np.zeros(9), deep * np.cos(turns)], axis=1)
    bend = sweep(arc, Y, half, FLAT, sides=8)
    strip = sweep(np.array([[0.0, 0, 0], [1, 0, 0]]), Y, half, FLAT, sides=8)

    def bent(end: int) -> Placing:
        flip = np.diag([1.0, 1, 1]) if end else np.diag([-1.0, 1, -1])
        return lambda frame: np.column_stack([lying(frame)[2] @ flip, lying(frame)[end]])

    def straight(side: int) -> Placing:
        def placing(frame: int) -> Array:
            first, second, turn = lying(frame)
            return np.column_stack([turn * [_apart(first, second), 1, 1], first + turn[:, 2] * side * deep])

        return placing

    bends = [placed(scene, name, material, bend, bent(end)) for end in (0, 1)]
    return bends + [placed(scene, name, material, strip, straight(side)) for side in (-1, 1)]


Limb = tuple[str, Array, Array]
"""Its segment; the middle and the line (N, 3) of a cuff round it, in the segment's frame."""


def _limb(scene: Scene, place: str) -> Limb:
    path = _cuff_path(scene, place)
    return _cut(scene, place)[0], (path.max(axis=0) + path.min(axis=0)) / 2, path


def _girth(scene: Scene, limbs: Sequence[Limb], turn: Array) -> tuple[float, float]:
    """How far the thicker limb's skin is from its middle, sideways and forward, at the first pose."""
    lines = [(path - centre) @ scene.poses[0].rotation(segment).T @ turn for segment, centre, path in limbs]
    around = np.abs(np.vstack(lines)).max(axis=0)
    return float(around[0]), float(around[2])


def ankle_weight(scene: Scene, values: Values) -> list[Part]:
    """A padded cuff above the ankle."""
    parts = []
    for place in values["on"]:
        segment = _cut(scene, place)[0]
        parts.append(carried(scene, "ankle weight", "rubber", _cuff(scene, place, 0.048, 0.014), segment))
        parts.append(
            carried(scene, "ankle weight strap", "cloth", _cuff(scene, place, 0.014, 0.016), segment)
        )
    return parts


def slider(scene: Scene, values: Values) -> list[Part]:
    """A smooth disc under each place, with which it slides."""
    disc = lathe([(0.085, 0.0), (0.09, 0.004), (0.085, 0.010)])
    parts = []
    for place in values["under"]:
        low = min(lowest(scene, place, frame) for frame in range(len(scene.poses)))
        ground = max(low - 0.010, 0.0)

        def placing(frame: int, place: str = place, ground: float = ground) -> Array:
            return np.column_stack([np.eye(3), at(scene, place, frame) * (1 - Y) + Y * ground])

        parts.append(placed(scene, "slider", "rubber", disc, placing))
    return parts


def ankle_anchor(scene: Scene, values: Values) -> list[Part]:
    """A padded bar across both ankles that holds them down, on two short posts."""
    ankles = np.stack([at(scene, place, 0) for place in values["over"]])
    room = facing(scene, 0, ankles.mean(axis=0))
    local = room.into(ankles)
    top = max(float(local[:, 1].max()) + 0.045, 0.10)
    wide = float(np.ptp(local[:, 0])) / 2 + 0.10
    radius = 0.04
    pad = tube((-wide, top + radius, 0), (wide, top + radius, 0), radius)
    bar = tube((-wide - 0.10, top + radius, 0), (wide + 0.10, top + radius, 0), 0.014)
    posts = [tube((x, 0, 0), (x, top + radius + 0.012, 0), 0.014) for x in (-wide - 0.09, wide + 0.09)]
    feet = [tube((x, 0.014, -0.16), (x, 0.014, 0.16), 0.014) for x in (-wide - 0.09, wide + 0.09)]
    return [
        fixed(scene, "ankle pad", "foam", pad, room.origin, room.turn),
        fixed(scene, "ankle bar", "metal", joined(bar, *posts, *feet), room.origin, room.turn),
    ]

"""Small closed meshes, wound outwards. Flat things share no corners between faces, round ones do.

Frames are X left, Y up, Z forward; sizes are metres.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from everyrep.core.movement.rotations import IDENTITY, TINY, Array, X, Y, Z, unit

Mesh = tuple[Array, NDArray[np.int32]]
"""Corners (N, 3) and triangles (M, 3) into them."""

Point = Sequence[float] | Array
SIDES = 16
_FACES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))


def box(size: Sequence[float], centre: Sequence[float] = (0.0, 0.0, 0.0)) -> Mesh:
    """A block with its middle at `centre`."""
    corners = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
    points = (corners * np.array(size) + np.array(centre))[np.array(_FACES).ravel()]
    starts = 4 * np.arange(6)[:, None]
    return points, np.vstack([starts + [0, 1, 2], starts + [0, 2, 3]]).astype(np.int32)


def beam(start: Point, finish: Point, width: float, depth: float) -> Mesh:
    """A straight bar of square cut, `width` along X and `depth` along Z where it stands upright."""
    from_, to = np.array(start, dtype=float), np.array(finish, dtype=float)
    points, triangles = box((width, float(np.linalg.norm(to - from_)), depth))
    return points @ upright(to - from_).T + (from_ + to) / 2, triangles


def slab(outline: Array, bottom: float, top: float) -> Mesh:
    """A flat thing of convex outline (N, 2) in X and Z, in either order round, from `bottom` to `top`."""
    turned = _signed_area(outline) > 0
    x, z = (outline[::-1] if turned else outline).T
    low, high = (np.stack([x, np.full(len(x), y), z], axis=1) for y in (bottom, top))
    count = len(x)
    fan = np.array([[0, i, i + 1] for i in range(1, count - 1)])
    cover = low, fan[:, ::-1].astype(np.int32)
    walls = np.vstack([low, high]), _wall(count)
    return joined((high, fan.astype(np.int32)), cover, walls)


def rounded(width: float, depth: float, corner: float = 0.03) -> Array:
    """The outline (N, 2) of a rectangle with round corners, its middle at the origin."""
    turns = [math.radians(90 * quarter + 30 * step) for quarter in range(4) for step in range(4)]
    signs = np.repeat([[1, 1], [-1, 1], [-1, -1], [1, -1]], 4, axis=0)
    arc = np.array([[math.cos(turn), math.sin(turn)] for turn in turns])
    return signs * (np.array([width, depth]) / 2 - corner) + corner * arc


def sphere(radius: float, centre: Sequence[float] = (0.0, 0.0, 0.0)) -> Mesh:
    """A ball."""
    heights = [math.radians(15 * step - 90) for step in range(13)]
    points, triangles = lathe([(radius * math.cos(turn), radius * math.sin(turn)) for turn in heights])
    return points + np.array(centre), triangles


def cushion(width: float, height: float, depth: float) -> Mesh:
    """A stuffed rectangle of that size, flat enough above and below to lie on."""
    points, triangles = sphere(1.0)
    flat = np.hypot(points[:, 0], points[:, 2])
    square = np.sign(points) * np.abs(points) ** 0.55
    thick = np.sign(points[:, 1]) * np.minimum(1.0, 1.6 * np.maximum(0, 1 - flat**4) ** 0.5)
    return np.stack([square[:, 0], thick, square[:, 2]], axis=1) * np.array(
        [width, height, depth]
    ) / 2, triangles


def lathe(profile: Sequence[tuple[float, float]], sides: int = SIDES) -> Mesh:
    """A turned thing about Y. profile: radius and height from the bottom up; ends are closed."""
    rings = [_circle(radius, height, sides) for radius, height in profile]
    points, count = np.vstack(rings), len(rings)
    walls = np.vstack([_wall(sides) + sides * place for place in range(count - 1)])
    return joined((points, walls), _cap(rings[0], turned=True), _cap(rings[-1], turned=False))


def sweep(
    path: Array,
    across: Array,
    half_width: float,
    half_depth: float,
    *,
    closed: bool = False,
    sides: int = SIDES,
) -> Mesh:
    """A strap or tube along `path` (N, 3): an ellipse, `half_width` of it along `across`."""
    ahead = np.roll(path, -1, axis=0) - np.roll(path, 1, axis=0)
    if not closed:
        ahead[0], ahead[-1] = path[1] - path[0], path[-1] - path[-2]
    rings = [
        _ellipse(p, unit(t), across, half_width, half_depth, sides) for p, t in zip(path, ahead, strict=True)
    ]
    spans = len(path) if closed else len(path) - 1
    walls = np.vstack([_between(sides, i, (i + 1) % len(path)) for i in range(spans)])
    if closed:
        return np.vstack(rings), walls
    return joined((np.vstack(rings), walls), _cap(rings[0], turned=True), _cap(rings[-1], turned=False))


def tube(start: Point, finish: Point, radius: float, sides: int = SIDES) -> Mesh:
    """A round bar."""
    path = np.stack([np.array(start, dtype=float), np.array(finish, dtype=float)])
    return sweep(path, upright(path[1] - path[0])[:, 0], radius, radius, sides=sides)


def joined(*meshes: Mesh) -> Mesh:
    """Several meshes as one."""
    starts = np.cumsum([0, *(len(points) for points, _ in meshes)])
    triangles = [triangles + start for (_, triangles), start in zip(meshes, starts, strict=False)]
    return np.vstack([points for points, _ in meshes]), np.vstack(triangles).astype(np.int32)


def moved(mesh: Mesh, offset: Point, rotation: Array = IDENTITY) -> Mesh:
    """Turned about the origin, then shifted."""
    return mesh[0] @ rotation.T + np.array(offset), mesh[1]


def upright(direction: Array) -> Array:
    """The orientation whose Y runs along `direction`, its X as near the world's X (or Z) as can be."""
    along = unit(direction)
    level = X if abs(along[0]) < 0.9 else Z
    side = unit(level - along * (level @ along))
    return np.stack([side, along, np.cross(side, along)], axis=1)


def hull(points: Array) -> Array:
    """The convex outline (N, 2) round points (M, 2), anticlockwise."""
    ordered = sorted({(float(x), float(y)) for x, y in points})
    lower, upper = _chain(ordered), _chain(ordered[::-1])
    return np.array(lower[:-1] + upper[:-1])


def _chain(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    for point in points:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _signed_area(outline: Array) -> float:
    x, z = outline.T
    return float(x @ np.roll(z, -1) - z @ np.roll(x, -1))


def _circle(radius: float, height: float, sides: int) -> Array:
    return _ellipse(height * Y, Y, X, radius, radius, sides)


def _ellipse(centre: Array, ahead: Array, across: Array, wide: float, deep: float, sides: int) -> Array:
    side = unit(across - ahead * (across @ ahead))
    turns = np.arange(sides) * 2 * math.pi / sides
    return (
        centre + wide * np.cos(turns)[:, None] * side + deep * np.sin(turns)[:, None] * np.cross(ahead, side)
    )


def _wall(count: int) -> NDArray[np.int32]:
    return _between(count, 0, 1)


def _between(count: int, low: int, high: int) -> NDArray[np.int32]:
    """The skin between two rings of `count` corners, each ring anticlockwise as seen from its far side."""
    here = np.arange(count)
    after = (here + 1) % count
    a, b, c, d = low * count + here, low * count + after, high * count + here, high * count + after
    return np.vstack([np.stack([a, b, d], axis=1), np.stack([a, d, c], axis=1)]).astype(np.int32)


def _cap(ring: Array, *, turned: bool) -> Mesh:
    if float(np.ptp(ring, axis=0).max()) < TINY:
        return np.empty((0, 3)), np.empty((0, 3), dtype=np.int32)
    fan = np.array([[0, i, i + 1] for i in range(1, len(ring) - 1)], dtype=np.int32)
    return ring, fan[:, ::-1] if turned else fan

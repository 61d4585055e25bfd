"""Which triangle is seen at each pixel: a depth buffer without loops over triangles of like size."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from everyrep.core.movement.rotations import Array

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Mask = NDArray[np.bool_]
SIZES = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48)  # pixels; larger triangles are drawn one by one
AT_ONCE = 1 << 21  # pixels tested in one go, which bounds the memory


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """triangle (H, W): its index, -1 for none. depth (H, W): metres towards the viewer, -inf for none.
    shares (3, H, W): how much each corner of the triangle counts."""

    triangle: Ints
    depth: Floats
    shares: Floats

    def blend(self, corners: Array, triangles: Ints) -> Floats:
        """A value given at vertices (V, ...), at every pixel that shows something, (P, ...); see `shown`."""
        chosen = triangles[self.triangle[self.shown]]
        values = corners.astype(np.float32)
        weights = self.shares[:, self.shown]
        tail = (slice(None), *[None] * (values.ndim - 1))
        return sum(weights[k][tail] * values[chosen[:, k]] for k in range(3))

    @property
    def shown(self) -> Mask:
        """(H, W) where there is anything."""
        return self.triangle >= 0


def rasterise(points: Array, triangles: Ints, width: int, height: int, closed: Mask) -> Seen:
    """points (V, 3): x right and y down in pixels, z towards the viewer; the nearest triangle wins.

    closed (T,): triangles that are nowhere seen from behind.
    """
    planes, boxes, kept = _prepared(points, triangles, width, height, closed)
    depth = np.full(width * height, -np.inf, np.float32)
    found = [_candidates(planes, boxes, group, size, width, height) for group, size in _groups(boxes)]
    key, near, owner = (np.concatenate(parts) for parts in zip(*found, strict=True)) if found else _nothing()
    np.maximum.at(depth, key, near)
    wins = near >= depth[key]
    triangle = np.full(width * height, -1, np.int32)
    triangle[key[wins]] = owner[wins]
    shares = _shares(planes, triangle, width, height)
    triangle[triangle >= 0] = kept[triangle[triangle >= 0]]
    return Seen(triangle.reshape(height, width), depth.reshape(height, width), shares)


def _nothing() -> tuple[Ints, Floats, Ints]:
    return np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.int32)


def _prepared(
    points: Array, triangles: Ints, width: int, height: int, closed: Mask
) -> tuple[Floats, Ints, Ints]:
    """Planes (T, 3, 3) of first share, second share, depth over (x, y, 1); boxes (T, 4); which triangles."""
    corners = points[triangles]
    low, high = corners[..., :2].min(1), corners[..., :2].max(1)
    first = np.maximum(np.ceil(low - 0.5), 0).astype(np.int32)
    last = np.minimum(np.floor(high - 0.5), (width - 1, height - 1)).astype(np.int32)
    (x0, y0, z0), (x1, y1, z1), (x2, y2, z2) = (corners[:, k].T for k in range(3))
    area = (y1 - y2) * (x0 - x2) + (x2 - x1) * (y0 - y2)
    kept = np.flatnonzero((last >= first).all(1) & (np.abs(area) > 1e-9) & ~(closed & (area > 0)))
    (x0, x1, x2, y0, y1, y2, z0, z1, z2) = (row[kept] for row in (x0, x1, x2, y0, y1, y2, z0, z1, z2))
    area = area[kept]
    one = np.stack([(y1 - y2), (x2 - x1), -(y1 - y2) * x2 - (x2 - x1) * y2], 1) / area[:, None]
    two = np.stack([(y2 - y0), (x0 - x2), -(y2 - y0) * x2 - (x0 - x2) * y2], 1) / area[:, None]
    rise = one * (z0 - z2)[:, None] + two * (z1 - z2)[:, None]
    rise[:, 2] += z2
    planes = np.stack([one, two, rise], 1)
    planes[:, :, 2] += planes[:, :, :2].sum(2) * 0.5  # pixels are tested at their centres
    return planes, np.column_stack([first, last])[kept], kept.astype(np.int32)


def _groups(boxes: Ints) -> list[tuple[Ints, int]]:
    """Triangles whose boxes fit the same square, a bounded number at a time."""
    side = (boxes[:, 2:] - boxes[:, :2]).max(1) + 1
    size = np.searchsorted(SIZES, side)
    groups = []
    for place, edge in enumerate(SIZES):
        members = np.flatnonzero(size == place).astype(np.int32)
        step = AT_ONCE // (edge * edge)
        groups += [(members[k : k + step], edge) for k in range(0, len(members), step)]
    large = np.flatnonzero(size == len(SIZES)).astype(np.int32)
    return groups + [(large[k : k + 1], 0) for k in range(len(large))]


def _candidates(
    planes: Floats, boxes: Ints, group: Ints, size: int, width: int, height: int
) -> tuple[Ints, Floats, Ints]:
    """Pixels that the triangles of one group cover: their places, depths and triangles."""
    box, plane = boxes[group], planes[group]
    wide, tall = (size, size) if size else (box[0, 2:] - box[0, :2] + 1)
    across, down = np.arange(wide), np.arange(tall)
    start = np.einsum("tkc,tc->tk", plane, np.column_stack([box[:, :2], np.ones(len(box))])).astype(
        np.float32
    )
    slope = plane[:, :, :2].astype(np.float32)

    def over(row: int) -> Floats:
        along = slope[:, row, 0, None] * across.astype(np.float32) + start[:, row, None]
        return along[:, None, :] + (slope[:, row, 1, None] * down.astype(np.float32))[:, :, None]

    one, two = over(0), over(1)
    inside = (one >= -1e-5) & (two >= -1e-5) & (one + two <= 1.00001)
    which, y, x = np.nonzero(inside)
    depth = start[which, 2] + slope[which, 2, 0] * x + slope[which, 2, 1] * y
    x, y = x + box[which, 0], y + box[which, 1]
    held = (x < width) & (y < height)
    return (y * width + x)[held], depth[held].astype(np.float32), group[which[held]]


def _shares(planes: Floats, triangle: Ints, width: int, height: int) -> Floats:
    """(3, H, W) for the triangles that won."""
    place = np.flatnonzero(triangle >= 0)
    y, x = np.divmod(place, width)
    owner, flat = triangle[place], planes.astype(np.float32)
    across, down = x.astype(np.float32), y.astype(np.float32)
    shares = np.zeros((3, width * height), np.float32)
    for row in (0, 1):
        a, b, c = (flat[:, row, k][owner] for k in range(3))
        shares[row, place] = a * across + b * down + c
    shares[2, place] = 1 - shares[0, place] - shares[1, place]
    return shares.reshape(3, height, width)

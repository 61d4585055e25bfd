"""Faces, drawn from a closer look: a few calm shapes that stay friendly at the size of a stamp."""

from collections.abc import Iterator

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from everyrep.core.movement.body import REGIONS, Body, Pose
from everyrep.core.movement.rotations import Array
from everyrep.figures.drawing.camera import Camera
from everyrep.figures.drawing.drawing import Shape
from everyrep.figures.drawing.mesh import HEAD, Heap
from everyrep.figures.drawing.outline import area, mask_rings, path, straight
from everyrep.figures.drawing.raster import Ints, Mask, rasterise

TALL = 360  # raster pixels that a head fills
OPEN = 1.22  # how much larger than life eyes are drawn
LID = 0.30  # the upper lid's line, in heights of an eye
SLACK = 1.2
EYE, IRIS, LIP, BROW = (REGIONS.index(name) for name in ("eye", "iris", "lip", "brow"))


def face(body: Body, pose: Pose, heap: Heap, camera: Camera, finest: float) -> list[Shape]:
    """Eyes, brows and mouth as far as they are seen. finest: raster pixels per pixel elsewhere."""
    head = camera.project(heap.points[: len(body.vertices)][body.segment_of == HEAD])[:, :2]
    low, high = head.min(0) - 2, head.max(0) + 2
    if (low < -3).any() or (high > (camera.width + 3, camera.height + 3)).any():
        return []  # a close-up of something else
    times = max(TALL / (high[1] - low[1]), finest)
    wide, tall = np.ceil((high - low) * times).astype(int)
    close = camera.magnified(times, low[0], low[1], int(wide), int(tall))
    seen = rasterise(close.project(heap.points), heap.triangles, close.width, close.height, heap.closed)
    layer = np.where(seen.shown, heap.region[seen.triangle], -1)
    axes = (camera.turn @ pose.rotation("head"))[:2, :2] * [[1], [-1]]  # its left and its up, in the picture
    place = _Place(low, times, axes[:, 0], axes[:, 1])
    return [*_brows(layer, place), *_eyes(layer, place), *_mouth(layer, place)]


class _Place:
    """Where the close look lies in the picture, and how the head is turned there."""

    def __init__(self, corner: Array, times: float, left: Array, up: Array) -> None:
        self.corner, self.times, self.left, self.up = corner, times, left, up

    def back(self, ring: Array) -> Array:
        """From the close look's pixels to the picture's."""
        return ring / self.times + self.corner

    def shape(self, kind: str, rings: list[Array]) -> list[Shape]:
        data = path([self.back(ring) for ring in rings], 10, SLACK / self.times, 0.4)
        return [Shape(kind, 0, data)] if data else []

    def shapes(self, kind: str, region: BaseGeometry) -> list[Shape]:
        return self.shape(kind, list(_rings(region)))


def _rings(region: BaseGeometry) -> Iterator[Array]:
    for part in getattr(region, "geoms", [region]):
        if isinstance(part, Polygon) and not part.is_empty:
            yield shapely.get_coordinates(shapely.segmentize(part.exterior, 2.0))


def _polygons(mask: Mask, blur: float) -> list[Polygon]:
    rings = [ring for ring in mask_rings(mask, blur) if area(ring) > 30]
    return [Polygon(ring).buffer(0) for ring in rings]


def _brows(layer: Ints, place: _Place) -> list[Shape]:
    return place.shape("brow", mask_rings(layer == BROW, 2.5, 110))


def _eyes(layer: Ints, place: _Place) -> list[Shape]:
    shapes: list[Shape] = []
    y, x = np.nonzero(layer == IRIS)
    seen = shapely.points(x + 0.5, y + 0.5)
    for eye in _polygons((layer == EYE) | (layer == IRIS), 1.5):
        own = np.column_stack([x, y])[shapely.contains(eye.buffer(1), seen)] + 0.5
        shapes += _eye(affinity.scale(eye, OPEN, OPEN), eye.centroid, own, place)
    return shapes


def _eye(eye: Polygon, middle: BaseGeometry, iris: Array, place: _Place) -> list[Shape]:
    tall = np.ptp(shapely.get_coordinates(eye) @ place.up)
    lid = affinity.translate(eye, *(place.up * tall * LID)).buffer(0.06 * tall).difference(eye)
    shapes = place.shapes("eye", eye)
    if len(iris) > 8:
        round_ = _ellipse(iris, middle).intersection(eye)
        shapes += place.shapes("iris", round_)
    return [*shapes, *place.shapes("iris", lid)]


def _ellipse(pixels: Array, middle: BaseGeometry) -> BaseGeometry:
    """As wide and as tall as the iris's pixels are spread, and as much larger as the eye is drawn."""
    spread = np.sqrt(pixels.var(0) + 0.1) * 2 * OPEN
    around = np.array([middle.x, middle.y])
    centre = around + (pixels.mean(0) - around) * OPEN
    spread = np.maximum(spread, spread.max() * 0.45)
    return affinity.scale(shapely.Point(*centre).buffer(1.0, quad_segs=6), *spread)


def _mouth(layer: Ints, place: _Place) -> list[Shape]:
    mask = layer == LIP
    if mask.sum() < 60:
        return []
    y, x = np.nonzero(mask)
    points = np.stack([x, y], axis=1).astype(np.float64) + 0.5
    return [*place.shape("lip", mask_rings(mask, 2.5)), *_smile(points, place)]


def _smile(points: Array, place: _Place) -> list[Shape]:
    """The line between the lips, corners up: a lens between two bows."""
    along = place.left / (np.linalg.norm(place.left) + 1e-9)
    across = points @ along
    first, last = points[across <= across.min() + 3].mean(0), points[across >= across.max() - 3].mean(0)
    wide = float(np.linalg.norm(last - first))
    middle = points.mean(0)
    share = np.linspace(0, 1, 9)[:, None]

    def bow(deep: float) -> Array:
        low = middle - place.up * wide * deep
        return (1 - share) ** 2 * first + 2 * share * (1 - share) * low + share**2 * last

    ring = np.vstack([bow(0.0), bow(0.09)[::-1]])
    return [Shape("inner", 0, straight(place.back(ring)))]

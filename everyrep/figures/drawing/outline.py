"""Shapes of pixels as smooth outlines, written as SVG path data in tenths of a pixel."""

from collections.abc import Iterable
from typing import cast

import numpy as np
import shapely
from contourpy import LineType, contour_generator
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from everyrep.core.movement.rotations import Array
from everyrep.figures.drawing.raster import Floats, Mask

EDGE = 4  # pixels of nothing around a shape
REACH = 3  # pixels along an outline over which its bend is measured
TURN = 0.85  # radians that one curve may turn
LONGEST = 140.0  # pixels that one curve may span


def softened(field: NDArray[np.uint8], radius: float) -> NDArray[np.uint8]:
    """Gaussian blur of 0..255; radius in pixels (its standard deviation)."""
    return np.asarray(Image.fromarray(field).filter(ImageFilter.GaussianBlur(radius)))


def grown(mask: Mask, times: int) -> Mask:
    """Widened by a pixel to every side, `times` over; rounder than a square."""
    result = mask.copy()
    for turn in range(times):
        before = result.copy()
        result[1:] |= before[:-1]
        result[:-1] |= before[1:]
        sideways = result.copy() if turn % 2 else before
        result[:, 1:] |= sideways[:, :-1]
        result[:, :-1] |= sideways[:, 1:]
    return result


def window(mask: Mask, margin: int = EDGE) -> tuple[slice, slice] | None:
    """The smallest rectangle that holds the shape, with a margin inside the picture; None without a shape."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return None
    top, left = max(rows[0] - margin, 0), max(columns[0] - margin, 0)
    return slice(top, rows[-1] + margin + 1), slice(left, columns[-1] + margin + 1)


def rings(field: NDArray[np.uint8] | Floats, level: float) -> list[Array]:
    """Closed outlines (N, 2) x, y of where the field is above the level, the last point being the first.

    Pixels are squares: the first one's centre is at (0.5, 0.5).
    """
    generator = contour_generator(z=np.pad(field, 1), line_type=LineType.Separate)
    lines = cast(list[Array], generator.lines(level))
    return [line - 0.5 for line in lines if len(line) > 3]


def mask_rings(mask: Mask, blur: float, level: float = 127.5) -> list[Array]:
    """Outlines of a shape after a blur of its edge; a lower level makes it wider."""
    place = window(mask, EDGE + int(2 * blur))
    if place is None:
        return []
    soft = softened(mask[place].astype(np.uint8) * 255, blur)
    corner = np.array([place[1].start, place[0].start])
    return [ring + corner for ring in rings(soft, level)]


def path(lines: Iterable[Array], scale: float, slack: float, smallest: float) -> str:
    """Closed rings -> path data of quadratic curves, whole numbers, relative.

    scale: path units for one pixel of the rings. slack: pixels; how far apart the curves' ends may lie (their
    sagitta). smallest: square pixels; rings that hold less are left out.
    """
    return "".join(_curve(fitted(ring, slack) * scale) for ring in lines if abs(area(ring)) >= smallest)


def cornered(lines: Iterable[Array], scale: float, slack: float, smallest: float) -> str:
    """Closed rings -> path data of straight lines, for things that were made with a ruler.

    As `path`, but slack: pixels that the lines may be off.
    """
    kept = [shapely.LineString(ring) for ring in lines if abs(area(ring)) >= smallest]
    simple = shapely.simplify(kept, slack) if kept else ()
    return "".join(straight(shapely.get_coordinates(line)[:-1] * scale / 10) for line in simple)


def straight(ring: Array) -> str:
    """A ring of pixels, not closed -> path data with its corners as they are, tenths of a pixel."""
    corners = np.rint(np.asarray(ring) * 10).astype(int)
    moves = np.diff(corners, axis=0).ravel().tolist()
    return f"M{_numbers(corners[0].tolist())}l{_numbers(moves)}z"


def area(ring: Array) -> float:
    """Square pixels that a closed ring holds; below 0 for a hole."""
    x, y = ring[:, 0], ring[:, 1]
    return float(x[:-1] @ y[1:] - y[:-1] @ x[1:]) / 2


def fitted(ring: Array, slack: float) -> Array:
    """(N, 2) corners of a quadratic B-spline along a closed ring: close together only where it bends."""
    points = ring[:-1]
    step = np.roll(points, -1, axis=0) - points
    length = np.hypot(step[:, 0], step[:, 1])
    ahead, behind = np.roll(points, -REACH, axis=0) - points, points - np.roll(points, REACH, axis=0)
    across = ahead[:, 1] * behind[:, 0] - ahead[:, 0] * behind[:, 1]
    turn = np.abs(np.arctan2(across, (ahead * behind).sum(1)))
    bend = turn / (0.5 * (np.hypot(*ahead.T) + np.hypot(*behind.T)) + 1e-9)
    need = np.maximum(np.maximum(np.sqrt(bend / (8 * slack)), bend / TURN), 1 / LONGEST)
    total = np.concatenate([[0.0], np.cumsum(need * length)])
    count = max(int(np.ceil(total[-1])), 4)
    wanted = np.arange(count) * (total[-1] / count)
    chosen = np.column_stack([np.interp(wanted, total, ring[:, k]) for k in (0, 1)])
    around = np.roll(chosen, 1, axis=0) + np.roll(chosen, -1, axis=0)
    return chosen - (around - 2 * chosen) / 8  # so that the curve runs through the points, not inside them


def _curve(ring: Array) -> str:
    corners = np.rint(ring).astype(int)
    middles = np.rint((ring + np.roll(ring, -1, axis=0)) / 2).astype(int)
    before = np.roll(middles, 1, axis=0)
    moves = np.column_stack([corners - before, middles - before]).ravel().tolist()
    start = before[0].tolist()
    return f"M{_numbers(start)}q{_numbers(moves)}z"


def _numbers(values: list[int]) -> str:
    """The shortest way to write them: a minus sign parts two numbers as well as a blank does."""
    return " ".join(map(str, values)).replace(" -", "-")

"""Arrows: the way a segment goes, moved aside until it crosses neither the body nor the equipment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from everyrep.core.movement.body import Body, Pose
from everyrep.core.movement.rotations import Array

SMALLEST = 4.0  # pixels; a shorter way is no arrow
SLIGHT = 12.0  # pixels; up to here a straight small arrow says which way to press
SHORTEST = 30.0  # pixels; an arrow is drawn at least this long
ENDS = (0.08, 0.94)  # shares of the way that the arrow covers
CLEAR = 5.0  # pixels between arrow and outline
FURTHEST = 110.0  # pixels that an arrow may be moved aside
POINTS = 25
SMOOTHING = 8  # rounds
TAIL, NECK, BARB, HEAD = 1.5, 3.6, 9.0, 18.0  # half widths and the head's length, pixels
CROSSING = 70.0  # what crossing equipment costs, in pixels of moving further off


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Way:
    """A movement closely followed. shares (N,): rising, 0 to 1; poses: one for each."""

    shares: tuple[float, ...]
    poses: tuple[Pose, ...]

    def between(self, first: float, last: float) -> tuple[Pose, ...]:
        """The poses from one share to another, neither included."""
        steps = zip(self.shares, self.poses, strict=True)
        return tuple(pose for share, pose in steps if first + 1e-6 < share < last - 1e-6)


def worth_showing(lengths: Sequence[float]) -> list[bool]:
    """Which stills get an arrow: those that move, else the one that moves most. lengths: pixels, in order."""
    furthest = max(lengths)
    if furthest >= SLIGHT:
        return [length >= SLIGHT for length in lengths]
    return [still == lengths.index(furthest) for still in range(len(lengths))]


def track(body: Body, poses: Sequence[Pose], segment: str) -> Array:
    """(N, 3) metres: where the segment's end goes, its near end if that moves more."""
    tip = body.tip(segment)
    near = np.stack([pose.position(segment) for pose in poses])
    far = np.stack([pose.point(segment, tip) for pose in poses])
    return far if way_length(far) >= way_length(near) else near


def way_length(points: Array) -> float:
    """How far it is along a way, in the unit of its points."""
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Obstacles:
    """What an arrow keeps off: the body (always) and equipment (where there is room). Pixels."""

    body: BaseGeometry
    equipment: BaseGeometry


def arrow(
    points: Array, obstacles: Obstacles, taken: Sequence[BaseGeometry], offset: float | None
) -> Array | None:
    """(N, 2) the outline of an arrow beside a way (M, 2) in pixels; None where the way is too short to show.

    taken: arrows that are there already. offset: pixels outward from the body, None to find room.
    """
    if way_length(points) < SMALLEST:
        return None
    line = _resampled(points)
    if offset is not None:
        return outline(_aside(line, _outward(line, obstacles.body), offset))
    return _clear_of(line, obstacles, taken)


def _clear_of(line: Array, obstacles: Obstacles, taken: Sequence[BaseGeometry]) -> Array | None:
    shapely.prepare([obstacles.body, obstacles.equipment])
    best, least = None, np.inf
    for cost, moved in _candidates(line, obstacles.body):
        if cost >= least:
            continue
        ring = outline(moved)
        area = shapely.Polygon(ring).buffer(CLEAR)
        if obstacles.body.intersects(area) or any(other.intersects(area) for other in taken):
            continue
        cost += CROSSING if obstacles.equipment.intersects(area) else 0.0
        if cost < least:
            best, least = ring, cost
    return best


def _candidates(line: Array, body: BaseGeometry) -> Iterator[tuple[float, Array]]:
    """Ways beside the way, with what each costs: best is near, outward and parallel."""
    outward = _outward(line, body)
    for distance in np.arange(8.0, FURTHEST, 6.0):
        for side, dislike in ((outward, 0.0), (-outward, 12.0)):
            moved = _aside(line, side, distance)
            if way_length(moved) > 0.6 * way_length(line):
                yield distance + dislike, moved
        for angle in np.arange(0, 360, 30):
            step = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
            yield distance * 1.2 + 10 - 8 * float(step @ outward.mean(0)), line + step * distance


def _resampled(points: Array) -> Array:
    """Evenly spaced points on the shown part of the way, which grows to the shortest arrow if need be."""
    gone = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    first, last = gone[-1] * ENDS[0], gone[-1] * ENDS[1]
    wanted = np.linspace(first, last, POINTS)
    line = np.column_stack([np.interp(wanted, gone, points[:, k]) for k in (0, 1)])
    if last - first >= SHORTEST and gone[-1] > SLIGHT:
        return _smooth(line)
    along = (line[-1] - line[0]) / (np.linalg.norm(line[-1] - line[0]) + 1e-9)
    return line.mean(0) + np.linspace(-SHORTEST / 2, SHORTEST / 2, POINTS)[:, None] * along


def _smooth(line: Array) -> Array:
    """Without the corners that come of few poses on the way."""
    for _ in range(SMOOTHING):
        line = np.vstack([line[:1], (line[:-2] + 2 * line[1:-1] + line[2:]) / 4, line[-1:]])
    return line


def _normals(line: Array) -> Array:
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True) + 1e-9
    return np.column_stack([-along[:, 1], along[:, 0]])


def _outward(line: Array, body: BaseGeometry) -> Array:
    """Square to the way, on the side away from the middle of the body; (N, 2) unit."""
    normals = _normals(line)
    centre = np.array([body.centroid.x, body.centroid.y]) if not body.is_empty else line.mean(0)
    middle = len(line) // 2
    return normals if normals[middle] @ (line[middle] - centre) >= 0 else -normals


def _aside(line: Array, direction: Array, distance: float) -> Array:
    moved: Array = line + direction * distance
    return moved


def outline(line: Array) -> Array:
    """(N, 2) the ring of a tapered arrow along a line, thin at its tail; not closed."""
    gone = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    head = min(HEAD, gone[-1] * 0.5)
    neck = gone[-1] - head
    wanted = np.linspace(0, neck, POINTS)
    shaft = np.column_stack([np.interp(wanted, gone, line[:, k]) for k in (0, 1)])
    half = np.linspace(TAIL, NECK, POINTS)[:, None]
    normals = _normals(shaft)
    normals[-1] = _normals(np.stack([shaft[-1], line[-1]]))[0]
    barb = normals[-1] * BARB * head / HEAD
    back = (shaft[-1] - line[-1]) * 0.18  # barbs sweep back a little
    ends = np.stack([shaft[-1] + barb + back, line[-1], shaft[-1] - barb + back])
    return np.vstack([shaft + normals * half, ends, (shaft - normals * half)[::-1]])

"""From a scene to a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from everyrep.core.movement.body import Pose
from everyrep.core.movement.muscles import muscle_weights
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.scene import MATERIALS, Part, Scene
from everyrep.core.movement.segments import SIDES
from everyrep.figures.drawing.arcs import LABEL, RangeArc, place_words, sector
from everyrep.figures.drawing.arrows import Obstacles, Way, arrow, track, way_length, worth_showing
from everyrep.figures.drawing.camera import Camera
from everyrep.figures.drawing.drawing import Drawing, Mark, Still
from everyrep.figures.drawing.face import face
from everyrep.figures.drawing.framing import MARGIN, camera_for
from everyrep.figures.drawing.look import LIGHT, Look, look
from everyrep.figures.drawing.mesh import EQUIPMENT as FIRST
from everyrep.figures.drawing.mesh import Heap, heap
from everyrep.figures.drawing.outline import area, mask_rings, straight
from everyrep.figures.drawing.presses import press_arrow
from everyrep.figures.drawing.raster import Mask
from everyrep.figures.drawing.shapes import FINE, traced
from everyrep.figures.drawing.shapes import muscles as muscle_shapes
from everyrep.figures.drawing.styles import EQUIPMENT

GAP = 16  # pixels between two stills
_Wanted = tuple[Array, float | None]  # a way in pixels, and its arrow's offset
NARROWEST = 96  # pixels; room for a number and a word
LYING_BEHIND = [FIRST + MATERIALS.index(name) for name in ("mat", "wall")]  # arrows may run over these


def trace(
    scene: Scene,
    parts: Sequence[Part] = (),
    *,
    way: Way | None = None,
    limit: RangeArc | None = None,
    muscles: bool = False,
) -> Drawing:
    """Every pose of the scene as a still, side by side, at one scale.

    way: the path between the stills, closely followed, for the arrows; without it they run straight from
    still to still. limit: drawn on the last still. muscles: shows those that the movement names, on its side.
    """
    camera = camera_for(scene, parts)
    whole = way or Way(shares=scene.shares, poses=scene.poses)
    worked = _worked(scene) if muscles else None
    ways = _ways(scene, camera, whole)
    sketches = [
        _sketch(scene, parts, camera, frame, ways[frame], limit, worked) for frame in range(len(scene.poses))
    ]
    return _side_by_side(sketches, {**EQUIPMENT, **scene.body.palette})


@dataclass(frozen=True, slots=True, eq=False)
class _Sketch:
    """A still before it has its place: bounds are left, top, right, bottom of all that is drawn, pixels."""

    still: Still
    bounds: Array


def _sketch(
    scene: Scene,
    parts: Sequence[Part],
    camera: Camera,
    frame: int,
    ways: Sequence[_Wanted],
    limit: RangeArc | None,
    worked: Array | None,
) -> _Sketch:
    fine = camera.magnified(FINE, 0, 0, round(camera.width * FINE), round(camera.height * FINE))
    pile = heap(scene.body, scene.vertices[frame], parts, frame, camera.turn.T @ LIGHT)
    view, features = look(pile, fine), face(scene.body, scene.poses[frame], pile, camera, FINE)
    if worked is not None:
        features = [*muscle_shapes(view, _padded(worked, pile), pile.triangles), *features]
    obstacles = _obstacles(view)
    arrows = _arrows(scene, camera, frame, ways, obstacles)
    last = frame == len(scene.poses) - 1
    ring = sector(limit, camera) if limit and last else None
    mark = _mark(ring, limit, arrows, obstacles.body) if limit and ring is not None else None
    still = Still(
        number=frame + 1,
        left=0.0,
        start=0.0,
        width=0.0,
        shapes=tuple(traced(view, features)),
        arrows=tuple(straight(ring) for ring in arrows),
        mark=mark,
    )
    return _Sketch(still, _bounds(view, arrows, mark))


def _worked(scene: Scene) -> Array:
    """(V,) the muscles of the movement: those of its own side if it has one."""
    side = scene.movement.side[:1].upper()
    return muscle_weights(scene.body, scene.movement.muscles, side if side in SIDES else SIDES)


def _padded(worked: Array, pile: Heap) -> Array:
    return np.concatenate([worked, np.zeros(len(pile.points) - len(worked))])


def _ways(scene: Scene, camera: Camera, way: Way) -> list[list[_Wanted]]:
    """For each still the ways that end there; a picture of one pose shows the whole way."""
    found: list[list[_Wanted]] = [[] for _ in scene.poses]
    for wanted in scene.movement.arrows:
        tracks = [track(scene.body, _towards(scene, frame, way), wanted.track) for frame in range(len(found))]
        seen = [camera.project(points)[:, :2] for points in tracks]
        for frame, shown in enumerate(worth_showing([way_length(points) for points in seen])):
            found[frame] += [(seen[frame], wanted.offset)] if shown else []
    return found


def _towards(scene: Scene, frame: int, way: Way) -> Sequence[Pose]:
    """The poses on the way to a still from the one before it."""
    if len(scene.poses) == 1:
        return way.poses
    if frame == 0:
        return scene.poses[:1]
    part = way.between(scene.shares[frame - 1], scene.shares[frame])
    return (scene.poses[frame - 1], *part, scene.poses[frame])


def _arrows(
    scene: Scene, camera: Camera, frame: int, ways: Sequence[_Wanted], obstacles: Obstacles
) -> list[Array]:
    """The ways to this still and what presses in it, each clear of the others."""
    found: list[Array] = []
    for points, offset in ways:
        ring = arrow(points, obstacles, _polygons(found), offset)
        found += [] if ring is None else [ring]
    posed = (scene.body, scene.poses[frame], scene.vertices[frame])
    for press in scene.movement.presses:
        if frame == (press.on or len(scene.poses)) - 1:
            ring = press_arrow(press, posed, camera, obstacles, _polygons(found))
            found += [] if ring is None else [ring]
    return found


def _polygons(rings: Sequence[Array]) -> list[BaseGeometry]:
    return [shapely.Polygon(ring) for ring in rings]


def _mark(ring: Array, limit: RangeArc, arrows: Sequence[Array], body: BaseGeometry) -> Mark:
    x, y = place_words(ring, [shapely.Polygon(other).buffer(0) for other in arrows], body)
    return Mark(straight(ring), round(x, 1), round(y, 1), limit.words)


def _obstacles(view: Look) -> Obstacles:
    near = view.equipment & ~np.isin(view.layer, LYING_BEHIND)
    return Obstacles(_region(view.body), _region(near))


def _region(mask: Mask) -> BaseGeometry:
    """The shape of some pixels, holes left open, in pixels of the picture."""
    whole: BaseGeometry = shapely.Polygon()
    for ring in sorted(mask_rings(mask, 1.0), key=lambda ring: -abs(area(ring))):
        if abs(area(ring)) > 20:
            whole = whole.symmetric_difference(shapely.Polygon(ring / FINE).simplify(0.7).buffer(0))
    return whole


def _bounds(view: Look, arrows: Sequence[Array], mark: Mark | None) -> Array:
    rows, columns = np.flatnonzero((view.layer >= 0).any(1)), np.flatnonzero((view.layer >= 0).any(0))
    boxes = [np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]) / FINE]
    boxes += [np.concatenate([ring.min(0), ring.max(0)]) for ring in arrows]
    if mark:
        half = np.array(LABEL) + 2
        boxes.append(np.concatenate([(mark.x, mark.y) - half, (mark.x, mark.y) + half]))
    every = np.stack(boxes)
    return np.concatenate([every[:, :2].min(0), every[:, 2:].max(0)])


def _side_by_side(sketches: Sequence[_Sketch], palette: dict[str, tuple[int, int, int]]) -> Drawing:
    bounds = np.stack([sketch.bounds for sketch in sketches])
    top, bottom = float(bounds[:, 1].min()) - MARGIN, float(bounds[:, 3].max()) + MARGIN
    stills, left = [], 0.0
    for sketch in sketches:
        start, end = float(sketch.bounds[0]) - MARGIN, float(sketch.bounds[2]) + MARGIN
        width = max(end - start, NARROWEST)
        still = replace(sketch.still, left=round(left, 1), start=round(start, 1), width=round(width, 1))
        stills.append(still)
        left += width + GAP
    return Drawing(
        width=round(left - GAP, 1),
        height=round(bottom - top, 1),
        top=round(top, 1),
        stills=tuple(stills),
        palette=palette,
    )

"""One still traced: flat shapes of each material in three tones, and the ink over them."""

import numpy as np

from everyrep.core.movement.rotations import Array
from everyrep.figures.drawing.drawing import Shape
from everyrep.figures.drawing.look import Look, lines
from everyrep.figures.drawing.mesh import EQUIPMENT, LAYERS
from everyrep.figures.drawing.outline import cornered, grown, mask_rings, path, window
from everyrep.figures.drawing.raster import Ints, Mask

FINE = 2.5  # raster pixels for one pixel of the picture
TENTHS = 10 / FINE
SHADE = (0.22, -0.2)  # cosines to the light below which the first and the second shade begin
SLACK = 2.0  # raster pixels; see `outline.path`
RULED = 0.7  # raster pixels; see `outline.cornered`
SMALL_SHADE = 90.0  # raster pixels squared; smaller shades are noise


def traced(view: Look, between: list[Shape]) -> list[Shape]:
    """Every shape of a still, those at the back first; `between` lies between colour and ink."""
    fills = [shape for place in np.unique(view.layer[view.layer >= 0]) for shape in _fills(view, int(place))]
    return [*fills, *between, *_ink(view)]


def _fills(view: Look, place: int) -> list[Shape]:
    mask, name = view.layer == place, LAYERS[place]
    write = _ruled if place >= EQUIPMENT else _data
    base = Shape(name, 0, write(mask_rings(grown(mask, 1), 1.0), 12))
    shades = [Shape(name, tone + 1, _shade(view, mask, level)) for tone, level in enumerate(SHADE)]
    return [shape for shape in (base, *shades) if shape.data]


def _shade(view: Look, mask: Mask, level: float) -> str:
    place = window(mask, 6)
    if place is None:
        return ""
    dark = mask[place] & (view.light[place] < level)
    corner = np.array([place[1].start, place[0].start])
    return _data([ring + corner for ring in mask_rings(dark, 1.3)], SMALL_SHADE)


def muscles(view: Look, weights: Array, triangles: Ints) -> list[Shape]:
    """What the movement works, over the colours. weights (V,): 0 to 1 for each of the body's vertices."""
    shown = view.seen.shown
    field = np.zeros(shown.shape, np.float32)
    field[shown] = view.seen.blend(weights, triangles)
    data = _data(mask_rings((field > 0.5) & view.body, 1.6), 60)
    return [Shape("muscle", 0, data)] if data else []


def _ink(view: Look) -> list[Shape]:
    found = lines(view)
    inner = grown(found.edges, 1) | found.seams
    if cut := _cut(view.body):  # a close-up: where the paper ends there is no outline
        inner |= grown(found.outline, 1)
    shapes = (
        Shape("edge", 0, _ruled(mask_rings(grown(found.equipment, 1), 1.0), 14)),
        Shape("inner", 0, _data(mask_rings(inner, 1.1), 14)),
        Shape("outline", 0, "" if cut else _data(mask_rings(view.body, 1.0), 12)),
    )
    return [shape for shape in shapes if shape.data]


def _cut(body: Mask) -> bool:
    return bool(body[0].any() or body[-1].any() or body[:, 0].any() or body[:, -1].any())


def _data(found: list[Array], smallest: float) -> str:
    return path(found, TENTHS, SLACK, smallest)


def _ruled(found: list[Array], smallest: float) -> str:
    return cornered(found, TENTHS, RULED, smallest)

"""What a still shows, pixel by pixel: of what, how lit, and where a line is drawn."""

from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.rotations import Array
from everyrep.figures.drawing.camera import Camera
from everyrep.figures.drawing.mesh import EQUIPMENT, FACE, Heap
from everyrep.figures.drawing.raster import Floats, Ints, Mask, Seen, rasterise

LIGHT = np.array([-0.42, 0.66, 0.62]) / np.linalg.norm([-0.42, 0.66, 0.62])  # right, up, towards the viewer
STEP = 0.012  # metres of depth that make a line


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """All (H, W). layer: into LAYERS, -1 for none; thing: see `Heap`. light: cosine to the light.

    face: eyes, brows and mouth, which are drawn from a closer look. normals (3, H, W): right, up, towards the
    viewer. seen: the depth buffer. pixel: metres across.
    """

    layer: Ints
    face: Mask
    thing: Ints
    light: Floats
    normals: Floats
    seen: Seen
    pixel: float

    @property
    def body(self) -> Mask:
        """Where the figure is."""
        return (self.layer >= 0) & (self.layer < EQUIPMENT)

    @property
    def equipment(self) -> Mask:
        """Where equipment is."""
        return self.layer >= EQUIPMENT


def look(heap: Heap, camera: Camera) -> Look:
    """Everything in the camera's window."""
    seen = rasterise(camera.project(heap.points), heap.triangles, camera.width, camera.height, heap.closed)
    shown, which = seen.shown, seen.triangle[seen.shown]
    normals = np.zeros((3, *shown.shape), np.float32)
    normals[2] = 1
    normals[:, shown] = _normals(heap, camera.turn, seen, which)
    layer, thing = np.full(shown.shape, -1, np.int32), np.full(shown.shape, -1, np.int32)
    layer[shown], thing[shown] = heap.layer[which], heap.thing[which]
    face = np.zeros(shown.shape, bool)
    face[shown] = np.isin(heap.region[which], FACE)
    light = np.ones(shown.shape, np.float32)
    shares, lit = seen.shares[:, shown], heap.light.astype(np.float32)
    light[shown] = sum(shares[k] * lit[:, k][which] for k in range(3))
    return Look(
        layer=layer,
        face=face,
        thing=thing,
        light=light,
        normals=normals,
        seen=seen,
        pixel=1 / camera.scale,
    )


def _normals(heap: Heap, turn: Array, seen: Seen, which: Ints) -> Floats:
    corners = (heap.normals @ turn.T).astype(np.float32)
    shares = seen.shares[:, seen.shown]
    mixed = np.stack([sum(shares[k] * corners[:, k, axis][which] for k in range(3)) for axis in range(3)])
    length = np.sqrt((mixed * mixed).sum(0)) + 1e-9
    return mixed / np.where(mixed[2] < 0, -length, length)  # the inside of a sleeve faces us too


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Where lines run, (H, W) each: around the figure; on it, what lies in front of what, and seams; then on
    equipment."""

    outline: Mask
    edges: Mask
    seams: Mask
    equipment: Mask


def lines(view: Look) -> Lines:
    """Pixels on either side of an outline, a step in depth, a seam of the clothes, an edge of equipment."""
    outline, edges, seams, equipment = (np.zeros(view.layer.shape, bool) for _ in range(4))
    for axis in (0, 1):
        near, far = _sides(axis)
        found = _between(view, near, far, axis)
        for mask, there in zip((outline, edges, seams, equipment), found, strict=True):
            mask[near] |= there
            mask[far] |= there
    return Lines(outline, edges, seams & ~edges, equipment)


Window = tuple[slice, slice]


def _sides(axis: int) -> tuple[Window, Window]:
    whole, first, second = slice(None), slice(None, -1), slice(1, None)
    return ((first, whole), (second, whole)) if axis == 0 else ((whole, first), (whole, second))


def _between(view: Look, near: Window, far: Window, axis: int) -> tuple[Mask, Mask, Mask, Mask]:
    """Lines between neighbours: around the figure, edges and seams on it, edges of equipment."""
    layer, other, thing, beside = view.layer[near], view.layer[far], view.thing[near], view.thing[far]
    body, tool = view.body, view.equipment
    figure, tools = body[near] & body[far], (tool[near] | tool[far]) & ~(body[near] | body[far])
    bend = (view.normals[:, *near] * view.normals[:, *far]).sum(0)
    steps = _steps(view, near, far, axis)
    face = view.face[near] | view.face[far]
    edges = figure & ~face & (steps | ((thing != beside) & (bend < 0.6)))
    equipment = tools & (steps | (thing != beside) | (bend < 0.85))
    return body[near] != body[far], edges, figure & (layer != other), equipment


def _steps(view: Look, near: Window, far: Window, axis: int) -> Mask:
    """Depth jumps by more than both surfaces' slopes explain."""
    depth = view.seen.depth
    with np.errstate(invalid="ignore"):
        jump = np.abs(depth[near] - depth[far])
    along = np.abs(view.normals[1 - axis])
    slope = along / np.maximum(view.normals[2], 0.12) * view.pixel
    return jump > STEP + 1.5 * np.maximum(slope[near], slope[far])

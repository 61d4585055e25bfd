"""A mesh with regions and skin weights, and what can be done to it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from everyrep.core.movement.rotations import Array

Triangles = NDArray[np.int_]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Mesh:
    """vertices (V, 3), weights (V, B) over all bones, triangles (T, 3), regions (T,), metres."""

    vertices: Array
    weights: Array
    triangles: Triangles
    regions: NDArray[np.int_]

    def only(self, kept: Mask) -> "Mesh":
        """The triangles that are asked for."""
        return replace(self, triangles=self.triangles[kept], regions=self.regions[kept])

    def painted(self, region: int, where: Mask | None = None) -> "Mesh":
        """The same with another region, everywhere or on some triangles."""
        regions = self.regions.copy()
        regions[slice(None) if where is None else where] = region
        return replace(self, regions=regions)

    def moved(self, vertices: Array) -> "Mesh":
        return replace(self, vertices=vertices)

    def normals(self) -> Array:
        """(V, 3) area-weighted, unit."""
        return normals(self.vertices, self.triangles)

    def outward(self) -> Array:
        """The normals of a left half: in the middle they do not lean to either side."""
        straight = self.normals()
        straight[np.abs(self.vertices[:, 0]) < 1e-7, 0] = 0
        length = np.linalg.norm(straight, axis=1, keepdims=True)
        unit: Array = np.divide(straight, length, out=straight, where=length > 0)
        return unit

    def compact(self) -> "Mesh":
        """Without the vertices that no triangle uses."""
        used, numbers = np.unique(self.triangles, return_inverse=True)
        return replace(
            self,
            vertices=self.vertices[used],
            weights=self.weights[used],
            triangles=numbers.reshape(-1, 3),
        )


def normals(vertices: Array, triangles: Triangles) -> Array:
    """(V, 3) the direction out of the surface at each vertex, weighted by area."""
    first, second, third = (vertices[triangles[:, at]] for at in range(3))
    faces = np.cross(second - first, third - first)
    total = np.zeros_like(vertices)
    for at in range(3):
        np.add.at(total, triangles[:, at], faces)
    unit: Array = total / (np.linalg.norm(total, axis=1, keepdims=True) + 1e-12)
    return unit


def joined(meshes: list[Mesh]) -> Mesh:
    """One mesh of several; nothing is welded."""
    starts = np.cumsum([0] + [len(mesh.vertices) for mesh in meshes])
    return Mesh(
        np.vstack([mesh.vertices for mesh in meshes]),
        np.vstack([mesh.weights for mesh in meshes]),
        np.vstack([mesh.triangles + start for mesh, start in zip(meshes, starts, strict=False)]),
        np.concatenate([mesh.regions for mesh in meshes]),
    )


def cut(mesh: Mesh, values: Array) -> tuple[Mesh, Mask]:
    """Split the triangles along the line where `values` (V,) is 0; the mask says which lie above it."""
    values = np.where(np.abs(values) < 1e-9, 1e-9, values)
    above = values[mesh.triangles] > 0
    count = above.sum(axis=1)
    whole = (count == 0) | (count == 3)
    cutter = _Cutter(mesh, values)
    pieces, regions, sides = [mesh.triangles[whole]], [mesh.regions[whole]], [count[whole] == 3]
    for triangle, region, flags in zip(
        mesh.triangles[~whole], mesh.regions[~whole], above[~whole], strict=True
    ):
        made, side = cutter.split(triangle, flags)
        pieces.append(made)
        regions.append(np.full(len(made), region))
        sides.append(side)
    return cutter.finished(np.vstack(pieces), np.concatenate(regions)), np.concatenate(sides)


class _Cutter:
    """Makes the vertices on the line, each edge's once."""

    def __init__(self, mesh: Mesh, values: Array) -> None:
        self.mesh, self.values = mesh, values
        self.made: dict[tuple[int, int], int] = {}
        self.ends: list[tuple[int, int]] = []

    def split(self, triangle: Triangles, above: Mask) -> tuple[Triangles, Mask]:
        alone_above = above.sum() == 1
        at = int(np.flatnonzero(above == alone_above)[0])
        alone, after, before = (int(triangle[(at + step) % 3]) for step in range(3))
        first, second = self._on_line(alone, after), self._on_line(alone, before)
        pieces = np.array([[alone, first, second], [first, after, before], [first, before, second]])
        return pieces, np.array([alone_above, not alone_above, not alone_above])

    def _on_line(self, one: int, other: int) -> int:
        edge = (min(one, other), max(one, other))
        if edge not in self.made:
            self.made[edge] = len(self.mesh.vertices) + len(self.ends)
            self.ends.append(edge)
        return self.made[edge]

    def finished(self, triangles: Triangles, regions: NDArray[np.int_]) -> Mesh:
        mesh, values = self.mesh, self.values
        if not self.ends:
            return replace(mesh, triangles=triangles, regions=regions)
        one, other = np.array(self.ends).T
        share = (values[one] / (values[one] - values[other]))[:, None]

        def between(rows: Array) -> Array:
            return np.vstack([rows, rows[one] * (1 - share) + rows[other] * share])

        return Mesh(between(mesh.vertices), between(mesh.weights), triangles, regions)


def smoothed(mesh: Mesh, rounds: int, share: float = 0.5) -> Mesh:
    """Each vertex moves towards the middle of its neighbours, `rounds` times; open borders and x = 0 stay."""
    edges = np.sort(np.vstack([mesh.triangles[:, pair] for pair in ([0, 1], [1, 2], [2, 0])]), axis=1)
    edges, uses = np.unique(edges, axis=0, return_counts=True)
    count = np.bincount(edges.ravel(), minlength=len(mesh.vertices))[:, None]
    middle = np.abs(mesh.vertices[:, 0]) < 1e-7
    border = np.zeros(len(mesh.vertices), dtype=bool)
    border[edges[uses == 1].ravel()] = True
    border &= ~middle
    vertices = mesh.vertices.copy()
    for _ in range(rounds):
        total = np.zeros_like(vertices)
        np.add.at(total, edges[:, 0], vertices[edges[:, 1]])
        np.add.at(total, edges[:, 1], vertices[edges[:, 0]])
        step = share * (total / np.maximum(count, 1) - vertices)
        step[border | (count[:, 0] == 0)] = 0
        step[middle, 0] = 0
        vertices += step
    return mesh.moved(vertices)

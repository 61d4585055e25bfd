"""Reading the MPFB2 files: the base mesh, its shaping targets, the rig and its skin weights."""

import gzip
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from everyrep.core.movement.rotations import Array

DECIMETRE = 0.1
RIG = "rigs/standard/rig.game_engine.json"
WEIGHTS = "rigs/standard/weights.game_engine.json"
MESH = "3dobjs/base.obj"
GROUPS = "mesh_metadata/basemesh_vertex_groups.json"


@dataclass
class Source:
    """The folder `data/mpfb2`. `used` gathers every file that was read, for the record of provenance."""

    folder: Path
    used: set[str] = field(default_factory=set)

    def path(self, name: str) -> Path:
        self.used.add(name)
        return self.folder / name

    @cached_property
    def _object(self) -> list[list[str]]:
        return [line.split() for line in self.path(MESH).read_text(encoding="utf-8").splitlines() if line]

    @cached_property
    def vertices(self) -> Array:
        """(N, 3) the unshaped body with its helpers, in decimetres."""
        return np.array([row[1:4] for row in self._object if row[0] == "v"], dtype=float)

    @cached_property
    def corners(self) -> dict[str, NDArray[np.int_]]:
        """Group -> (T, 3, 2): each triangle's corners as vertex and texture index."""
        found: dict[str, list[list[tuple[int, int]]]] = {}
        group = ""
        for row in self._object:
            if row[0] == "g":
                group = row[1]
            elif row[0] == "f":
                face = [tuple(int(part) - 1 for part in corner.split("/")[:2]) for corner in row[1:]]
                fan = [[face[0], face[at], face[at + 1]] for at in range(1, len(face) - 1)]
                found.setdefault(group, []).extend(fan)  # type: ignore[arg-type]
        return {name: np.array(triangles) for name, triangles in found.items()}

    def triangles(self, group: str) -> NDArray[np.int_]:
        return self.corners[group][:, :, 0]

    @cached_property
    def neighbours(self) -> NDArray[np.int_]:
        """(E, 2) the edges of the body, each both ways."""
        triangles = self.triangles("body")
        edges = np.vstack([triangles[:, pair] for pair in ([0, 1], [1, 2], [2, 0])])
        return np.unique(np.vstack([edges, edges[:, ::-1]]), axis=0)

    def target(self, name: str) -> tuple[NDArray[np.int_], Array]:
        """A shaping target: which vertices it moves and by how many decimetres."""
        with gzip.open(self.path(f"targets/{name}.target.gz"), "rt") as file:
            rows = [line.split() for line in file if line.strip() and not line.startswith("#")]
        moved = np.array([int(row[0]) for row in rows], dtype=int)
        return moved, np.array([row[1:4] for row in rows], dtype=float).reshape(-1, 3)

    def shaped(self, mix: dict[str, float]) -> Array:
        """(N, 3) the body with targets mixed in, in metres, soles at Y = 0."""
        vertices = self.vertices.copy()
        for name, share in mix.items():
            moved, by = self.target(name)
            vertices[moved] += share * by
        vertices *= DECIMETRE
        vertices[:, 1] -= vertices[np.unique(self.triangles("body")), 1].min()
        return vertices

    @cached_property
    def groups(self) -> dict[str, NDArray[np.int_]]:
        ranges = json.loads(self.path(GROUPS).read_text(encoding="utf-8"))
        return {
            name: np.concatenate([np.arange(first, last + 1) for first, last in spans])
            for name, spans in ranges.items()
        }

    @cached_property
    def rig(self) -> dict[str, dict[str, dict[str, str]]]:
        loaded: dict[str, dict[str, dict[str, str]]] = json.loads(self.path(RIG).read_text(encoding="utf-8"))
        return loaded

    def end(self, vertices: Array, bone: str, which: str) -> Array:
        """The `head` or `tail` of a rig bone in a shaped body."""
        middle: Array = vertices[self.groups[self.rig[bone][which]["cube_name"]]].mean(axis=0)
        return middle

    @cached_property
    def rig_weights(self) -> dict[str, Array]:
        """Rig bone -> (N,) how much it moves each vertex; they sum to 1 over the bones."""
        rows = json.loads(self.path(WEIGHTS).read_text(encoding="utf-8"))["weights"]
        weights = {bone: np.zeros(len(self.vertices)) for bone in rows}
        for bone, pairs in rows.items():
            for vertex, share in pairs:
                weights[bone][vertex] += share
        return weights

    def painted(self, name: str) -> Array:
        """(N,) the brightness, 0 to 1, of a texture at each body vertex."""
        with Image.open(self.path(f"textures/{name}.jpg")) as image:
            texture = np.asarray(image.convert("L"), dtype=float) / 255
        spots = np.array([row[1:3] for row in self._object if row[0] == "vt"], dtype=float)
        size = texture.shape[0]
        across, down = np.clip((spots * size).astype(int), 0, size - 1).T
        values = texture[size - 1 - down, across]
        bright = np.zeros(len(self.vertices))
        corners = self.corners["body"].reshape(-1, 2)
        bright[corners[:, 0]] = values[corners[:, 1]]
        return bright

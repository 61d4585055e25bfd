"""The equipment of a track: each part a small mesh with its own motion."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from everyrep.core.movement.rotations import IDENTITY, Array
from everyrep.core.movement.scene import MATERIALS, Part
from everyrep.figures.drawing.styles import EQUIPMENT
from everyrep.figures.glb import ARRAY, ELEMENTS, Buffer
from everyrep.figures.tracks.motions import Motion, quaternions

GRID = 4  # digits: a tenth of a millimetre
SQUARE = 1e-4  # cosine: axes that lean more than this against each other are a shear


def part_motions(parts: Sequence[Part]) -> list[Motion]:
    """One motion for each part, standing free of the skeleton. Raises ValueError for a sheared part."""
    return [_motion(part, mesh) for mesh, part in enumerate(parts)]


def add_meshes(parts: Sequence[Part], buffer: Buffer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The glTF meshes, one for each part, and materials, one for each material that is used."""
    used = [material for material in MATERIALS if any(part.material == material for part in parts)]
    meshes = [_mesh(part, used.index(part.material), buffer) for part in parts]
    return meshes, [_material(name) for name in used]


def _motion(part: Part, mesh: int) -> Motion:
    scale = np.linalg.norm(part.placed[:, :, :3], axis=1)
    scale[:, 0] *= np.where(np.linalg.det(part.placed[:, :, :3]) < 0, -1, 1)
    turns = part.placed[:, :, :3] / scale[:, None, :]
    if np.abs(np.einsum("fji,fjk->fik", turns, turns) - IDENTITY).max() > SQUARE:
        raise ValueError(f"{part.name} is sheared: a part may be moved, turned and stretched along its axes")
    return Motion(
        name=f"equipment_{mesh}_{part.name}",
        parent=None,
        rotation=quaternions(turns),
        translation=part.placed[:, :, 3],
        scale=scale,
        mesh=mesh,
    )


def _mesh(part: Part, material: int, buffer: Buffer) -> dict[str, Any]:
    corners = part.vertices.round(GRID).astype(np.float32)
    triangles = part.triangles.reshape(-1).astype(np.uint16)
    primitive = {
        "attributes": {"POSITION": buffer.add(corners, bounds=True, target=ARRAY)},
        "indices": buffer.add(triangles, target=ELEMENTS),
        "material": material,
    }
    return {"name": part.name, "primitives": [primitive]}


def _material(name: str) -> dict[str, Any]:
    colour = [round(float(share), 4) for share in _linear(np.array(EQUIPMENT[name]) / 255)]
    surface = {"baseColorFactor": [*colour, 1], "metallicFactor": 0}
    return {"name": name, "pbrMetallicRoughness": surface, "doubleSided": True}


def _linear(shares: Array) -> Array:
    """glTF keeps colours as amounts of light, not as a screen's numbers (IEC 61966-2-1)."""
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)

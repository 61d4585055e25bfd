"""Writing a demonstrator as glTF 2.0 binary: one skinned mesh, one primitive per region, quantised.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html and KHR_mesh_quantization. Skinned meshes ignore the
transforms of their own node, so the way from whole numbers to metres is part of the inverse bind matrices.
"""

from typing import Any

import numpy as np

from everyrep.core.movement.body import REGIONS
from everyrep.core.movement.bones import BONE_INDEX, BONES
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.segments import SEGMENTS
from everyrep.figures.glb import ARRAY, ELEMENTS, Buffer
from tools.demonstrators.build import Built
from tools.demonstrators.weights import strongest

STEPS = 65535


def write(built: Built) -> bytes:
    """The file's bytes."""
    binary = Buffer()
    low, step = _grid(built.mesh.vertices)
    document = {
        "asset": {"version": "2.0", "generator": "Everyrep", "copyright": "CC0-1.0"},
        "extensionsUsed": ["KHR_mesh_quantization"],
        "extensionsRequired": ["KHR_mesh_quantization"],
        "scene": 0,
        "scenes": [{"nodes": [0, len(BONES)]}],
        "nodes": [*_bones(built), {"name": built.person.id, "mesh": 0, "skin": 0}],
        "skins": [
            {"joints": list(range(len(BONES))), "inverseBindMatrices": _binds(binary, built, low, step)}
        ],
        "meshes": [{"name": built.person.id, "primitives": _primitives(binary, built, low, step)}],
        "materials": [_material(built, region) for region in REGIONS],
        "extras": _extras(built),
    }
    return binary.packed(document)


def _grid(vertices: Array) -> tuple[Array, float]:
    low = vertices.min(axis=0)
    return low, float((vertices.max(axis=0) - low).max() / STEPS)


def _bones(built: Built) -> list[dict[str, Any]]:
    children: dict[str | None, list[int]] = {}
    for place, bone in enumerate(BONES):
        children.setdefault(bone.parent, []).append(place)
    nodes = []
    for place, bone in enumerate(BONES):
        above = built.skeleton.heads[BONE_INDEX[bone.parent]] if bone.parent else 0
        node: dict[str, Any] = {
            "name": bone.name,
            "translation": _rounded(built.skeleton.heads[place] - above),
        }
        nodes.append(node | ({"children": children[bone.name]} if bone.name in children else {}))
    return nodes


def _binds(binary: Buffer, built: Built, low: Array, step: float) -> int:
    """From whole numbers to metres from the bone's head; matrices are written by columns."""
    matrices = np.zeros((len(BONES), 4, 4), dtype=np.float32)
    matrices[:, [0, 1, 2], [0, 1, 2]] = step
    matrices[:, 3, :3] = low - built.skeleton.heads
    matrices[:, 3, 3] = 1
    return binary.add(matrices.reshape(-1, 16))


def _primitives(binary: Buffer, built: Built, low: Array, step: float) -> list[dict[str, Any]]:
    mesh = built.mesh
    points = np.rint((mesh.vertices - low) / step).astype(np.uint16)
    bones, shares = strongest(mesh.weights)
    normals = np.rint(mesh.normals() * 127).astype(np.int8)
    attributes = {
        "POSITION": binary.add(points, bounds=True, target=ARRAY),
        "NORMAL": binary.add(normals, normalized=True, target=ARRAY),
        "JOINTS_0": binary.add(bones, target=ARRAY),
        "WEIGHTS_0": binary.add(shares, normalized=True, target=ARRAY),
    }
    primitives = []
    for place in range(len(REGIONS)):
        indices = mesh.triangles[mesh.regions == place].ravel().astype(np.uint16)
        if len(indices):
            number = binary.add(indices, target=ELEMENTS)
            primitives.append({"attributes": attributes, "indices": number, "material": place})
    return primitives


def _material(built: Built, region: str) -> dict[str, Any]:
    colour = [round(_linear(part / 255), 4) for part in built.person.palette[region]]
    surface = {"baseColorFactor": [*colour, 1], "metallicFactor": 0, "roughnessFactor": 1}
    return {"name": region, "pbrMetallicRoughness": surface, "doubleSided": True}


def _linear(value: float) -> float:
    """From sRGB to linear light (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _extras(built: Built) -> dict[str, Any]:
    made, person = built.skeleton, built.person
    return {
        "id": person.id,
        "names": person.names,
        "regions": list(REGIONS),
        "palette": {region: list(person.palette[region]) for region in REGIONS},
        "segments": list(SEGMENTS),
        "joints": _rounded(made.joints),
        "tips": _rounded(made.tips),
        "rest": _rounded(made.rest, 6),
        "heads": _rounded(made.heads),
        "curl_axes": _rounded(made.curl_axes, 6),
    }


def _rounded(rows: Array, places: int = 5) -> list[Any]:
    listed: list[Any] = (np.round(rows, places) + 0.0).tolist()
    return listed

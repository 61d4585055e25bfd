"""The body and the equipment of one still as one heap of triangles."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.body import REGIONS, Body
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.scene import MATERIALS, Part
from everyrep.core.movement.segments import INDEX, SEGMENTS, SIDES
from everyrep.figures.drawing.raster import Ints, Mask

LAYERS = REGIONS + MATERIALS
"""What a triangle is made of: the body's regions, then the equipment's materials."""
EQUIPMENT = len(REGIONS)
SKIN = REGIONS.index("skin")
CLOSED = [REGIONS.index(name) for name in ("shoe", "sock")]  # one looks into sleeves, shorts and headscarves
ENDS = [
    place for name, place in INDEX.items() if name.startswith(("head", "forearm", "hand", "shank", "foot"))
]
FACE = [REGIONS.index(name) for name in ("eye", "iris", "lip", "brow")]
SHARP = 0.8  # cosine; faces that meet at a wider angle have an edge between them

_LIMBS = {"scapula": 0, "upper_arm": 1, "forearm": 1, "hand": 1, "thigh": 2, "shank": 2, "foot": 2, "toes": 2}


def _limb(segment: str) -> int:
    name, _, side = segment.rpartition("_")
    kind = _LIMBS.get(name, 0) if side in SIDES else 0
    return 0 if not kind else kind * 2 - (side == "L")


LIMB_OF = np.array([_limb(name) for name in SEGMENTS], np.int32)
HEAD = INDEX["head"]
EGG = 0.8  # how much of a head's shading is that of an egg
FAIR = 0.4  # a face has little shade
CALM = 5  # times that the light is averaged with the neighbours'


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Heap:
    """Triangles, the body's first. points (V, 3) and triangles (T, 3).

    normals (T, 3, 3) of each triangle's corners; light (T, 3) there, the cosine to the light.
    region (T,) into LAYERS; layer (T,) the same, with the face's features as skin.
    thing (T,): one number for each limb, trunk 0, and for the equipment of each name.
    closed (T,): nowhere seen from behind.
    """

    points: Array
    triangles: Ints
    normals: Array
    light: Array
    region: Ints
    layer: Ints
    thing: Ints
    closed: Mask


def heap(body: Body, vertices: Array, parts: Sequence[Part], frame: int, lamp: Array) -> Heap:
    """Everything there is to see at one pose. lamp (3,): the direction to the light in the world."""
    points, triangles = [vertices], [body.triangles.astype(np.int32)]
    own = vertex_normals(vertices, body.triangles)
    normals, light = [own[body.triangles]], [_light(body, vertices, own, lamp)[body.triangles]]
    layers, things = [body.regions.astype(np.int32)], [LIMB_OF[body.segment_of[body.triangles[:, 0]]]]
    names = [part.name for part in parts]
    for part in parts:
        corners = part.at(frame)
        triangles.append(part.triangles.astype(np.int32) + sum(map(len, points)))
        points.append(corners)
        normals.append(_creased(corners, part.triangles))
        light.append(normals[-1] @ lamp)
        layers.append(np.full(len(part.triangles), EQUIPMENT + MATERIALS.index(part.material), np.int32))
        things.append(np.full(len(part.triangles), 16 + names.index(part.name), np.int32))
    region = np.concatenate(layers)
    return Heap(
        points=np.vstack(points),
        triangles=np.vstack(triangles),
        normals=np.concatenate(normals),
        light=np.concatenate(light),
        region=region,
        layer=np.where(np.isin(region, FACE), SKIN, region),
        thing=np.concatenate(things),
        closed=_closed(body, region),
    )


def _closed(body: Body, region: Ints) -> Mask:
    """Shoes are, and skin where no clothes end."""
    ends = np.isin(body.segment_of[body.triangles].min(1), ENDS)
    skin = np.isin(region, [SKIN, *FACE])
    closed: Mask = np.isin(region, CLOSED)
    closed[: len(ends)] |= skin[: len(ends)] & ends
    return closed


def _light(body: Body, vertices: Array, normals: Array, lamp: Array) -> Array:
    """(V,) calm enough for flat shades: a head is lit like an egg, and neighbours share their light."""
    head = body.segment_of == HEAD
    middle = vertices[head].mean(0)
    light = normals @ lamp
    light[head] = (1 - EGG) * light[head] + EGG * (_unit(vertices[head] - middle) @ lamp) + FAIR
    flat = body.triangles.ravel()
    count = np.maximum(np.bincount(flat, minlength=len(vertices)), 1)
    for _ in range(CALM):
        light = np.bincount(flat, np.repeat(light[body.triangles].mean(1), 3), len(vertices)) / count
    return light


def vertex_normals(points: Array, triangles: Ints) -> Array:
    """(V, 3) unit; the mean of the faces around, larger ones counting more."""
    faces = _faces(points, triangles)
    return _unit(_gathered(faces, triangles, len(points)))


def _faces(points: Array, triangles: Ints) -> Array:
    a, b, c = (points[triangles[:, k]] for k in range(3))
    return np.cross(b - a, c - a)


def _gathered(faces: Array, triangles: Ints, count: int) -> Array:
    flat, each = triangles.ravel(), np.repeat(faces, 3, axis=0)
    return np.stack([np.bincount(flat, each[:, k], count) for k in range(3)], axis=1)


def _unit(vectors: Array) -> Array:
    result: Array = vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-12)
    return result


def _creased(points: Array, triangles: Ints) -> Array:
    """(T, 3, 3) normals at the corners: round things stay round, boxes keep their edges."""
    faces = _faces(points, triangles)
    flat, round_ = _unit(faces)[:, None, :], vertex_normals(points, triangles)[triangles]
    return np.where((flat * round_).sum(2, keepdims=True) > SHARP, round_, flat)

"""One demonstrator from the source: shape, skeleton, weights, clothes, face and hair."""

from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.body import REGIONS
from everyrep.core.movement.bones import BONE_INDEX, BONES
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.segments import other_side
from tools.demonstrators.clothes import Lines, bare, garments
from tools.demonstrators.face import eyeball, with_brows, with_lips
from tools.demonstrators.fingers import straightened
from tools.demonstrators.hair import hair, hidden
from tools.demonstrators.mesh import Mesh, joined
from tools.demonstrators.people import Person
from tools.demonstrators.reduce import reduced
from tools.demonstrators.skeleton import Skeleton, skeleton
from tools.demonstrators.source import Source
from tools.demonstrators.weights import skin_weights

MIRRORED = np.array([BONE_INDEX[other_side(bone.name)] for bone in BONES])


@dataclass
class Built:
    person: Person
    skeleton: Skeleton
    mesh: Mesh


def build(source: Source, person: Person) -> Built:
    """The whole body; its soles at Y = 0."""
    vertices = straightened(source, source.shaped(person.shape))
    made = skeleton(source, vertices)
    weights = skin_weights(source, vertices, made)
    lines = Lines(made, person)
    skin = _left(source, "body", vertices, weights)
    eye = _left(source, "helper-l-eye", vertices, weights)
    eye_at = vertices[np.unique(source.triangles("helper-l-eye"))].mean(axis=0)
    skin = skin.only((source.painted("mpfb_inside-mouth")[skin.triangles] < 0.5).any(axis=1))
    face = with_brows(with_lips(bare(skin, lines), source.painted("mpfb_lips")), eye_at)
    covered = hidden(face, lines)
    face = face.only(~covered[face.triangles].all(axis=1))
    tights = _left(source, "helper-tights", vertices, weights)
    parts = [face, eyeball(eye), *garments(tights, lines), *hair(skin, lines)]
    whole = _mirrored(reduced(joined([part.compact() for part in parts])))
    return _grounded(Built(person, made, whole))


def _left(source: Source, group: str, vertices: Array, weights: Array) -> Mesh:
    triangles = source.triangles(group)
    left = triangles[(source.vertices[triangles, 0] > -1e-4).all(axis=1)]
    on_middle = np.abs(source.vertices[:, 0]) < 1e-4
    flat = np.where(on_middle[:, None] & [True, False, False], 0, vertices)
    return Mesh(flat, weights, left, np.full(len(left), REGIONS.index("skin")))


def _mirrored(half: Mesh) -> Mesh:
    """Both sides of a left half; what lies in the middle is welded and moved by both sides alike."""
    middle = np.abs(half.vertices[:, 0]) < 1e-7
    weights = np.where(middle[:, None], (half.weights + half.weights[:, MIRRORED]) / 2, half.weights)
    count = len(half.vertices)
    numbers = np.where(middle, np.arange(count), np.arange(count) + count)
    return Mesh(
        np.vstack([half.vertices, half.vertices * [-1, 1, 1]]),
        np.vstack([weights, weights[:, MIRRORED]]),
        np.vstack([half.triangles, numbers[half.triangles][:, ::-1]]),
        np.concatenate([half.regions, half.regions]),
    ).compact()


def _grounded(built: Built) -> Built:
    floor = built.mesh.vertices[:, 1].min() * np.array([0, 1, 0])
    made = built.skeleton
    moved = Skeleton(made.joints - floor, made.tips - floor, made.rest, made.heads - floor, made.curl_axes)
    return Built(built.person, moved, built.mesh.moved(built.mesh.vertices - floor))

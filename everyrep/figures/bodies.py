"""Reads the shipped demonstrators, content/demonstrators/*.glb; the browser reads the same files."""

import json
import struct
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from everyrep.core.movement.body import REGIONS, Body
from everyrep.core.movement.bones import BONES
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.segments import INDEX
from everyrep.figures import glb

DEFAULT = "young-woman"
SEGMENT_OF_BONE = np.array([INDEX[bone.segment] for bone in BONES])
_KINDS = {
    glb.FLOAT: np.float32,
    glb.SHORT: np.int16,
    glb.USHORT: np.uint16,
    glb.BYTE: np.int8,
    glb.UBYTE: np.uint8,
    glb.UINT: np.uint32,
}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


@cache
def body_ids() -> tuple[str, ...]:
    """Every shipped demonstrator, the default one first."""
    found = sorted(path.stem for path in _folder().glob("*.glb"))
    return tuple(sorted(found, key=lambda name: name != DEFAULT))


@cache
def body(demonstrator: str = DEFAULT) -> Body:
    """A shipped demonstrator. Raises KeyError for an id that is not in `body_ids`.

    `about` holds its label by language.
    """
    if demonstrator not in body_ids():
        raise KeyError(demonstrator)
    return read(path(demonstrator).read_bytes())


def path(demonstrator: str) -> Path:
    """Where a demonstrator's file is."""
    return _folder() / f"{demonstrator}.glb"


def read(data: bytes) -> Body:
    """A body from the bytes of a demonstrator's file."""
    document, binary = _chunks(data)
    primitives = document["meshes"][0]["primitives"]
    attributes = primitives[0]["attributes"]  # all primitives share them
    faces = [_array(document, binary, part["indices"]).reshape(-1, 3).astype(np.int32) for part in primitives]
    names = [document["materials"][part["material"]]["name"] for part in primitives]
    bones = _array(document, binary, attributes["JOINTS_0"])
    weights = _array(document, binary, attributes["WEIGHTS_0"]) / 255.0
    extras = document["extras"]
    skeleton = {key: np.array(extras[key]) for key in ("joints", "tips", "rest", "heads", "curl_axes")}
    return Body(
        id=extras["id"],
        **skeleton,
        vertices=_metres(document, binary, attributes["POSITION"], skeleton["heads"]),
        triangles=np.vstack(faces),
        regions=np.repeat([REGIONS.index(name) for name in names], [len(part) for part in faces]).astype(
            np.uint8
        ),
        bone_of=bones,
        weights=weights,
        segment_of=_segment_of(bones, weights),
        palette={region: (red, green, blue) for region, (red, green, blue) in extras["palette"].items()},
        about=extras["names"],
    )


def _folder() -> Path:
    return Path(settings.CONTENT_DIR) / "demonstrators"


def _chunks(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The document and the buffer (glTF 2.0, binary container)."""
    length = struct.unpack_from("<I", data, 12)[0]
    return json.loads(data[20 : 20 + length]), data[28 + length :]


def _array(document: dict[str, Any], binary: bytes, number: int) -> NDArray[Any]:
    """(N, K) what an accessor holds, as stored."""
    accessor = document["accessors"][number]
    view = document["bufferViews"][accessor["bufferView"]]
    kind, width = np.dtype(_KINDS[accessor["componentType"]]), _WIDTHS[accessor["type"]]
    row = view.get("byteStride", width * kind.itemsize) // kind.itemsize
    values = np.frombuffer(binary, kind, accessor["count"] * row, view["byteOffset"])
    return values.reshape(-1, row)[:, :width]


def _metres(document: dict[str, Any], binary: bytes, number: int, heads: Array) -> Array:
    """Positions are whole numbers; the way to metres is part of the inverse bind matrices."""
    bind = _array(document, binary, document["skins"][0]["inverseBindMatrices"])[0].astype(float)
    points: Array = _array(document, binary, number) * bind[0] + bind[12:15] + heads[0]
    return points


def _segment_of(bones: NDArray[np.uint8], weights: Array) -> NDArray[np.uint8]:
    totals = np.zeros((len(bones), len(INDEX)))
    np.add.at(totals, (np.arange(len(bones))[:, None], SEGMENT_OF_BONE[bones]), weights)
    most: NDArray[np.uint8] = totals.argmax(axis=1).astype(np.uint8)
    return most

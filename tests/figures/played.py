"""A reader of its own for animations, the way a glTF player goes about it."""

import json
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from everyrep.core.movement.rotations import Array

DTYPES = {5126: np.float32, 5122: np.int16, 5123: np.uint16}
WIDTHS = {"SCALAR": 1, "VEC3": 3, "VEC4": 4}


class Played:
    """One track, read from its bytes."""

    def __init__(self, data: bytes) -> None:
        magic, version, length = struct.unpack_from("<4sII", data)
        assert (magic, version, length) == (b"glTF", 2, len(data))
        size = struct.unpack_from("<I", data, 12)[0]
        self.document: dict[str, Any] = json.loads(data[20 : 20 + size])
        self.buffer = data[28 + size :]
        self.nodes: list[dict[str, Any]] = self.document["nodes"]
        self.animation: dict[str, Any] = self.document["animations"][0]
        self.extras: dict[str, Any] = self.animation["extras"]
        self.parents = {
            child: place for place, node in enumerate(self.nodes) for child in node.get("children", [])
        }

    def values(self, accessor: int) -> Array:
        about_it = self.document["accessors"][accessor]
        view = self.document["bufferViews"][about_it["bufferView"]]
        dtype, width = np.dtype(DTYPES[about_it["componentType"]]), WIDTHS[about_it["type"]]
        stride = view.get("byteStride", width * dtype.itemsize)
        rows = [
            np.frombuffer(self.buffer, dtype, width, view["byteOffset"] + row * stride)
            for row in range(about_it["count"])
        ]
        values: NDArray[Any] = np.array(rows, dtype=float)
        return values / 32767 if about_it.get("normalized") else values

    def channel(self, node: int, path: str, share: float) -> Array | None:
        for channel in self.animation["channels"]:
            if channel["target"] == {"node": node, "path": path}:
                sampler = self.animation["samplers"][channel["sampler"]]
                return self._sampled(
                    self.values(sampler["input"])[:, 0], self.values(sampler["output"]), share
                )
        return None

    def _sampled(self, times: Array, values: Array, share: float) -> Array:
        after = min(int(np.searchsorted(times, share)), len(times) - 1)
        before = max(after - 1, 0)
        span = times[after] - times[before]
        part = (share - times[before]) / span if span else 0.0
        if values.shape[1] == 4:
            return slerp(values[before], values[after], part)
        mixed: Array = (1 - part) * values[before] + part * values[after]
        return mixed

    def local(self, node: int, share: float) -> Array:
        rest = {"rotation": [0, 0, 0, 1], "translation": [0, 0, 0], "scale": [1, 1, 1]}
        found = {}
        for path, usual in rest.items():
            animated = self.channel(node, path, share)
            found[path] = np.array(self.nodes[node].get(path, usual)) if animated is None else animated
        return affine(found["rotation"], found["translation"], found["scale"])

    def world(self, node: int, share: float) -> Array:
        own = self.local(node, share)
        return self.world(self.parents[node], share) @ own if node in self.parents else own

    def place(self, name: str) -> int:
        return [node["name"] for node in self.nodes].index(name)


def slerp(start: Array, finish: Array, part: float) -> Array:
    """Whole numbers leave quaternions a little off length 1, so they are brought back to it first."""
    start, finish = start / np.linalg.norm(start), finish / np.linalg.norm(finish)
    finish = finish if start @ finish > 0 else -finish
    angle = np.arccos(min(1.0, float(start @ finish)))
    shares = [1 - part, part] if angle < 0.001 else np.sin([(1 - part) * angle, part * angle])
    turned: Array = shares[0] * start + shares[1] * finish
    return turned / np.linalg.norm(turned)


def affine(quaternion: Array, translation: Array, scale: Array) -> Array:
    """(4, 4) of what a glTF node says."""
    x, y, z, w = quaternion
    turn = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
    whole = np.eye(4)
    whole[:3, :3], whole[:3, 3] = turn * scale, translation
    return whole


def degrees_apart(first: Array, second: Array) -> float:
    """From the chord: an arc cosine cannot tell small angles."""
    return float(np.degrees(2 * np.arcsin(np.linalg.norm(first - second) / np.sqrt(8))))

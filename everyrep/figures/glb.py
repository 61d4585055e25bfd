"""Writes glTF 2.0 binaries (Khronos, glTF 2.0 specification): one JSON chunk and one buffer."""

import json
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

FLOAT, SHORT, USHORT, BYTE, UBYTE, UINT = 5126, 5122, 5123, 5120, 5121, 5125
ARRAY, ELEMENTS = 34962, 34963  # what a buffer view is for: vertices, or the corners of triangles
_TYPES = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
_COMPONENTS = {
    np.dtype(np.float32): FLOAT,
    np.dtype(np.int16): SHORT,
    np.dtype(np.uint16): USHORT,
    np.dtype(np.int8): BYTE,
    np.dtype(np.uint8): UBYTE,
    np.dtype(np.uint32): UINT,
}


class Buffer:
    """The one binary buffer of a file, with the views and accessors that describe it."""

    def __init__(self) -> None:
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []
        self._bytes = bytearray()
        self._known: dict[tuple[bytes, str, bool], int] = {}

    def add(
        self, values: NDArray[Any], *, normalized: bool = False, bounds: bool = False, target: int = 0
    ) -> int:
        """The accessor of an array (N,) or (N, K) of a glTF component type; the same values are kept once.

        normalized: whole numbers stand for -1 to 1 or 0 to 1. bounds: write least and greatest, which glTF
        asks for positions and key times. target: ARRAY, ELEMENTS or 0.
        """
        key = (values.tobytes(), f"{values.dtype} {values.shape} {target}", normalized)
        if key not in self._known:
            self._known[key] = self._added(values, normalized=normalized, bounds=bounds, target=target)
        return self._known[key]

    def _added(self, values: NDArray[Any], *, normalized: bool, bounds: bool, target: int) -> int:
        width = 1 if values.ndim == 1 else values.shape[1]
        accessor: dict[str, Any] = {
            "bufferView": self._view(values.reshape(-1, width), target),
            "componentType": _COMPONENTS[values.dtype],
            "count": len(values),
            "type": _TYPES[width],
        }
        if normalized:
            accessor["normalized"] = True
        if bounds:
            table = values.reshape(-1, width)
            accessor |= {"min": table.min(axis=0).tolist(), "max": table.max(axis=0).tolist()}
        self.accessors.append(accessor)
        return len(self.accessors) - 1

    def _view(self, table: NDArray[Any], target: int) -> int:
        row = table.shape[1] * table.itemsize
        view: dict[str, Any] = {"buffer": 0, "byteOffset": len(self._bytes)}
        if target == ARRAY and row % 4:  # a vertex begins on a multiple of four bytes
            row += -row % 4
            view["byteStride"] = row
            padded = np.zeros((len(table), row // table.itemsize), table.dtype)
            padded[:, : table.shape[1]] = table
            table = padded
        view["byteLength"] = table.nbytes
        if target:
            view["target"] = target
        self._bytes += table.tobytes()
        self._bytes += bytes(-len(self._bytes) % 4)
        self.views.append(view)
        return len(self.views) - 1

    def packed(self, document: dict[str, Any]) -> bytes:
        """The file: the document with this buffer, its views and accessors."""
        whole = document | {
            "buffers": [{"byteLength": len(self._bytes)}],
            "bufferViews": self.views,
            "accessors": self.accessors,
        }
        text = json.dumps(whole, separators=(",", ":"), ensure_ascii=False).encode()
        text += b" " * (-len(text) % 4)
        total = 12 + 8 + len(text) + 8 + len(self._bytes)
        return b"".join(
            [
                struct.pack("<4sII", b"glTF", 2, total),
                struct.pack("<I4s", len(text), b"JSON"),
                text,
                struct.pack("<I4s", len(self._bytes), b"BIN\0"),
                bytes(self._bytes),
            ]
        )

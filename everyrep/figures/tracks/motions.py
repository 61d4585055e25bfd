"""How one node of a track moves: translation, rotation and scale at every pose, and which poses to keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from everyrep.core.movement.rotations import Array

# How far what is played between the kept keys may be off: degrees, metres, times. Turns add up along a limb.
TOLERANCE = {"rotation": 0.01, "translation": 0.0001, "scale": 0.0005}
REST = {"rotation": (0.0, 0.0, 0.0, 1.0), "translation": (0.0, 0.0, 0.0), "scale": (1.0, 1.0, 1.0)}
DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Motion:
    """A node over F poses. parent: its place among the nodes. rotation (F, 4): unit quaternions x, y, z, w
    against the parent, each near the one before; translation (F, 3) in metres; scale (F, 3)."""

    name: str
    parent: int | None
    rotation: Array
    translation: Array
    scale: Array
    mesh: int | None = None

    def node(self) -> dict[str, Any]:
        """The glTF node as it is at the first pose, without what glTF takes for granted."""
        node: dict[str, Any] = {"name": self.name}
        for path, rest in REST.items():
            value = self._values(path)[0]
            if not np.allclose(value, rest, rtol=0, atol=1e-6):
                node[path] = [round(float(number), DIGITS) + 0.0 for number in value]
        return node | ({} if self.mesh is None else {"mesh": self.mesh})

    def changing(self) -> Iterator[tuple[str, Array]]:
        """The paths that are not the same at every pose."""
        for path, tolerance in TOLERANCE.items():
            values = self._values(path)
            if np.max(error(path, values, np.broadcast_to(values[0], values.shape))) > tolerance:
                yield path, values

    def _values(self, path: str) -> Array:
        values: Array = getattr(self, path)
        return values


def keys(path: str, shares: Array, values: Array) -> list[int]:
    """The poses to keep: between them the player's own blending meets every other pose (Douglas-Peucker)."""
    kept = {0, len(shares) - 1}
    open_spans = [(0, len(shares) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        inner = np.arange(first + 1, last)
        if not len(inner):
            continue
        parts = (shares[inner] - shares[first]) / (shares[last] - shares[first])
        off = error(path, values[inner], blended(path, values[first], values[last], parts))
        worst = int(inner[np.argmax(off)])
        if off.max() > TOLERANCE[path]:
            kept.add(worst)
            open_spans += [(first, worst), (worst, last)]
    return sorted(kept)


def blended(path: str, start: Array, finish: Array, parts: Array) -> Array:
    """What a glTF player shows at these parts (0 to 1) of the way between two keys."""
    cosine = abs(float(start @ finish))
    if path != "rotation" or cosine > 1 - 1e-12:
        return start + np.outer(parts, finish - start)
    angle = np.arccos(min(1.0, cosine))
    near = finish if start @ finish > 0 else -finish
    along = np.outer(np.sin((1 - parts) * angle), start) + np.outer(np.sin(parts * angle), near)
    turned: Array = along / np.sin(angle)
    return turned


def error(path: str, first: Array, second: Array) -> Array:
    """(N,) how far two rows of values are apart, in the unit of TOLERANCE."""
    if path != "rotation":
        apart: Array = np.abs(first - second).max(axis=1)
        return apart
    near = np.where((first * second).sum(axis=1, keepdims=True) < 0, -second, second)
    chord = np.linalg.norm(first - near, axis=1)
    degrees: Array = np.degrees(4 * np.arcsin(np.minimum(1.0, chord / 2)))
    return degrees


def quaternions(rotations: Array) -> Array:
    """(F, 4) x, y, z, w of (F, 3, 3) rotations, each of the two signs that is nearer to the one before."""
    found = np.stack([_quaternion(rotation) for rotation in rotations])
    for place in range(1, len(found)):
        if found[place] @ found[place - 1] < 0:
            found[place] = -found[place]
    return found


def _quaternion(rotation: Array) -> Array:
    """The main eigenvector of Bar-Itzhack's matrix (2000): half a turn is no special case."""
    (a, b, c), (d, e, f), (g, h, i) = rotation
    matrix = np.array(
        [
            [a - e - i, d + b, g + c, h - f],
            [d + b, e - a - i, h + f, c - g],
            [g + c, h + f, i - a - e, d - b],
            [h - f, c - g, d - b, a + e + i],
        ]
    )
    vector: Array = np.linalg.eigh(matrix / 3)[1][:, -1]
    return vector if vector[3] >= 0 else -vector

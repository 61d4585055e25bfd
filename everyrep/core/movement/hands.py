"""Shapes of the hand: how far each finger joint bends, in degrees; 0 is straight, in the palm's plane."""

from collections.abc import Mapping

import numpy as np

from everyrep.core.movement.rotations import Array


def _shape(thumb: tuple[int, int, int], *fingers: tuple[int, int, int]) -> Array:
    """One row for all four fingers, or one each for index, middle, ring and little finger."""
    rows = fingers if len(fingers) == 4 else fingers * 4
    return np.array([thumb, *rows], dtype=float)


HAND_SHAPES: Mapping[str, Array] = {
    "open": _shape((12, 8, 8), (12, 16, 10), (16, 18, 12), (20, 20, 12), (22, 20, 12)),
    "flat": _shape((0, 0, 0), (0, 0, 0)),
    "fist": _shape((38, 42, 55), (85, 100, 65)),
    "grip": _shape((48, 25, 30), (62, 66, 40)),
    "point": _shape((38, 42, 55), (0, 0, 0), (85, 100, 65), (85, 100, 65), (85, 100, 65)),
    "hook": _shape((0, 0, 0), (0, 95, 65)),
    "flat_fist": _shape((0, 0, 0), (85, 95, 5)),
}
"""Name -> (5, 3): thumb, index, middle, ring and little finger; base, middle and end joint.

open is a resting hand; grip goes around a bar of 3 cm; hook, fist and flat fist are the tendon glides.
"""

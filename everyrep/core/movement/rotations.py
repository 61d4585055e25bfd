"""Rotations in degrees, right-handed; matrices of shape (3, 3) that turn column vectors."""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
IDENTITY: Array = np.eye(3)
X: Array = np.array([1.0, 0.0, 0.0])
Y: Array = np.array([0.0, 1.0, 0.0])
Z: Array = np.array([0.0, 0.0, 1.0])
TINY = 1e-9


def about_x(degrees: float) -> Array:
    """About the axis to the figure's left."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def about_y(degrees: float) -> Array:
    """About the upward axis."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def about_z(degrees: float) -> Array:
    """About the forward axis."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def cross(one: Array, other: Array) -> Array:
    """The vector product of two vectors; numpy's own, made for stacks of them, is ten times slower."""
    (a, b, c), (x, y, z) = one.tolist(), other.tolist()
    return np.array([b * z - c * y, c * x - a * z, a * y - b * x])


def length(vector: Array) -> float:
    """How long a vector is."""
    return math.sqrt(vector @ vector)


def unit(vector: Array) -> Array:
    """The direction of a vector; a vector of no length stays as it is."""
    long = length(vector)
    return vector / long if long > TINY else vector


def about(axis: Array, degrees: float) -> Array:
    """About any axis (Rodrigues); no axis, no turn."""
    long = length(axis)
    if long < TINY:
        return IDENTITY
    x, y, z = axis / long
    crossing = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turn = math.radians(degrees)
    return IDENTITY + math.sin(turn) * crossing + (1 - math.cos(turn)) * (crossing @ crossing)


def between(start: Array, finish: Array) -> Array:
    """The shortest turn that brings one direction onto another; opposite ones turn about any square axis."""
    start, finish = unit(start), unit(finish)
    axis, cosine = cross(start, finish), float(start @ finish)
    turn = math.degrees(math.atan2(length(axis), cosine))
    if length(axis) < TINY and cosine < 0:
        axis = cross(start, X if abs(start[0]) < 0.9 else Y)
    return about(axis, turn)


def axis_angle(rotation: Array) -> tuple[Array, float]:
    """The axis (unit) and the angle in degrees, 0 to 180, of a rotation."""
    angle = math.acos(max(-1.0, min(1.0, (float(np.trace(rotation)) - 1) / 2)))
    if angle < TINY:
        return X, 0.0
    if math.pi - angle < 1e-6:
        square = (rotation + IDENTITY) / 2
        return unit(square[:, int(np.argmax(np.diag(square)))]), 180.0
    skew = rotation - rotation.T
    return unit(np.array([skew[2, 1], skew[0, 2], skew[1, 0]])), math.degrees(angle)


def part_way(start: Array, finish: Array, share: float) -> Array:
    """Between two orientations on the shortest way; share 0 is the start, 1 the finish."""
    axis, angle = axis_angle(start.T @ finish)
    return start @ about(axis, angle * share)


def without_twist(rotation: Array, axis: Array) -> Array:
    """The swing of a rotation: what is left when its turn about `axis` (in its own frame) is taken off."""
    return between(axis, rotation @ axis)


def towards(tip: Array, direction: Array, forward: Array) -> Array:
    """The orientation that brings the segment's `tip` along `direction`, its Z near `forward`."""
    tip = unit(tip)
    own, aim = unit(Z - tip * (tip @ Z)), unit(direction)
    ahead = unit(forward - aim * (forward @ aim))
    before = np.stack([tip, own, cross(tip, own)], axis=1)
    after = np.stack([aim, ahead, cross(aim, ahead)], axis=1)
    return after @ before.T

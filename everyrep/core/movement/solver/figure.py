"""A body being posed: segment orientations and joint centres that the steps of the solver change in place."""

from dataclasses import dataclass, field

import numpy as np

from everyrep.core.movement.body import Body, Pose
from everyrep.core.movement.definition import Angles
from everyrep.core.movement.joints import local_rotations
from everyrep.core.movement.rotations import (
    IDENTITY,
    Array,
    about,
    about_x,
    about_z,
    cross,
    length,
    towards,
    unit,
)
from everyrep.core.movement.segments import INDEX, PARENT, SEGMENTS, SIGN

POSITIONS = {
    "standing": IDENTITY,
    "sitting": IDENTITY,
    "long_sitting": IDENTITY,
    "kneeling": IDENTITY,
    "half_kneeling": IDENTITY,
    "supine": about_x(-90),
    "prone": about_x(90),
    "quadruped": about_x(90),
    "plank": about_x(90),
    "side_right": about_z(90),
    "side_left": about_z(-90),
}
"""Position -> how the body lies in the room before the pelvis's own angles."""

CHILDREN = {name: tuple(child for child in SEGMENTS if PARENT[child] == name) for name in SEGMENTS}
NEARLY_STRAIGHT = 1e-4  # metres left of a limb's reach, so that it never locks


@dataclass(slots=True, eq=False)
class Figure:
    """turn: segment -> orientation in the world; at: segment -> its near joint in the world, metres."""

    body: Body
    angles: Angles
    turn: dict[str, Array] = field(default_factory=dict)
    at: dict[str, Array] = field(default_factory=dict)
    local: dict[str, Array] = field(default_factory=dict)

    @classmethod
    def standing_as(cls, body: Body, angles: Angles, root: Array, place: Array) -> "Figure":
        """Forward kinematics from the pelvis outward."""
        figure = cls(body, angles, local=local_rotations(angles))
        figure.turn["pelvis"], figure.at["pelvis"] = root, place
        figure.carry("pelvis")
        return figure

    @classmethod
    def of(cls, body: Body, angles: Angles, pose: Pose) -> "Figure":
        """The figure that a pose shows."""
        turn = {name: pose.rotation(name) for name in SEGMENTS}
        return cls(
            body, angles, turn, {name: pose.position(name) for name in SEGMENTS}, local_rotations(angles)
        )

    def carry(self, segment: str) -> None:
        """Bring everything beyond a segment along with it."""
        for child in CHILDREN[segment]:
            self.turn[child] = self.turn[segment] @ self.local[child]
            self.at[child] = self.end(segment, child)
            self.carry(child)

    def end(self, segment: str, child: str) -> Array:
        """Where `child` joins `segment`, in the world."""
        place, beyond = INDEX[segment], INDEX[child]
        offset = self.body.rest[place].T @ (self.body.joints[beyond] - self.body.joints[place])
        joined: Array = self.at[segment] + self.turn[segment] @ offset
        return joined

    def point(self, segment: str, offset: Array) -> Array:
        """A point given in a segment's frame, in the world."""
        moved: Array = self.at[segment] + self.turn[segment] @ offset
        return moved

    def shift(self, by: Array) -> None:
        """Move the whole figure."""
        for name in self.at:
            self.at[name] = self.at[name] + by

    def bend_leg(self, side: str, ankle: Array, swivel: float = 0.0) -> None:
        """Bring the ankle to a place; the knee points where the thigh's front does, `swivel` further out."""
        pole = self.turn[f"thigh_{side}"][:, 2]
        names = (f"thigh_{side}", f"shank_{side}", f"foot_{side}")
        self._bend(names, ankle, pole, -SIGN[side] * swivel, hinge=-1)

    def bend_arm(self, side: str, wrist: Array, swivel: float = 0.0) -> None:
        """Bring the wrist to a place; the elbow points behind the upper arm, `swivel` further out."""
        pole = -self.turn[f"upper_arm_{side}"][:, 2]
        names = (f"upper_arm_{side}", f"forearm_{side}", f"hand_{side}")
        self._bend(names, wrist, pole, SIGN[side] * swivel, hinge=1)

    def _bend(
        self, names: tuple[str, str, str], target: Array, pole: Array, swivel: float, hinge: int
    ) -> None:
        upper, lower, end = names
        span = target - self.at[upper]
        reach = unit(span)
        side = about(reach, swivel) @ unit(pole - reach * (pole @ reach))
        middle = _middle(self.body.length(upper), self.body.length(lower), length(span))
        axis = cross(hinge * reach, side)
        self._aim(upper, middle[0] * reach + middle[1] * side, axis)
        self.at[lower] = self.end(upper, lower)
        self._aim(lower, target - self.at[lower], axis)
        if lower.startswith("forearm"):
            self.turn[lower] = self.turn[lower] @ _twist(self.angles, lower)
        self.at[end] = self.end(lower, end)
        self.turn[end] = self.turn[lower] @ self.local[end]
        self.carry(end)

    def _aim(self, segment: str, direction: Array, axis: Array) -> None:
        """Turn a segment along a direction, its hinge about `axis`."""
        forward = cross(axis, -unit(direction))
        self.turn[segment] = towards(self.body.tip(segment), direction, forward)

    def pose(self, curls: tuple[Array, Array]) -> Pose:
        """The figure as a pose."""
        return Pose(
            rotations=np.stack([self.turn[name] for name in SEGMENTS]),
            positions=np.stack([self.at[name] for name in SEGMENTS]),
            curls=curls,
        )


def _middle(upper: float, lower: float, span: float) -> tuple[float, float]:
    """How far along and how far beside the line of reach the middle joint lies, metres."""
    span = min(max(span, abs(upper - lower) + NEARLY_STRAIGHT), upper + lower - NEARLY_STRAIGHT)
    along = (upper * upper - lower * lower + span * span) / (2 * span)
    return along, float(np.sqrt(max(0.0, upper * upper - along * along)))


def _twist(angles: Angles, forearm: str) -> Array:
    side = forearm[-1]
    return about(np.array([0.0, 1.0, 0.0]), SIGN[side] * angles.get(f"forearm_{side}", {}).get("sup", 0.0))

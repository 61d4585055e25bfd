"""Feet that stand on something: level soles, heels that rise over planted toes."""

from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.joints import value
from everyrep.core.movement.rotations import Array, Y, about_x, cross, part_way, unit
from everyrep.core.movement.segments import INDEX, SIDES
from everyrep.core.movement.solver.figure import Figure

HEEL_BEHIND = 0.035  # metres that the heel's edge lies behind the ankle
UPRIGHT = 0.95  # a foot that points this steeply has no heading of its own


def heading(figure: Figure, side: str) -> Array:
    """Level orientation of a foot that points where it points now."""
    forward = figure.turn[f"foot_{side}"][:, 2]
    if abs(forward[1]) > UPRIGHT:
        forward = -np.sign(forward[1]) * figure.turn[f"foot_{side}"][:, 1]
    ahead = unit(np.array([forward[0], 0.0, forward[2]]))
    return np.stack([cross(Y, ahead), Y, ahead], axis=1)


def level_feet(figure: Figure) -> None:
    """Turn feet whose ankle is `flat` parallel to the floor, as far as the word has come into force."""
    for side in SIDES:
        share = value(figure.angles, f"ankle_{side}", "flat")
        if share > 0:
            foot = f"foot_{side}"
            figure.turn[foot] = part_way(figure.turn[foot], heading(figure, side), share)
            figure.carry(foot)


def turn_as_it_stands(figure: Figure, side: str, level: Array) -> None:
    """Level but for the rise of its heel, wherever the leg has brought the foot."""
    figure.turn[f"foot_{side}"] = level @ about_x(value(figure.angles, f"heel_{side}", "raise"))
    figure.carry(f"foot_{side}")


@dataclass(frozen=True, slots=True, eq=False)
class Footing:
    """Where a foot is to be: its ankle (metres), its orientation and that of its toes."""

    ankle: Array
    foot: Array
    toes: Array


def footing(figure: Figure, side: str, level: Array, ball: Array) -> Footing:
    """A foot with its ball at a place, level but for the rise of its heel (below 0: of its front)."""
    rise = value(figure.angles, f"heel_{side}", "raise")
    turn = level @ about_x(rise)
    ankle = ball + turn @ (figure.body.rest[INDEX[f"foot_{side}"]].T @ _ankle_from_ball(figure, side))
    if rise < 0:
        ankle = ankle + _pivot(figure, side, level, turn)
    return Footing(ankle, turn, level if rise > 0 else turn)


def put(figure: Figure, side: str, there: Footing) -> None:
    """Put a foot there; the leg gives way."""
    figure.bend_leg(side, there.ankle, value(figure.angles, f"leg_{side}", "swivel"))
    figure.turn[f"foot_{side}"], figure.turn[f"toes_{side}"] = there.foot, there.toes
    figure.at[f"toes_{side}"] = figure.end(f"foot_{side}", f"toes_{side}")


def ball_height(figure: Figure, side: str) -> float:
    """How high the ball of the foot lies over a level sole, metres."""
    return float(figure.body.joints[INDEX[f"toes_{side}"]][1])


def _ankle_from_ball(figure: Figure, side: str) -> Array:
    joints = figure.body.joints
    return joints[INDEX[f"foot_{side}"]] - joints[INDEX[f"toes_{side}"]]


def _pivot(figure: Figure, side: str, level: Array, turn: Array) -> Array:
    """What keeps the heel, not the ball, on the floor when the front of the foot rises."""
    joints = figure.body.joints
    ball, ankle = joints[INDEX[f"toes_{side}"]], joints[INDEX[f"foot_{side}"]]
    under_heel = figure.body.rest[INDEX[f"foot_{side}"]].T @ (
        np.array([ankle[0], 0.0, ankle[2] - HEEL_BEHIND]) - ball
    )
    return level @ under_heel - turn @ under_heel

"""Hands and feet brought to what they hold, touch or stand on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.definition import Reach
from everyrep.core.movement.directions import DIRECTIONS, direction
from everyrep.core.movement.joints import value
from everyrep.core.movement.rotations import Array, X, Z, about, cross, length, part_way, unit
from everyrep.core.movement.scene import Surface
from everyrep.core.movement.segments import SIGN
from everyrep.core.movement.solver.feet import Footing, ball_height, footing, put
from everyrep.core.movement.solver.figure import Figure
from everyrep.core.movement.solver.path import Held

PALM_ALONG = 0.55  # of the way from the wrist to the middle knuckle's end
PALM_OUT = 0.022  # metres from the hand's middle to the skin of the palm
SETTLING = 4  # rounds in which wrist and palm find each other
FOUND = 1e-4  # metres
NOWHERE = 1e-6
NOT_ASIDE = np.zeros(3)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Room:
    """What reaching needs to know of the start. palms and balls: side -> world point; feet: side -> footing;
    levels: side -> level orientation of the foot; crank: centre of the pedals, and their radius (metres)."""

    surfaces: Mapping[str, Surface]
    palms: Mapping[str, Array]
    balls: Mapping[str, Array]
    feet: Mapping[str, Footing]
    levels: Mapping[str, Array]
    crank: Array
    crank_radius: float = 0.16


def palm(figure: Figure, side: str) -> Array:
    """The middle of the palm's skin, in the world."""
    return figure.point(f"hand_{side}", _palm_in_hand(figure, side))


def reach_with_foot(figure: Figure, side: str, held: Held, room: Room) -> None:
    """Bring a foot to its place, or part of the way while it is taken up or let go."""
    free = Footing(*(figure.at[f"foot_{side}"], figure.turn[f"foot_{side}"], figure.turn[f"toes_{side}"]))
    before = _foot_goal(figure, side, held.before, room) or free
    after = _foot_goal(figure, side, held.after, room) or free
    put(figure, side, _footing_between(before, after, held.share))


def _footing_between(before: Footing, after: Footing, share: float) -> Footing:
    return Footing(
        before.ankle + (after.ankle - before.ankle) * share,
        part_way(before.foot, after.foot, share),
        part_way(before.toes, after.toes, share),
    )


def _foot_goal(figure: Figure, side: str, reach: Reach | None, room: Room) -> Footing | None:
    if reach is None:
        return None
    shift = np.array(reach.at)
    if reach.to == "pedal":
        return footing(figure, side, room.levels[side], _pedal(figure, side, room))
    if reach.to in room.surfaces:
        ball = room.balls[side] + shift
        ball[1] = room.surfaces[reach.to].point[1] + ball_height(figure, side) + shift[1]
        return footing(figure, side, room.levels[side], ball)
    if reach.to == "start":
        return _with_the_leg(figure, side, room.feet[side].ankle + shift)
    return _with_the_leg(figure, side, shift if reach.to == "world" else figure.point(reach.to, shift))


def _with_the_leg(figure: Figure, side: str, ankle: Array) -> Footing:
    """A foot that keeps its angle to the shank once the ankle is there."""
    before = {name: (figure.turn[name], figure.at[name]) for name in (f"thigh_{side}", f"shank_{side}")}
    figure.bend_leg(side, ankle, value(figure.angles, f"leg_{side}", "swivel"))
    there = Footing(ankle, figure.turn[f"foot_{side}"], figure.turn[f"toes_{side}"])
    for name, (turn, at) in before.items():
        figure.turn[name], figure.at[name] = turn, at
    figure.carry(f"shank_{side}")
    return there


def _pedal(figure: Figure, side: str, room: Room) -> Array:
    """The ball's place on a pedal; the right crank leads at 0 degrees, forward; it turns forward and down."""
    turn = np.radians(value(figure.angles, "crank", "angle") + (180 if side == "L" else 0))
    way = np.array([0.0, -np.sin(turn), np.cos(turn)]) * room.crank_radius
    ball: Array = room.crank + way
    ball[0] = room.balls[side][0]
    ball[1] += ball_height(figure, side)
    return ball


def reach_with_hand(figure: Figure, side: str, held: Held, room: Room, aside: Array = NOT_ASIDE) -> None:
    """Bring a palm to its place. aside: a shift (metres) that lays its skin on the surface it touches."""
    figure.carry(
        f"scapula_{side}"
    )  # as its own angles say, so that it ends the same however often it is laid
    free = palm(figure, side)
    goals = [_palm_goal(figure, side, reach, room) for reach in (held.before, held.after)]
    places = [free if goal is None else goal for goal in goals]
    target = places[0] + (places[1] - places[0]) * held.share + aside
    swivel = value(figure.angles, f"arm_{side}", "swivel")
    for _ in range(SETTLING):
        turn = _hand_turn(figure, side, held, room)
        wrist = target - turn @ _palm_in_hand(figure, side)
        if swivel == 0 and length(wrist - figure.at[f"hand_{side}"]) < FOUND:
            break
        figure.bend_arm(side, wrist, swivel)
        swivel = 0.0  # once, not each round
    _set_hand(figure, side, _hand_turn(figure, side, held, room), held)


def missed(figure: Figure, side: str, held: Held, room: Room) -> float:
    """How far a palm that holds one thing is from it, metres; 0 while it changes its hold.

    On a surface only along it: that the skin touches is the contact's affair.
    """
    before, after = (_palm_goal(figure, side, reach, room) for reach in (held.before, held.after))
    if before is None or after is None or held.after is None:
        return 0.0
    off = palm(figure, side) - before - (after - before) * held.share
    if held.after.to in room.surfaces:
        normal = room.surfaces[held.after.to].normal
        off = off - normal * (off @ normal)
    return length(off)


def _palm_goal(figure: Figure, side: str, reach: Reach | None, room: Room) -> Array | None:
    if reach is None:
        return None
    shift = np.array(reach.at)
    if reach.to in room.surfaces:
        surface = room.surfaces[reach.to]
        start = room.palms[side] + shift
        grounded: Array = start - surface.distance(start[None])[0] * surface.normal
        return grounded
    if reach.to == "start":
        started: Array = room.palms[side] + shift
        return started
    return shift if reach.to == "world" else figure.point(reach.to, shift)


def _palm_in_hand(figure: Figure, side: str) -> Array:
    return figure.body.tip(f"hand_{side}") * PALM_ALONG - SIGN[side] * X * PALM_OUT


def _hand_turn(figure: Figure, side: str, held: Held, room: Room) -> Array:
    """The hand's orientation: as the wrist's angles say, or facing what the reach names."""
    free = figure.turn[f"forearm_{side}"] @ figure.local[f"hand_{side}"]
    turns = [_facing(figure, side, reach, room, free) for reach in (held.before, held.after)]
    return part_way(turns[0], turns[1], held.share)


def _facing(figure: Figure, side: str, reach: Reach | None, room: Room, free: Array) -> Array:
    if reach is None:
        return free
    palm_way = reach.palm or ("to" if reach.to in room.surfaces else "")
    if not palm_way and not reach.fingers:
        return free
    normal = _way(palm_way, figure, side, reach, room) if palm_way else -SIGN[side] * free[:, 0]
    along = _way(reach.fingers, figure, side, reach, room) if reach.fingers else -free[:, 1]
    along = along - normal * (along @ normal)
    if length(along) < NOWHERE:
        along = -figure.turn[f"forearm_{side}"][:, 1] + 0.01 * Z
        along = along - normal * (along @ normal)
    across, up = -SIGN[side] * normal, -unit(along)
    return np.stack([across, up, cross(across, up)], axis=1)


def _way(word: str, figure: Figure, side: str, reach: Reach, room: Room) -> Array:
    if word in DIRECTIONS:
        return direction(word, side, figure.turn.__getitem__)
    if reach.to in room.surfaces:
        return -room.surfaces[reach.to].normal
    here = palm(figure, side)
    middle = figure.at[reach.to] if reach.to in figure.at else here - SIGN[side] * X
    return unit(middle - here)


def _set_hand(figure: Figure, side: str, turn: Array, held: Held) -> None:
    """Fix the hand; the forearm's twist follows the thumb when the reach says how the palm faces."""
    hand, forearm = f"hand_{side}", f"forearm_{side}"
    if any(reach and (reach.palm or reach.fingers) for reach in (held.before, held.after)):
        own = figure.turn[forearm]
        axis = unit(own @ figure.body.tip(forearm))
        thumb, now = (unit(z - axis * (z @ axis)) for z in (turn[:, 2], own[:, 2]))
        angle = np.degrees(np.arctan2(cross(now, thumb) @ axis, now @ thumb))
        figure.turn[forearm] = about(axis, float(angle)) @ own
    figure.turn[hand] = turn

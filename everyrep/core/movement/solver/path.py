"""Where a movement is at a share of its path: angles, reaches, hands and lift between two poses."""

from collections.abc import Mapping
from dataclasses import dataclass

from everyrep.core.movement.definition import Angles, Keypose, Movement, Reach
from everyrep.core.movement.hands import HAND_SHAPES
from everyrep.core.movement.joints import value
from everyrep.core.movement.rotations import Array

DEFAULT_HAND = "open"


@dataclass(frozen=True, slots=True)
class Held:
    """What a limb's end reaches just now: two targets and how far it is from the first to the second.

    None is the limb as its own angles hold it.
    """

    before: Reach | None
    after: Reach | None
    share: float


@dataclass(frozen=True, slots=True)
class Freed:
    """How far a contact has let go, 0 to 1, and the share of the path where it last held (or holds next)."""

    far: float
    held_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One instant. curls: (left, right) finger angles; lift in metres.

    free: segment -> how far its contact has let go. between: the shares of the poses before and after it;
    mix: how far it is from the one to the other, 0 to 1.
    """

    angles: dict[str, dict[str, float]]
    held: Mapping[str, Held]
    curls: tuple[Array, Array]
    lift: float
    free: Mapping[str, Freed]
    between: tuple[float, float]
    mix: float


def moment(movement: Movement, share: float) -> Moment:
    """The instant at `share` (0 to 1) of the path that a prescription has left of it."""
    before, after, mix = _neighbours(movement, share * movement.until)
    return Moment(
        angles=_angles(movement, before, after, mix),
        held={
            end: Held(before.reach.get(end), after.reach.get(end), mix)
            for end in {*before.reach, *after.reach}
        },
        curls=(_curls(before, after, mix, "L"), _curls(before, after, mix, "R")),
        lift=before.lift + (after.lift - before.lift) * mix,
        free={name: _freed(movement, before, after, mix, name) for name in {*before.free, *after.free}},
        between=_between(movement, before, after),
        mix=mix,
    )


def _between(movement: Movement, before: Keypose, after: Keypose) -> tuple[float, float]:
    """A cycle's last stretch ends at its first pose."""
    ends = after.at if after.at > before.at else float(movement.cycle)
    return before.at / movement.until, ends / movement.until


def _freed(movement: Movement, before: Keypose, after: Keypose, mix: float, segment: str) -> Freed:
    start, finish = float(segment in before.free), float(segment in after.free)
    holding = after if segment in before.free else before
    return Freed(start + (finish - start) * mix, holding.at / movement.until)


def _neighbours(movement: Movement, share: float) -> tuple[Keypose, Keypose, float]:
    poses, ends = _stations(movement)
    for place in range(len(poses) - 1):
        low, high = ends[place], ends[place + 1]
        if share <= high or place == len(poses) - 2:
            return poses[place], poses[place + 1], min(1.0, max(0.0, (share - low) / (high - low)))
    return poses[0], poses[0], 0.0


def _stations(movement: Movement) -> tuple[tuple[Keypose, ...], tuple[float, ...]]:
    """The poses on the way; a cycle ends where it began."""
    ends = tuple(pose.at for pose in movement.poses)
    if movement.cycle:
        return (*movement.poses, movement.poses[0]), (*ends, 1.0)
    return movement.poses, ends


def _angles(movement: Movement, before: Keypose, after: Keypose, mix: float) -> dict[str, dict[str, float]]:
    mixed = smooth(mix) if movement.cycle else mix
    blended: dict[str, dict[str, float]] = {}
    for joint in {*before.angles, *after.angles}:
        dofs = {*before.angles.get(joint, {}), *after.angles.get(joint, {})}
        blended[joint] = {dof: _blend(before.angles, after.angles, joint, dof, mixed) for dof in dofs}
    return blended


def smooth(share: float) -> float:
    """Off slowly, in slowly: 0 and 1 stay, with no speed at either."""
    return share * share * (3 - 2 * share)


def _blend(before: Angles, after: Angles, joint: str, dof: str, mix: float) -> float:
    low = value(before, joint, dof)
    return low + (value(after, joint, dof) - low) * mix


def _curls(before: Keypose, after: Keypose, mix: float, side: str) -> Array:
    low = HAND_SHAPES[before.hands.get(side, DEFAULT_HAND)]
    return low + (HAND_SHAPES[after.hands.get(side, DEFAULT_HAND)] - low) * mix

"""Where a movement is at a share of its path: angles, reaches, hands and lift between two poses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from everyrep.core.movement.definition import Keypose, Movement, Reach
from everyrep.core.movement.hands import HAND_SHAPES
from everyrep.core.movement.joints import value
from everyrep.core.movement.rotations import Array, X, Y, Z

DEFAULT_HAND = "open"
ROUND = 360.0  # degrees: a crank only turns forward
INSTANT = 1e-6


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
    """One instant. curls: (left, right) finger angles; lift in metres. gone: what the whole figure is moved
    by in the room, its lift included, metres.

    free: segment -> how far its contact has let go. between: the shares of the poses before and after it;
    mix: how far it is from the one to the other, 0 to 1.
    """

    angles: dict[str, dict[str, float]]
    held: Mapping[str, Held]
    curls: tuple[Array, Array]
    lift: float
    gone: Array
    free: Mapping[str, Freed]
    between: tuple[float, float]
    mix: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """The way between two poses. poses: those two in the middle of the ones before and after them; at: their
    shares of the path, counted on beyond 0 and 1 where a cycle goes round; mix: how far along, 0 to 1."""

    poses: tuple[Keypose, Keypose, Keypose, Keypose]
    at: tuple[float, float, float, float]
    mix: float
    cycle: bool

    @property
    def before(self) -> Keypose:
        """The pose that is left."""
        return self.poses[1]

    @property
    def after(self) -> Keypose:
        """The pose that comes."""
        return self.poses[2]


def moment(movement: Movement, share: float) -> Moment:
    """The instant at `share` (0 to 1) of the path that a prescription has left of it."""
    stretch = _stretch(movement, share * movement.until)
    before, after, mix = stretch.before, stretch.after, stretch.mix
    gone = _gone(before) + (_gone(after) - _gone(before)) * mix
    return Moment(
        angles=_angles(stretch),
        held={
            end: Held(before.reach.get(end), after.reach.get(end), mix)
            for end in {*before.reach, *after.reach}
        },
        curls=(_curls(before, after, mix, "L"), _curls(before, after, mix, "R")),
        lift=float(gone[1]),
        gone=gone,
        free={name: _freed(movement, before, after, mix, name) for name in {*before.free, *after.free}},
        between=_between(movement, before, after),
        mix=mix,
    )


def _gone(pose: Keypose) -> Array:
    left, forward = pose.place
    return left * X + pose.lift * Y + forward * Z


def _share(movement: Movement, at: float) -> float:
    """Where a pose lies on the path that is left; a movement stopped at its start has only the start."""
    return at / movement.until if movement.until else 0.0


def _between(movement: Movement, before: Keypose, after: Keypose) -> tuple[float, float]:
    """A cycle's last stretch ends at its first pose."""
    ends = after.at if after.at > before.at else float(movement.cycle)
    return _share(movement, before.at), _share(movement, ends)


def _freed(movement: Movement, before: Keypose, after: Keypose, mix: float, segment: str) -> Freed:
    start, finish = float(segment in before.free), float(segment in after.free)
    holding = after if segment in before.free else before
    return Freed(start + (finish - start) * mix, _share(movement, holding.at))


def _stretch(movement: Movement, share: float) -> Stretch:
    poses, ends = _stations(movement)
    place = next((one for one in range(1, len(ends) - 1) if share < ends[one]), len(ends) - 1) - 1
    if len(poses) == 1:
        return Stretch((poses[0],) * 4, (0.0, 0.0, 1.0, 1.0), 0.0, cycle=False)
    low, high = ends[place], ends[place + 1]
    mix = min(1.0, max(0.0, (share - low) / (high - low)))
    if not movement.cycle:
        before, after = poses[place], poses[place + 1]
        return Stretch((before, before, after, after), (low, low, high, high), mix, cycle=False)
    count = len(movement.poses)
    earlier, later = movement.poses[place - 1], movement.poses[(place + 2) % count]
    reach = (earlier.at - (place == 0), low, high, later.at + (place + 2 >= count))
    return Stretch((earlier, poses[place], poses[place + 1], later), reach, mix, cycle=True)


def _stations(movement: Movement) -> tuple[tuple[Keypose, ...], tuple[float, ...]]:
    """The poses on the way; a cycle ends where it began."""
    ends = tuple(pose.at for pose in movement.poses)
    if movement.cycle:
        return (*movement.poses, movement.poses[0]), (*ends, 1.0)
    return movement.poses, ends


def _angles(stretch: Stretch) -> dict[str, dict[str, float]]:
    blended: dict[str, dict[str, float]] = {}
    for joint in {*stretch.before.angles, *stretch.after.angles}:
        dofs = {*stretch.before.angles.get(joint, {}), *stretch.after.angles.get(joint, {})}
        blended[joint] = {dof: _blend(stretch, joint, dof) for dof in dofs}
    return blended


def _blend(stretch: Stretch, joint: str, dof: str) -> float:
    values = [value(pose.angles, joint, dof) for pose in stretch.poses]
    if joint == "crank":
        return values[1] + (values[2] - values[1]) % ROUND * stretch.mix
    if not stretch.cycle:
        return values[1] + (values[2] - values[1]) * stretch.mix
    return _without_a_hitch(values, stretch.at, stretch.mix)


def _without_a_hitch(values: Sequence[float], at: Sequence[float], mix: float) -> float:
    """A cubic that runs through the poses of a cycle and never beyond them (Fritsch and Butland 1984)."""
    secants = [(values[i + 1] - values[i]) / max(at[i + 1] - at[i], INSTANT) for i in range(3)]
    start, finish = (_slope(secants[i], secants[i + 1]) * (at[2] - at[1]) for i in range(2))
    square, cube = mix * mix, mix * mix * mix
    return (
        (2 * cube - 3 * square + 1) * values[1]
        + (cube - 2 * square + mix) * start
        + (3 * square - 2 * cube) * values[2]
        + (cube - square) * finish
    )


def _slope(before: float, after: float) -> float:
    """Of the curve at a pose: level where the angle turns round."""
    return 2 * before * after / (before + after) if before * after > 0 else 0.0


def _curls(before: Keypose, after: Keypose, mix: float, side: str) -> Array:
    low = HAND_SHAPES[before.hands.get(side, DEFAULT_HAND)]
    return low + (HAND_SHAPES[after.hands.get(side, DEFAULT_HAND)] - low) * mix

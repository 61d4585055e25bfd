"""The poses: each says only what changes from the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from everyrep.core.movement.definition import Keypose, Reach, Vector
from everyrep.core.movement.joints import JOINTS
from everyrep.core.movement.language.names import (
    ENDS,
    FACINGS,
    PLACES,
    SHAPES,
    side_of,
    with_side,
)
from everyrep.core.movement.language.nodes import Node
from everyrep.core.movement.language.reader import Reader
from everyrep.core.movement.segments import SEGMENTS, SIDES
from everyrep.core.problems import N_

KEYS = ("angles", "hands", "reach", "at", "shown", "lift", "place", "free")
LIFT_LIMIT = 0.6  # metres; nobody hops higher at home
WAY_LIMIT = 2.0  # metres that a figure may go from where it began
REACH_LIMIT = 3.0  # metres
KEEP_ZERO = ("elev", "plane")  # 0 means something else than not written
NO_POSE = N_("at least one pose is expected here")
BEYOND = N_("%(joint)s %(dof)s cannot be %(given)s degrees; it goes from %(low)s to %(high)s")
TWO_WAYS = N_("%(joint)s is written in two ways; use either elev with plane, or flex and abd")
FIRST_AT = N_("the first pose is at 0")
LAST_AT = N_("the last pose is at 1")
CYCLE_AT = N_("a cycle goes on into its first pose, so its last pose comes before 1")
NOT_LATER = N_("each pose comes later than the one before it; this one is at %(given)s after %(before)s")

Angles = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class _State:
    """What holds after a pose; the next one starts from it."""

    angles: Angles
    reach: dict[str, Reach]
    hands: dict[str, str]
    place: tuple[float, float]
    free: tuple[str, ...]


def read_poses(node: Node, reader: Reader, places: Sequence[str], *, cycle: bool) -> tuple[Keypose, ...]:
    """`places`: the surfaces a hand or foot can reach for."""
    if not isinstance(node.value, tuple) or not node.value:
        reader.fault(node, NO_POSE)
        return ()
    poses: list[Keypose] = []
    state = _State({}, {}, {}, (0.0, 0.0), ())
    tables = [reader.table(item, KEYS) for item in node.value]
    shares = _shares(node.value, tables, reader, cycle=cycle)
    for table, share in zip(tables, shares, strict=True):
        state = _changed(state, table, reader, places)
        poses.append(_keypose(state, table, reader, share))
    return tuple(poses)


def _keypose(state: _State, table: dict[str, Node], reader: Reader, share: float) -> Keypose:
    return Keypose(
        angles={joint: dofs for joint, dofs in _without_zeros(state.angles).items() if dofs},
        reach=state.reach,
        hands=state.hands,
        at=share,
        shown=reader.flag(table["shown"]) if "shown" in table else True,
        lift=reader.number(table["lift"], 0, LIFT_LIMIT) if "lift" in table else 0.0,
        place=state.place,
        free=state.free,
    )


def _without_zeros(angles: Angles) -> Angles:
    return {
        joint: {dof: degrees for dof, degrees in dofs.items() if degrees or dof in KEEP_ZERO}
        for joint, dofs in angles.items()
    }


def _changed(state: _State, table: dict[str, Node], reader: Reader, places: Sequence[str]) -> _State:
    angles = _angles(state.angles, table["angles"], reader) if "angles" in table else state.angles
    hands = state.hands | (_hands(table["hands"], reader) if "hands" in table else {})
    reach = _reaches(state.reach, table["reach"], reader, places) if "reach" in table else state.reach
    free = reader.spread_all(table["free"], SEGMENTS) if "free" in table else state.free
    place = _gone(table["place"], reader) if "place" in table else state.place
    return _State(angles, reach, hands, place, free)


def _gone(node: Node, reader: Reader) -> tuple[float, float]:
    left, forward = reader.numbers(node, 2, -WAY_LIMIT, WAY_LIMIT)
    return left, forward


def _angles(before: Angles, node: Node, reader: Reader) -> Angles:
    """The pose's own angles over those before it; a side written out wins over the star."""
    angles = {joint: dict(dofs) for joint, dofs in before.items()}
    written = sorted(reader.sided(node, JOINTS), key=lambda entry: not entry[3])
    for joint, key, value, starred in written:
        own = _degrees(joint, value, reader, quiet=starred and joint.endswith("_R"))
        released = {"flat": 0.0} if "df" in own and "flat" not in own else {}
        angles[joint] = angles.get(joint, {}) | released | own
        if "elev" in angles[joint] and {"flex", "abd"} & angles[joint].keys():
            reader.fault(key, TWO_WAYS, joint=joint)
    return angles


def _degrees(joint: str, node: Node, reader: Reader, *, quiet: bool) -> dict[str, float]:
    """The angles of one joint. quiet: the other side of a star has told the faults already."""
    reader = Reader() if quiet else reader
    if node.value == "flat" and "flat" in JOINTS[joint]:
        return {"flat": 1.0}
    return {
        dof: _limited(joint, dof, value, reader)
        for dof, value in reader.table(node, tuple(JOINTS[joint])).items()
    }


def _limited(joint: str, dof: str, node: Node, reader: Reader) -> float:
    limits = JOINTS[joint][dof]
    degrees = reader.number(node, float("-inf"), float("inf"))
    if not limits.low <= degrees <= limits.high:
        ends = {"low": f"{limits.low:g}", "high": f"{limits.high:g}"}
        reader.fault(node, BEYOND, joint=joint, dof=dof, given=f"{degrees:g}", **ends)
    return degrees


def _hands(node: Node, reader: Reader) -> dict[str, str]:
    table = reader.table(node, ("both", *SIDES))
    shapes = {side: reader.known(value, SHAPES) for side, value in table.items()}
    return {side: shapes.get(side) or shapes["both"] for side in SIDES if side in shapes or "both" in shapes}


def _reaches(before: dict[str, Reach], node: Node, reader: Reader, places: Sequence[str]) -> dict[str, Reach]:
    reaches = dict(before)
    explicit = {key.value for key in node.value} if isinstance(node.value, dict) else set()
    for name, _, value, starred in reader.sided(node, ENDS):
        if starred and name in explicit:
            continue
        if value.value == "none":
            reaches.pop(name, None)
        else:
            reaches[name] = _reach(name, value, reader, places, starred=starred)
    return reaches


def _reach(name: str, node: Node, reader: Reader, places: Sequence[str], *, starred: bool) -> Reach:
    """Under a star `to: thigh_*` is the same side's thigh, and x counts outward."""
    side = side_of(name)
    if not isinstance(node.value, dict):
        return Reach(to=_place(node, reader, places, side))
    table = reader.table(node, ("to", "at", "palm", "fingers"), required=("to",))
    x, y, z = _vector(table["at"], reader) if "at" in table else (0.0, 0.0, 0.0)
    palm, fingers = (reader.known(table[key], FACINGS) if key in table else "" for key in ("palm", "fingers"))
    place = _place(table["to"], reader, places, side) if "to" in table else ""
    outward = -x if starred and side == "R" else x
    return Reach(to=place, at=(outward, y, z), palm=palm, fingers=fingers)


def _place(node: Node, reader: Reader, places: Sequence[str], side: str) -> str:
    name = with_side(node.value, side) if isinstance(node.value, str) else ""
    if name in SEGMENTS:
        return name
    return reader.known(node, (*places, *PLACES, *SEGMENTS))


def _vector(node: Node, reader: Reader) -> Vector:
    x, y, z = reader.numbers(node, 3, -REACH_LIMIT, REACH_LIMIT)
    return x, y, z


def _shares(
    items: Sequence[Node], tables: Sequence[dict[str, Node]], reader: Reader, *, cycle: bool
) -> list[float]:
    """Where each pose is on the path; evenly between those that say it. A cycle ends where it began."""
    written = {place: reader.number(table["at"], 0, 1) for place, table in enumerate(tables) if "at" in table}
    last = len(tables) - 1
    ends = {len(tables): 1.0} if cycle else {last: 1.0} if last else {}
    known = dict(sorted(({0: 0.0} | ends | written).items()))
    _check_shares(items, written, reader, cycle=cycle)
    return [_between(known, place) for place in range(len(tables))]


def _between(known: dict[int, float], place: int) -> float:
    low = max(at for at in known if at <= place)
    high = min(at for at in known if at >= place)
    return known[low] + (known[high] - known[low]) * (place - low) / max(1, high - low)


def _check_shares(items: Sequence[Node], written: dict[int, float], reader: Reader, *, cycle: bool) -> None:
    before, last = 0.0, len(items) - 1
    for place, share in written.items():
        if place == 0 and share != 0:
            reader.fault(items[place], FIRST_AT)
        elif place == last > 0 and share != 1 and not cycle:
            reader.fault(items[place], LAST_AT)
        elif place and share <= before:
            reader.fault(items[place], NOT_LATER, given=f"{share:g}", before=f"{before:g}")
        before = share
    if cycle and written.get(last, 0.0) >= 1:
        reader.fault(items[last], CYCLE_AT)

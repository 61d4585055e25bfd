"""What the primary angle comes to as a motion of a part of the body."""

from dataclasses import dataclass, replace
from itertools import pairwise

from everyrep.core.movement.definition import Keypose, Movement, Primary
from everyrep.core.movement.description import parts, ways
from everyrep.core.movement.description.parts import Middle, Part
from everyrep.core.movement.description.ways import Way
from everyrep.core.movement.joints import JOINTS, value
from everyrep.core.movement.language.names import side_of, starless
from everyrep.core.movement.segments import SEGMENTS, SIDES, other_side

SEEN = 10.0  # degrees of change that a bystander sees
SAME = 5.0  # degrees within which two sides do the same
STEP = 0.1  # metres from which a foot that is set down elsewhere has made a step
BENT = 40.0  # degrees from which a knee or an elbow is told as bent
STRAIGHT = 12.0  # degrees up to which it is told as straight
LYING = ("supine", "prone", "side_left", "side_right")
ARM_JOINTS = ("shoulder", "elbow", "arm", "forearm", "wrist", "scapula")
DOWNWARD = ("prone", "quadruped", "plank")

Said = tuple[Part | Middle, Way]

# (joint, degree of freedom) -> how it reads when the angle grows, and when it shrinks.
MOTIONS: dict[tuple[str, str], tuple[Said, Said]] = {
    ("pelvis", "tilt"): ((parts.PELVIS, ways.TILT_FORWARD), (parts.PELVIS, ways.TILT_BACK)),
    ("pelvis", "list"): ((parts.PELVIS, ways.LEAN_RIGHT), (parts.PELVIS, ways.LEAN_LEFT)),
    ("pelvis", "rot"): ((parts.BODY, ways.TURN_LEFT), (parts.BODY, ways.TURN_RIGHT)),
    ("trunk", "flex"): ((parts.UPPER_BODY, ways.BEND_FORWARD), (parts.UPPER_BODY, ways.BEND_BACK)),
    ("trunk", "lat"): ((parts.UPPER_BODY, ways.LEAN_LEFT), (parts.UPPER_BODY, ways.LEAN_RIGHT)),
    ("trunk", "rot"): ((parts.UPPER_BODY, ways.TURN_LEFT), (parts.UPPER_BODY, ways.TURN_RIGHT)),
    ("neck", "flex"): ((parts.HEAD, ways.BEND_FORWARD), (parts.HEAD, ways.BEND_BACK)),
    ("neck", "lat"): ((parts.HEAD, ways.LEAN_LEFT), (parts.HEAD, ways.LEAN_RIGHT)),
    ("neck", "rot"): ((parts.HEAD, ways.TURN_LEFT), (parts.HEAD, ways.TURN_RIGHT)),
    ("neck", "glide"): ((parts.CHIN, ways.FORWARD), (parts.CHIN, ways.DRAW_BACK)),
    ("crank", "angle"): ((parts.PEDALS, ways.GO_ROUND), (parts.PEDALS, ways.GO_ROUND)),
    ("hip", "flex"): ((parts.LEG, ways.LIFT), (parts.LEG, ways.BACKWARD)),
    ("hip", "abd"): ((parts.LEG, ways.SIDEWAYS), (parts.LEG, ways.ACROSS)),
    ("hip", "er"): ((parts.LEG, ways.TURN_OUT), (parts.LEG, ways.TURN_IN)),
    ("knee", "flex"): ((parts.KNEE, ways.BEND), (parts.KNEE, ways.STRAIGHTEN)),
    ("ankle", "df"): ((parts.FOOT, ways.PULL_UP), (parts.FOOT, ways.POINT)),
    ("ankle", "inv"): ((parts.FOOT, ways.TURN_IN), (parts.FOOT, ways.TURN_OUT)),
    ("toes", "ext"): ((parts.TOES, ways.LIFT), (parts.TOES, ways.CURL)),
    ("shoulder", "flex"): ((parts.ARM, ways.LIFT), (parts.ARM, ways.BACKWARD)),
    ("shoulder", "abd"): ((parts.ARM, ways.LIFT), (parts.ARM, ways.LOWER)),
    ("shoulder", "elev"): ((parts.ARM, ways.LIFT), (parts.ARM, ways.LOWER)),
    ("shoulder", "habd"): ((parts.ARM, ways.SIDEWAYS), (parts.ARM, ways.ACROSS)),
    ("shoulder", "er"): ((parts.FOREARM, ways.TURN_OUT), (parts.FOREARM, ways.TURN_IN)),
    ("scapula", "elev"): ((parts.SHOULDER, ways.LIFT), (parts.SHOULDER, ways.LOWER)),
    ("scapula", "pro"): ((parts.SHOULDER_BLADE, ways.FORWARD), (parts.SHOULDER_BLADE, ways.DRAW_BACK)),
    ("elbow", "flex"): ((parts.ELBOW, ways.BEND), (parts.ELBOW, ways.STRAIGHTEN)),
    ("forearm", "sup"): ((parts.HAND, ways.PALM_UP), (parts.HAND, ways.PALM_DOWN)),
    ("wrist", "flex"): ((parts.HAND, ways.TO_PALM), (parts.HAND, ways.TO_BACK_OF_HAND)),
    ("wrist", "rd"): ((parts.HAND, ways.TO_THUMB), (parts.HAND, ways.TO_LITTLE_FINGER)),
    ("leg", "swivel"): ((parts.KNEE, ways.OPEN), (parts.KNEE, ways.CLOSE)),
    ("arm", "swivel"): ((parts.ELBOW, ways.OPEN), (parts.ELBOW, ways.CLOSE)),
    ("heel", "raise"): ((parts.HEEL, ways.LIFT), (parts.HEEL, ways.LOWER)),
}


MOTIONS_BY_JOINT = [
    (joint, dof)
    for joint, dofs in JOINTS.items()
    for dof in dofs
    if (starless(joint), dof) in MOTIONS
    and starless(joint) not in ("neck", "wrist", "forearm", "toes", "pelvis", "leg", "arm")
]
"""Angles that tell a motion by themselves; the others mostly go along."""

MOTIONS_GOING_ALONG = [
    (joint, dof)
    for joint, dofs in JOINTS.items()
    for dof in dofs
    if (starless(joint), dof) in MOTIONS and starless(joint) in ("neck", "pelvis")
]
"""Told where nothing else moves."""


@dataclass(frozen=True, slots=True)
class Motion:
    """A part that goes a way. side: L, R, or "" for both and for the middle.

    start, degrees: the angle where it begins and where it ends. grows: the angle does.
    stopped: a prescription ends it before the movement's own finish. in_turn: one side after the other.
    """

    part: Part | Middle
    way: Way
    side: str
    start: float
    degrees: float
    dof: str
    grows: bool
    stopped: bool
    in_turn: bool

    @property
    def seen_side(self) -> str:
        """The side as a bystander tells it: both, where they take turns."""
        return "" if self.in_turn else self.side


def motion(movement: Movement) -> Motion | None:
    """The primary angle's motion; None where nothing moves."""
    primary = movement.primary
    if primary is None:
        return None
    start, finish = primary.range
    in_turn = movement.cycle and not both_move(movement, primary) and _other_goes_as_far(movement, primary)
    part, way = _said(movement, primary, grows=finish >= start)
    return Motion(
        part=part,
        way=way,
        side="" if both_move(movement, primary) else _side(movement, primary),
        start=start,
        degrees=reached(movement, primary),
        dof=primary.dof,
        grows=finish >= start,
        stopped=movement.until < 1,
        in_turn=in_turn,
    )


def motions(movement: Movement) -> list[Motion]:
    """From still to still the motion of the angle that changes most, where the author names none.

    Empty where hardly anything is seen to move.
    """
    stills = [pose for pose in movement.poses if pose.shown]
    joint, dof, span = _widest(movement, stills, MOTIONS_BY_JOINT)
    if span < SEEN:
        joint, dof, span = _widest(movement, stills, MOTIONS_GOING_ALONG)
    found: list[Motion] = []
    for before, after in pairwise(stills):
        ends = (value(before.angles, joint, dof), value(after.angles, joint, dof))
        if abs(ends[1] - ends[0]) >= SEEN:
            primary = Primary(joint=joint, dof=dof, range=ends, safe=ends)
            moved = motion(replace(movement, primary=primary))
            found += [moved] if moved and (not found or moved.way != found[-1].way) else []
    return found


def _widest(
    movement: Movement, stills: list[Keypose], angles: list[tuple[str, str]]
) -> tuple[str, str, float]:
    """The angle that changes most, and by how much. A hand that is led somewhere says nothing of its arm."""
    led = {side for side in SIDES if any(f"hand_{side}" in pose.reach for pose in stills)}
    if movement.position == "supine":
        angles = [("pelvis", "rot"), *angles]  # the trunk turns against it
    if movement.position == "plank":
        angles = [one for one in angles if starless(one[0]) not in ("knee", "pelvis")]
    spans = [
        (joint, dof, max(values) - min(values))
        for joint, dof in angles
        if not (starless(joint) in ARM_JOINTS and side_of(joint) in led)
        for values in [[value(pose.angles, joint, dof) for pose in stills]]
    ]
    return max(spans, key=lambda item: item[2])


def accompanying(movement: Movement) -> Motion | None:
    """The arms, where they go far while something else is what the exercise is about."""
    if movement.primary is None or movement.cycle or movement.primary.joint.startswith(ARM_JOINTS):
        return None
    ends = movement.poses[0], movement.poses[-1]
    held = ends[1].reach.keys()
    sides = [side for side in SIDES if f"hand_{side}" not in held]
    spans = [
        Primary(joint=f"shoulder_{side}", dof=dof, range=(first, last), safe=(first, last))
        for side in sides
        for dof in ("flex", "abd", "elev")
        for first, last in [[value(pose.angles, f"shoulder_{side}", dof) for pose in ends]]
        if abs(last - first) >= BENT
    ]
    return motion(replace(movement, primary=spans[0])) if spans else None


def reached(movement: Movement, primary: Primary) -> float:
    """The primary angle where the movement ends, in degrees."""
    poses = [pose for pose in movement.poses if pose.at <= movement.until]
    later = [pose for pose in movement.poses if pose.at > movement.until]
    if movement.cycle or not later:
        return primary.range[1]
    low, high = poses[-1], later[0]
    share = (movement.until - low.at) / (high.at - low.at)
    first, last = (value(pose.angles, primary.joint, primary.dof) for pose in (low, high))
    return first + (last - first) * share


def walks(movement: Movement) -> bool:
    """Whether the person goes step after step."""
    stays = {
        *movement.anchor,
        *movement.support,
        *(name for name, reach in movement.poses[0].reach.items() if reach.to == "start"),
    }
    if all(_steps_aside(movement, side) for side in SIDES):
        return True
    left, right = ([value(pose.angles, f"hip_{side}", "flex") for pose in movement.poses] for side in SIDES)
    return (
        (movement.cycle or movement.poses[0].place != movement.poses[-1].place)
        and movement.position == "standing"
        and not stays & {f"{name}_{side}" for name in ("foot", "toes") for side in SIDES}
        and any(abs(a - b) > SAME for a, b in zip(left, right, strict=True))
    )


def _steps_aside(movement: Movement, side: str) -> bool:
    """Whether a foot that stands on the ground ends up elsewhere on it."""
    first, last = (pose.reach.get(f"foot_{side}") for pose in (movement.poses[0], movement.poses[-1]))
    if first is None or last is None or first.to != last.to or first.to in SEGMENTS:
        return False
    return max(abs(last.at[k] - first.at[k]) for k in (0, 2)) >= STEP


def both_move(movement: Movement, primary: Primary) -> bool:
    """Whether the other side makes the same motion at the same time."""
    joint = other_side(primary.joint)
    return joint != primary.joint and all(
        abs(value(pose.angles, joint, primary.dof) - value(pose.angles, primary.joint, primary.dof)) <= SAME
        for pose in movement.poses
    )


def _other_goes_as_far(movement: Movement, primary: Primary) -> bool:
    """Whether the other side has the same reach, at whatever time."""
    other = other_side(primary.joint)
    mine, theirs = (
        [value(pose.angles, joint, primary.dof) for pose in movement.poses]
        for joint in (primary.joint, other)
    )
    ends = (min(theirs) - min(mine), max(theirs) - max(mine))
    return other != primary.joint and max(map(abs, ends)) <= SAME


def from_a_seat(movement: Movement) -> bool:
    """Whether one who stands at the end sits on a chair at the start."""
    start = movement.poses[0].angles
    bent = min(value(start, f"{joint}_{side}", "flex") for joint in ("hip", "knee") for side in SIDES)
    return (
        movement.position == "standing"
        and bent > BENT
        and any(prop.kind == "chair" for prop in movement.props)
    )


def _side(movement: Movement, primary: Primary) -> str:
    """The side that is seen to move: over a standing leg it is the other half of the pelvis."""
    side = side_of(primary.joint)
    return next(other for other in SIDES if other != side) if _on_one_leg(movement, primary) else side


def _said(movement: Movement, primary: Primary, *, grows: bool) -> Said:
    joint = starless(primary.joint)
    if joint in ("hip", "knee") and not grows and from_a_seat(movement):
        return parts.PERSON, ways.STAND_UP
    if joint == "hip":
        return _hip(movement, primary, grows=grows)
    if joint == "pelvis" and primary.dof == "rot" and movement.position == "supine":
        return parts.KNEE, ways.TURN_LEFT if grows else ways.TURN_RIGHT
    if (joint, primary.dof, movement.position) in (("neck", "flex", "supine"), ("neck", "flex", "prone")):
        return parts.HEAD, ways.LIFT if grows == (movement.position == "supine") else ways.LOWER
    if joint == "trunk" and primary.dof == "flex":
        if movement.position == "supine" and grows:
            return parts.HEAD_AND_SHOULDERS, ways.LIFT
        if movement.position == "prone" and not grows:
            return parts.UPPER_BODY, ways.LIFT
        if movement.position == "quadruped":
            return parts.BACK, ways.ROUND if grows else ways.ARCH
        if movement.position == "plank":
            return parts.BUTTOCKS, ways.LIFT if grows else ways.LOWER
    if joint == "shoulder" and primary.dof in ("flex", "habd") and movement.position == "prone":
        return parts.ARM, ways.LIFT if grows or primary.dof == "flex" else ways.LOWER
    return MOTIONS[joint, primary.dof][0 if grows else 1]


def _hip(movement: Movement, primary: Primary, *, grows: bool) -> Said:
    """The same angle lifts a leg, lifts the hips from the floor, or bends the hips over standing feet."""
    both = both_move(movement, primary)
    if primary.dof == "abd" and grows and movement.position in LYING[2:]:
        return parts.LEG, ways.LIFT
    if _on_one_leg(movement, primary):
        return parts.HIP, ways.LIFT if grows else ways.LOWER
    if primary.dof != "flex":
        return MOTIONS["hip", primary.dof][0 if grows else 1]
    if not grows and movement.position == "supine" and _on_feet(movement):
        return parts.BUTTOCKS, ways.LIFT
    if both and _on_feet(movement):
        return parts.HIP, ways.BEND if grows else ways.STRAIGHTEN
    if not grows and movement.position in DOWNWARD:
        return parts.LEG, ways.LIFT
    return _leg(movement, primary) if grows else (parts.LEG, _down_or_back(primary))


def _down_or_back(primary: Primary) -> Way:
    return ways.LOWER if primary.range[1] >= 0 and primary.range[0] > SAME else ways.BACKWARD


def _on_one_leg(movement: Movement, primary: Primary) -> bool:
    """Whether the hip's own foot carries a standing body alone, so that the pelvis goes sideways over it."""
    joint, _, side = primary.joint.partition("_")
    feet = {*movement.anchor, *movement.support, *movement.poses[0].reach} & {f"foot_{one}" for one in SIDES}
    standing = movement.position == "standing"
    return standing and (joint, primary.dof) == ("hip", "abd") and feet == {f"foot_{side}"}


def _leg(movement: Movement, primary: Primary) -> Said:
    """A leg that stays straight is told as such; one whose knee bends is led by its knee."""
    knee = f"knee_{primary.joint[-1]}"
    bends = [value(pose.angles, knee, "flex") for pose in movement.poses]
    lifts = [value(pose.angles, primary.joint, primary.dof) for pose in movement.poses]
    if bends[lifts.index(max(lifts))] >= BENT:
        return parts.KNEE, ways.LIFT
    return (parts.STRAIGHT_LEG if max(bends) <= STRAIGHT else parts.LEG), ways.LIFT


def _on_feet(movement: Movement) -> bool:
    """Whether a foot stays on the ground while the hip moves."""
    held = {*movement.anchor, *movement.poses[0].reach} if movement.poses else set()
    held |= movement.support.keys()
    return f"foot_{movement.primary.joint[-1]}" in held if movement.primary else False

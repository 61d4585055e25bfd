"""What the primary angle comes to as a motion of a part of the body."""

from dataclasses import dataclass

from everyrep.core.movement.definition import Movement, Primary
from everyrep.core.movement.description import parts, ways
from everyrep.core.movement.description.parts import Middle, Part
from everyrep.core.movement.description.ways import Way
from everyrep.core.movement.joints import value
from everyrep.core.movement.language.names import side_of
from everyrep.core.movement.segments import other_side

SAME = 5.0  # degrees within which two sides do the same
BENT = 40.0  # degrees from which a knee or an elbow is told as bent
STRAIGHT = 12.0  # degrees up to which it is told as straight
LYING = ("supine", "prone", "side_left", "side_right")
DOWNWARD = ("prone", "quadruped", "plank")

Said = tuple[Part | Middle, Way]

# (joint, degree of freedom) -> how it reads when the angle grows, and when it shrinks.
MOTIONS: dict[tuple[str, str], tuple[Said, Said]] = {
    ("pelvis", "tilt"): ((parts.PELVIS, ways.TILT_FORWARD), (parts.PELVIS, ways.TILT_BACK)),
    ("pelvis", "list"): ((parts.PELVIS, ways.LEAN_LEFT), (parts.PELVIS, ways.LEAN_RIGHT)),
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


@dataclass(frozen=True, slots=True)
class Motion:
    """A part that goes a way. side: L, R, or "" for both and for the middle. degrees: at the end.

    stopped: a prescription ends it before the movement's own finish. in_turn: one side after the other.
    """

    part: Part | Middle
    way: Way
    side: str
    degrees: float
    dof: str
    grows: bool
    stopped: bool
    in_turn: bool


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
        side="" if both_move(movement, primary) else side_of(primary.joint),
        degrees=reached(movement, primary),
        dof=primary.dof,
        grows=finish >= start,
        stopped=movement.until < 1,
        in_turn=in_turn,
    )


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


def _said(movement: Movement, primary: Primary, *, grows: bool) -> Said:
    joint = primary.joint.removesuffix("_L").removesuffix("_R")
    if joint == "hip":
        return _hip(movement, primary, grows=grows)
    if joint == "trunk" and primary.dof == "flex":
        if movement.position == "supine" and grows:
            return parts.HEAD_AND_SHOULDERS, ways.LIFT
        if movement.position == "prone" and not grows:
            return parts.UPPER_BODY, ways.LIFT
    if joint == "shoulder" and primary.dof in ("flex", "habd") and movement.position == "prone":
        return parts.ARM, ways.LIFT if grows or primary.dof == "flex" else ways.LOWER
    return MOTIONS[joint, primary.dof][0 if grows else 1]


def _hip(movement: Movement, primary: Primary, *, grows: bool) -> Said:
    """The same angle lifts a leg, lifts the hips from the floor, or bends the hips over standing feet."""
    both = both_move(movement, primary)
    if primary.dof == "abd" and grows and movement.position in LYING[2:]:
        return parts.LEG, ways.LIFT
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

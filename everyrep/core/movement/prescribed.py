"""From a prescribed range of motion to the angle at which a movement's figure stops."""

from dataclasses import dataclass

from everyrep.core.dosage import RomLimit
from everyrep.core.movement.definition import Movement, Primary

SAME_JOINT = {
    "lumbar": "trunk",
    "thoracic": "trunk",
    "back": "trunk",
    "spine": "trunk",
    "cervical": "neck",
    "radioulnar": "forearm",
    "glenohumeral": "shoulder",
}
"""Words of the clinic -> the joint of the figure; every other joint has one name."""

TO_EITHER_SIDE = ("rot", "lat")  # a limit of these counts the same to the left and to the right


@dataclass(frozen=True, slots=True)
class Motion:
    """The degrees of freedom that a word may mean, and whether more of the motion is more of the angle."""

    dofs: tuple[str, ...]
    sign: int


MOTIONS = {
    "flexion": Motion(("flex", "elev"), 1),
    "extension": Motion(("flex",), -1),
    "abduction": Motion(("abd", "elev"), 1),
    "adduction": Motion(("abd",), -1),
    "elevation": Motion(("elev", "flex", "abd"), 1),
    "scaption": Motion(("elev",), 1),
    "horizontal abduction": Motion(("habd",), 1),
    "horizontal adduction": Motion(("habd",), -1),
    "external rotation": Motion(("er",), 1),
    "internal rotation": Motion(("er",), -1),
    "rotation": Motion(("rot",), 1),
    "lateral flexion": Motion(("lat",), 1),
    "dorsiflexion": Motion(("df",), 1),
    "plantarflexion": Motion(("df",), -1),
    "inversion": Motion(("inv",), 1),
    "eversion": Motion(("inv",), -1),
    "supination": Motion(("sup",), 1),
    "pronation": Motion(("sup",), -1),
    "radial deviation": Motion(("rd",), 1),
    "ulnar deviation": Motion(("rd",), -1),
}
"""A goniometer's words; signs as in `joints`."""


def stop_at(movement: Movement, limit: RomLimit) -> int | None:
    """The primary angle, in whole degrees, at which the limit stops the movement on its way out.

    The angle is that of the movement as it is written, before it is mirrored. None where the limit is of
    another angle, or lies beyond what the movement reaches: the words of the dose say it still. A limit that
    the start is past already leaves the figure at its start.
    """
    primary = movement.primary
    span = _span(primary, limit) if primary else None
    if primary is None or span is None:
        return None
    start, finish = primary.range
    onward = start <= finish
    end = span[1] if onward else span[0]
    if (end >= finish) if onward else (end <= finish):
        return None
    stop = round(max(start, end) if onward else min(start, end))
    return stop if can_stop_at(movement, stop) else None


def can_stop_at(movement: Movement, degrees: int) -> bool:
    """Whether a figure of this movement may be asked to stop there."""
    if movement.primary is None or movement.cycle:
        return False
    low, high = sorted(movement.primary.range)
    safe_low, safe_high = movement.primary.safe
    return round(max(low, safe_low)) <= degrees <= round(min(high, safe_high))


def _span(primary: Primary, limit: RomLimit) -> tuple[float, float] | None:
    """The limit as lowest and highest primary angle; None where it is of another one."""
    motion, joint = MOTIONS.get(_plain(limit.motion)), _plain(limit.joint)
    same_joint = SAME_JOINT.get(joint, joint) == primary.joint.partition("_")[0]
    if motion is None or not same_joint or primary.dof not in motion.dofs:
        return None
    if primary.dof in TO_EITHER_SIDE:
        most = max(abs(limit.min_deg), abs(limit.max_deg))
        return -float(most), float(most)
    low, high = sorted((motion.sign * limit.min_deg, motion.sign * limit.max_deg))
    return float(low), float(high)


def _plain(words: str) -> str:
    """Lower case, single spaces, without the side: `Left_knee ` is knee."""
    kept = words.lower().replace("_", " ").replace("-", " ").split()
    return " ".join(word for word in kept if word not in ("left", "right"))

"""The arc that shows how far a prescription lets a limb go."""

import numpy as np

from everyrep.core.movement.rotations import axis_angle
from everyrep.core.movement.scene import Scene
from everyrep.core.movement.segments import PARENT
from everyrep.figures.drawing import RangeArc

MOVED = {
    "hip": "thigh",
    "knee": "shank",
    "ankle": "foot",
    "shoulder": "upper_arm",
    "elbow": "forearm",
    "wrist": "hand",
}
"""Joint -> the segment that it moves."""

SWINGS = ("flex", "abd", "elev", "df", "rd")  # a twist leaves the segment's direction as it was
STEADY = 8.0  # degrees that the segment before the joint may turn, for the arc to mean the joint's angle
SEEN = 3.0  # degrees; a smaller arc says nothing


def range_arc(scene: Scene, degrees: int) -> RangeArc | None:
    """From the first pose to the last; None where an arc in the picture would not be the joint's angle."""
    primary = scene.movement.primary
    joint, _, side = primary.joint.partition("_") if primary else ("", "", "")
    if primary is None or joint not in MOVED or primary.dof not in SWINGS:
        return None
    segment, (first, last) = f"{MOVED[joint]}_{side}", (scene.poses[0], scene.poses[-1])
    before = PARENT[segment]
    start, stop = (pose.rotation(segment) @ scene.body.tip(segment) for pose in (first, last))
    turned = 0.0 if before is None else axis_angle(first.rotation(before).T @ last.rotation(before))[1]
    swung = np.degrees(np.arccos(np.clip(start @ stop / np.linalg.norm(start) / np.linalg.norm(stop), -1, 1)))
    if turned > STEADY or swung < SEEN:
        return None
    return RangeArc(centre=last.position(segment), start=start, stop=stop, words=f"{abs(degrees)}°")

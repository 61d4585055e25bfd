"""Movements written as an author writes them, for tests."""

from everyrep.core.movement.definition import Movement
from everyrep.figures.movements import parse_text

SQUAT = """
id: squat
position: standing
side: none
poses:
  - angles: {hip_*: {abd: 5, er: 6}, shoulder_*: {abd: 8}}
  - angles: {pelvis: {tilt: 30}, hip_*: {flex: 100, abd: 12}, knee_*: {flex: 95}, shoulder_*: {flex: 85}}
anchor: [foot_*]
primary: {joint: knee_*, dof: flex, range: [0, 95], safe: [0, 120]}
view: {yaw: -58, pitch: 8}
arrows: [pelvis]
"""

MARCH = """
id: march
position: supine
side: right
poses:
  - angles: {hip_*: {flex: 48, abd: 4}, knee_*: {flex: 95}, ankle_*: flat, shoulder_*: {abd: 18}}
    reach: {foot_*: {to: mat}}
  - angles: {hip_R: {flex: 90}, knee_R: {flex: 90}}
    reach: {foot_R: none}
support: {pelvis: mat, thorax: {on: mat, by: trunk.flex}, head: {on: mat, by: neck.flex}}
primary: {joint: hip_R, dof: flex, range: [48, 90], safe: [40, 120]}
props: [mat]
view: {yaw: -72, pitch: 14}
arrows: [shank_R]
"""

WALL_LEAN = """
id: wall-lean
position: standing
side: none
poses:
  - angles: {shoulder_*: {flex: 85}, elbow_*: {flex: 12}, wrist_*: {flex: -80}}
    reach: {hand_*: {to: wall_front, fingers: up}}
  - angles: {pelvis: {tilt: 4}, hip_*: {flex: 4}}
anchor: [foot_*]
view: {yaw: -66, pitch: 8}
"""


def written(text: str, *changes: tuple[str, str]) -> Movement:
    """The movement of a text in which each (before, after) has been changed."""
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return parse_text(text, text.split("id: ")[1].split("\n")[0])

"""Movements as text, to begin tests from."""

from everyrep.core.movement.language import MovementError
from everyrep.figures.movements import parse_text

LEG_RAISE = """\
id: straight-leg-raise
position: supine
side: right
poses:
  - angles: {hip_L: {flex: 48, abd: 4}, knee_L: {flex: 95}, ankle_*: {df: 5}, shoulder_*: {abd: 18}}
    hands: {both: flat}
  - angles: {hip_R: {flex: 45}}
support: {pelvis: mat, thorax: mat, head: mat, foot_L: mat}
primary: {joint: hip_R, dof: flex, range: [0, 45], safe: [0, 80]}
tempo: {out: 2, hold: 2, back: 3, rest: 1}
props: [mat]
view: {yaw: -72, pitch: 14}
arrows: [foot_R]
muscles: [quadriceps]
"""


def changed(old: str, new: str, text: str = LEG_RAISE) -> str:
    """The text with one piece replaced, which it must hold."""
    assert old in text
    return text.replace(old, new)


def faults(text: str) -> list[str]:
    """line:column: message of everything that is wrong with a text."""
    try:
        parse_text(text)
    except MovementError as error:
        return [f"{fault.line}:{fault.column}: {fault}" for fault in error.faults]
    return []

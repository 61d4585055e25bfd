"""Short movements, posed on the shipped demonstrator, to put equipment into."""

from dataclasses import replace
from functools import cache

import numpy as np

from everyrep.core.movement.definition import Prop
from everyrep.core.movement.props import parts
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.scene import Part, Scene
from everyrep.core.movement.solver import scene
from everyrep.figures.bodies import body
from everyrep.figures.movements import parse_text

MOVEMENTS = {
    "standing": """\
position: standing
poses:
  - angles: {shoulder_*: {flex: 30}, elbow_*: {flex: 60}, forearm_*: {sup: -80}}
    hands: {both: grip}
  - angles: {shoulder_*: {flex: 80}, elbow_*: {flex: 20}, hip_R: {abd: 25}}
anchor: [foot_L]
""",
    "sitting": """\
position: sitting
poses:
  - angles: {hip_*: {flex: 88, abd: 5}, knee_*: {flex: 90}, shoulder_*: {flex: 30}, elbow_*: {flex: 70}}
    hands: {both: grip}
  - angles: {knee_R: {flex: 10}}
support: {pelvis: seat, forearm_*: {on: table, by: shoulder_*.flex}}
""",
    "lying": """\
position: supine
poses:
  - angles: {hip_*: {flex: 48, abd: 6}, knee_*: {flex: 95}, shoulder_*: {flex: 60}, forearm_*: {sup: -90}}
    hands: {both: grip}
  - angles: {shoulder_*: {flex: 120}, hip_*: {abd: 12}}
support: {pelvis: SURFACE, thorax: SURFACE}
""",
    "at a wall": """\
position: standing
poses:
  - angles: {hip_*: {flex: 10}, knee_*: {flex: 10}}
  - angles: {hip_*: {flex: 60}, knee_*: {flex: 60}}
support: {thorax: {on: wall_back, by: depth}, foot_L: floor}
""",
    "cycling": """\
position: sitting
cycle: true
poses:
  - angles: {pelvis: {tilt: 15}, hip_*: {flex: 60}, knee_*: {flex: 60}, shoulder_*: {flex: 60}}
    reach: {foot_*: {to: pedal}}
  - angles: {crank: {angle: 180}}
    at: 0.5
  - angles: {crank: {angle: 360}}
surfaces: {seat: 0.9}
support: {pelvis: seat}
""",
    "on a step": """\
position: standing
poses:
  - angles: {hip_R: {flex: 20}, knee_R: {flex: 30}}
  - angles: {hip_L: {flex: 30}, knee_L: {flex: 45}, ankle_L: {df: 15}}
anchor: [foot_L]
support: {foot_L: {on: step, by: height}}
""",
}


@cache
def posed(name: str, surface: str = "mat", shares: tuple[float, ...] = (0.0, 0.5, 1.0)) -> Scene:
    """The movement without equipment, its SURFACE named."""
    text = f"id: {name.replace(' ', '-')}\nside: none\nview: {{yaw: -60, pitch: 10}}\n{MOVEMENTS[name]}"
    return scene(parse_text(text.replace("SURFACE", surface)), body(), shares)


def equipped(place: Scene, kind: str, **settings: object) -> tuple[Part, ...]:
    """One prop in a scene; `in_` and `from_` stand for the settings that are words of Python."""
    written = {name.rstrip("_"): value for name, value in settings.items()}
    movement = replace(place.movement, props=(Prop(kind=kind, settings=written),))
    return parts(replace(place, movement=movement))


def named(found: tuple[Part, ...], name: str) -> Part:
    """The part of that name."""
    return next(part for part in found if part.name == name)


def bounds(part: Part, frame: int = 0) -> tuple[Array, Array]:
    """Least and greatest corner in the world."""
    corners = part.at(frame)
    return corners.min(axis=0), corners.max(axis=0)


def volume(part: Part, frame: int = 0) -> float:
    """Cubic metres; below 0 where the faces look inwards."""
    a, b, c = (part.at(frame)[part.triangles[:, k]] for k in range(3))
    return float((a * np.cross(b, c)).sum() / 6)

"""A towel between a part of the body and the table or wall that it touches.

The movement says where the skin touches; what is touched is drawn further off by the thickness of the towel.
"""

import numpy as np

from everyrep.core.movement.props.meshes import Mesh, joined, rounded, slab
from everyrep.core.movement.props.places import at, segment_of, skin
from everyrep.core.movement.props.placing import placed
from everyrep.core.movement.props.settings import Values, as_list
from everyrep.core.movement.rotations import Array, unit
from everyrep.core.movement.scene import Part, Scene

THICK = 0.020  # metres
SMALL = (0.20, 0.26)  # metres; for a hand
LOOSE = 0.020  # metres that a towel is thicker before it is pressed


def padding(scene: Scene, surface: str) -> float:
    """Metres of towel on a surface other than the floor, under what touches it there; 0 without one."""
    towels: list[Values] = [prop.settings for prop in scene.movement.props if prop.kind == "towel"]
    pressed = [
        float(towel.get("thick", THICK))
        for towel in towels
        if towel.get("on") == surface
        and any(_touches(scene, place, surface) for place in as_list(towel.get("under", [])))
    ]
    return max(pressed, default=0.0)


def _touches(scene: Scene, place: str, surface: str) -> bool:
    """Whether the movement lets a place rest on a surface, or reach for it."""
    segment, movement = segment_of(place), scene.movement
    contact = movement.support.get(segment)
    reached = [pose.reach[segment].to for pose in movement.poses if segment in pose.reach]
    return surface in reached or (contact is not None and contact.surface == surface)


def pressed_towel(scene: Scene, place: str, surface: str, thick: float) -> Part:
    """A folded towel between a place and a surface, over which it slides; thinner once it is pressed."""
    plane, segment = scene.surfaces[surface], segment_of(place)
    fingers = scene.poses[0].rotation(segment) @ scene.body.tip(segment)
    along = unit(fingers - plane.normal * (fingers @ plane.normal))
    turn = np.stack([np.cross(plane.normal, along), plane.normal, along], axis=1)

    def placing(frame: int) -> Array:
        gap = max(float(plane.distance(skin(scene, [segment], frame)).min()), 0.0)
        palm = at(scene, place, frame)
        top = palm - plane.normal * (float(plane.distance(palm[None])[0]) - gap)
        full = thick + min(gap, LOOSE)
        return np.column_stack([turn * [1, full, 1], top - plane.normal * full])

    return placed(scene, "towel", "cloth", slab(rounded(*SMALL, 0.02), 0.0, 1.0), placing)


def folded(size: tuple[float, float], thick: float) -> Mesh:
    """A towel folded once, lying on the level y = 0. size: across and along; metres all."""
    wide, long = size
    under = slab(rounded(wide, long, 0.02), 0.0, thick / 2)
    return joined(under, slab(rounded(wide - 0.012, long - 0.012, 0.02), thick / 2, thick))

"""The same movement on the other side."""

from dataclasses import replace

from everyrep.core.movement.definition import (
    Angles,
    Contact,
    Keypose,
    Movement,
    Press,
    Primary,
    Prop,
    Reach,
    View,
)
from everyrep.core.movement.segments import other_side

LATERAL = frozenset(
    (joint, dof)
    for joint, dofs in {"trunk": ("lat", "rot"), "neck": ("lat", "rot"), "pelvis": ("list", "rot")}.items()
    for dof in dofs
)
"""Angles that count to the left; those of a limb count the same on either side."""

SIDES = {"right": "left", "left": "right"}
WORDS = {
    "side_left": "side_right",
    "side_right": "side_left",
    "wall_left": "wall_right",
    "wall_right": "wall_left",
}
SHAPES = {"L": "R", "R": "L"}


def mirrored(movement: Movement) -> Movement:
    """Left for right everywhere, the camera too; done twice it is the movement again."""
    return replace(
        movement,
        position=_name(movement.position),
        side=SIDES.get(movement.side, movement.side),
        poses=tuple(_pose(pose) for pose in movement.poses),
        view=_view(movement.view),
        primary=_primary(movement.primary) if movement.primary else None,
        anchor=tuple(_name(name) for name in movement.anchor),
        support={_name(name): _contact(contact) for name, contact in movement.support.items()},
        surfaces={_name(name): metres for name, metres in movement.surfaces.items()},
        props=tuple(_prop(prop) for prop in movement.props),
        arrows=tuple(replace(arrow, track=_name(arrow.track)) for arrow in movement.arrows),
        presses=tuple(_press(press) for press in movement.presses),
    )


def _name(name: str) -> str:
    return WORDS.get(name) or other_side(name)


def _pose(pose: Keypose) -> Keypose:
    return replace(
        pose,
        angles=_angles(pose.angles),
        reach={_name(end): _reach(reach) for end, reach in pose.reach.items()},
        hands={SHAPES[side]: shape for side, shape in pose.hands.items()},
        place=(-pose.place[0], pose.place[1]),
        free=tuple(_name(name) for name in pose.free),
    )


def _angles(angles: Angles) -> Angles:
    return {
        _name(joint): {dof: -degrees if (joint, dof) in LATERAL else degrees for dof, degrees in dofs.items()}
        for joint, dofs in angles.items()
    }


def _reach(reach: Reach) -> Reach:
    x, y, z = reach.at
    palm, fingers = (SIDES.get(word, word) for word in (reach.palm, reach.fingers))
    return replace(reach, to=_name(reach.to), at=(-x, y, z), palm=palm, fingers=fingers)


def _view(view: View) -> View:
    return replace(view, yaw=-view.yaw, focus=tuple(_name(name) for name in view.focus))


def _press(press: Press) -> Press:
    return replace(press, segment=_name(press.segment), way=SIDES.get(press.way) or _name(press.way))


def _primary(primary: Primary) -> Primary:
    """An angle that counts to the left changes its sign, and the lower safe end becomes the higher."""
    name = _name(primary.joint)
    if (primary.joint, primary.dof) not in LATERAL:
        return replace(primary, joint=name)
    (start, finish), (low, high) = primary.range, primary.safe
    return replace(primary, joint=name, range=(-start, -finish), safe=(-high, -low))


def _contact(contact: Contact) -> Contact:
    return replace(contact, surface=_name(contact.surface), by=tuple(_angle(name) for name in contact.by))


def _angle(name: str) -> str:
    """hip_R.flex is hip_L.flex."""
    joint, dot, dof = name.partition(".")
    return f"{_name(joint)}{dot}{dof}"


def _prop(prop: Prop) -> Prop:
    return replace(prop, settings={name: _setting(value) for name, value in prop.settings.items()})


def _setting(value: object) -> object:
    """Names and words change sides; a list that begins with a number begins with metres to the left."""
    if isinstance(value, str):
        return SIDES.get(value) or _name(value)
    if isinstance(value, list) and value and isinstance(value[0], int | float):
        return [-value[0], *map(_setting, value[1:])]
    return [_setting(item) for item in value] if isinstance(value, list) else value

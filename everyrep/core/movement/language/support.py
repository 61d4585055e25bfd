"""What the body rests on, and which angles give way until it does."""

from collections.abc import Sequence

from everyrep.core.movement.definition import Contact
from everyrep.core.movement.joints import JOINTS
from everyrep.core.movement.language.names import DEFAULT_BY, HEIGHT, SHIFTS, side_of, starred, with_side
from everyrep.core.movement.language.nodes import Node
from everyrep.core.movement.language.reader import Reader
from everyrep.core.movement.segments import SEGMENTS
from everyrep.core.problems import N_

SAY_BY = N_("say which angle gives way until %(segment)s touches, like {on: mat, by: hip_R.flex}")
TWO_HEIGHTS = N_("only one contact sets the height of the body; this is the second")
GIVES_WAY = (*SHIFTS, *(f"{joint}.{dof}" for joint, dofs in JOINTS.items() for dof in dofs))


def read_support(
    node: Node, reader: Reader, surfaces: Sequence[str], *, anchored: bool
) -> dict[str, Contact]:
    """Contacts in their written order. The first sets the height unless another one or an anchor does."""
    read: dict[str, tuple[Node, str, tuple[str, ...]]] = {}
    for segment, key, value, star in reader.sided(node, SEGMENTS):
        if segment not in read or not star:
            read[segment] = (key, *_contact(segment, value, reader, surfaces))
    needs_height = not anchored and all(HEIGHT not in by for _, _, by in read.values())
    contacts: dict[str, Contact] = {}
    for segment, (key, surface, by) in read.items():
        first = needs_height and not contacts and not by
        yields = (HEIGHT,) if first else by or _default(segment, list(read), key, reader)
        if HEIGHT in yields and any(HEIGHT in contact.by for contact in contacts.values()):
            reader.fault(key, TWO_HEIGHTS)
        contacts[segment] = Contact(surface=surface, by=yields)
    return contacts


def _contact(
    segment: str, node: Node, reader: Reader, surfaces: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """The surface, and what gives way where that is written."""
    if not isinstance(node.value, dict):
        return reader.known(node, surfaces), ()
    table = reader.table(node, ("on", "by"), required=("on",))
    surface = reader.known(table["on"], surfaces) if "on" in table else ""
    return surface, _by(segment, table["by"], reader) if "by" in table else ()


def _by(segment: str, node: Node, reader: Reader) -> tuple[str, ...]:
    """The names, `hip_*.flex` taking the side of the segment; both sides where the segment has none."""
    return tuple(name for item in reader.items(node) for name in _angle(segment, item, reader))


def _angle(segment: str, node: Node, reader: Reader) -> tuple[str, ...]:
    sides = side_of(segment) or "LR"
    names = [with_side(node.value, side) for side in sides] if isinstance(node.value, str) else []
    if names and set(names) <= {*GIVES_WAY}:
        return tuple(dict.fromkeys(names))
    name = reader.known(node, GIVES_WAY)
    return (name,) if name else ()


def _default(segment: str, contacts: Sequence[str], key: Node, reader: Reader) -> tuple[str, ...]:
    default = DEFAULT_BY.get(starred(segment), ())
    if not default or (segment == "thorax" and "pelvis" not in contacts):
        reader.fault(key, SAY_BY, segment=segment)
    return tuple(with_side(name, side_of(segment)) for name in default)

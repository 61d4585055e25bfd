"""Arrows: ways that are followed, and places that are pressed."""

from dataclasses import dataclass

from everyrep.core.movement.definition import Arrow, Press
from everyrep.core.movement.directions import DIRECTIONS, SIDEWAYS
from everyrep.core.movement.language.names import side_of, with_side
from everyrep.core.movement.language.nodes import Node
from everyrep.core.movement.language.reader import Reader
from everyrep.core.movement.segments import SEGMENTS
from everyrep.core.problems import N_

FURTHEST = 400.0  # pixels
MOST_STILLS = 20
WHICH_WAY = N_("%(segment)s is in the middle; say where it presses: left, right, up, down, forward, back")
NOT_WHOLE = N_("%(given)s is no whole number; on counts the stills from 1")
NOT_BOTH = N_("an arrow either follows a way (track) or shows a press (press)")


@dataclass(slots=True)
class Arrows:
    """What `arrows` says."""

    ways: tuple[Arrow, ...] = ()
    presses: tuple[Press, ...] = ()


def read_arrows(node: Node, reader: Reader) -> Arrows:
    """A list of segments and of tables, or one of them alone."""
    found = Arrows()
    for item in reader.items(node):
        keys = {key.value for key in item.value} if isinstance(item.value, dict) else set()
        if {"press", "track"} <= keys:
            reader.fault(item, NOT_BOTH)
        elif "press" in keys:
            found.presses += _presses(item, reader)
        else:
            found.ways += _ways(item, reader)
    return found


def _ways(node: Node, reader: Reader) -> tuple[Arrow, ...]:
    if not isinstance(node.value, dict):
        return tuple(Arrow(track=name) for name in reader.spread(node, SEGMENTS))
    table = reader.table(node, ("track", "offset"), required=("track",))
    offset = reader.number(table["offset"], -FURTHEST, FURTHEST) if "offset" in table else None
    names = reader.spread(table["track"], SEGMENTS) if "track" in table else ()
    return tuple(Arrow(track=name, offset=offset) for name in names)


def _presses(node: Node, reader: Reader) -> tuple[Press, ...]:
    table = reader.table(node, ("press", "way", "on"), required=("press", "way"))
    if "way" not in table:
        return ()
    on = _still(table["on"], reader) if "on" in table else 0
    names = reader.spread(table["press"], SEGMENTS)
    return tuple(Press(segment=name, way=_way(name, table["way"], reader), on=on) for name in names)


def _still(node: Node, reader: Reader) -> int:
    number = reader.number(node, 1, MOST_STILLS)
    if not number.is_integer():
        reader.fault(node, NOT_WHOLE, given=f"{number:g}")
        return 0
    return int(number)


def _way(segment: str, node: Node, reader: Reader) -> str:
    """A direction, or a segment on the same side where it is written with a star."""
    side = side_of(segment)
    name = with_side(node.value, side) if isinstance(node.value, str) and side else node.value
    if name in SIDEWAYS and not side:
        reader.fault(node, WHICH_WAY, segment=segment)
    return str(name) if name in SEGMENTS else reader.known(node, (*DIRECTIONS, *SEGMENTS))

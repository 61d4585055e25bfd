"""What an author sees of a movement while writing it: its problems, or its picture and what is wrong with it.

Nothing is kept on disk. A process draws one preview at a time; who has to wait too long is told so.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Literal

from everyrep.core.movement.definition import Movement
from everyrep.core.movement.limit import limited
from everyrep.core.movement.mirror import mirrored
from everyrep.core.problems import N_, Invalid, invalid
from everyrep.figures import studio
from everyrep.figures.drawing import Drawing
from everyrep.figures.faults import faults_once
from everyrep.figures.movements import parse_text

MOST_STILLS, MOST_PROPS = 9, 12  # more than any exercise has; drawing stays within seconds
PATIENCE = 8.0  # seconds that somebody waits for another's preview
KEPT = 16  # drawings and checks: a style or a way back costs nothing
LOG = logging.getLogger(__name__)
_PEN = Lock()

TOO_MANY_STILLS = N_(
    "%(count)s stills are more than the %(most)s that are drawn; write shown: false in some poses"
)
TOO_MUCH_EQUIPMENT = N_("%(count)s pieces of equipment, and only %(most)s are drawn")
NOT_DRAWN = N_("this cannot be drawn (%(reason)s); please tell the project, with this text")


class Busy(Exception):
    """Another preview is being drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How an author wants to see it. limit: degrees of the primary angle, None for all of the movement."""

    demonstrator: str
    side: Literal["right", "left"] = "right"
    limit: int | None = None
    muscles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """faults: what sinks, floats, jumps or cannot be reached, in English, each with where on the path."""

    movement: Movement
    drawing: Drawing
    faults: tuple[str, ...]


def preview(text: str, movement_id: str, look: Look) -> Preview:
    """The movement of a text, drawn.

    Raises MovementError for the text's problems, Invalid (field `limit` or `text`) for what cannot be drawn,
    Busy when somebody else's preview takes long.
    """
    movement = seen(parse_text(text, movement_id), look)
    with _pen(movement_id):
        drawing, faults = _drawn(text, movement_id, look), _checked(text, movement_id, look.demonstrator)
    return Preview(movement=movement, drawing=drawing, faults=faults)


def checked(text: str, movement_id: str, demonstrator: str) -> tuple[str, ...]:
    """The faults alone, without drawing. Raises what `preview` raises."""
    with _pen(movement_id):
        return _checked(text, movement_id, demonstrator)


def seen(movement: Movement, look: Look) -> Movement:
    """The movement as far and on the side as it is looked at. Raises Invalid."""
    stills = len(studio.frames(movement))
    if stills > MOST_STILLS:
        raise invalid("text", TOO_MANY_STILLS, count=stills, most=MOST_STILLS)
    if len(movement.props) > MOST_PROPS:
        raise invalid("text", TOO_MUCH_EQUIPMENT, count=len(movement.props), most=MOST_PROPS)
    if look.limit is not None:
        movement = limited(movement, look.limit)
    return mirrored(movement) if look.side == "left" and movement.side != "none" else movement


@lru_cache(maxsize=KEPT)
def _drawn(text: str, movement_id: str, look: Look) -> Drawing:
    movement = seen(parse_text(text, movement_id), look)
    return studio.draw(movement, look.demonstrator, look.limit, muscles=look.muscles)


@lru_cache(maxsize=KEPT)
def _checked(text: str, movement_id: str, demonstrator: str) -> tuple[str, ...]:
    return faults_once(parse_text(text, movement_id), demonstrator)


@contextmanager
def _pen(movement_id: str) -> Iterator[None]:
    """Held by one at a time; what the drawing stumbles over is told to the author."""
    if not _PEN.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    except Invalid:
        raise
    except (ArithmeticError, LookupError, TypeError, ValueError) as fault:
        LOG.exception("A movement that reads well cannot be drawn: %s", movement_id)
        raise invalid("text", NOT_DRAWN, reason=f"{type(fault).__name__}: {fault}") from fault
    finally:
        _PEN.release()

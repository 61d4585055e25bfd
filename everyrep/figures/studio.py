"""Where a request becomes a picture or an animation: the one place that knows how figures are made."""

import hashlib
import logging
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from everyrep.core.movement.definition import Movement
from everyrep.core.movement.language import MovementError
from everyrep.core.movement.limit import limited
from everyrep.core.movement.mirror import mirrored
from everyrep.core.movement.prescribed import can_stop_at
from everyrep.core.movement.props import parts
from everyrep.core.movement.solver import scene
from everyrep.figures import bodies
from everyrep.figures.drawing import Drawing, Way, to_svg, trace
from everyrep.figures.movements import movement, own_text_of
from everyrep.figures.range_arc import range_arc
from everyrep.figures.requests import EVERY_FRAME, FigureRequest
from everyrep.figures.tracks import track

ENGINE = "5"  # raised whenever the same movement is drawn or moved in another way
DIGEST_LENGTH = 12  # hexadecimal digits: 48 bits keep every content that ever was apart
DRAWINGS_KEPT = 16  # traced figures: the frames and styles of a page are asked for one after another
CLOSELY = tuple(place / 18 for place in range(19))  # shares of a path that an animation keeps
ALONG = tuple(place / 8 for place in range(9))  # shares that an arrow follows
LOG = logging.getLogger(__name__)


def movement_of(exercise: str) -> Movement | None:
    """The movement of an exercise; None where it has none, or a faulty one: a page stands without it."""
    try:
        return movement(exercise)
    except KeyError:
        return None
    except MovementError:
        LOG.exception("the movement of %s", exercise)
        return None


def demonstrators() -> tuple[str, ...]:
    """Who can show the exercises, the usual one first."""
    return bodies.body_ids()


def demonstrator(chosen: str) -> str | None:
    """The one chosen, else the usual one; None where an installation has none at all."""
    found = demonstrators()
    return chosen if chosen in found else next(iter(found), None)


def frames(shown: Movement) -> tuple[float, ...]:
    """The shares of its path, 0 to 1, at which a movement is drawn as stills; the last is where it stops."""
    shares = [pose.at / shown.until for pose in shown.poses if pose.shown and pose.at < shown.until]
    if shown.until == 0:
        return (0.0,)
    return tuple(shares) if shown.cycle and len(shares) > 1 else (*shares, 1.0)


def shown(request: FigureRequest) -> Movement:
    """The movement on the side and as far as asked for. Raises KeyError for an exercise without one.

    A limit is an angle of the movement as it is written; the mirror gives it its sign on the other side.
    """
    found = movement(request.exercise)
    if request.limit is not None:
        found = limited(found, request.limit)
    return mirrored(found) if request.side == "left" else found


def known(request: FigureRequest) -> bool:
    """Whether there is such a figure: the set is bounded, so that nobody can ask for drawings without end."""
    found = movement_of(request.exercise)
    if found is None or request.demonstrator not in demonstrators():
        return False
    if (request.side == "none") != (found.side == "none"):
        return False
    if request.limit is not None and not can_stop_at(found, request.limit):
        return False
    return request.frames == EVERY_FRAME or int(request.frames) <= len(frames(shown(request)))


def make(request: FigureRequest) -> bytes:
    """The file of a known request: SVG text, or a glTF animation without a figure."""
    if request.what == "track":
        posed = scene(shown(request), bodies.body(request.demonstrator), CLOSELY)
        return track(posed, parts(posed))
    drawing = _drawing(replace(request, frames=EVERY_FRAME, style="colour"))
    frame = None if request.frames == EVERY_FRAME else int(request.frames) - 1
    return to_svg(drawing, style=request.style, frame=frame).encode()


@lru_cache(maxsize=DRAWINGS_KEPT)
def _drawing(request: FigureRequest) -> Drawing:
    return draw(shown(request), request.demonstrator, request.limit)


def draw(
    movement: Movement, demonstrator: str, limit: int | None = None, *, muscles: bool = False
) -> Drawing:
    """Every still of a movement, on its side and stopped already. limit: degrees, written on an arc."""
    body = bodies.body(demonstrator)
    posed = scene(movement, body, frames(movement))
    along = scene(movement, body, ALONG)
    arc = range_arc(posed, limit) if limit is not None else None
    way = Way(shares=along.shares, poses=along.poses)
    return trace(posed, parts(posed), way=way, limit=arc, muscles=muscles)


def digest(request: FigureRequest) -> str:
    """Of all that the picture is made from: the movement, the demonstrator and the engine."""
    made_of = (_of_movement(request.exercise), body_digest(request.demonstrator), ENGINE)
    return hashlib.sha256(" ".join(made_of).encode()).hexdigest()[:DIGEST_LENGTH]


def _of_movement(exercise: str) -> str:
    """A clinic's own text never changes under its id; it is read from memory."""
    if text := own_text_of(exercise):
        return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]
    return _of_file(Path(settings.CONTENT_DIR) / "movements" / f"{exercise}.yaml")


def body_path(demonstrator: str) -> Path:
    """A demonstrator's file, as the player of animations reads it."""
    return bodies.path(demonstrator)


def body_digest(demonstrator: str) -> str:
    return _of_file(bodies.path(demonstrator))


def _of_file(path: Path) -> str:
    """Read again when the file has changed: an author looks at what was just written."""
    return _of_content(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1024)
def _of_content(path: Path, _changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:DIGEST_LENGTH]


def demonstrator_name(demonstrator: str, language: str) -> str:
    """Such as "Younger woman, lean"."""
    names = bodies.body(demonstrator).about
    return names.get(language[:2]) or names["en"]

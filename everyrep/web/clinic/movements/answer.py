"""What is answered to a movement's text: its problems, each with its place, or what it draws and says."""

from dataclasses import dataclass, replace

from markupsafe import Markup

from everyrep.core.movement.definition import Movement
from everyrep.core.movement.description import describe, frame_labels, steps
from everyrep.core.movement.language import Fault
from everyrep.core.problems import Invalid, Problem
from everyrep.figures.drawing import Drawing, to_svg
from everyrep.figures.movements import parse_text
from everyrep.figures.preview import Busy, checked, preview
from everyrep.web.clinic.movements.asked import Asked
from everyrep.web.figures.showing import LYING
from everyrep.web.pages import WORDS, language


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """One still as SVG, and what it is called."""

    svg: Markup
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a sound text says. faults: in English, for authors; None where nobody has looked yet."""

    movement: Movement
    words: str
    steps: tuple[str, ...]
    not_shown: str
    faults: tuple[str, ...] | None
    stills: tuple[Still, ...] = ()
    wide: bool = False
    style: str = "colour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """faults: problems of the text. limit: the problem of the degrees. busy: another's picture is drawn."""

    told: Told | None = None
    faults: tuple[Fault, ...] = ()
    limit: Problem | None = None
    busy: bool = False

    @property
    def refused(self) -> bool:
        return bool(self.faults or self.limit)


def drawn(typed: Asked, movement_id: str) -> Answer:
    """The answer to a text that somebody wants to see."""
    try:
        seen = preview(typed.text, movement_id, typed.look())
    except Invalid as fault:
        return _refused(fault)
    except Busy:
        return Answer(busy=True)
    told = _told(seen.movement, seen.faults)
    stills = _stills(seen.movement, seen.drawing, typed.style)
    return Answer(told=replace(told, stills=stills, style=typed.style))


def read(typed: Asked, movement_id: str) -> Answer:
    """The answer to a text that was opened: its figure is drawn already."""
    try:
        movement = parse_text(typed.text, movement_id)
        return Answer(told=_told(movement, checked(typed.text, movement_id, typed.demonstrator)))
    except Invalid as fault:
        return _refused(fault)
    except Busy:
        return Answer(told=_told(movement, None))


def _refused(fault: Invalid) -> Answer:
    """Degrees are refused alone; what concerns the whole text has no line."""
    first = fault.problems[0]
    if first.field == "limit" and not isinstance(first, Fault):
        return Answer(limit=first)
    return Answer(faults=tuple(_placed(problem) for problem in fault.problems))


def _placed(problem: Problem) -> Fault:
    return problem if isinstance(problem, Fault) else Fault(problem.field, problem.text, problem.values)


def _told(movement: Movement, faults: tuple[str, ...] | None) -> Told:
    return Told(
        movement=movement,
        words=describe(movement, WORDS),
        steps=steps(movement, WORDS),
        not_shown=movement.not_shown_in(language())[0],
        faults=faults,
        wide=movement.position in LYING,
    )


def _stills(movement: Movement, drawing: Drawing, style: str) -> tuple[Still, ...]:
    """The first one carries the words for those who do not see it."""
    names, words = frame_labels(movement, WORDS), describe(movement, WORDS)
    return tuple(
        Still(
            svg=Markup(to_svg(drawing, style=style, frame=place, title="" if place else words)),  # noqa: S704
            name=names[min(place, len(names) - 1)] if names else "",
        )
        for place in range(len(drawing.stills))
    )

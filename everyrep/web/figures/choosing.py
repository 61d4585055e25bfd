"""Who shows the exercises: the choices, each with a picture."""

from dataclasses import dataclass

from everyrep.figures import studio
from everyrep.web.figures.asking import figure_of
from everyrep.web.figures.showing import Frame, figure_shown
from everyrep.web.pages import language

PORTRAITS = ("squat-bodyweight", "mini-squat", "sit-to-stand")  # the first that is drawn is used


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A demonstrator with their label and, where one is drawn, a picture at the start of an exercise."""

    id: str
    label: str
    portrait: Frame | None


def demonstrators_shown() -> list[Choice]:
    """Every demonstrator, the usual one first."""
    return [
        Choice(id=one, label=studio.demonstrator_name(one, language()), portrait=_portrait(one))
        for one in studio.demonstrators()
    ]


def demonstrator_choices() -> list[tuple[str, str]]:
    """Ids with labels, for a list."""
    return [(one, studio.demonstrator_name(one, language())) for one in studio.demonstrators()]


def _portrait(demonstrator: str) -> Frame | None:
    figures = (figure_of(exercise, demonstrator) for exercise in PORTRAITS)
    figure = next((found for found in figures if found), None)
    return figure_shown(figure).frames[0] if figure else None

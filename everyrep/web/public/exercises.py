"""The exercises for anyone to read: by body region, and one at a time with its figure. Nothing is logged."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from everyrep.figures.requests import FigureRequest
from everyrep.library import queries as library
from everyrep.library.catalogue import exercises
from everyrep.library.content import Exercise
from everyrep.web.figures.asking import figure_of
from everyrep.web.pages import language


@dataclass(frozen=True, slots=True, kw_only=True)
class ExercisePage:
    """An exercise as the list and its figure slot need it."""

    id: str
    name: str
    summary: str
    position: str
    body_region: str
    figure: FigureRequest | None


@require_safe
def exercise_list(request: HttpRequest) -> HttpResponse:
    """Every exercise of the library under its body region."""
    pages = sorted((_page(exercise) for exercise in exercises().values()), key=lambda page: page.name)
    regions = [
        (region, words, [page for page in pages if page.body_region == region])
        for region, words in library.choices("body_region", language())
    ]
    context = {"regions": [region for region in regions if region[2]]}
    return render(request, "public/exercises.html", context)


@require_safe
def exercise(request: HttpRequest, exercise_id: str) -> HttpResponse:
    """One exercise: figure, steps and what to mind. Raises NotFound."""
    found = library.exercise(exercise_id)
    context = {
        "exercise": _page(found),
        "text": found.text(language()),
        "equipment": [thing for thing in found.equipment if thing != "none"],
        "easier": [_page(library.exercise(one)) for one in found.easier],
        "harder": [_page(library.exercise(one)) for one in found.harder],
        "reviewed_by": found.reviewed_by,
    }
    return render(request, "public/exercise.html", context)


def _page(exercise: Exercise) -> ExercisePage:
    text = exercise.text(language())
    return ExercisePage(
        id=exercise.id,
        name=text.plain_name or text.name,
        summary=text.summary,
        position=exercise.position,
        body_region=exercise.body_region,
        figure=figure_of(exercise.id),
    )

"""Every movement by body region: how it ends in a small picture, and whether somebody has reviewed it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from everyrep.figures import studio
from everyrep.figures.movements import movement_ids
from everyrep.figures.requests import FigureRequest
from everyrep.library import queries as library
from everyrep.library.catalogue import exercises
from everyrep.library.content import Exercise
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.figures.asking import figure_of
from everyrep.web.pages import language, page


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One movement of the list. figure: None where its file has problems."""

    id: str
    name: str
    position: str
    body_region: str
    figure: FigureRequest | None
    reviewed_by: str


@require_safe
@page(Permission.WRITE_MOVEMENTS)
def movement_list(request: HttpRequest, _viewer: Viewer) -> HttpResponse:
    """All movements under their body region."""
    known = exercises()
    rows = sorted((_row(known[one]) for one in movement_ids() if one in known), key=lambda row: row.name)
    regions = [
        (region, words, [row for row in rows if row.body_region == region])
        for region, words in library.choices("body_region", language())
    ]
    context = {
        "regions": [region for region in regions if region[2]],
        "count": len(rows),
        "reviewed": sum(bool(row.reviewed_by) for row in rows),
    }
    return render(request, "clinic/movements/list.html", context)


def _row(exercise: Exercise) -> Row:
    movement = studio.movement_of(exercise.id)
    return Row(
        id=exercise.id,
        name=exercise.text(language()).name,
        position=exercise.position,
        body_region=exercise.body_region,
        figure=figure_of(exercise.id),
        reviewed_by=movement.reviewed_by if movement else "",
    )

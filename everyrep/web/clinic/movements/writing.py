"""The page where a movement is written: its text, and beside it what the text draws. Nothing is kept here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from everyrep.figures.movements import movement_ids, text_of
from everyrep.library import queries as library
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.clinic.movements.answer import drawn, read
from everyrep.web.clinic.movements.asked import asked
from everyrep.web.figures.asking import figure_of
from everyrep.web.figures.choosing import demonstrator_choices
from everyrep.web.pages import language, page


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.WRITE_MOVEMENTS)
def movement(request: HttpRequest, _viewer: Viewer, exercise_id: str) -> HttpResponse:
    """The file's text; after a POST what was sent, drawn. For htmx the answer alone. Raises NotFound."""
    exercise = library.exercise(exercise_id)
    if exercise_id not in movement_ids():
        raise NotFound("movement")
    posted = request.method == "POST"
    typed = asked(request.POST if posted else {}, text_of(exercise_id))
    answer = drawn(typed, exercise_id) if posted else read(typed, exercise_id)
    context = {
        "typed": typed,
        "answer": answer,
        "exercise": {
            "id": exercise.id,
            "name": exercise.text(language()).name,
            "position": exercise.position,
            "body_region": exercise.body_region,
            "figure": figure_of(exercise_id),
        },
        "posted": posted,
    }
    alone = request.headers.get("HX-Request") == "true"
    template = "clinic/movements/answered.html" if alone else "clinic/movements/movement.html"
    status = 422 if posted and answer.refused else 200
    return render(request, template, context if alone else {**context, **choices()}, status=status)


def choices() -> dict[str, list[tuple[str, str]]]:
    """What can be chosen beside the text, with the words for it."""
    return {
        "demonstrators": demonstrator_choices(),
        "sides": [("right", _("Right")), ("left", _("Left"))],
        "styles": [
            ("colour", _("Color")),
            ("ink", _("Photocopy")),
            ("contrast", _("High contrast")),
            ("dark", _("Dark page")),
        ],
    }

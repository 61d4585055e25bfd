"""The page where an exercise of the clinic's own is written. Without a script each button sends all of it."""

from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from everyrep import clock, pictures
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.safety.warnings import WEIGHT_BEARING_FLAG
from everyrep.figures.movements import movement_ids, text_of
from everyrep.figures.queue import prepare
from everyrep.library import queries as library
from everyrep.library.actions import keep_picture, problems_of, revise, write
from everyrep.library.own import Own, newest_of, picture_shown, revisions
from everyrep.people.policy import Permission, may
from everyrep.people.queries import patient
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.clinic.movements.answer import Answer, drawn
from everyrep.web.clinic.movements.asked import asked
from everyrep.web.clinic.own_exercises import form
from everyrep.web.figures.ahead import looks
from everyrep.web.figures.asking import figure_of
from everyrep.web.pages import language, page, say
from everyrep.web.uploads import passed_over

PICTURE = "picture"  # the field of the file
NOT_DRAWN = N_("The movement cannot be drawn yet; beside it stands why.")
BUSY = N_("Another picture is still being drawn. Save again in a moment.")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.WRITE_EXERCISES)
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A new exercise; `for` leads back to the program it is wanted in."""
    return _page(request, viewer, None)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.WRITE_EXERCISES)
def change(request: HttpRequest, viewer: Viewer, own_id: UUID) -> HttpResponse:
    """What an exercise says from now on. Raises NotFound."""
    return _page(request, viewer, newest_of(viewer, own_id).own)


@require_POST
@page(Permission.WRITE_EXERCISES)
def drawing(request: HttpRequest, _viewer: Viewer) -> HttpResponse:
    """What the movement draws, while it is written: the answer alone, for the script."""
    answer = _drawn(request.POST)
    context = {"answer": answer, "posted": True, "exercise": {"figure": None}}
    return render(request, "clinic/movements/answered.html", context, status=422 if answer.refused else 200)


def _page(request: HttpRequest, viewer: Viewer, own: Own | None) -> HttpResponse:
    if request.method != "POST":
        typed = form.typed_of(own, request.GET) if own else form.fresh(request.GET)
        return _show(request, viewer, own, typed)
    typed, problems = form.typed_in(request.POST), list[Problem]()
    try:
        _take_picture(request, viewer, typed)
    except Invalid as fault:
        problems += fault.problems
    do = request.POST.get("do", "")
    if do == "begin":
        typed["movement"], typed["by"] = _begun(str(typed["from"]), str(typed["movement"])), "movement"
    if do in ("begin", "draw", "keep"):
        answer = _drawn(typed) if do != "keep" and typed["movement"] else None
        return _show(request, viewer, own, typed, problems, answer)
    return _save(request, viewer, own, typed, problems)


def _take_picture(request: HttpRequest, viewer: Viewer, typed: dict[str, str | list[str]]) -> None:
    """A file that came is kept at once, so that it is not lost with what else has to be changed."""
    if passed_over(request, PICTURE):
        raise pictures.too_large(PICTURE)
    sent = request.FILES.get(PICTURE)
    if sent is not None:
        kept = keep_picture(by=viewer, sent=cast("BinaryIO", sent), field=PICTURE, now=clock.now())
        typed["picture_id"], typed["by"] = str(kept.id), "picture"


def _begun(exercise_id: str, before: str) -> str:
    return text_of(exercise_id) if exercise_id in movement_ids() else before


def _drawn(typed: QueryDict | form.Typed) -> Answer:
    return drawn(asked({"text": str(typed.get("movement", ""))}, ""), "")


def _save(
    request: HttpRequest,
    viewer: Viewer,
    own: Own | None,
    typed: dict[str, str | list[str]],
    problems: list[Problem],
) -> HttpResponse:
    written, wrong = form.read(typed)
    shown, missing = form.shown(typed)
    answer = _drawn(typed) if shown.movement.strip() else None
    if answer and not answer.told:
        missing.append(Problem("text", BUSY if answer.busy else NOT_DRAWN))
    problems += [*wrong, *missing, *problems_of(written, shown)]
    if problems:
        return _show(request, viewer, own, typed, problems, answer)
    said, now = str(typed["language"]), clock.now()
    try:
        if own:
            kept = revise(by=viewer, own_id=own.own_id, written=written, shown=shown, language=said, now=now)
        else:
            kept = write(by=viewer, written=written, shown=shown, language=said, now=now)
    except Invalid as fault:
        return _show(request, viewer, own, typed, list(fault.problems), answer)
    if figure := figure_of(kept.ref.id):
        prepare(looks(figure))
    say(request, _("%(name)s is kept. Search finds it.") % {"name": written.name})
    return redirect(_back(viewer, typed, written.name))


def _back(viewer: Viewer, typed: form.Typed, name: str) -> str:
    """To the program that it is wanted in, where the search has found it; else to the list."""
    if not typed["for"] or not may(viewer, Permission.PRESCRIBE):
        return reverse("own_exercises")
    return reverse("builder", kwargs={"patient_id": _wanted_for(viewer, typed)}, query={"q": name})


def _wanted_for(viewer: Viewer, typed: form.Typed) -> UUID:
    """Raises NotFound for a patient who is not the viewer's to see."""
    try:
        return patient(viewer, UUID(str(typed["for"]))).id
    except ValueError as fault:
        raise NotFound("Patient") from fault


def _show(
    request: HttpRequest,
    viewer: Viewer,
    own: Own | None,
    typed: form.Typed,
    problems: list[Problem] | None = None,
    answer: Answer | None = None,
) -> HttpResponse:
    kept = form.picture_id(typed)
    context = {
        "own": own,
        "typed": typed,
        "problems": form.by_field(problems or []),
        "picture": picture_shown(viewer, kept, str(typed["alt"])) if kept else None,
        "answer": answer,
        "revisions": revisions(viewer, own.own_id) if own else [],
        "choices": _choices(),
        "equipment": library.equipment(),
        "flags": [flag for flag in library.flags() if flag.id != WEIGHT_BEARING_FLAG],
        "movements": _movements(),
    }
    return render(request, "clinic/own_exercises/form.html", context, status=422 if problems else 200)


def _choices() -> dict[str, list[tuple[str, str]]]:
    """The lists of the form, with a first line where one has to be chosen."""
    found = {
        name: library.choices(name, language())
        for name in ("body_region", "position", "laterality", "weight_bearing")
    }
    none = [("", _("Choose one"))]
    return {**found, "body_region": none + found["body_region"], "position": none + found["position"]}


def _movements() -> list[tuple[str, str]]:
    """The movements of the library that a new one can begin with, by name."""
    drawn_ids = set(movement_ids())
    return [("", "–"), *(pair for pair in library.by_name(language()) if pair[0] in drawn_ids)]

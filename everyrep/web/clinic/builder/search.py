"""The library beside the program: what is found, its typical dose, and what speaks against it here."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from everyrep.core.language import dose_in_words
from everyrep.core.shorthand import parse
from everyrep.library import queries as library
from everyrep.library.content import Exercise
from everyrep.people.policy import Permission
from everyrep.prescribing.queries import Workbench, warnings_of_exercise, workbench
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.builder.cards import (
    Face,
    Kit,
    WarningCard,
    equipment_of,
    face,
    face_of,
    kit_of,
    warning_cards,
)
from everyrep.web.pages import WORDS, page

FILTERS = ("region", "goal", "equipment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: words, and one value of each filter or none."""

    text: str = ""
    region: str = ""
    goal: str = ""
    equipment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One exercise of the library against this patient and this draft."""

    face: Face
    dose: str
    days: str
    kit: tuple[Kit, ...]
    warnings: tuple[WarningCard, ...]
    easier: tuple[Face, ...]
    harder: tuple[Face, ...]
    in_program: bool


@require_safe
@page(Permission.PRESCRIBE)
def results(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The list of hits, for htmx; without a script the same search is a query of the builder page."""
    if request.headers.get("HX-Request") != "true":
        return redirect(f"{request.path.removesuffix('search/')}?{request.META['QUERY_STRING']}")
    bench = workbench(viewer, patient_id)
    if bench is None:
        return redirect("builder", patient_id=patient_id)
    return render(request, "clinic/builder/hits.html", {"bench": bench, **hits_context(request, bench)})


def hits_context(request: HttpRequest, bench: Workbench) -> dict[str, object]:
    search = search_in(request)
    return {"search": search, "hits": hits(search, bench), "search_limit": library.SEARCH_LIMIT}


def search_in(request: HttpRequest) -> Search:
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    return Search(text=request.GET.get("q", "").strip(), **asked)


def filters() -> dict[str, list[tuple[str, str]]]:
    """The values of each filter with their names."""
    language = translation.get_language() or "en"
    kit = [choice for choice in library.choices("equipment", language) if choice[0] != "none"]
    return {
        "region": library.choices("body_region", language),
        "goal": library.choices("goal", language),
        "equipment": kit,
    }


def hits(search: Search, bench: Workbench) -> list[Hit]:
    language = translation.get_language() or "en"
    found = library.search(
        search.text, language, region=search.region, goal=search.goal, equipment=search.equipment
    )
    taken = {item.exercise for item in bench.review.items}
    return [_hit(exercise, bench, language, taken) for exercise in found]


def _hit(exercise: Exercise, bench: Workbench, language: str, taken: set[str]) -> Hit:
    return Hit(
        face=face(exercise),
        dose=_typical_dose(exercise.dose, language),
        days=str(exercise.days_per_week),
        kit=kit_of(equipment_of(exercise.id), bench.patient.equipment),
        warnings=warning_cards(exercise.id, warnings_of_exercise(exercise, bench.patient)),
        easier=_neighbours(exercise.easier),
        harder=_neighbours(exercise.harder),
        in_program=exercise.id in taken,
    )


def _neighbours(ids: tuple[str, ...]) -> tuple[Face, ...]:
    return tuple(found for exercise_id in ids if (found := face_of(exercise_id)))


@lru_cache(maxsize=4096)
def _typical_dose(dose: str, language: str) -> str:
    """In words, once per language: `language` is the one that is active."""
    del language
    return dose_in_words(parse(dose)[0], WORDS)

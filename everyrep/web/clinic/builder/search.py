"""The library beside the program: what is found, its typical dose, and what speaks against it here."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from everyrep.core.language import dose_in_words
from everyrep.core.own_exercise import whatever_revision
from everyrep.core.shorthand import parse
from everyrep.library import queries as library
from everyrep.library.content import Exercise
from everyrep.library.own import offered
from everyrep.people.policy import Permission
from everyrep.prescribing.queries import Workbench, favourites, warnings_of_exercise, workbench
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.builder.cards import (
    Face,
    Kit,
    WarningCard,
    equipment_of,
    face,
    faces_of,
    kit_of,
    warning_cards,
)
from everyrep.web.pages import WORDS, page

FILTERS = ("region", "joint", "goal", "position", "equipment", "condition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: words, and a value by filter, "" for any."""

    text: str = ""
    filters: dict[str, str] = field(default_factory=dict)


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
    favourite: bool


@require_safe
@page(Permission.PRESCRIBE)
def results(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The list of hits, for htmx; without a script the same search is a query of the builder page."""
    if request.headers.get("HX-Request") != "true":
        return redirect(f"{request.path.removesuffix('search/')}?{request.META['QUERY_STRING']}")
    bench = workbench(viewer, patient_id)
    if bench is None:
        return redirect("builder", patient_id=patient_id)
    context = {"bench": bench, **hits_context(request, viewer, bench)}
    return render(request, "clinic/builder/hits.html", context)


def hits_context(request: HttpRequest, viewer: Viewer, bench: Workbench) -> dict[str, object]:
    search = search_in(request)
    found = hits(search, bench, favourites(viewer), offered(viewer))
    return {"search": search, "hits": found, "search_limit": library.SEARCH_LIMIT}


def search_in(request: HttpRequest) -> Search:
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    return Search(text=request.GET.get("q", "").strip(), filters=asked)


def filters() -> dict[str, list[tuple[str, str]]]:
    """The values of each filter with their names."""
    language = translation.get_language() or "en"
    found = {name: library.choices(library.VOCABULARIES[name], language) for name in FILTERS[:-1]}
    found["equipment"] = [choice for choice in found["equipment"] if choice[0] != "none"]
    return {**found, "condition": library.conditions(language)}


def hits(
    search: Search,
    bench: Workbench,
    liked: Collection[str] = (),
    beside: tuple[Exercise, ...] = (),
) -> list[Hit]:
    """`liked` are the favourites of whoever looks, `beside` the clinic's own exercises."""
    language = translation.get_language() or "en"
    found = library.search(
        search.text, language, favourites=frozenset(liked), beside=beside, **search.filters
    )
    taken = {whatever_revision(item.exercise) for item in bench.review.items}
    return [_hit(exercise, bench, language, taken, liked) for exercise in found]


def _hit(exercise: Exercise, bench: Workbench, language: str, taken: set[str], liked: Collection[str]) -> Hit:
    return Hit(
        face=face(exercise),
        dose=_typical_dose(exercise.dose, language),
        days=str(exercise.days_per_week),
        kit=kit_of(equipment_of(exercise.id), bench.patient.equipment),
        warnings=warning_cards(exercise.id, warnings_of_exercise(exercise, bench.patient)),
        easier=faces_of(exercise.easier),
        harder=faces_of(exercise.harder),
        in_program=whatever_revision(exercise.id) in taken,
        favourite=exercise.id in liked,
    )


@lru_cache(maxsize=4096)
def _typical_dose(dose: str, language: str) -> str:
    """In words, once per language: `language` is the one that is active."""
    del language
    return dose_in_words(parse(dose)[0], WORDS)

"""The draft side by side with the version it would follow."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.language import Change, dose_in_words, schedule_in_words
from everyrep.core.plan import Prescription
from everyrep.library.queries import exercise_name
from everyrep.people.policy import Permission
from everyrep.prescribing.queries import Workbench, workbench
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.builder.cards import involved_side
from everyrep.web.clinic.builder.signing import changes_from
from everyrep.web.pages import WORDS, page


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One exercise on one of the two sides."""

    name: str
    dose: str
    often: str
    essential: bool
    own_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An exercise as it was signed and as the draft has it; None where it is missing. `change`: in words."""

    before: Side | None
    after: Side | None
    change: str


@require_safe
@page(Permission.PRESCRIBE)
def compare(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    bench = workbench(viewer, patient_id)
    if bench is None:
        return redirect("builder", patient_id=patient_id)
    record_read(by=viewer, what="draft", patient_id=patient_id, now=clock.now())
    language = translation.get_language() or "en"
    changes = changes_from(bench.review.signed, bench.review.items, bench, language)
    context = {"bench": bench, "patient": bench.patient, "pairs": _pairs(bench, changes)}
    return render(request, "clinic/builder/compare.html", context)


def _pairs(bench: Workbench, changes: list[Change]) -> list[Pair]:
    """In the order of the draft; then what it leaves out."""
    before = {item.key: item for item in bench.review.signed.items} if bench.review.signed else {}
    after = {item.key: item for item in bench.review.items}
    told: dict[str, list[str]] = {}
    for change in changes:
        told.setdefault(change.key, []).append(change.text)
    keys = [*after, *(key for key in before if key not in after)]
    return [
        Pair(
            before=_side(before.get(key), bench),
            after=_side(after.get(key), bench),
            change=" ".join(told.get(key, ())),
        )
        for key in keys
    ]


def _side(item: Prescription | None, bench: Workbench) -> Side | None:
    if item is None:
        return None
    return Side(
        name=exercise_name(item.exercise, translation.get_language() or "en"),
        dose=dose_in_words(item.dosage, WORDS, involved_side(bench)),
        often=schedule_in_words(item.schedule, WORDS),
        essential=item.essential,
        own_words=item.own_words,
    )

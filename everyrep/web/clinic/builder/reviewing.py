"""The review of a program: one line for each exercise, what becomes of it and why; then it is signed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.dosage import Side
from everyrep.core.freshness import asks_for_review, days_unchanged
from everyrep.core.language import dose_in_words, schedule_in_words
from everyrep.core.plan import Prescription
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.schedule import parse_local_date
from everyrep.library import queries as library
from everyrep.library.own import offered
from everyrep.people.policy import Permission
from everyrep.prescribing.actions.reviewing import review as apply_review
from everyrep.prescribing.queries import Reviewable, reviewable
from everyrep.prescribing.reviewing import Decision, Do, next_review
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.builder.cards import Face, face_of
from everyrep.web.pages import WORDS, page, say

ADDED = "added"  # the fields of the exercise that is added
# Offered while typing a reason; anything else may be written as well.
USUAL_REASONS = (
    N_("Still the right dose"),
    N_("Easy for a week"),
    N_("Pain the next day"),
    N_("Goal reached"),
    N_("Not done, and not needed"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One exercise of the program under review, with what was typed for it."""

    key: str
    face: Face | None
    name: str
    dose: str
    often: str
    unchanged_days: int | None
    stale: bool
    review_by: date | None
    typed: dict[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PRESCRIBE)
def review(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """Shown and sent; afterwards to the builder where something is to change, else to the signature."""
    found = reviewable(viewer, patient_id)
    if found is None:
        return redirect("builder", patient_id=patient_id)
    today = clock.today_in(found.patient.zone)
    if request.method != "POST":
        return _show(request, viewer, found, today)
    try:
        decisions, added = _decisions(viewer, request.POST, found, today)
        apply_review(
            by=viewer,
            episode_id=found.episode.id,
            decisions=decisions,
            added=added,
            today=today,
            now=clock.now(),
        )
    except Invalid as fault:
        return _show(request, viewer, found, today, fault.problems)
    if added or any(decision.do is Do.CHANGE for decision in decisions.values()):
        say(request, _("The review is in the draft. Change what is to change, then sign."))
        return redirect("builder", patient_id=patient_id)
    say(request, _("The review is in the draft. One signature makes it the next version."))
    return redirect("builder_sign", patient_id=patient_id)


def _decisions(
    viewer: Viewer, form: QueryDict, found: Reviewable, today: date
) -> tuple[dict[str, Decision], dict[str, Decision]]:
    """By key, and by the id of what is added. Raises Invalid for a date that is none."""
    problems: list[Problem] = []
    decisions = {item.key: _decision(form, item.key, today, problems) for item in found.items}
    exercise_id = form.get(ADDED, "")
    why = form.get(f"why-{ADDED}", "").strip()
    added = {exercise_id: Decision(do=Do.ADD, why=why)} if exercise_id else {}
    if exercise_id:
        library.to_add(viewer, exercise_id)
        if not why:
            problems.append(Problem(f"why-{ADDED}", N_("Write why it is added, in a few words.")))
    if problems:
        raise Invalid(problems)
    return decisions, added


def _decision(form: QueryDict, key: str, today: date, problems: list[Problem]) -> Decision:
    """An exercise of which nothing was said goes on."""
    said, why = form.get(f"do-{key}", ""), form.get(f"why-{key}", "").strip()
    do = Do(said) if said in {Do.CHANGE.value, Do.STOP.value} else Do.CONTINUE
    if do is not Do.CONTINUE:
        return Decision(do=do, why=why)
    typed = form.get(f"review_by-{key}", "").strip()
    review_by = next_review(today)
    if typed:
        try:
            review_by = parse_local_date(typed, f"review_by-{key}")
        except Invalid as fault:
            problems.extend(fault.problems)
    return Decision(do=do, why=why, review_by=review_by)


def _show(
    request: HttpRequest,
    viewer: Viewer,
    found: Reviewable,
    today: date,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    record_read(by=viewer, what="draft", patient_id=found.patient.id, now=clock.now())
    language = translation.get_language() or "en"
    context = {
        "patient": found.patient,
        "episode": found.episode,
        "drafted": found.drafted,
        "lines": [_line(request.POST, item, found, today) for item in found.items],
        "problems": {problem.field: problem for problem in reversed(problems)},
        "reasons": [_(reason) for reason in USUAL_REASONS],
        "library": [("", "–"), *library.by_name(language, offered(viewer))],
        "added": {name: request.POST.get(name, "") for name in (ADDED, f"why-{ADDED}")},
        "earliest": today,
    }
    return render(request, "clinic/builder/review.html", context, status=422 if problems else 200)


def _line(form: QueryDict, item: Prescription, found: Reviewable, today: date) -> Line:
    signed = next((one for one in found.signed.items if one.key == item.key), None)
    involved = Side(found.episode.involved_side) if found.episode.involved_side else None
    usual = {"do": Do.CONTINUE.value, "why": "", "review_by": next_review(today).isoformat()}
    return Line(
        key=item.key,
        face=face_of(item.exercise),
        name=library.exercise_name(item.exercise, translation.get_language() or "en"),
        dose=dose_in_words(item.dosage, WORDS, involved),
        often=schedule_in_words(item.schedule, WORDS),
        unchanged_days=days_unchanged(signed, found.signed, today) if signed else None,
        stale=asks_for_review(signed, found.signed, today) if signed else False,
        review_by=item.review_by,
        typed={name: form.get(f"{name}-{item.key}", value) for name, value in usual.items()},
    )

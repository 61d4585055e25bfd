"""The sign page: what changes, for whom, from when and why."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.language import Change, difference
from everyrep.core.plan import Plan, Prescription
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.schedule import parse_local_date
from everyrep.library.queries import exercise_name, flag
from everyrep.people.policy import Permission
from everyrep.prescribing.actions import drafts, signing
from everyrep.prescribing.queries import Workbench, items_at, versions_of, workbench
from everyrep.prescribing.signable import (
    CONFIDENCE_ENOUGH,
    confidence_problems,
    obstacles,
    reason_problems,
    revision_problems,
    start_range,
)
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.builder.cards import involved_side, item_cards, summary
from everyrep.web.figures.ahead import prepare_figures
from everyrep.web.pages import WORDS, names, page, say

# Offered while typing a reason; anything else may be written as well.
USUAL_REASONS = (
    N_("First program"),
    N_("Ready for more"),
    N_("Pain settled"),
    N_("Pain increased"),
    N_("Next phase"),
    N_("Simpler, to fit the day"),
)


TYPED = ("reason", "valid_from", "revision", "confidence", "taught_back", "asked")
SIMPLER = "simpler"  # the button that makes the chosen exercises optional before anything is signed


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PRESCRIBE)
def sign(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """Sign what was looked at: the draft's revision travels with the form."""
    bench = workbench(viewer, patient_id)
    typed = {name: request.POST.get(name, "").strip() for name in TYPED}
    if bench is None:
        return _nothing_to_sign(request, viewer, patient_id, typed)
    if request.method != "POST":
        typed["valid_from"] = clock.today_in(bench.patient.zone).isoformat()
        return _show(request, viewer, bench, typed, problems=())
    if request.POST.get("do") == SIMPLER:
        return _simpler(request, viewer, bench, typed)
    try:
        confidence = _confidence(typed)
        if confidence is not None and confidence < CONFIDENCE_ENOUGH and not typed["asked"]:
            return _show(request, viewer, bench, {**typed, "asked": "1"}, problems=(), unsure=True)
        version = signing.sign(
            by=viewer,
            episode_id=bench.episode.id,
            revision=_revision(typed),
            reason=typed["reason"],
            valid_from=_start(typed),
            today=clock.today_in(bench.patient.zone),
            now=clock.now(),
            taught_back_on=clock.today_in(bench.patient.zone) if typed["taught_back"] else None,
            confidence=confidence,
        )
    except Invalid as fault:
        return _show(request, viewer, bench, typed, problems=fault.problems)
    today = clock.today_in(bench.patient.zone)
    prepare_figures(bench.review.items, bench.patient.demonstrator, involved_side(bench), today)
    values = {"number": version.number, "name": bench.patient.name}
    say(request, _("Version %(number)d is signed. %(name)s sees it from its first day.") % values)
    return redirect("chart", patient_id=patient_id)


def _nothing_to_sign(
    request: HttpRequest, viewer: Viewer, patient_id: UUID, typed: dict[str, str]
) -> HttpResponse:
    """No draft is left: a colleague has signed it meanwhile, or thrown it away. What was typed is told."""
    if request.method != "POST":
        return redirect("builder", patient_id=patient_id)
    versions = versions_of(viewer, patient_id)
    if not versions:
        say(request, _("The draft is gone: a colleague has discarded it. Nothing was signed."))
        return redirect("chart", patient_id=patient_id)
    latest = versions[-1]
    text = _(
        "There is no draft left to sign. The version signed last is %(number)d, by %(name)s: here it is, with"
        " what it changed. You had written: “%(reason)s”."
    )
    say(request, text % {"number": latest.number, "name": latest.signature, "reason": typed["reason"]})
    return redirect("version", patient_id=patient_id, number=latest.number)


def _simpler(request: HttpRequest, viewer: Viewer, bench: Workbench, typed: dict[str, str]) -> HttpResponse:
    """Make the chosen exercises optional and show the page again, with all that was typed."""
    if revision_problems(bench.draft, _revision(typed)):
        return _show(request, viewer, bench, typed, revision_problems(bench.draft, _revision(typed)))
    keys = request.POST.getlist("optional")
    drafts.set_optional(by=viewer, episode_id=bench.episode.id, keys=keys, now=clock.now())
    lighter = workbench(viewer, bench.patient.id)
    assert lighter is not None
    return _show(request, viewer, lighter, typed, problems=(), unsure=True)


def _confidence(typed: dict[str, str]) -> int | None:
    sent = typed["confidence"]
    if not sent:
        return None
    number = int(sent) if re.fullmatch(r"[0-9]{1,2}", sent) else -1
    if problems := confidence_problems(number):
        raise Invalid(problems)
    return number


def _revision(typed: dict[str, str]) -> int:
    """The revision that was looked at; a form without one has looked at none."""
    sent = typed["revision"]
    return int(sent) if re.fullmatch(r"[0-9]{1,9}", sent) else -1


def _start(typed: dict[str, str]) -> date:
    """The typed first day; a missing reason is told with it, so that both are mended in one go."""
    try:
        return parse_local_date(typed["valid_from"], "valid_from")
    except Invalid as fault:
        raise Invalid([*reason_problems(typed["reason"]), *fault.problems]) from fault


def _show(
    request: HttpRequest,
    viewer: Viewer,
    bench: Workbench,
    typed: dict[str, str],
    problems: Sequence[Problem],
    unsure: bool = False,
) -> HttpResponse:
    """`unsure`: the patient's confidence is low, so that a simpler program is talked about first."""
    today = clock.today_in(bench.patient.zone)
    record_read(by=viewer, what="draft", patient_id=bench.patient.id, now=clock.now())
    signed = bench.review.signed
    cards = item_cards(bench)
    earliest, latest = start_range(today)
    language = translation.get_language() or "en"
    context = {
        "bench": bench,
        "patient": bench.patient,
        "cards": cards,
        "summary": summary(bench, cards),
        "typed": typed,
        "earliest": earliest,
        "latest": latest,
        "waiting": signed if signed and signed.valid_from > today else None,
        "changes": _changes(bench, language),
        "patient_changes": _changes(bench, bench.patient.language),
        "meanwhile": _meanwhile(bench, typed, language) if problems else None,
        "unsure": unsure,
        "enough": CONFIDENCE_ENOUGH,
        "problems": [_named(problem, bench) for problem in problems],
        "obstacles": [_named(problem, bench) for problem in obstacles(bench, today=today)],
        "reasons": [_(reason) for reason in USUAL_REASONS],
    }
    return render(request, "clinic/builder/sign.html", context, status=422 if problems else 200)


def _changes(bench: Workbench, language: str) -> list[Change]:
    """What the new version changes, told in one language."""
    return changes_from(bench.review.signed, bench.review.items, bench, language)


def changes_from(
    before: Plan | None, items: tuple[Prescription, ...], bench: Workbench, language: str
) -> list[Change]:
    """From a plan to the prescriptions, told in one language."""
    after = Plan(number=0, valid_from=clock.today_in(bench.patient.zone), items=items)
    with translation.override(language):
        return difference(before, after, names(before, after), WORDS, involved=involved_side(bench))


def _meanwhile(bench: Workbench, typed: dict[str, str], language: str) -> list[Change] | None:
    """What somebody changed between the look at the page and the signature; None: nothing, or unknown."""
    looked_at = items_at(bench.draft, _revision(typed))
    if looked_at is None or bench.draft.revision == _revision(typed):
        return None
    before = Plan(number=0, valid_from=clock.today_in(bench.patient.zone), items=looked_at)
    return changes_from(before, bench.review.items, bench, language)


def _named(problem: Problem, bench: Workbench) -> Problem:
    """The problem with names for ids, and with the item it belongs to as its field."""
    field = problem.field
    if field.startswith("items."):
        field = f"item-{bench.review.items[int(field.split('.')[1])].key}"
    return replace(named(problem), field=field)


def named(problem: Problem) -> Problem:
    """The problem with the names of an exercise and of a flag for their ids."""
    language = translation.get_language() or "en"
    values = dict(problem.values)
    if "exercise" in values:
        values["exercise"] = exercise_name(str(values["exercise"]), language)
    if "flag" in values:
        values["flag"] = flag(str(values["flag"])).text(language).name
    return replace(problem, values=values)

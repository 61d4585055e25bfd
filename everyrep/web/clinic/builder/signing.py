"""The sign page: what changes, for whom, from when and why."""

import re
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
from everyrep.core.plan import Plan
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.schedule import parse_local_date
from everyrep.library.queries import exercise_name, flag
from everyrep.people.policy import Permission
from everyrep.prescribing.actions import signing
from everyrep.prescribing.queries import Workbench, workbench
from everyrep.prescribing.signable import obstacles, reason_problems, start_range
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


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PRESCRIBE)
def sign(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """Sign what was looked at: the draft's revision travels with the form."""
    bench = workbench(viewer, patient_id)
    if bench is None:
        return redirect("builder", patient_id=patient_id)
    typed = {name: request.POST.get(name, "").strip() for name in ("reason", "valid_from", "revision")}
    if request.method != "POST":
        typed["valid_from"] = clock.today_in(bench.patient.zone).isoformat()
        return _show(request, viewer, bench, typed, problems=())
    try:
        version = signing.sign(
            by=viewer,
            episode_id=bench.episode.id,
            revision=_revision(typed),
            reason=typed["reason"],
            valid_from=_start(typed),
            today=clock.today_in(bench.patient.zone),
            now=clock.now(),
        )
    except Invalid as fault:
        return _show(request, viewer, bench, typed, problems=fault.problems)
    today = clock.today_in(bench.patient.zone)
    prepare_figures(bench.review.items, bench.patient.demonstrator, involved_side(bench), today)
    values = {"number": version.number, "name": bench.patient.name}
    say(request, _("Version %(number)d is signed. %(name)s sees it from its first day.") % values)
    return redirect("chart", patient_id=patient_id)


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
    problems: tuple[Problem, ...],
) -> HttpResponse:
    today = clock.today_in(bench.patient.zone)
    record_read(by=viewer, what="draft", patient_id=bench.patient.id, now=clock.now())
    signed = bench.review.signed
    cards = item_cards(bench)
    earliest, latest = start_range(today)
    context = {
        "bench": bench,
        "patient": bench.patient,
        "cards": cards,
        "summary": summary(bench, cards),
        "typed": typed,
        "earliest": earliest,
        "latest": latest,
        "waiting": signed if signed and signed.valid_from > today else None,
        "changes": _changes(bench, translation.get_language() or "en"),
        "patient_changes": _changes(bench, bench.patient.language),
        "problems": [_named(problem, bench) for problem in problems],
        "obstacles": [_named(problem, bench) for problem in obstacles(bench, today=today)],
        "reasons": [_(reason) for reason in USUAL_REASONS],
    }
    return render(request, "clinic/builder/sign.html", context, status=422 if problems else 200)


def _changes(bench: Workbench, language: str) -> list[Change]:
    """What the new version changes, told in one language."""
    after = Plan(number=0, valid_from=clock.today_in(bench.patient.zone), items=bench.review.items)
    before = bench.review.signed
    with translation.override(language):
        return difference(before, after, names(before, after), WORDS, involved=involved_side(bench))


def _named(problem: Problem, bench: Workbench) -> Problem:
    """The problem with names for ids, and with the item it belongs to as its field."""
    language = translation.get_language() or "en"
    values = dict(problem.values)
    if "exercise" in values:
        values["exercise"] = exercise_name(str(values["exercise"]), language)
    if "flag" in values:
        values["flag"] = flag(str(values["flag"])).text(language).name
    field = problem.field
    if field.startswith("items."):
        field = f"item-{bench.review.items[int(field.split('.')[1])].key}"
    return replace(problem, field=field, values=values)

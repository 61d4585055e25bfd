"""The rules of one exercise: choose, try on past days, approve, switch off."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.language import dose_in_words
from everyrep.core.problems import Invalid, Problem
from everyrep.core.progression import FRAME, ItemRules, Kind
from everyrep.library.queries import exercise_name
from everyrep.logbook.rule_trial import Bench, bench
from everyrep.people.policy import Permission
from everyrep.prescribing.actions import rules as ruling
from everyrep.prescribing.ruled import history_of, proposals_of, rules_of
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.abilities import abilities
from everyrep.web.clinic.rules.form import Read, Typed, fields_of, of_kind, read, typed_before, typed_now
from everyrep.web.clinic.rules.proposals import judge_again
from everyrep.web.clinic.rules.strip import ladder_shown, strip
from everyrep.web.clinic.rules.told import shown
from everyrep.web.pages import WORDS, language, page, say

APPROVE = "approve"


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PRESCRIBE)
def rules(request: HttpRequest, viewer: Viewer, patient_id: UUID, key: str) -> HttpResponse:
    """Shown with the rules that stand; sent to try what is typed, or to approve it."""
    found = bench(viewer, patient_id, key, clock.now())
    standing = rules_of(viewer, [patient_id]).get(patient_id, {}).get(key)
    typed = typed_now(request.POST) if request.method == "POST" else typed_before(standing, found.today)
    asked = read(typed, found.item.dosage, viewer, found.today)
    problems = asked.problems if request.method == "POST" else ()
    if request.POST.get("do") == APPROVE and asked.rules is not None and not problems:
        try:
            return _approve(request, viewer, found, asked, asked.rules)
        except Invalid as fault:
            problems = fault.problems
    return _show(request, viewer, found, typed, asked, problems)


def _approve(
    request: HttpRequest, viewer: Viewer, found: Bench, asked: Read, chosen: ItemRules
) -> HttpResponse:
    patient = found.history.patient
    ruling.assign(
        by=viewer,
        patient_id=patient.id,
        item_key=found.item.key,
        rules=chosen,
        usual_pain=asked.usual_pain,
        lower_at_once=asked.lower_at_once,
        assistants=asked.assistants,
        now=clock.now(),
    )
    judge_again(viewer, patient.id)
    say(request, _("The rules are approved. What they propose shows on the chart and on the start page."))
    return redirect("rules", patient_id=patient.id, key=found.item.key)


@require_POST
@page(Permission.PRESCRIBE)
def off(request: HttpRequest, viewer: Viewer, patient_id: UUID, key: str) -> HttpResponse:
    ruling.switch_off(by=viewer, patient_id=patient_id, item_key=key, now=clock.now())
    say(request, _("The rules are switched off. The exercise changes only when you change it."))
    return redirect("rules", patient_id=patient_id, key=key)


def _show(
    request: HttpRequest,
    viewer: Viewer,
    found: Bench,
    typed: Typed,
    asked: Read,
    problems: tuple[Problem, ...],
) -> HttpResponse:
    patient, item = found.history.patient, found.item
    record_read(by=viewer, what="rules", patient_id=patient.id, now=clock.now())
    history = history_of(viewer, patient.id, item.key)
    tried = asked.rules or ItemRules()
    context = {
        "patient": patient,
        "key": item.key,
        "exercise": exercise_name(item.exercise, language()),
        "dose": dose_in_words(item.dosage, WORDS, found.side),
        "version": found.plan.number,
        "typed": typed,
        "texts": typed.texts,
        "models": [("", _("none: nothing goes on by itself")), *_choices(Kind.SYMPTOM)],
        "steps": [("", _("none")), *_choices(Kind.STEP)],
        "contexts": _choices(Kind.CONTEXT),
        "advisories": _choices(Kind.ADVISORY),
        "chosen": typed.chosen,
        "fields": {rule.id: fields_of(rule) for rule in (*typed.chosen, FRAME)},
        "most_steps": int(FRAME.defaults["authorised_steps"]),
        "earliest": found.today,
        "latest": _latest(found.today),
        "problems": {problem.field: problem for problem in reversed(problems)},
        "strip": strip(found.tried(tried, asked.usual_pain)) if asked.rules else None,
        "ladder": ladder_shown(item, tried, found.side),
        "standing": history[0] if history and history[0].document["assigned"] else None,
        "history": history,
        "proposals": [shown(viewer, one, found.today) for one in proposals_of(viewer, patient.id, item.key)],
        "can": abilities(viewer),
    }
    return render(request, "clinic/rules/rules.html", context, status=422 if problems else 200)


def _choices(kind: Kind) -> list[tuple[str, str]]:
    return [(rule.id, _(rule.title)) for rule in of_kind(kind)]


def _latest(today: date) -> date:
    return date.fromordinal(today.toordinal() + int(FRAME.defaults["authorised_days"]))

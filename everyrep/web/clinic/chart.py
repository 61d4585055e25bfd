"""The patient's chart: the tracker, the program, what was logged, what could not be counted."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.attention.charge import treats
from everyrep.attention.needs import NOBODY, colleagues_today, open_needs
from everyrep.audit.actions import record_read
from everyrep.audit.queries import record_state
from everyrep.conversations.queries import Exchanged, exchanged
from everyrep.conversations.questions import unanswered_of
from everyrep.core.dosage import Side
from everyrep.core.language import Change, difference
from everyrep.core.plan import Plan
from everyrep.core.problems import Invalid, Problem
from everyrep.core.schedule import parse_local_date
from everyrep.library.queries import flags
from everyrep.logbook.actions import settle as settle_operation
from everyrep.logbook.alerted import Alerted, about
from everyrep.logbook.chart import Chart, Question
from everyrep.logbook.chart import chart as read_chart
from everyrep.logbook.queries import history, set_aside
from everyrep.people.policy import Permission, may
from everyrep.people.queries import patient
from everyrep.prescribing.documents import plan_of
from everyrep.prescribing.queries import seen_of, version_numbered, versions_of
from everyrep.prescribing.ruled import proposals_waiting, rules_of
from everyrep.tenancy.viewer import Role, Viewer
from everyrep.web.clinic import wording
from everyrep.web.clinic.abilities import abilities
from everyrep.web.clinic.alert_words import alerts_shown
from everyrep.web.clinic.attention.rows import need_line
from everyrep.web.clinic.attention.start import others
from everyrep.web.clinic.rules.told import ProposalShown, shown
from everyrep.web.clinic.timeline import TIMELINE_MOST, timeline
from everyrep.web.clinic.tracker_table import legend, tracker_table
from everyrep.web.clinic.trends import raised, trend_chart
from everyrep.web.fragments import FRAGMENTS
from everyrep.web.pages import WORDS, language, names, page, say
from everyrep.web.saying import history_in_words, said_in_words
from everyrep.web.templating import problem

WEEKS_CHOICES = (2, 6, 12)


@dataclass(frozen=True, slots=True)
class Clearing:
    """What was typed to clear an alert, and what is wrong with it."""

    alert_id: UUID | None = None
    outcome: str = ""
    problems: dict[str, Problem] = field(default_factory=dict)


@require_safe
@page(Permission.SEE_PATIENTS)
def chart(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    return chart_page(request, viewer, patient_id, Clearing())


def chart_page(request: HttpRequest, viewer: Viewer, patient_id: UUID, clearing: Clearing) -> HttpResponse:
    """The chart, with what waits for the clinic on top; that is read anew each time."""
    now = clock.now()
    weeks, day = _weeks(request), _day(request)
    state = record_state(viewer, patient_id)
    person = patient(viewer, patient_id)
    today = clock.today_in(person.zone)
    key = ("chart", viewer.clinic_id, viewer.role, patient_id, state, today, weeks, day, language())
    proposals = [shown(viewer, one, today) for one in proposals_waiting(viewer, patient_id)]
    alerted = about(viewer, patient_id)
    body = FRAGMENTS.draw(key, lambda: _draw(viewer, patient_id, today, weeks, day, proposals, alerted))
    told = alerts_shown(alerted, now)
    waiting = [alert for alert in told if alert.settled_at is None]
    needs = open_needs(viewer, patient_id)
    record_read(by=viewer, what="chart", patient_id=patient_id, now=now)
    context = {
        "name": person.name,
        "body": body,
        "proposals": proposals,
        "patient_id": patient_id,
        "alerts": waiting,
        "needs": [need_line(need, NOBODY, now, clock.today_in(viewer.zone), language()) for need in needs],
        "colleagues": others(viewer, colleagues_today(viewer, today)) if waiting else [],
        "cleared": [alert for alert in told if alert.settled_at is not None],
        "clearing": clearing,
        "operations": set_aside(viewer, patient_id),
        "reason_words": wording.reason_words,
        "said_in_words": said_in_words,
        "today": today,
        "can": abilities(viewer),
        "reads_audit": may(viewer, Permission.SEE_AUDIT) and treats(viewer, patient_id, today),
    }
    return render(request, "clinic/chart.html", context, status=422 if clearing.problems else 200)


def _messages(viewer: Viewer, found: Chart) -> list[Exchanged]:
    if not may(viewer, Permission.READ_MESSAGES):
        return []
    return exchanged(viewer, found.patient.id, found.patient.zone, TIMELINE_MOST)


def _draw(
    viewer: Viewer,
    patient_id: UUID,
    today: date,
    weeks: int,
    day: date | None,
    proposals: list[ProposalShown],
    alerted: list[Alerted],
) -> str:
    found = read_chart(viewer, patient_id, today=today, weeks=weeks, day=day)
    side = found.episode.involved_side if found.episode else ""
    context = {
        "chart": found,
        "lead": _lead(found),
        "flags": [flag for flag in flags() if flag.id in found.patient.flags],
        "figures": wording.figures(found.tracker),
        "trends": trend_chart(found.tracker),
        "raised": raised(found.plans),
        "timeline": timeline(found, alerted, _messages(viewer, found)),
        "table": tracker_table(found.tracker, weeks),
        "legend": legend(),
        "weeks": weeks,
        "weeks_choices": WEEKS_CHOICES,
        "doses": wording.doses((now.item for now in found.items), side),
        "seen": _seen(viewer, patient_id, found.patient.zone),
        "proposed": {one.item_key: one for one in proposals},
        "ruled": rules_of(viewer, [patient_id]).get(patient_id, {}),
        "day": day,
        "log": wording.log_days(found.log),
        "notes": wording.notes(found.notes),
        "questions": _unanswered(viewer, patient_id, found.questions),
        "from_link": Role.LINK,
        "can": abilities(viewer),
    }
    return render_to_string("clinic/chart_body.html", context)


def _unanswered(viewer: Viewer, patient_id: UUID, asked: tuple[Question, ...]) -> list[Question]:
    waiting = unanswered_of(viewer, patient_id) if asked else set()
    return [question for question in asked if question.entry_id in waiting]


def _seen(viewer: Viewer, patient_id: UUID, zone: str) -> dict[int, date]:
    """By version: the patient's local date on which it was said that the change was read."""
    found = seen_of(viewer, patient_id).items()
    return {number: seen.seen_at.astimezone(ZoneInfo(zone)).date() for number, seen in found}


def _lead(found: Chart) -> str:
    """Age, what the care is for and how long it has gone on."""
    about = [ngettext("%(num)d year old", "%(num)d years old", found.age) % {"num": found.age}]
    if found.episode:
        about += [found.episode.problem, wording.weeks_in_care(found.week)]
    return " · ".join(about)


def _weeks(request: HttpRequest) -> int:
    asked = request.GET.get("weeks", "")
    return int(asked) if asked in {str(choice) for choice in WEEKS_CHOICES} else 6


def _day(request: HttpRequest) -> date | None:
    """The day whose log is asked for; anything that is no date asks for none."""
    try:
        return parse_local_date(request.GET.get("day", ""), "day")
    except Invalid:
        return None


@require_safe
@page(Permission.SEE_PATIENTS)
def version(request: HttpRequest, viewer: Viewer, patient_id: UUID, number: int) -> HttpResponse:
    """One signed version as it stands for good, and what it changed."""
    now = clock.now()
    found = patient(viewer, patient_id)
    signed = version_numbered(viewer, patient_id, number)
    plans = [plan_of(version) for version in versions_of(viewer, patient_id)]
    plan = next(plan for plan in plans if plan.number == number)
    before = max((p for p in plans if p.number < number), key=lambda p: p.number, default=None)
    record_read(by=viewer, what="version", patient_id=patient_id, now=now)
    context = {
        "patient": found,
        "version": signed,
        "plan": plan,
        "changes": changes_between(before, plan, signed.episode.involved_side),
        "doses": wording.doses(plan.items, signed.episode.involved_side),
        "seen": seen_of(viewer, patient_id).get(number),
    }
    return render(request, "clinic/version.html", context)


def changes_between(before: Plan | None, after: Plan, involved_side: str) -> list[Change]:
    involved = Side(involved_side) if involved_side else None
    return difference(before, after, names(before, after), WORDS, involved=involved)


@require_safe
@page(Permission.SEE_PATIENTS)
def entry_history(request: HttpRequest, viewer: Viewer, patient_id: UUID, entry_id: UUID) -> HttpResponse:
    """Everything that was ever said of one entry, the newest on top."""
    now = clock.now()
    found = patient(viewer, patient_id)
    told = history(viewer, patient_id, entry_id)
    record_read(by=viewer, what="entry", patient_id=patient_id, now=now)
    return render(
        request,
        "clinic/entry.html",
        {"patient": found, "revisions": history_in_words(told.revisions, viewer)},
    )


@require_POST
@page(Permission.LOG_FOR_PATIENT)
def settle(request: HttpRequest, viewer: Viewer, patient_id: UUID, quarantined_id: UUID) -> HttpResponse:
    """Say what became of an entry that could not be counted."""
    try:
        settle_operation(
            by=viewer,
            patient_id=patient_id,
            quarantined_id=quarantined_id,
            note=request.POST.get("note", ""),
            now=clock.now(),
        )
    except Invalid as fault:
        say(request, problem(fault.problems[0]))
    else:
        say(request, _("Noted."))
    return redirect("chart", patient_id=patient_id)

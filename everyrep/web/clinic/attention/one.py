"""One reason: what it rests on, saying that it was handled, giving it to a colleague."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.attention import handling
from everyrep.attention.defaults import sources
from everyrep.attention.needs import colleagues_today, need
from everyrep.attention.response import response_of
from everyrep.audit.actions import record_read
from everyrep.core.attention.kinds import Kind, Step
from everyrep.core.problems import Invalid, Problem, invalid
from everyrep.people.policy import Permission
from everyrep.people.queries import patient as a_patient
from everyrep.reminders.contacts import contacts_lately
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.alert_words import level_pill
from everyrep.web.clinic.attention.list_address import back_to_list, whose_of
from everyrep.web.clinic.attention.rows import contact_words, need_line
from everyrep.web.clinic.attention.start import others, untils
from everyrep.web.pages import language, page, say
from everyrep.web.templating import problem

# The numbers of content/attention.yaml that a kind rests on.
NUMBERS: dict[Kind, tuple[str, ...]] = {
    Kind.PAIN_HIGH: ("pain_over", "pain_times", "pain_days"),
    Kind.FLARE_24H: ("flare_rise", "flare_mornings", "usual_answers"),
    Kind.MORNING_PAIN: ("morning_rise", "morning_answers", "usual_answers"),
    Kind.SWELLING: ("swelling_days", "recent_days"),
    Kind.LOW_MOOD: ("recent_days",),
    Kind.SILENT: ("silent_days",),
    Kind.LOW_DOSE: ("dose_below", "dose_days"),
    Kind.OVERUSE: ("overuse_above", "recent_days"),
    Kind.AS_NEEDED_DAILY: ("as_needed_days",),
    Kind.LOW_CONFIDENCE: ("confidence_below",),
    Kind.FLARE_DAYS: ("flare_days",),
    Kind.ILLNESS: ("illness_over",),
    Kind.EXCUSED_SHARE: ("excused_above",),
    Kind.PROPOSAL: ("proposal_days",),
    Kind.UNCHANGED: ("unchanged_days", "green_pain", "green_done"),
}


@require_safe
@page(Permission.SEE_PATIENTS)
def reason(request: HttpRequest, viewer: Viewer, reason_id: UUID) -> HttpResponse:
    return _page(request, viewer, reason_id)


def _page(
    request: HttpRequest, viewer: Viewer, reason_id: UUID, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    now, today = clock.now(), clock.today_in(viewer.zone)
    found = need(viewer, reason_id)
    colleagues = colleagues_today(viewer, today)
    record_read(by=viewer, what="reason", patient_id=found.patient_id, now=now)
    heard = contacts_lately(viewer, now).get(found.patient_id)
    numbers = sources()
    context = {
        "need": found,
        "line": need_line(found, colleagues, now, today, language()),
        "pill": level_pill(found.level),
        "numbers": [numbers[name] for name in NUMBERS.get(found.kind, ())],
        "contacts": contact_words(heard, response_of(viewer).weekly_contacts),
        "calls": found.kind.step is Step.CALL,
        "phone": a_patient(viewer, found.patient_id).phone,
        "untils": untils(),
        "colleagues": others(viewer, colleagues),
        "whose": whose_of(request.GET.get("whose", request.POST.get("whose", ""))),
        "typed": request.POST,
        "problems": {problem.field: problem for problem in problems},
    }
    part = request.headers.get("HX-Request") == "true"
    template = "clinic/attention/forms.html" if part else "clinic/attention/reason.html"
    return render(request, template, context, status=422 if problems else 200)


@require_POST
@page(Permission.ATTEND)
def handled(request: HttpRequest, viewer: Viewer, reason_id: UUID) -> HttpResponse:
    """Back to the list; with what was typed to the reason's own page where something is wrong."""
    try:
        handling.handle(
            by=viewer,
            reason_id=reason_id,
            note=request.POST.get("note", ""),
            until=_until(request.POST.get("until", ""), clock.today_in(viewer.zone)),
            called="called" in request.POST,
            now=clock.now(),
        )
    except Invalid as fault:
        return _page(request, viewer, reason_id, fault.problems)
    say(request, _("Noted. It comes back if there is something new."))
    return back_to_list(request)


def _until(days: str, today: date) -> date | None:
    return (
        today + timedelta(days=int(days)) if days in {value for value, _words in untils() if value} else None
    )


@require_POST
@page(Permission.ATTEND)
def owner(request: HttpRequest, viewer: Viewer, reason_id: UUID) -> HttpResponse:
    try:
        handling.hand_over(
            by=viewer,
            reason_id=reason_id,
            to=_colleague(request),
            whole_patient="whole" in request.POST,
            now=clock.now(),
        )
    except Invalid as fault:
        return _page(request, viewer, reason_id, fault.problems)
    say(request, _("Handed over."))
    return back_to_list(request)


@require_POST
@page(Permission.ATTEND)
def alert_owner(request: HttpRequest, viewer: Viewer, patient_id: UUID, alert_id: UUID) -> HttpResponse:
    try:
        handling.hand_over_alert(
            by=viewer, patient_id=patient_id, alert_id=alert_id, to=_colleague(request), now=clock.now()
        )
    except Invalid as fault:
        say(request, problem(fault.problems[0]))
        return redirect("chart", patient_id=patient_id)
    say(request, _("Handed over."))
    return back_to_list(request)


def _colleague(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("to", ""))
    except ValueError as fault:
        raise invalid("to", handling.NO_COLLEAGUE) from fault

"""Today, and the guided session."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.audit.queries import record_state
from everyrep.core.language import dose_in_words
from everyrep.core.logged import Excuse, Reason
from everyrep.logbook.today import BadDay, Go, SessionToday, Today, bad_day, part_of_day, today
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.fragments import FRAGMENTS
from everyrep.web.pages import WORDS, language, page
from everyrep.web.patient.days import day_shown
from everyrep.web.patient.showing import (
    GoShown,
    HowTo,
    SetAsked,
    go_shown,
    how_to,
    sets_asked,
)

SELF_EXCUSES = [excuse.value for excuse in Excuse if excuse is not Excuse.THERAPIST_HOLD]
REASONS = [reason.value for reason in Reason]
SHORT = "short"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionShown:
    session: SessionToday
    goes: tuple[GoShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One exercise of the guided session."""

    shown: GoShown
    dose: str
    sets: tuple[SetAsked, ...]
    how_to: HowTo


@require_safe
@page(Permission.PRACTISE)
def today_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What is due now: one main action, one card an exercise, the week around it."""
    assert viewer.patient_id is not None
    now = clock.now()
    state = record_state(viewer, viewer.patient_id)
    seen_on = (*part_of_day(viewer, now), viewer.zone, viewer.name, language())
    key = ("today", viewer.clinic_id, viewer.patient_id, state, *seen_on)
    body = FRAGMENTS.get(key, lambda: _draw(viewer, now))
    record_read(by=viewer, what="today", patient_id=viewer.patient_id, now=now)
    return render(request, "patient/today.html", {"body": body})


def _draw(viewer: Viewer, now: datetime) -> str:
    found = today(viewer, now)

    def card(go: Go) -> GoShown:
        return go_shown(go, found, viewer.demonstrator)

    sessions = [
        SessionShown(session=session, goes=tuple(card(go) for go in session.goes))
        for session in found.sessions
    ]
    offered = [(one, card(one.last or one.next)) for one in found.offered]
    shown = [*(go for session in sessions for go in session.goes), *(go for _, go in offered)]
    current = found.current
    context = {
        "viewer": viewer,
        "today": found,
        "sessions": sessions,
        "current": next((shown for shown in sessions if shown.session is current), None),
        "bad_day": bad_day(current) if current else None,
        "offered": offered,
        "hurt": any(go.hurt for go in shown),
        "excuses": SELF_EXCUSES,
        "lead": lead_in_words(found),
        "week": [day_shown(day.local_date, day.state, found.local_date) for day in found.week],
    }
    return render_to_string("patient/today_body.html", context)


def lead_in_words(found: Today) -> str:
    """3 exercises · about 9 min: of the session to do now."""
    current = found.current
    if current is None:
        return ""
    count = len(current.left)
    text = ngettext(
        "%(n)s exercise · about %(minutes)s min", "%(n)s exercises · about %(minutes)s min", count
    )
    return text % {"n": count, "minutes": current.minutes_left}


@require_safe
@page(Permission.PRACTISE)
def session_page(request: HttpRequest, viewer: Viewer, index: int) -> HttpResponse:
    """What is left of one session, an exercise at a time; `?short` holds the bad-day version of it."""
    assert viewer.patient_id is not None
    now = clock.now()
    found = today(viewer, now)
    session = found.session(index)
    if not session.left or found.version is None:
        return redirect("today")
    record_read(by=viewer, what="session", patient_id=viewer.patient_id, now=now)
    short = bad_day(session) if SHORT in request.GET else None
    context = {
        "today": found,
        "session": session,
        "short": short,
        "minutes": short.minutes if short else session.minutes_left,
        "steps": [_step(go, found, viewer.demonstrator) for go in _goes(session, short)],
        "reasons": REASONS,
    }
    return render(request, "patient/session.html", context)


def _goes(session: SessionToday, short: BadDay | None) -> list[Go]:
    if short is None:
        return list(session.left)
    return [Go(item=item, session=session.index) for item in short.items]


def _step(go: Go, found: Today, demonstrator: str) -> Step:
    involved = found.version.involved if found.version else None
    return Step(
        shown=go_shown(go, found, demonstrator),
        dose=dose_in_words(go.item.dosage, WORDS, involved),
        sets=sets_asked(go.item),
        how_to=how_to(go.item),
    )

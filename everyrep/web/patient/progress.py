"""Progress: the month, the trends in words, what changed. It needs an account."""

from collections.abc import Sequence
from datetime import date, timedelta

from babel.dates import format_skeleton, get_day_names
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.adherence import Adherence
from everyrep.core.consistency import Trend
from everyrep.core.day_state import DayState
from everyrep.core.dosage import Side
from everyrep.core.language import Change, difference
from everyrep.logbook.progress import DayEntry, PainTrend, PlanChange, Progress, ProgressDay, progress
from everyrep.logbook.wins import wins_of
from everyrep.people.policy import Permission, may
from everyrep.prescribing.queries import active_episode, milestones_of
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import WORDS, language, page
from everyrep.web.patient.days import DayShown, day_shown
from everyrep.web.patient.showing import plain_name, plain_names
from everyrep.web.patient.sparkline import sparkline
from everyrep.web.patient.wins import wins_shown
from everyrep.web.saying import said_in_words, title_words

EARLIEST_YEAR, LATEST_YEAR = 1970, 2999


@require_safe
@page(Permission.PRACTISE)
def progress_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """`?month=2026-11` chooses the month, `?day=2026-11-12` opens a day; nonsense shows this month."""
    if not may(viewer, Permission.SEE_PROGRESS):
        return render(request, "patient/account_needed.html")
    now = clock.now()
    day = _date(request.GET.get("day", ""))
    month = _date(f"{request.GET.get('month', '')}-01") or day
    found = progress(viewer, now, month=month, day=day)
    assert viewer.patient_id is not None
    record_read(by=viewer, what="progress", patient_id=viewer.patient_id, now=now)
    care = active_episode(viewer, viewer.patient_id)
    context = {
        **_context(found),
        "wins": wins_shown(wins_of(viewer, now), found.today),
        "goal": care.goal if care else "",
        "milestones": milestones_of(viewer, care.id) if care else [],
    }
    return render(request, "patient/progress.html", context)


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if EARLIEST_YEAR <= found.year <= LATEST_YEAR else None


def _context(found: Progress) -> dict[str, object]:
    previous, following = _month_before(found.month), _month_after(found.month)
    return {
        "found": found,
        "month_name": format_skeleton("yMMMM", found.month, locale=language()).capitalize(),
        "weekdays": _weekdays(),
        "weeks": _weeks(found),
        "excused": any(day.state is DayState.EXCUSED for day in found.days),
        "previous": f"{previous:%Y-%m}" if previous >= found.earliest else None,
        "following": f"{following:%Y-%m}" if following <= found.today else None,
        "logged_words": logged_in_words(found.logged),
        "trend_words": trend_in_words(found.trend),
        "pain_words": pain_in_words(found.pain),
        "morning_words": mornings_in_words(found.pain),
        "pain_line": sparkline(found.pain.days),
        "changes": changes_in_words(found.change) if found.change else [],
        "entries": [_entry(entry) for entry in found.entries],
    }


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _weekdays() -> list[tuple[str, str]]:
    short = get_day_names("short", context="stand-alone", locale=language())
    full = get_day_names("wide", context="stand-alone", locale=language())
    return [(short[number], full[number]) for number in range(7)]


def _weeks(found: Progress) -> list[list[DayShown | None]]:
    shown: list[DayShown | None] = [_day(day, found.today) for day in found.days]
    padded: Sequence[DayShown | None] = [*[None] * found.month.weekday(), *shown]
    filled = [*padded, *[None] * (-len(padded) % 7)]
    return [list(filled[start : start + 7]) for start in range(0, len(filled), 7)]


def _day(day: ProgressDay, today: date) -> DayShown | None:
    if day.state is DayState.NO_PROGRAM:
        return None
    return day_shown(day.local_date, day.state, today, opens=day.has_entries)


def logged_in_words(found: Adherence) -> str:
    """You logged 12 of 14 planned sessions. Nothing planned says so; more than planned is no fault."""
    planned = round(found.planned)
    if not planned:
        return _("No sessions were planned so far this month.")
    logged = min(found.logged, planned)
    text = ngettext(
        "You logged %(logged)s of %(planned)s planned session.",
        "You logged %(logged)s of %(planned)s planned sessions.",
        planned,
    )
    return text % {"logged": logged, "planned": planned}


def trend_in_words(trend: Trend | None) -> str:
    words = {
        Trend.BUILDING: _("Your routine is building."),
        Trend.STEADY: _("Your routine is steady."),
        Trend.EASING: _("There was a little less lately. Every session still counts."),
    }
    return words[trend] if trend else _("Too early to see a trend. Every session counts.")


def pain_in_words(pain: PainTrend) -> str:
    """The last week against the week before, both as rounded means out of 10."""
    if not pain.days:
        return _("No pain scores in the last four weeks.")
    if pain.change is None or pain.lately is None or pain.before is None:
        return _("Too few pain scores to compare yet.")
    texts = {
        -1: _("Lower: about %(now)s out of 10 this week, about %(before)s the week before."),
        0: _("About the same: about %(now)s out of 10 this week, about %(before)s the week before."),
        1: _("Higher: about %(now)s out of 10 this week, about %(before)s the week before."),
    }
    return texts[pain.change] % {"now": round(pain.lately), "before": round(pain.before)}


def mornings_in_words(pain: PainTrend) -> str:
    """The last week's mornings after, as a rounded mean out of 10; "" where too little was said of them."""
    if pain.mornings is None:
        return ""
    return _("The next morning: about %(now)s out of 10 this week.") % {"now": round(pain.mornings)}


def changes_in_words(change: PlanChange) -> list[Change]:
    involved = Side(change.involved) if change.involved else None
    return difference(
        change.before, change.after, plain_names((change.before, change.after)), WORDS, involved
    )


def _entry(entry: DayEntry) -> dict[str, object]:
    logged = entry.standing.logged
    name = title_words(logged, plain_name(entry.item) if entry.item else "")
    return {"id": entry.standing.entry_id, "name": name, "said": said_in_words(logged)}

"""The start page: who needs somebody today, what is for the next review, and how everybody else stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.attention.needs import Colleagues, colleagues_today, open_needs, quiet
from everyrep.attention.response import response_of
from everyrep.audit.actions import record_reads
from everyrep.core.alerting import Level
from everyrep.core.attention.kinds import Condition
from everyrep.logbook import alerted
from everyrep.people.policy import Permission
from everyrep.reminders.contacts import contacts_lately
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.abilities import abilities
from everyrep.web.clinic.alert_words import level_pill
from everyrep.web.clinic.attention.later import later_groups, later_lines
from everyrep.web.clinic.attention.list_address import WHOSE, Whose, whose_of
from everyrep.web.clinic.attention.rows import Group, belongs, groups_of, lines_of
from everyrep.web.pages import page
from everyrep.web.templating import url


@require_safe
@page(Permission.SEE_PATIENTS)
def start(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Nothing is paged away: notices are folded under a heading, and all of them are there."""
    now, today = clock.now(), clock.today_in(viewer.zone)
    whose = whose_of(request.GET.get("whose", ""))
    colleagues = colleagues_today(viewer, today)
    lines = lines_of(alerted.waiting(viewer), open_needs(viewer), colleagues, now, today)
    budget = response_of(viewer).weekly_contacts
    groups = groups_of(lines, contacts_lately(viewer, now), budget)
    shown = [group for group in groups if belongs(group, viewer, whose)]
    record_reads(by=viewer, what="attention", patient_ids=[group.patient_id for group in shown], now=now)
    later = [group for group in shown if group.level is Level.NOTICE]
    context = {
        "whose": whose,
        "filters": _filters(groups, viewer),
        "today_groups": [group for group in shown if group.level is not Level.NOTICE],
        "later": later_groups(later),
        "later_count": len(later),
        "later_lines": later_lines,
        "pills": {level: level_pill(level) for level in Level},
        "quiet": [(condition_words(one), count, _list_of(one)) for one, count in quiet(viewer).items()],
        "can": abilities(viewer),
    }
    return render(request, "clinic/attention/start.html", context)


def _filters(groups: list[Group], viewer: Viewer) -> list[tuple[Whose, str, int]]:
    """Each filter with its words and how many patients of today it shows."""
    words = {"mine": _("Mine"), "team": _("Team"), "all": _("All")}
    pressing = [group for group in groups if group.level is not Level.NOTICE]
    return [
        (whose, words[whose], sum(belongs(group, viewer, whose) for group in pressing)) for whose in WHOSE
    ]


def others(viewer: Viewer, colleagues: Colleagues) -> list[tuple[str, str]]:
    """Those to whom something can be given."""
    return [(str(one), name) for one, name in colleagues.names.items() if one != viewer.actor_id]


def untils() -> list[tuple[str, str]]:
    """For how many days something that was handled may rest, with the words for it."""
    return [
        ("7", _("for a week")),
        ("2", _("for two days")),
        ("14", _("for two weeks")),
        ("28", _("for four weeks")),
        ("", _("until there is something new")),
    ]


def condition_words(condition: Condition) -> str:
    return {
        Condition.ON_TRACK: _("on track"),
        Condition.PARTLY: _("partly"),
        Condition.NEEDS_TALK: _("below half"),
        Condition.RESTING: _("resting"),
        Condition.NO_DATA: _("no data"),
    }[condition]


def _list_of(condition: Condition) -> str:
    return f"{url('patients')}?standing={condition.value}"

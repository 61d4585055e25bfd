"""Comparing any two periods, and the entries behind a number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.comparing import Difference, dose_difference, frequency_difference, score_difference
from everyrep.core.language.summary import (
    ItemWords,
    SummaryWords,
    mean_in_words,
    span_in_words,
    summary_in_words,
)
from everyrep.core.problems import Invalid, Problem
from everyrep.core.schedule import parse_local_date
from everyrep.core.summary import Summary
from everyrep.library.queries import exercise_name
from everyrep.logbook.behind import Rows, behind
from everyrep.logbook.periods import Compared, Period, check_period, compared, usual_periods
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic import wording
from everyrep.web.clinic.summary.shown import names_of
from everyrep.web.pages import WORDS, language, page

NONE = "–"
FIELDS = ("a_from", "a_to", "b_from", "b_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number in both periods, what may be said of the difference ("" where nothing), and its entries."""

    what: str
    before: str
    after: str
    words: str = ""
    rows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One exercise in both periods; "" where it was no part of one."""

    key: str
    name: str
    before: str
    after: str


@require_safe
@page(Permission.SEE_PATIENTS)
def compare(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """`?a_from=&a_to=&b_from=&b_to=`; unless asked, the last two weeks against the two before."""
    today = clock.today_in(patient(viewer, patient_id).zone)
    usual = usual_periods(today)
    typed = _typed(request, usual)
    periods, problems = usual, dict[str, Problem]()
    try:
        periods = (_period(typed, "a", today), _period(typed, "b", today))
    except Invalid as fault:
        problems = {problem.field: problem for problem in fault.problems}
    found = compared(viewer, patient_id, *periods, today=today)
    record_read(by=viewer, what="chart", patient_id=patient_id, now=clock.now())
    context = {
        "patient": found.patient,
        "typed": typed,
        "problems": problems,
        "today": today,
        "heads": [span_in_words(one.first, one.last, WORDS) for one in periods],
        "lines": list(_lines(found)),
        "items": list(_items(found)),
        "nothing": (NONE, _("no data")),
        "behind": [_query(period) for period in periods],
    }
    return render(request, "clinic/compare.html", context, status=422 if problems else 200)


@require_safe
@page(Permission.SEE_PATIENTS)
def rows(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """`?rows=pain&from=&to=`, and `item=` for one exercise: the entries that a number was worked out from."""
    today = clock.today_in(patient(viewer, patient_id).zone)
    asked, item_key = _rows(request.GET.get("rows", "")), request.GET.get("item", "")
    period, problems = usual_periods(today)[1], dict[str, Problem]()
    typed = {"from": period.first.isoformat(), "to": period.last.isoformat()}
    typed = {name: request.GET.get(name, value).strip() for name, value in typed.items()}
    try:
        period = Period(
            first=parse_local_date(typed["from"], "from"), last=parse_local_date(typed["to"], "to")
        )
        check_period(period, today, first="from", last="to")
    except Invalid as fault:
        problems = {problem.field: problem for problem in fault.problems}
        period = usual_periods(today)[1]
    found = behind(viewer, patient_id, asked, period, item_key)
    record_read(by=viewer, what="chart", patient_id=patient_id, now=clock.now())
    context = {
        "patient": found.patient,
        "typed": typed,
        "problems": problems,
        "today": today,
        "asked": asked.value,
        "choices": [(one.value, rows_words(one)) for one in Rows],
        "item": item_key,
        "about": next((exercise_name(one.exercise, language()) for one in found.lines if item_key), ""),
        "log": wording.log_days(found.lines),
        "count": len(found.lines),
        "more": found.more,
    }
    return render(request, "clinic/rows.html", context, status=422 if problems else 200)


def rows_words(which: Rows) -> str:
    """What a list of entries holds."""
    return {
        Rows.DONE: _("What was done"),
        Rows.PAIN: _("Pain while exercising"),
        Rows.MORNING: _("The morning after"),
        Rows.EFFORT: _("Effort"),
        Rows.LOAD: _("Load"),
        Rows.REASONS: _("Why not done"),
        Rows.EXCUSED: _("Days off"),
        Rows.NOTES: _("Notes"),
        Rows.QUESTIONS: _("Questions"),
    }[which]


def difference_words(found: Difference) -> str:
    """What may be said of two numbers."""
    return {
        Difference.TOO_FEW: _("too little to compare"),
        Difference.UNCERTAIN: _("cannot be told: too much is not logged"),
        Difference.LOWER: _("lower"),
        Difference.SAME: _("about the same"),
        Difference.HIGHER: _("higher"),
    }[found]


def _rows(asked: str) -> Rows:
    """What was done, where the word is none of ours."""
    return next((one for one in Rows if one.value == asked), Rows.DONE)


def _typed(request: HttpRequest, usual: tuple[Period, Period]) -> dict[str, str]:
    days = (day for period in usual for day in (period.first, period.last))
    return {
        name: request.GET.get(name, day.isoformat()).strip() for name, day in zip(FIELDS, days, strict=True)
    }


def _period(typed: dict[str, str], which: str, today: date) -> Period:
    first, last = f"{which}_from", f"{which}_to"
    period = Period(first=parse_local_date(typed[first], first), last=parse_local_date(typed[last], last))
    check_period(period, today, first=first, last=last)
    return period


def _query(period: Period) -> str:
    return urlencode({"from": period.first.isoformat(), "to": period.last.isoformat()})


def _said(summary: Summary, found: Compared) -> SummaryWords:
    return summary_in_words(summary, names_of(summary, found.involved_side), WORDS)


def _lines(found: Compared) -> Iterator[Line]:
    one, two = found.before, found.after
    before, after = _said(one, found), _said(two, found)
    much = difference_words(dose_difference(one.adherence, two.adherence))
    often = difference_words(frequency_difference(one.adherence, two.adherence))
    done = Rows.DONE.value
    yield Line(what=_("How often"), before=before.often, after=after.often, words=often, rows=done)
    yield Line(what=_("How much of the dose"), before=before.much, after=after.much, words=much, rows=done)
    yield Line(what=_("Sessions counted"), before=_planned(one), after=_planned(two))
    yield Line(what=_("Nothing logged"), before=before.silent or NONE, after=after.silent or NONE)
    yield from _scores(one, two)
    for what, name, rows in (
        (_("How it is known"), "evidence", Rows.DONE),
        (_("Excused"), "excused", Rows.EXCUSED),
        (_("Flare-ups"), "flares", Rows.EXCUSED),
        (_("Why not done"), "barriers", Rows.REASONS),
    ):
        values = [getattr(said, name) or NONE for said in (before, after)]
        if values != [NONE, NONE]:
            yield Line(what=what, before=values[0], after=values[1], rows=rows.value)


def _scores(one: Summary, two: Summary) -> Iterator[Line]:
    for what, before, after, rows in (
        (_("Pain while exercising, 0 to 10"), one.pain.whole, two.pain.whole, Rows.PAIN),
        (_("Pain the morning after, 0 to 10"), one.morning.whole, two.morning.whole, Rows.MORNING),
        (_("Effort, 0 to 10"), one.effort.whole, two.effort.whole, Rows.EFFORT),
    ):
        yield Line(
            what=what,
            before=mean_in_words(before, WORDS),
            after=mean_in_words(after, WORDS),
            words=difference_words(score_difference(before, after)),
            rows=rows.value,
        )


def _planned(summary: Summary) -> str:
    return str(round(summary.adherence.planned))


def _items(found: Compared) -> Iterator[ItemLine]:
    """The exercises of the later period, then those that only the earlier one held."""
    before = {item.key: item for item in _said(found.before, found).items}
    after = {item.key: item for item in _said(found.after, found).items}
    for key in (*after, *(key for key in before if key not in after)):
        sides = [item for item in (after.get(key), before.get(key)) if item]
        told = [_item(one.get(key)) for one in (before, after)]
        yield ItemLine(key=key, name=sides[0].name, before=told[0], after=told[1])


def _item(item: ItemWords | None) -> str:
    return " · ".join((item.prescribed, item.done, *item.trends)) if item else NONE

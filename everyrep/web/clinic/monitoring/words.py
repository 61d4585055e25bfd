"""Days, minutes and activities in our own words. Nothing here describes a code or says that one applies."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from everyrep.core.monitoring.numbers import Mark
from everyrep.monitoring.activity import Activity
from everyrep.monitoring.defaults import codes, numbers
from everyrep.monitoring.queries import DataItem, Worksheet
from everyrep.web.pages import language


def month_asked(text: str, today: date) -> date:
    """The first day of a month such as 2026-11; this month for anything else, and for one to come."""
    this = today.replace(day=1)
    if not re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", text):
        return this
    return min(date.fromisoformat(f"{text}-01"), this)


def month_words(month: date) -> str:
    return format_date(month, format="LLLL y", locale=language())


def activity_words(activity: str) -> str:
    return {
        "review": _("Looking at the log"),
        "message": _("Messages"),
        "call": _("Call"),
        "plan": _("Changing the plan"),
        "other": _("Other"),
    }[activity]


def activity_choices() -> list[tuple[str, str]]:
    return [(one.value, activity_words(one.value)) for one in Activity]


def mark_words(mark: Mark, times: int, *, with_codes: bool) -> str:
    """What was reached; the number of a code behind it only where the clinic asked for it."""
    n = numbers()
    said = {
        Mark.SHORT: _("%(low)s to %(high)s days of data") % {"low": n.short_from, "high": n.long_from - 1},
        Mark.LONG: _("%(low)s days of data or more") % {"low": n.long_from},
        Mark.TEN: _("the first %(n)s minutes") % {"n": n.ten_from},
        Mark.TWENTY: _("the first %(n)s minutes") % {"n": n.twenty_from},
        Mark.FURTHER: _("%(times)s × %(n)s further minutes") % {"times": times, "n": n.further},
    }[mark]
    return f"{said} ({codes()[mark]})" if with_codes else said


def length_words(seconds: int) -> str:
    """12 min 30 s"""
    minutes, rest = divmod(seconds, 60)
    parts = [_("%(n)s min") % {"n": minutes}] if minutes or not rest else []
    return " ".join([*parts, *([_("%(n)s s") % {"n": rest}] if rest else [])])


def items_words(items: Iterable[DataItem]) -> str:
    """What a day holds: 3 exercises, the next morning."""
    counted = Counter(item.kind for item in items)
    said = {
        "exercise": ngettext("%(num)d exercise", "%(num)d exercises", counted["exercise"]),
        "morning": _("the next morning"),
        "symptoms": _("symptom check"),
    }
    return ", ".join(said[kind] % {"num": counted[kind]} for kind in said if counted[kind])


def lacking(found: Worksheet) -> list[str]:
    """What this worksheet does not show, and what nobody but the clinic can say."""
    said = []
    if found.signed is None:
        said.append(_("No program was signed by the end of this month, so no plan of care is on file here."))
    if not found.periods:
        said.append(_("No day of data in this month's periods."))
    if any(not period.decided for period in found.periods):
        said.append(_("A period still runs. It is decided after its last day, or once it has enough days."))
    if not found.minutes.contact:
        said.append(_("No talk with the patient is noted. Writing messages is none."))
    return [
        *said,
        _("Whether the patient agreed to remote monitoring is not recorded here."),
        _("Setting up and teaching counts once in an episode. How many days of data it needs is open."),
        _("Whether a payer's rules are met, and what counts as a device, is for the clinic to decide."),
    ]

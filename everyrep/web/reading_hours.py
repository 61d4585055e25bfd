"""When messages are read, in words."""

from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time, get_day_names, get_timezone_name
from django.utils.translation import gettext as _

from everyrep.conversations.hours import Reading
from everyrep.core.opening_hours import Week
from everyrep.web.pages import language


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursShown:
    """`lines` such as "Mon–Thu 8:00 AM–5:00 PM"; `opens` is a day and time, "" while the clinic is open."""

    known: bool
    open_now: bool
    lines: tuple[str, ...]
    opens: str
    answer_time: str
    zone: str


def hours_shown(reading: Reading, zone: str) -> HoursShown:
    """For a reader in `zone`, who is told whose clock it is where theirs is another."""
    return HoursShown(
        known=reading.known,
        open_now=reading.open_now,
        lines=tuple(_lines(reading.week)),
        opens=_moment(reading.opens) if reading.opens else "",
        answer_time=reading.answer_time,
        zone="" if zone == reading.zone else get_timezone_name(ZoneInfo(reading.zone), locale=language()),
    )


def _lines(week: Week) -> list[str]:
    """Days that follow each other with the same hours are one line; closed days are left out."""
    names = get_day_names("abbreviated", locale=language())
    lines = []
    for hours, days in groupby(enumerate(week), key=lambda pair: pair[1]):
        numbers = [number for number, _hours in days]
        if hours is None:
            continue
        first, last = names[numbers[0]], names[numbers[-1]]
        span = first if len(numbers) == 1 else f"{first}–{last}"
        lines.append(f"{span} {_clock(hours.first)}–{_clock(hours.last)}")
    return lines


def _clock(at: time) -> str:
    return str(format_time(at, format="short", locale=language()))


def _moment(at: datetime) -> str:
    values = {
        "day": format_datetime(at, "EEEE", locale=language()),
        "time": _clock(at.time()),
    }
    return _("%(day)s at %(time)s") % values

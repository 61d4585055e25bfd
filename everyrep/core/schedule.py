"""When a prescription is due: the schedule grammar and the slots it computes.

Slots are computed, never stored; the same function serves Today, the tracker, the paper grid and
everything later. Grammar: clinical reference 1.2. Wall times in a daylight-saving gap keep the
offset from before the change (02:30 becomes 03:30); in a fold the first occurrence counts (RFC 5545).
"""

import math
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from itertools import pairwise
from zoneinfo import ZoneInfo

from everyrep.core.problems import N_, Invalid, Problem, invalid


class Pattern(Enum):
    """Which days: the one choice every schedule makes."""

    EVERY_DAY = "every_day"
    WEEKDAYS = "weekdays"
    PER_WEEK = "per_week"
    EVERY_N_DAYS = "every_n_days"
    AS_NEEDED = "as_needed"


OFFERED = frozenset({Pattern.PER_WEEK, Pattern.AS_NEEDED})
"""Patterns that name no days: the patient chooses, so they are offered and never make a slot."""

# Ranges of the grammar (clinical reference 1.2). It leaves three open; these are product bounds: as
# needed at most hourly, hours that stay within a day, and rest no longer than the longest interval.
TIMES_PER_DAY = range(1, 13)
TIMES_PER_WEEK = range(1, 8)
INTERVAL_DAYS = range(2, 15)
MAX_PER_DAY = range(1, 25)
HOURS_BETWEEN = range(1, 24)
REST_DAYS = range(1, 14)
WEEK = range(7)

OUT_OF_RANGE = N_("Choose a whole number from %(low)s to %(high)s.")
NEVER_DUE = N_("No day is left on which this falls due; change its days, its end or its pauses.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The daily routine a session is tied to, such as "after brushing teeth", and its usual clock time."""

    routine: str = ""
    at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Days on which nothing is due, both ends included."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """times_per_day 1-12 on the days the pattern names.

    weekdays: 0 is Monday (WEEKDAYS only). n: times a week 1-7 (PER_WEEK) or the interval 2-14
    (EVERY_N_DAYS, counted from `start`, else from the day the version becomes valid). max_per_day 1-24
    and trigger belong to AS_NEEDED. Anchors are matched to the sessions of a day in order.
    min_hours_between is 1-23 hours, min_rest_days_between 1-13 whole days.
    Raises Invalid with every fault found; what can never be followed (three sessions twelve hours
    apart, a rest day in a daily schedule) is a fault too.
    """

    pattern: Pattern = Pattern.EVERY_DAY
    times_per_day: int = 1
    weekdays: tuple[int, ...] = ()
    n: int | None = None
    max_per_day: int | None = None
    trigger: str = ""
    min_hours_between: int | None = None
    min_rest_days_between: int | None = None
    anchors: tuple[Anchor, ...] = ()
    start: date | None = None
    end: date | None = None
    paused: tuple[Pause, ...] = ()

    def __post_init__(self) -> None:
        checks = (
            _day_problems,
            _as_needed_problems,
            _hour_problems,
            _rest_problems,
            _anchor_problems,
            _date_problems,
        )
        if problems := [problem for check in checks for problem in check(self)]:
            raise Invalid(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One planned session: the `index`-th (from 0) of `local_date`.

    `due_at` is aware, in the patient's zone; None where the session has no clock time.
    """

    local_date: date
    index: int
    anchor: Anchor | None
    due_at: datetime | None


def slots(schedule: Schedule, first: date, last: date, zone: ZoneInfo, *, valid_from: date) -> Iterator[Slot]:
    """The planned sessions from `first` to `last`, both included, by day and then by index.

    Nothing falls before `valid_from`. The window never moves the rhythm: every n days is counted from
    `start` or `valid_from`. PER_WEEK and AS_NEEDED make no slots. Sessions with ordered clock times come
    in that order; only on a day when clocks go forward can two times closer than the jump meet or swap.
    """
    if schedule.pattern in OFFERED:
        return
    sessions = _sessions(schedule)
    for day in _days(schedule, first, valid_from):
        if day > last:
            return
        at_clock = moment if _clocks_change(day, zone) else datetime.combine
        for index, anchor, at in sessions:
            due_at = None if at is None else at_clock(day, at, zone)
            yield Slot(local_date=day, index=index, anchor=anchor, due_at=due_at)


def is_due_day(schedule: Schedule, day: date, *, valid_from: date) -> bool:
    """Whether sessions are planned on `day`."""
    return schedule.pattern not in OFFERED and next_day(schedule, day, valid_from=valid_from) == day


def is_offered(schedule: Schedule, day: date, *, valid_from: date) -> bool:
    """Whether a quota or as-needed item may be done on `day`: inside its dates and not paused."""
    return schedule.pattern in OFFERED and next_day(schedule, day, valid_from=valid_from) == day


def planned_times(schedule: Schedule, day: date, *, valid_from: date) -> int:
    """How many sessions are planned on `day`; 0 for quota and as-needed items, pauses and other days."""
    return schedule.times_per_day if is_due_day(schedule, day, valid_from=valid_from) else 0


def weekly_quota(schedule: Schedule) -> int:
    """Sessions asked for in a week of the patient's choosing; 0 unless the pattern is PER_WEEK."""
    return schedule.times_per_day * (schedule.n or 0) if schedule.pattern is Pattern.PER_WEEK else 0


def next_day(schedule: Schedule, day: date, *, valid_from: date) -> date | None:
    """The first day from `day` on when the item is due or offered, or None where there is none."""
    return next(_days(schedule, day, valid_from), None)


def never_due(schedule: Schedule, valid_from: date) -> bool:
    """Whether no day from `valid_from` on is due or offered: all ended, all paused, or no such weekday."""
    return next_day(schedule, valid_from, valid_from=valid_from) is None


def check_falls_due(schedule: Schedule, valid_from: date) -> None:
    """Refuse, with Invalid, a schedule that would never ask for anything."""
    if never_due(schedule, valid_from):
        raise invalid("schedule", NEVER_DUE)


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall time as a real moment; going by UTC moves a time in a gap on by the length of the gap."""
    return datetime.combine(day, at, zone).astimezone(UTC).astimezone(zone)


def parse_local_date(text: str, field: str) -> date:
    """A typed date, year-month-day (ISO 8601), spaces around it allowed. Raises Invalid on `field`."""
    typed = text.strip()
    parts = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", typed)
    if parts is None or parts[1] == "0000":
        fault = N_("%(typed)s is not a date; write year-month-day, such as 2026-03-09.")
        raise invalid(field, fault, typed=typed)
    year, month, day = (int(part) for part in parts.groups())
    if not 1 <= month <= 12:
        raise invalid(field, N_("Month %(month)s does not exist; choose 01 to 12."), month=parts[2])
    last = date(year, month, monthrange(year, month)[1])
    if not 1 <= day <= last.day:
        fault = N_("%(typed)s does not exist; the last day of that month is %(last)s.")
        raise invalid(field, fault, typed=typed, last=last.isoformat())
    return last.replace(day=day)


def _days(schedule: Schedule, first: date, valid_from: date) -> Iterator[date]:
    """Every due or offered day from `first` on. Counts in ordinals, as a pause may last to the last date."""
    begin = schedule.start or valid_from
    origin, end = begin.toordinal(), (schedule.end or date.max).toordinal()
    day = max(first, begin, valid_from).toordinal()
    while (day := _on_pattern(schedule, day, origin)) <= end:
        found = date.fromordinal(day)
        pause = _pause_over(schedule, found)
        if pause is None:
            yield found
        day = (pause.last.toordinal() if pause else day) + 1


def _pause_over(schedule: Schedule, day: date) -> Pause | None:
    for pause in schedule.paused:
        if pause.first <= day <= pause.last:
            return pause
    return None


def _on_pattern(schedule: Schedule, day: int, origin: int) -> int:
    """The first ordinal from `day` on that the pattern names; `day` is not before `origin`."""
    if schedule.pattern is Pattern.WEEKDAYS:
        weekday = (day - 1) % 7  # ordinal 1 is a Monday
        return day + min((wanted - weekday) % 7 for wanted in schedule.weekdays)
    if schedule.pattern is Pattern.EVERY_N_DAYS and schedule.n:
        return day + (origin - day) % schedule.n
    return day


def _sessions(schedule: Schedule) -> list[tuple[int, Anchor | None, time | None]]:
    anchors = [*schedule.anchors, *[None] * schedule.times_per_day][: schedule.times_per_day]
    times = [anchor.at.replace(fold=0) if anchor and anchor.at else None for anchor in anchors]
    return list(zip(range(schedule.times_per_day), anchors, times, strict=True))


def _clocks_change(day: date, zone: ZoneInfo) -> bool:
    """Whether the day's two ends lie on different offsets; at its end, fold asks for the one after a gap."""
    before = datetime.combine(day, time.min, zone).utcoffset()
    return before != datetime.combine(day, time(23, 59, 59, fold=1), zone).utcoffset()


def _outside(field: str, value: int | None, accepted: range) -> Iterator[Problem]:
    if value not in accepted:
        yield Problem(field, OUT_OF_RANGE, {"low": accepted[0], "high": accepted[-1]})


def _day_problems(schedule: Schedule) -> Iterator[Problem]:
    yield from _outside("times_per_day", schedule.times_per_day, TIMES_PER_DAY)
    if schedule.pattern is Pattern.WEEKDAYS:
        if not _weekdays_valid(schedule.weekdays):
            yield Problem(
                "weekdays", N_("Choose one weekday or more, each once, from 0 (Monday) to 6 (Sunday).")
            )
    elif schedule.weekdays:
        yield Problem("weekdays", N_("Weekdays belong to the weekdays pattern; leave them empty here."))
    if (accepted := _accepted_n(schedule.pattern)) is not None:
        yield from _outside("n", schedule.n, accepted)
    elif schedule.n is not None:
        yield Problem("n", N_("This number belongs to times a week or every few days; leave it empty here."))


def _as_needed_problems(schedule: Schedule) -> Iterator[Problem]:
    if schedule.pattern is Pattern.AS_NEEDED:
        yield from _outside("max_per_day", schedule.max_per_day, MAX_PER_DAY)
        if schedule.times_per_day > 1:
            yield Problem("times_per_day", N_("As needed has a daily maximum; leave times a day at 1."))
        return
    if schedule.max_per_day is not None:
        yield Problem("max_per_day", N_("A daily maximum belongs to as needed; leave it empty here."))
    if schedule.trigger:
        yield Problem("trigger", N_("A trigger belongs to as needed; leave it empty here."))


def _hour_problems(schedule: Schedule) -> Iterator[Problem]:
    """The day repeats, so the last session also keeps its distance from the first one of tomorrow."""
    hours = schedule.min_hours_between
    if hours is None:
        return
    yield from _outside("min_hours_between", hours, HOURS_BETWEEN)
    sessions = schedule.max_per_day or schedule.times_per_day
    if hours in HOURS_BETWEEN and sessions * hours > 24:
        yield Problem(
            "min_hours_between",
            N_("%(sessions)s times a day leaves at most %(most)s hours between; choose no more than that."),
            {"sessions": sessions, "most": 24 // sessions},
        )


def _rest_problems(schedule: Schedule) -> Iterator[Problem]:
    rest = schedule.min_rest_days_between
    if rest is None:
        return
    yield from _outside("min_rest_days_between", rest, REST_DAYS)
    possible = _rest_days_left(schedule)
    if rest in REST_DAYS and possible is not None and rest > possible:
        yield Problem(
            "min_rest_days_between",
            N_(
                "Rest days that fit between the days chosen: %(possible)s; ask for no more or for fewer days."
            ),
            {"possible": possible},
        )


def _rest_days_left(schedule: Schedule) -> int | None:
    """Rest days the pattern can always keep between two days, or None where it names no days to check."""
    if schedule.pattern is Pattern.EVERY_DAY:
        return 0
    if schedule.pattern is Pattern.WEEKDAYS and _weekdays_valid(schedule.weekdays):
        days = sorted(schedule.weekdays)
        return min(after - before for before, after in pairwise([*days, days[0] + 7])) - 1
    accepted = _accepted_n(schedule.pattern)
    if accepted is None or schedule.n is None or schedule.n not in accepted:
        return None
    return (7 // schedule.n if schedule.pattern is Pattern.PER_WEEK else schedule.n) - 1


def _anchor_problems(schedule: Schedule) -> Iterator[Problem]:
    if len(schedule.anchors) > schedule.times_per_day:
        values: dict[str, object] = {"anchors": len(schedule.anchors), "times": schedule.times_per_day}
        text = N_("%(anchors)s routines for %(times)s times a day; give at most one to each time.")
        yield Problem("anchors", text, values)
    times = [anchor.at for anchor in schedule.anchors if anchor.at is not None]
    if any(at.tzinfo is not None for at in times):
        yield Problem(
            "anchors", N_("A clock time has no time zone; write it as on the patient's clock, such as 08:30.")
        )
    elif (hours := schedule.min_hours_between) is not None and _closest_hours(times) < hours:
        text = N_(
            "Two clock times are closer than %(hours)s hours; move one, or ask for fewer hours between."
        )
        yield Problem("anchors", text, {"hours": hours})


def _closest_hours(times: list[time]) -> float:
    hours = sorted(at.hour + at.minute / 60 + at.second / 3600 for at in times)
    return min((after - before for before, after in pairwise(hours)), default=math.inf)


def _date_problems(schedule: Schedule) -> Iterator[Problem]:
    if schedule.start and schedule.end and schedule.end < schedule.start:
        text = N_("The end is before the start; choose %(start)s or later.")
        yield Problem("end", text, {"start": schedule.start.isoformat()})
    for pause in schedule.paused:
        if pause.last < pause.first:
            text = N_("The pause from %(first)s ends before it begins; choose a last day from then on.")
            yield Problem("paused", text, {"first": pause.first.isoformat()})


def _accepted_n(pattern: Pattern) -> range | None:
    return {Pattern.PER_WEEK: TIMES_PER_WEEK, Pattern.EVERY_N_DAYS: INTERVAL_DAYS}.get(pattern)


def _weekdays_valid(weekdays: tuple[int, ...]) -> bool:
    return bool(weekdays) and len(set(weekdays)) == len(weekdays) and all(day in WEEK for day in weekdays)

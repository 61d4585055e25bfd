"""How often and on which days: 2/d, 3/w, mon,wed,fri, every 2d, prn 4/d, 4h apart, from 2026-11-20."""

import re
from collections.abc import Callable
from datetime import date

from everyrep.core.problems import N_, invalid
from everyrep.core.schedule import Pattern, Schedule
from everyrep.core.shorthand.scanner import Fields, Rule
from everyrep.core.shorthand.volume import token

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = "|".join(DAYS)
COUNT = r"(?P<count>[0-9]{1,3})"
DATE = r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"


def _count(field: str) -> Callable[[re.Match[str]], Fields]:
    return lambda match: {field: int(match["count"])}


def _counted(pattern: Pattern) -> Callable[[re.Match[str]], Fields]:
    return lambda match: {"pattern": pattern, "n": int(match["count"])}


def _weekdays(match: re.Match[str]) -> Fields:
    return {"pattern": Pattern.WEEKDAYS, "weekdays": tuple(map(DAYS.index, match.group().lower().split(",")))}


def _as_needed(match: re.Match[str]) -> Fields:
    limit = {"max_per_day": int(match["count"])} if match["count"] else {}
    return {"pattern": Pattern.AS_NEEDED, **limit}


def _date(field: str) -> Callable[[re.Match[str]], Fields]:
    def read(match: re.Match[str]) -> Fields:
        try:
            return {field: date.fromisoformat(match["date"])}
        except ValueError:
            text = N_("%(date)s is not in the calendar; write year-month-day, such as 2026-11-20")
            raise invalid(field, text, date=match["date"]) from None

    return read


RULES = (
    Rule("prn 4/d", token(rf"prn(?:\s+{COUNT}/d)?"), _as_needed),
    Rule("2/d", token(rf"{COUNT}/d"), _count("times_per_day")),
    Rule("3/w", token(rf"{COUNT}/w"), _counted(Pattern.PER_WEEK)),
    Rule("mon,wed,fri", token(rf"(?:{DAY})(?:,(?:{DAY}))*"), _weekdays),
    Rule("every 2d", token(rf"every\s+{COUNT}d"), _counted(Pattern.EVERY_N_DAYS)),
    Rule("4h apart", token(rf"{COUNT}h\s+apart"), _count("min_hours_between")),
    Rule("1d rest", token(rf"{COUNT}d\s+rest"), _count("min_rest_days_between")),
    Rule("from 2026-11-20", token(rf"from\s+{DATE}"), _date("start")),
    Rule("until 2026-12-20", token(rf"until\s+{DATE}"), _date("end")),
)


def day_tokens(schedule: Schedule) -> list[str]:
    """The parts of a schedule; `1/d` is written only where no other part says on which days."""
    hours, rest = schedule.min_hours_between, schedule.min_rest_days_between
    return [
        *_frequency_tokens(schedule),
        *([f"{hours}h apart"] if hours is not None else []),
        *([f"{rest}d rest"] if rest is not None else []),
        *([f"from {schedule.start.isoformat()}"] if schedule.start else []),
        *([f"until {schedule.end.isoformat()}"] if schedule.end else []),
    ]


def _frequency_tokens(schedule: Schedule) -> list[str]:
    every_day = schedule.pattern is Pattern.EVERY_DAY
    times = [f"{schedule.times_per_day}/d"] if every_day or schedule.times_per_day != 1 else []
    return times if every_day else [*times, _pattern_token(schedule)]


def _pattern_token(schedule: Schedule) -> str:
    if schedule.pattern is Pattern.WEEKDAYS:
        return ",".join(DAYS[day] for day in schedule.weekdays)
    if schedule.pattern is Pattern.AS_NEEDED:
        return "prn" if schedule.max_per_day is None else f"prn {schedule.max_per_day}/d"
    return f"{schedule.n}/w" if schedule.pattern is Pattern.PER_WEEK else f"every {schedule.n}d"

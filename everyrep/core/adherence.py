"""Adherence over a window: frequency, dose and quality, side by side and never blended.

Formulae: clinical reference 2.3 and 2.4 (agreed recommendations, WHO wording; bands are a convention).
Every result is a pure function of the set of tallies: their order changes nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import groupby
from math import ceil, floor, fsum

from everyrep.core.problems import N_, invalid
from everyrep.core.tally import DayTally

SESSION_HAPPENED = 0.5  # clinical reference 2.3: a slot with this credit counts in the frequency
COUNTS_BELOW = 4  # clinical reference 2.3: with fewer planned, "2 of 3" says more than 67 %
OVERUSE_ABOVE = 1.2  # clinical reference 2.3: a safety notice where rest days are set
OVERUSE_DAYS = 7
DAYS_A_WEEK = 7
DECIMALS = 9  # shares are compared after rounding, so that 0.8 reached by adding thirds is still 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of what was planned. No log at all means no data: all three are None, never 0.

    Where all is logged, value, low and high are the same. Where some slots are unlogged, value is None,
    low takes them as nothing done, and high is the share over the logged ones only.
    """

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """`planned` is N: planned slots less excused and not yet due. Show counts, not percent, while N < 4."""

    planned: float
    logged: int
    excused_days: int
    frequency: Share
    dose: Share
    quality: float | None


class Band(Enum):
    """How to read a share at a glance; 80 % is a convention, not a dose-response threshold (2.1)."""

    ON_TRACK = "on_track"
    PARTLY = "partly"
    NEEDS_TALK = "needs_talk"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """The lowest share, 0-1, of each band; a clinic may edit them. Raises Invalid where they cross.

    The defaults follow the commonest "satisfactory" range, 80-99 % (Bailey 2020, Br J Sports Med 54:326).
    """

    on_track: float = 0.8
    partly: float = 0.5

    def __post_init__(self) -> None:
        if not 0 < self.partly <= self.on_track <= 1:
            text = N_(
                "Choose shares from 0 to 1, the one for on track at least as high as the one for partly"
            )
            raise invalid("bands", text)


DEFAULT_BANDS = Bands()
NO_SHARE = Share(value=None, low=None, high=None)


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of the window in sessions: expected at all, expected of those logged, and earned."""

    expected: float
    expected_logged: float
    happened: float
    credit: float
    logged: int


def adherence(
    tallies: Iterable[DayTally],
    *,
    until: date | None = None,
    today: date | None = None,
    technique_checks: Iterable[float] = (),
) -> Adherence:
    """Adherence over the days given, up to and including `until`.

    1. Excused days leave the window: neither their slots nor what was done on them count.
    2. On `today` only what was logged counts, since the rest is not yet due; later days are left out.
    3. Fixed slots: frequency is the share of slots with a credit of 0.5 or more, dose the mean credit.
    4. Weekly quotas, by ISO week from Monday: a week expects its quota times its counted days / 7, and
       earns at most that. Sessions beyond it do not carry over.
    5. Slots and weeks are combined by adding what was earned, and adding what was expected.
    6. `quality` is the mean of the technique checks (0-3), None without any.
    """
    days = [day for day in tallies if _in_window(day, until) and _in_window(day, today)]
    counted = [day for day in days if not day.excused]
    parts = [_slots(day, today) for day in counted] + _weeks(counted, today)
    checks = list(technique_checks)
    return Adherence(
        planned=fsum(part.expected for part in parts),
        logged=sum(part.logged for part in parts),
        excused_days=len(days) - len(counted),
        frequency=_share(parts, lambda part: part.happened),
        dose=_share(parts, lambda part: part.credit),
        quality=fsum(checks) / len(checks) if checks else None,
    )


def _in_window(day: DayTally, last: date | None) -> bool:
    return last is None or day.local_date <= last


def _slots(day: DayTally, today: date | None) -> Part:
    """The day's fixed slots; an unlogged slot is expected and earns nothing, but is not taken as zero."""
    logged = [credit for credit in day.sessions if credit is not None]
    return Part(
        expected=len(logged) if day.local_date == today else len(day.sessions),
        expected_logged=len(logged),
        happened=sum(_sessions(credit) for credit in logged),
        credit=fsum(logged),
        logged=len(logged),
    )


def _weeks(days: Iterable[DayTally], today: date | None) -> list[Part]:
    open_day = [day for day in days if day.local_date != today or day.quota_credit is not None]
    in_order = sorted(open_day, key=lambda day: day.local_date)
    return [_week(list(week)) for _, week in groupby(in_order, lambda day: day.local_date.isocalendar()[:2])]


def _week(days: list[DayTally]) -> Part:
    """The quota of one week. Sessions still short of it are unlogged; the week does not say which days."""
    expected = fsum(day.quota_per_week for day in days) / DAYS_A_WEEK
    earned = [round(day.quota_credit, DECIMALS) for day in days if day.quota_credit is not None]
    logged = sum(max(1, ceil(credit)) for credit in earned)
    return Part(
        expected=expected,
        expected_logged=min(expected, logged),
        happened=min(expected, sum(_sessions(credit) for credit in earned)),
        credit=min(expected, fsum(earned)),
        logged=logged,
    )


def _sessions(credit: float) -> int:
    """Sessions that happened: 1 from a credit of 0.5 on, and 2 from 1.5 where a day holds several."""
    return floor(credit + (1 - SESSION_HAPPENED))


def _share(parts: Iterable[Part], earned: Callable[[Part], float]) -> Share:
    """The share earned: exact where all is logged, else bounded by unlogged as nothing and as left out."""
    parts = list(parts)
    expected = fsum(part.expected for part in parts)
    logged = fsum(part.expected_logged for part in parts)
    if not logged:
        return NO_SHARE
    total = fsum(earned(part) for part in parts)
    low, high = total / expected, total / logged
    return Share(value=low if logged == expected else None, low=low, high=high)


def band(share: Share, bands: Bands = DEFAULT_BANDS) -> Band:
    """The band of the share's lower bound, so that a gap in the log is looked at rather than overlooked.

    Where `uncertain`, show the range beside it: the person may well have done more than is logged.
    """
    return _band(share.low, bands)


def uncertain(share: Share, bands: Bands = DEFAULT_BANDS) -> bool:
    """True where what is not logged could move the share into another band."""
    return _band(share.low, bands) is not _band(share.high, bands)


def _band(number: float | None, bands: Bands) -> Band:
    if number is None:
        return Band.NO_DATA
    if round(number, DECIMALS) >= bands.on_track:
        return Band.ON_TRACK
    return Band.PARTLY if round(number, DECIMALS) >= bands.partly else Band.NEEDS_TALK


def show_as_counts(found: Adherence) -> bool:
    """True where so little was planned that a percentage would mislead; show "2 of 3"."""
    return round(found.planned, DECIMALS) < COUNTS_BELOW


def overuse(tallies: Iterable[DayTally]) -> float | None:
    """O = done / planned over the days given, normally the last OVERUSE_DAYS; None without data.

    The highest ratio of any one exercise, since one overdone is not made good by another left out; work
    on a weekly quota is taken together. Above OVERUSE_ABOVE it is a safety notice where rest days are
    set. Work done on excused and on rest days counts; more reps inside a planned session do not, since its
    credit ends at 1. As-needed exercises plan nothing and have no ratio.
    """
    days = list(tallies)
    ratios = [_ratio(days, key) for key in sorted({item.key for day in days for item in day.items})]
    found = [ratio for ratio in [*ratios, _quota_ratio(days)] if ratio is not None]
    return max(found, default=None)


def _ratio(days: Iterable[DayTally], key: str) -> float | None:
    items = [item for day in days for item in day.items if item.key == key]
    planned = sum(len(item.credits) for item in items)
    if not planned or not any(item.evidence for item in items):
        return None
    return fsum(item.extra + fsum(credit or 0.0 for credit in item.credits) for item in items) / planned


def _quota_ratio(days: Iterable[DayTally]) -> float | None:
    done = [day.quota_credit for day in days if day.quota_credit is not None]
    planned = sum(day.quota_per_week for day in days) / DAYS_A_WEEK
    return fsum(done) / planned if done and planned else None

"""The patient's own progress: a month of days, the last weeks in figures, and what one day says."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from everyrep.core.adherence import Adherence, adherence
from everyrep.core.consistency import Trend, consistency, slot_credits
from everyrep.core.day_state import DayState, day_state
from everyrep.core.logged import ExerciseLogged
from everyrep.core.plan import Plan, Prescription
from everyrep.core.tally import DayTally
from everyrep.logbook.queries import entries_between, tallies_between
from everyrep.logbook.spans import each_day
from everyrep.logbook.standing import Standing, standing_of
from everyrep.people.policy import Permission, check
from everyrep.prescribing.chain import Chain, chain_of
from everyrep.prescribing.queries import versions_of
from everyrep.tenancy.viewer import Viewer

TREND_DAYS = 28  # the window of the trend words; a product default
PAIN_DAYS = 7  # "lately" is the last week, compared with the week before it
PAIN_DAYS_LEAST = 2  # fewer days with a pain score in either week say nothing
PAIN_CHANGE = 1.0  # points of 10 from which pain reads as lower or higher; a product default, below the
# 2 points that mark a change patients notice (Farrar 2001, Pain 94:149), as these are only words


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressDay:
    """`has_entries`: something was logged, so that the day can be opened."""

    local_date: date
    state: DayState
    has_entries: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PainTrend:
    """The day's highest pain, 0-10, of the days that have one; means of this week and the one before.

    `mornings` is the mean of the last week's answers about the morning after, None of too few.
    """

    days: tuple[tuple[date, int], ...]
    lately: float | None
    before: float | None
    mornings: float | None = None

    @property
    def change(self) -> int | None:
        """-1 lower, 0 about the same, 1 higher; None where there is too little to compare."""
        if self.lately is None or self.before is None:
            return None
        difference = self.lately - self.before
        return (difference >= PAIN_CHANGE) - (difference <= -PAIN_CHANGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """The newest version against the one before it; `before` is None for the first."""

    before: Plan | None
    after: Plan
    involved: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEntry:
    """One entry of a day, with its prescription as it was in force; None where it is about no exercise."""

    standing: Standing
    item: Prescription | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`month` is the first of the month shown; `earliest` and `latest` bound the months worth opening."""

    month: date
    today: date
    earliest: date
    days: tuple[ProgressDay, ...]
    logged: Adherence
    trend: Trend | None
    pain: PainTrend
    change: PlanChange | None
    day: date | None
    entries: tuple[DayEntry, ...]


def progress(viewer: Viewer, now: datetime, *, month: date | None, day: date | None) -> Progress:
    """The month of `month` (any day of it, at most this month) and the trends up to today."""
    check(viewer, Permission.SEE_PROGRESS)
    assert viewer.patient_id is not None
    today = now.astimezone(ZoneInfo(viewer.zone)).date()
    first = min(month or today, today).replace(day=1)
    versions = versions_of(viewer, viewer.patient_id)
    chain = chain_of(versions)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    shown = tallies_between(viewer, viewer.patient_id, chain, first, last)
    recent = tallies_between(viewer, viewer.patient_id, chain, today - timedelta(days=TREND_DAYS - 1), today)
    return Progress(
        month=first,
        today=today,
        earliest=min((plan.valid_from for plan in chain.plans), default=today).replace(day=1),
        days=_days(viewer, viewer.patient_id, shown, today),
        logged=adherence(shown, today=today),
        trend=consistency(slot_credits(recent)).trend,
        pain=_pain(recent, today),
        change=_change(chain, versions[-1].episode.involved_side) if chain.plans else None,
        day=day,
        entries=_entries(viewer, chain, day) if day else (),
    )


def _days(viewer: Viewer, patient_id: UUID, shown: list[DayTally], today: date) -> tuple[ProgressDay, ...]:
    entries = entries_between(viewer, patient_id, shown[0].local_date, shown[-1].local_date)
    logged = {day for entry in entries for day in each_day(entry.local_date, entry.last_date)}
    return tuple(
        ProgressDay(
            local_date=tally.local_date,
            state=day_state(tally, today),
            has_entries=tally.local_date in logged,
        )
        for tally in shown
    )


def _pain(tallies: list[DayTally], today: date) -> PainTrend:
    days = [(tally.local_date, tally.pain) for tally in tallies if tally.pain is not None]
    week_ago = today - timedelta(days=PAIN_DAYS)
    lately = [pain for day, pain in days if day > week_ago]
    before = [pain for day, pain in days if week_ago - timedelta(days=PAIN_DAYS) < day <= week_ago]
    mornings = [t.next_pain for t in tallies if t.local_date > week_ago and t.next_pain is not None]
    return PainTrend(days=tuple(days), lately=_mean(lately), before=_mean(before), mornings=_mean(mornings))


def _mean(values: list[int]) -> float | None:
    return sum(values) / len(values) if len(values) >= PAIN_DAYS_LEAST else None


def _change(chain: Chain, involved: str) -> PlanChange:
    *earlier, newest = chain.plans
    return PlanChange(before=earlier[-1] if earlier else None, after=newest, involved=involved)


def _entries(viewer: Viewer, chain: Chain, day: date) -> tuple[DayEntry, ...]:
    assert viewer.patient_id is not None
    found = [standing_of(entry) for entry in entries_between(viewer, viewer.patient_id, day, day)]
    return tuple(DayEntry(standing=one, item=_item(chain, one)) for one in found)


def _item(chain: Chain, standing: Standing) -> Prescription | None:
    logged = standing.logged
    return (
        item_on(chain, logged.item_key, standing.local_date) if isinstance(logged, ExerciseLogged) else None
    )


def item_on(chain: Chain, key: str, day: date) -> Prescription | None:
    """The item as it was in force on a day, else its newest form."""
    plan = chain.on(day)
    found = next((item for item in plan.items if item.key == key), None) if plan else None
    return found or chain.item(key)

"""Reasons in what was said of pain, during and on the morning after (clinical reference 3.4, 3.5)."""

from collections.abc import Iterator
from datetime import timedelta
from math import floor
from statistics import mean

from everyrep.core.attention.kinds import Kind, Reason
from everyrep.core.attention.thresholds import Thresholds
from everyrep.core.attention.window import Lately, run_of, usual_morning
from everyrep.core.logged import Stiffness
from everyrep.core.tally import DayTally

WEEK = 7


def pain_reasons(lately: Lately, t: Thresholds) -> Iterator[Reason]:
    """Pain above the limit, mornings that stay worse, and swelling, where any of these was logged."""
    yield from _high(lately, t)
    yield from _flare(lately, t)
    yield from _rising(lately, t)
    yield from _swollen(lately, t)


def _high(lately: Lately, t: Thresholds) -> Iterator[Reason]:
    """Pain above `pain_over` on `pain_times` days of the last `pain_days`."""
    high = [day for day in lately.last(t.pain_days) if day.pain is not None and day.pain > t.pain_over]
    if len(high) >= t.pain_times:
        evidence = {
            "scores": [[day.local_date.isoformat(), day.pain] for day in high],
            "over": t.pain_over,
            "days": t.pain_days,
        }
        since, newest = high[t.pain_times - 1].local_date, high[-1].local_date
        yield Reason(kind=Kind.PAIN_HIGH, since=since, mark=newest.toordinal(), evidence=evidence)


def _flare(lately: Lately, t: Thresholds) -> Iterator[Reason]:
    """On so many days running, the next morning was `flare_rise` or more above what is usual."""
    mornings = lately.mornings
    for length in range(len(mornings), t.flare_mornings - 1, -1):
        run = mornings[-length:]
        usual = usual_morning(mornings, run[0].local_date, t)
        if usual is not None and _all_above(run, usual + t.flare_rise) and _goes_on(run, lately):
            evidence = {"scores": _scores(run), "usual": usual}
            since = run[t.flare_mornings - 1].local_date
            mark = run[-1].local_date.toordinal()
            yield Reason(kind=Kind.FLARE_24H, since=since, mark=mark, evidence=evidence)
            return


def _all_above(run: list[DayTally], least: float) -> bool:
    return all(day.next_pain is not None and day.next_pain >= least for day in run)


def _goes_on(run: list[DayTally], lately: Lately) -> bool:
    """Days in a row up to yesterday or the day before: the next morning is not always answered at once."""
    days = [day.local_date for day in run]
    return run_of(days) == days and (lately.today - days[-1]).days <= 2


def _rising(lately: Lately, t: Thresholds) -> Iterator[Reason]:
    """Two weeks, in each of which the mornings were on average `morning_rise` above what was usual before."""
    start = lately.today - timedelta(days=2 * WEEK)
    usual = usual_morning(lately.mornings, start, t)
    if usual is None:
        return
    weeks = [_week(lately, weeks_ago) for weeks_ago in (2, 1)]
    if any(len(week) < t.morning_answers or mean(week) < usual + t.morning_rise for week in weeks):
        return
    means = [round(mean(week), 1) for week in weeks]
    evidence = {"usual": usual, "means": means}
    yield Reason(kind=Kind.MORNING_PAIN, since=start, mark=floor(means[-1]), evidence=evidence)


def _week(lately: Lately, weeks_ago: int) -> list[int]:
    """The morning scores after the days of that week; the last one ends with yesterday."""
    first = lately.today - timedelta(days=weeks_ago * WEEK)
    days = (day for day in lately.mornings if first <= day.local_date < first + timedelta(days=WEEK))
    return [day.next_pain for day in days if day.next_pain is not None]


def _swollen(lately: Lately, t: Thresholds) -> Iterator[Reason]:
    """Very stiff or swollen on the newest `swelling_days` mornings that were answered lately."""
    said = [day for day in lately.last(t.recent_days) if day.next_stiffness]
    newest = said[-t.swelling_days :]
    much = [day.local_date for day in newest if day.next_stiffness == Stiffness.MUCH.value]
    if len(much) >= t.swelling_days:
        evidence = {"days": [day.isoformat() for day in much]}
        yield Reason(kind=Kind.SWELLING, since=much[-1], mark=much[-1].toordinal(), evidence=evidence)


def _scores(run: list[DayTally]) -> list[list[object]]:
    return [[day.local_date.isoformat(), day.next_pain] for day in run]

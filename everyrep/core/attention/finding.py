"""Finding the reasons in a patient's last four weeks: pure functions of tallies, program and thresholds."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import floor

from everyrep.core.adherence import COUNTS_BELOW, DECIMALS, adherence, band, overuse
from everyrep.core.attention.kinds import Condition, Kind, Reason
from everyrep.core.attention.pain import pain_reasons
from everyrep.core.attention.thresholds import Thresholds
from everyrep.core.attention.window import Lately, run_of
from everyrep.core.freshness import days_unchanged
from everyrep.core.logged import Excuse
from everyrep.core.logged import Reason as Barrier
from everyrep.core.plan import Plan, Prescription
from everyrep.core.schedule import Pattern, Schedule, weekly_quota
from everyrep.core.tally import DayTally

OWN_EXCUSES = frozenset(excuse.value for excuse in Excuse) - {Excuse.THERAPIST_HOLD.value}
Finder = Callable[[Lately, Plan, Thresholds], Iterator[Reason]]


def reasons_in(lately: Lately, t: Thresholds) -> tuple[Reason, ...]:
    """Every reason that the program and the log give today; none where no program is in force.

    After the end of a program nobody watches, and the patient was told so (clinical reference 8.2).
    """
    if lately.plan is None:
        return ()
    return tuple(reason for find in FINDERS for reason in find(lately, lately.plan, t))


def condition(lately: Lately, t: Thresholds) -> Condition:
    """How the patient stands, by the dose of the last `dose_days` days."""
    if lately.plan is None or lately.paused:
        return Condition.RESTING
    share = adherence(lately.last(t.dose_days), today=lately.today).dose
    return Condition(band(share).value)


def _pain(lately: Lately, _plan: Plan, t: Thresholds) -> Iterator[Reason]:
    yield from pain_reasons(lately, t)


def _low_mood(lately: Lately, _plan: Plan, t: Thresholds) -> Iterator[Reason]:
    """The barrier "low mood", named lately (clinical reference 2.2 and 3.13)."""
    said = [day.local_date for day in lately.last(t.recent_days) if _named(day, Barrier.LOW_MOOD)]
    if said:
        evidence = {"days": [day.isoformat() for day in said]}
        yield Reason(kind=Kind.LOW_MOOD, since=said[0], mark=said[-1].toordinal(), evidence=evidence)


def _named(day: DayTally, barrier: Barrier) -> bool:
    return any(barrier.value in item.reasons for item in day.items)


def _silent(lately: Lately, _plan: Plan, t: Thresholds) -> Iterator[Reason]:
    """Nothing logged for `silent_days`, of which something was planned; days off are no silence."""
    planned = any(
        (day.sessions or day.quota_per_week) and not day.excused for day in lately.last(t.silent_days)
    )
    off = [day.local_date for day in lately.days if day.excused and day.local_date <= lately.today]
    heard = max([*off, *([lately.heard_on] if lately.heard_on else [])], default=date.min)
    last = max(heard, lately.began_on or lately.today)
    if planned and not lately.paused and (lately.today - last).days >= t.silent_days:
        evidence = {"last": lately.heard_on.isoformat() if lately.heard_on else ""}
        since = last + timedelta(days=t.silent_days)
        yield Reason(kind=Kind.SILENT, since=since, mark=heard.toordinal(), evidence=evidence)


def _low_dose(lately: Lately, _plan: Plan, t: Thresholds) -> Iterator[Reason]:
    """Less than `dose_below` of the dose in `dose_days`; the lower bound counts, as in the bands."""
    first = lately.today - timedelta(days=t.dose_days - 1)
    if lately.began_on is None or lately.began_on > first:
        return
    found = adherence(lately.last(t.dose_days), today=lately.today)
    low, high = found.dose.low, found.dose.high
    if low is None or high is None or found.planned < COUNTS_BELOW or _percent(low) >= t.dose_below:
        return
    evidence = {"low": _percent(low), "high": _percent(high), "days": t.dose_days}
    mark = -(_percent(low) // 10)  # ten points less ask again
    yield Reason(kind=Kind.LOW_DOSE, since=first, mark=mark, evidence=evidence)


def _percent(share: float) -> int:
    return floor(round(share, DECIMALS) * 100)


def _overuse(lately: Lately, plan: Plan, t: Thresholds) -> Iterator[Reason]:
    """More than `overuse_above` of what was planned, of exercises that have days of rest."""
    resting = {item.key for item in plan.items if _rests(item.schedule)}
    quota = any(weekly_quota(item.schedule) for item in plan.items)
    days = [_only(day, resting, quota=quota) for day in lately.last(t.recent_days)]
    ratio = overuse(days) if resting else None
    if ratio is None or _percent(ratio) <= t.overuse_above:
        return
    first = lately.today - timedelta(days=t.recent_days - 1)
    evidence = {"percent": _percent(ratio), "days": t.recent_days}
    yield Reason(kind=Kind.OVERUSE, since=first, mark=_percent(ratio) // 10, evidence=evidence)


def _rests(schedule: Schedule) -> bool:
    some_days = schedule.pattern in (Pattern.WEEKDAYS, Pattern.EVERY_N_DAYS, Pattern.PER_WEEK)
    return some_days or schedule.min_rest_days_between is not None


def _only(day: DayTally, keys: set[str], *, quota: bool) -> DayTally:
    items = tuple(item for item in day.items if item.key in keys)
    return replace(day, items=items, quota_credit=day.quota_credit if quota else None)


def _as_needed(lately: Lately, plan: Plan, t: Thresholds) -> Iterator[Reason]:
    for item in plan.items:
        if item.schedule.pattern is Pattern.AS_NEEDED:
            uses = _uses(lately, item, t)
            yield from _over_maximum(item, uses)
            yield from _every_day(item, uses, lately.today, t)


def _uses(lately: Lately, item: Prescription, t: Thresholds) -> dict[date, int]:
    days = lately.last(t.as_needed_days + 1)  # yesterday may be the last of them: today is not over
    found = {
        day.local_date: sum(one.done_sessions for one in day.items if one.key == item.key) for day in days
    }
    return {day: times for day, times in found.items() if times}


def _over_maximum(item: Prescription, uses: dict[date, int]) -> Iterator[Reason]:
    most = item.schedule.max_per_day
    over = [day for day, times in uses.items() if most is not None and times > most]
    if over:
        newest = max(over)
        evidence = {"exercise": item.exercise, "day": newest.isoformat(), "uses": uses[newest], "most": most}
        mark = newest.toordinal()
        yield Reason(kind=Kind.AS_NEEDED_OVER, since=newest, mark=mark, subject=item.key, evidence=evidence)


def _every_day(item: Prescription, uses: dict[date, int], today: date, t: Thresholds) -> Iterator[Reason]:
    run = run_of(uses)
    if len(run) >= t.as_needed_days and (today - run[-1]).days <= 1:
        evidence = {"exercise": item.exercise, "days": t.as_needed_days}
        since = run[-t.as_needed_days]
        # Going on is no news: once handled it rests until the day that was named.
        yield Reason(kind=Kind.AS_NEEDED_DAILY, since=since, mark=0, subject=item.key, evidence=evidence)


def _time_off(lately: Lately, _plan: Plan, t: Thresholds) -> Iterator[Reason]:
    """Flares and illness that go on, and much time off in all; a hold is the clinic's own."""
    until_now = [day for day in lately.days if day.local_date <= lately.today]
    yield from _off(until_now, lately.today, Excuse.FLARE, Kind.FLARE_DAYS, t.flare_days)
    yield from _off(until_now, lately.today, Excuse.ILLNESS, Kind.ILLNESS, t.illness_over + 1)
    off = [day for day in until_now if day.excused in OWN_EXCUSES]
    if len(off) * 100 > t.excused_above * len(until_now) and len(until_now) > t.dose_days:
        evidence = {"days": len(off), "of": len(until_now), "kinds": sorted({day.excused for day in off})}
        since = off[-1].local_date
        yield Reason(
            kind=Kind.EXCUSED_SHARE, since=since, mark=len(off) * 10 // len(until_now), evidence=evidence
        )


def _off(days: list[DayTally], today: date, excuse: Excuse, kind: Kind, least: int) -> Iterator[Reason]:
    run = run_of(day.local_date for day in days if day.excused == excuse.value)
    if len(run) >= least and (today - run[-1]).days <= 1:
        evidence = {"first": run[0].isoformat(), "last": run[-1].isoformat(), "days": len(run)}
        since = run[least - 1]
        yield Reason(kind=kind, since=since, mark=run[0].toordinal(), evidence=evidence)


def _unchanged(lately: Lately, plan: Plan, t: Thresholds) -> Iterator[Reason]:
    """Exercises that stand unchanged for `unchanged_days`, each with its green days: ready to change?"""
    stale = [item for item in plan.items if days_unchanged(item, plan, lately.today) >= t.unchanged_days]
    if not stale:
        return
    starts = [item.unchanged_since or plan.valid_from for item in stale]
    told = [
        {"exercise": item.exercise, "since": start.isoformat(), "green": _green_days(lately, item, t)}
        for item, start in zip(stale, starts, strict=True)
    ]
    since = min(starts) + timedelta(days=t.unchanged_days)
    evidence = {"items": told, "days": t.unchanged_days}
    yield Reason(kind=Kind.UNCHANGED, since=since, mark=max(starts).toordinal(), evidence=evidence)


def _review_due(lately: Lately, plan: Plan, _t: Thresholds) -> Iterator[Reason]:
    """An exercise that a therapist wanted to look at by a day that has come."""
    for item in plan.items:
        due = item.review_by
        if due is not None and due <= lately.today:
            evidence = {"exercise": item.exercise, "due": due.isoformat()}
            mark = due.toordinal()
            yield Reason(kind=Kind.REVIEW_DUE, since=due, mark=mark, subject=item.key, evidence=evidence)


def _green_days(lately: Lately, item: Prescription, t: Thresholds) -> int:
    """Days on which it was done and hurt little, during and the morning after (clinical reference 3.11)."""
    return sum(_green(day, item, t) for day in lately.last(t.unchanged_days))


def _green(day: DayTally, item: Prescription, t: Thresholds) -> bool:
    said = next((one for one in day.items if one.key == item.key and one.evidence), None)
    if said is None or (day.next_pain or 0) > t.green_pain + 1:
        return False
    done = sum(credit or 0.0 for credit in said.credits) + said.extra
    asked = max(len(said.credits), said.done_sessions, 1)
    return (said.pain or 0) <= t.green_pain and _percent(done / asked) >= t.green_done


FINDERS: tuple[Finder, ...] = (
    _pain,
    _low_mood,
    _silent,
    _low_dose,
    _overuse,
    _as_needed,
    _time_off,
    _unchanged,
    _review_due,
)

"""What is known of the days since the last visit, on one page (clinical reference 8.1).

Numbers, counts and the patient's own words. There is no judgement in it: what they mean is for the therapist
to write.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from math import fsum
from statistics import fmean

from everyrep.core.adherence import Adherence, adherence
from everyrep.core.freshness import REVIEW_AFTER_DAYS, days_unchanged
from everyrep.core.logged import (
    DayExcused,
    Excuse,
    ExerciseLogged,
    Logged,
    QuestionAsked,
    Reason,
    Stiffness,
    SymptomsChecked,
)
from everyrep.core.plan import Plan, Prescription
from everyrep.core.schedule import weekly_quota
from everyrep.core.sync import Evidence
from everyrep.core.tally import DayTally, ItemTally

SINCE_DAYS = 14  # today among them; product default where no earlier signature says when the last visit was
SINCE_DAYS_MOST = 366  # product bound: what goes further back is for the chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One standing entry: on which local date it was said, and what."""

    day: date
    logged: Logged


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """The mean of the days that have a score, and how many those are; None without any."""

    value: float | None
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The mean over the earlier and over the later half of a window, and the highest day of all."""

    earlier: Mean
    later: Mean
    highest: int | None

    @property
    def days(self) -> int:
        return self.earlier.days + self.later.days

    @property
    def whole(self) -> Mean:
        """The mean over the whole window."""
        halves = [half for half in (self.earlier, self.later) if half.value is not None]
        total = fsum((half.value or 0) * half.days for half in halves)
        return Mean(value=total / self.days if halves else None, days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Symptoms before and after an exercise taken as needed, 0-10: means over the `uses` that say both."""

    before: float
    after: float
    uses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The patient's own words; `item_key` is "" where they are about no exercise."""

    day: date
    item_key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSummary:
    """One exercise: what was asked for against what was done.

    `item` is the prescription in force at the end of the window, None for one that was stopped. `adherence`
    is worked out as for the whole program; an exercise taken as needed plans nothing. `loads` are as
    entered, the first and the last that differ.
    """

    key: str
    exercise: str
    item: Prescription | None
    adherence: Adherence
    times: int
    pain: Trend
    effort: Trend
    loads: tuple[str, ...]
    around: Around | None
    questions: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The window from `first` to `last`, local dates, both included.

    `silent_days` are days with something due on which nothing was logged: never taken as not done.
    `unchanged` are the items that have stood for REVIEW_AFTER_DAYS or more, with their days. `excused`,
    `barriers` and `evidence` go from the most to the least. `notes` and questions are newest first.
    """

    first: date
    last: date
    adherence: Adherence
    silent_days: int
    excused: tuple[tuple[Excuse, int], ...]
    barriers: tuple[tuple[Reason, int], ...]
    evidence: tuple[tuple[Evidence, int], ...]
    items: tuple[ItemSummary, ...]
    pain: Trend
    morning: Trend
    stiff_mornings: int
    effort: Trend
    flares: tuple[tuple[date, date], ...]
    unchanged: tuple[tuple[Prescription, int], ...]
    notes: tuple[Quote, ...]
    questions: tuple[Quote, ...]

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def summarise(
    tallies: Iterable[DayTally], said: Iterable[Said], plans: Sequence[Plan], *, now: Plan | None, today: date
) -> Summary:
    """The summary of the days given, which are consecutive; later days than `today` are left out.

    `plans` are the versions that count, by which each day's tally is read; `now` is the one in force at
    the end. On `today` only what was logged counts, as the rest is not yet due. The halves of a trend are
    those of the days since a program was first in force. Raises ValueError without a day.
    """
    days = sorted((day for day in tallies if day.local_date <= today), key=lambda day: day.local_date)
    if not days:
        raise ValueError("a summary needs at least one day")
    lived = days[next((n for n, day in enumerate(days) if day.version), 0) :]
    entries = [one for one in said if days[0].local_date <= one.day <= days[-1].local_date]
    excused = Counter(Excuse(day.excused) for day in days if day.excused)
    barriers = Counter(log.reason for log in _logs(entries) if log.reason)
    return Summary(
        first=days[0].local_date,
        last=days[-1].local_date,
        adherence=adherence(days, today=today),
        silent_days=sum(_is_silent(day, today) for day in days),
        excused=tuple(excused.most_common()),
        barriers=tuple(barriers.most_common()),
        evidence=evidence_mix(days),
        items=tuple(_items(lived, entries, plans, now, today)),
        pain=trend([day.pain for day in lived]),
        morning=trend([day.next_pain for day in lived]),
        stiff_mornings=sum(day.next_stiffness == Stiffness.MUCH.value for day in days),
        effort=trend([day.effort for day in lived]),
        flares=flares(days),
        unchanged=tuple(_unchanged(now, today)) if now else (),
        notes=_newest(_notes(entries)),
        questions=_newest(_questions(entries)),
    )


def trend(scores: Sequence[int | None]) -> Trend:
    """The scores of consecutive days by halves; the middle day belongs to the later half."""
    half = len(scores) // 2
    known = [score for score in scores if score is not None]
    return Trend(earlier=mean(scores[:half]), later=mean(scores[half:]), highest=max(known, default=None))


def mean(scores: Iterable[int | None]) -> Mean:
    """The mean of the scores that are known."""
    known = [score for score in scores if score is not None]
    return Mean(value=fmean(known) if known else None, days=len(known))


def evidence_mix(days: Iterable[DayTally]) -> tuple[tuple[Evidence, int], ...]:
    """How what was done is known, as goes at an exercise, from the most to the least."""
    found: Counter[Evidence] = Counter()
    for day in days:
        found.update({Evidence(code): count for code, count in day.evidence})
    return tuple(found.most_common())


def flares(days: Iterable[DayTally]) -> tuple[tuple[date, date], ...]:
    """The first and last day of every run of flare days."""
    dates = sorted(day.local_date for day in days if day.excused == Excuse.FLARE.value)
    if not dates:
        return ()
    gaps = [(end, begin) for end, begin in pairwise(dates) if begin - end > timedelta(days=1)]
    starts = [dates[0], *(begin for _, begin in gaps)]
    ends = [*(end for end, _ in gaps), dates[-1]]
    return tuple(zip(starts, ends, strict=True))


def _is_silent(day: DayTally, today: date) -> bool:
    """Something was due and nothing was logged; a weekly quota is due on no day of its own."""
    due = bool(day.sessions) and day.local_date < today and not day.excused
    return due and not day.evidence


def _items(
    days: Sequence[DayTally], said: Sequence[Said], plans: Sequence[Plan], now: Plan | None, today: date
) -> Iterator[ItemSummary]:
    """The exercises in force, in their order, then those that were stopped within the window."""
    current = {item.key: item for item in now.items} if now else {}
    seen = {item.key: item.exercise for day in days for item in day.items}
    by_number = {plan.number: plan for plan in plans}
    for key in (*current, *(key for key in seen if key not in current)):
        item = current.get(key)
        own = [one for one in said if _about(one.logged) == key]
        yield _item(key, item, item.exercise if item else seen[key], days, own, by_number, today)


def _item(
    key: str,
    item: Prescription | None,
    exercise: str,
    days: Sequence[DayTally],
    said: Sequence[Said],
    plans: dict[int, Plan],
    today: date,
) -> ItemSummary:
    tallies = [next((one for one in day.items if one.key == key), None) for day in days]
    pairs = zip(days, tallies, strict=True)
    logs = list(_logs(sorted(said, key=lambda one: one.day)))
    return ItemSummary(
        key=key,
        exercise=exercise,
        item=item,
        adherence=adherence(
            (_alone(day, one, _asked(plans.get(day.version), key)) for day, one in pairs), today=today
        ),
        times=sum(one.done_sessions for one in tallies if one),
        pain=trend([one.pain if one else None for one in tallies]),
        effort=trend([one.effort if one else None for one in tallies]),
        loads=_ends([load for log in logs for done in log.sets if (load := done.load.strip())]),
        around=_around(logs),
        questions=_newest(_questions(said)),
    )


def _asked(plan: Plan | None, key: str) -> Prescription | None:
    return next((item for item in plan.items if item.key == key), None) if plan else None


def _alone(day: DayTally, own: ItemTally | None, asked: Prescription | None) -> DayTally:
    """The day as if the program held this exercise alone, so that one formula serves both."""
    quota = weekly_quota(asked.schedule) if asked else 0
    most = asked.schedule.times_per_day if asked else 1
    return replace(
        day,
        sessions=own.credits if own else (),
        quota_per_week=quota,
        quota_credit=min(own.extra, most) if own and quota else None,
    )


def _around(logs: Iterable[ExerciseLogged]) -> Around | None:
    pairs = [(log.before, log.after) for log in logs if log.before is not None and log.after is not None]
    if not pairs:
        return None
    return Around(
        before=fmean(before for before, _ in pairs),
        after=fmean(after for _, after in pairs),
        uses=len(pairs),
    )


def _ends(texts: Sequence[str]) -> tuple[str, ...]:
    """The first and the last, once where they are the same."""
    return tuple(dict.fromkeys((texts[0], texts[-1]))) if texts else ()


def _unchanged(now: Plan, today: date) -> Iterator[tuple[Prescription, int]]:
    for item in now.items:
        if (days := days_unchanged(item, now, today)) >= REVIEW_AFTER_DAYS:
            yield item, days


def _logs(said: Iterable[Said]) -> Iterator[ExerciseLogged]:
    return (one.logged for one in said if isinstance(one.logged, ExerciseLogged))


def _about(logged: Logged) -> str:
    return logged.item_key if isinstance(logged, ExerciseLogged | QuestionAsked) else ""


def _notes(said: Iterable[Said]) -> Iterator[Quote]:
    for one in said:
        if isinstance(one.logged, ExerciseLogged | DayExcused | SymptomsChecked) and one.logged.note.strip():
            yield Quote(day=one.day, item_key=_about(one.logged), text=one.logged.note.strip())


def _questions(said: Iterable[Said]) -> Iterator[Quote]:
    for one in said:
        if isinstance(one.logged, QuestionAsked):
            yield Quote(day=one.day, item_key=one.logged.item_key, text=one.logged.text.strip())


def _newest(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    return tuple(sorted(quotes, key=lambda quote: quote.day, reverse=True))

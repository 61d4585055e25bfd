"""What a program costs the patient: minutes a day, exercises in a session, changes of position.

An estimate for building a program, never a measure of the patient. Fewer exercises are followed and
performed better (Eckard 2015, Mil Med 180:186; Henry 1999, Phys Ther 79:270; clinical reference 2.2),
so notices suggest and never block.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from everyrep.core.dosage import Dosage, Side, Span
from everyrep.core.plan import Prescription
from everyrep.core.problems import N_
from everyrep.core.schedule import WEEK, Pattern, Schedule, weekly_quota

# Exercises in one session: clinical reference 2.2 (Eckard 2015: compliance was lower with 4 or more
# prescribed than with 2 or fewer); the two steps are product defaults, editable by the clinic.
SOFT_ITEMS = 5
STRONG_ITEMS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What the estimate assumes where the dose does not say. All product defaults, editable by the clinic.

    Seconds for one repetition, for the rest between sets and for one step; repetitions where the set is
    open-ended; metres per second of an easy walk (healthy adults walk at 0.94-1.43 m/s by age and sex,
    Bohannon 2011, Physiotherapy 97:182; patients are slower).
    """

    seconds_per_rep: int = 4
    rest_s: int = 30
    seconds_per_step: float = 0.6
    open_reps: int = 12
    walking_m_per_s: float = 1.0


PACE = Pace()


class NoticeKind(Enum):
    """What is worth a second look before signing."""

    MANY_ITEMS = "many_items"
    VERY_MANY_ITEMS = "very_many_items"
    OVER_BUDGET = "over_budget"


NOTICE_TEXTS: Mapping[NoticeKind, str] = {
    NoticeKind.MANY_ITEMS: N_(
        "%(count)s exercises in one session; consider 2 to 4 and the others as optional."
    ),
    NoticeKind.VERY_MANY_ITEMS: N_(
        "%(count)s exercises in one session are hard to keep up; choose 2 to 4 and make the others optional."
    ),
    NoticeKind.OVER_BUDGET: N_(
        "About %(minutes)s minutes a day; the patient has %(budget)s. Shorten or leave out an exercise."
    ),
}


_ECKARD = N_(
    "Eckard 2015, Mil Med 180:186: programs of four or more exercises were kept up less often than programs"
    " of one or two."
)
NOTICE_SOURCES: Mapping[NoticeKind, str] = {
    NoticeKind.MANY_ITEMS: _ECKARD,
    NoticeKind.VERY_MANY_ITEMS: _ECKARD,
    NoticeKind.OVER_BUDGET: N_(
        "The minutes a day in the patient's record, against an estimate that counts the upper end of a range."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A suggestion, its numbers and its source; the edge translates `text` before it fills the numbers in."""

    kind: NoticeKind
    values: dict[str, int]

    @property
    def text(self) -> str:
        return NOTICE_TEXTS[self.kind]

    @property
    def source(self) -> str:
        """What the suggestion rests on, in a sentence."""
        return NOTICE_SOURCES[self.kind]

    def __str__(self) -> str:
        return self.text % self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """Minutes are means over a week; counts and positions are of the fullest session.

    `positions` are those that follow on each other, and `fewest_changes` what another order could do with.
    """

    minutes_per_day: float
    essential_minutes: float
    per_session_items: int
    positions: tuple[str, ...]
    notices: tuple[Notice, ...]

    @property
    def position_changes(self) -> int:
        return max(len(self.positions) - 1, 0)

    @property
    def fewest_changes(self) -> int:
        return max(len(set(self.positions)) - 1, 0)


def seconds_per_session(dosage: Dosage, *, per_side: bool, pace: Pace = PACE) -> int:
    """Seconds one go at the exercise takes, rounded up; a range counts its upper end, so as not to flatter.

    `per_side` says that the exercise works one side at a time: both or alternate then doubles the work,
    but not the rest, in which the other side takes its turn. The rest before the next exercise is included.
    """
    sets = _high(dosage.sets, 1)
    sides = 2 if per_side and dosage.side in (Side.BOTH, Side.ALTERNATE) else 1
    work = sets * sides * _seconds_per_set(dosage, pace)
    rest = (sets - 1) * _high(dosage.rest_s, pace.rest_s) + _high(dosage.rest_between_s, 0)
    return math.ceil(work + rest)


def minutes_per_day(items: Iterable[tuple[Prescription, bool]], *, pace: Pace = PACE) -> float:
    """Mean minutes a day over a full week, by each item's schedule; the flag is `per_side`.

    As-needed items are not planned and cost nothing here. Start, end and pauses do not lower the mean.
    """
    seconds = sum(
        seconds_per_session(item.dosage, per_side=per_side, pace=pace) * _sessions_per_week(item.schedule)
        for item, per_side in items
    )
    return seconds / 60 / len(WEEK)


def burden(
    items: Iterable[tuple[Prescription, bool]],
    positions: Mapping[str, str],
    budget_minutes: int | None,
    *,
    pace: Pace = PACE,
    soft_items: int = SOFT_ITEMS,
    strong_items: int = STRONG_ITEMS,
) -> Burden:
    """The burden of a program and what to notice in it; each item comes with `per_side`.

    `positions` maps the exercise to its position (an item's own position goes first). Budget in minutes
    a day as agreed with the patient; None where none was agreed.
    """
    items = tuple(items)
    minutes = minutes_per_day(items, pace=pace)
    session = _fullest_session([item for item, _ in items])
    return Burden(
        minutes_per_day=minutes,
        essential_minutes=minutes_per_day(((i, per_side) for i, per_side in items if i.essential), pace=pace),
        per_session_items=len(session),
        positions=_positions(session, positions),
        notices=(
            *_item_notices(len(session), soft_items, strong_items),
            *_budget_notices(minutes, budget_minutes),
        ),
    )


def _high(span: Span | None, default: int) -> int:
    return default if span is None else span.high


def _seconds_per_set(dosage: Dosage, pace: Pace) -> float:
    """A written duration goes before what has to be estimated; a hold without reps is held once."""
    if dosage.duration_s is not None:
        return dosage.duration_s.high
    if dosage.distance_m is not None:
        return dosage.distance_m.high / pace.walking_m_per_s
    if dosage.steps is not None:
        return dosage.steps.high * pace.seconds_per_step
    reps = _high(dosage.reps, pace.open_reps if dosage.reps_until else 1)
    moving = dosage.tempo.seconds_per_rep if dosage.tempo else pace.seconds_per_rep
    return reps * (moving + _high(dosage.hold_s, 0))


def _sessions_per_week(schedule: Schedule) -> float:
    days_per_week: dict[Pattern, float] = {
        Pattern.EVERY_DAY: len(WEEK),
        Pattern.WEEKDAYS: len(schedule.weekdays),
        Pattern.EVERY_N_DAYS: len(WEEK) / (schedule.n or 1),
    }
    return weekly_quota(schedule) or schedule.times_per_day * days_per_week.get(schedule.pattern, 0)


def _fullest_session(items: list[Prescription]) -> list[Prescription]:
    """The most items that can meet in one session; an interval or a quota can fall on any weekday."""
    by_weekday = ([item for item in items if _can_fall_on(item.schedule, weekday)] for weekday in WEEK)
    return max(by_weekday, key=len)


def _can_fall_on(schedule: Schedule, weekday: int) -> bool:
    if schedule.pattern is Pattern.WEEKDAYS:
        return weekday in schedule.weekdays
    return schedule.pattern is not Pattern.AS_NEEDED


def _positions(session: list[Prescription], positions: Mapping[str, str]) -> tuple[str, ...]:
    """The known positions in order, each once for as long as it is kept."""
    known = (found for item in session if (found := item.position or positions.get(item.exercise, "")))
    return tuple(position for position, _ in groupby(known))


def _item_notices(count: int, soft_items: int, strong_items: int) -> Iterator[Notice]:
    if count >= strong_items:
        yield Notice(kind=NoticeKind.VERY_MANY_ITEMS, values={"count": count})
    elif count >= soft_items:
        yield Notice(kind=NoticeKind.MANY_ITEMS, values={"count": count})


def _budget_notices(minutes: float, budget: int | None) -> Iterator[Notice]:
    if budget is not None and minutes > budget:
        yield Notice(kind=NoticeKind.OVER_BUDGET, values={"minutes": math.ceil(minutes), "budget": budget})

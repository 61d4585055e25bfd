"""When a patient is reminded, and whether a reminder that is due may still go out.

Clinical reference 2.2: a time that the patient chose, one reminder for a planned session and one follow-up,
quiet hours, and after some days without an answer the therapist hears of it instead. The numbers are in
content/reminders.yaml with their sources. Wall times follow core.schedule.moment over a change of clocks.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from everyrep.core.plan import Plan, SessionPlan, sessions_on
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.schedule import Anchor, moment

WEEKLY_CAPS = range(1, 43)  # messages a week; product bound: six a day
SESSIONS_MOST = 12  # a day holds at most twelve sessions (clinical reference 1.2)
WEEK = timedelta(days=7)
ROUTINE, OFF = "routine", "off"


class Channel(Enum):
    PUSH = "push"
    EMAIL = "email"
    SMS = "sms"


class Kind(Enum):
    """FIRST and AGAIN are for one session, DIGEST for all that an outage let pass; TRY was asked for."""

    FIRST = "first"
    AGAIN = "again"
    DIGEST = "digest"
    TRY = "try"


class Why(Enum):
    """Why a reminder was not sent."""

    STOPPED = "stopped"  # the patient wants none, or none this way
    NOT_PLANNED = "not_planned"  # the plan or the wishes have changed: no such session any more
    PAUSED = "paused"
    LATE = "late"
    EXCUSED = "excused"  # a day off, or the plan is on hold
    LOGGED = "logged"
    QUIET = "quiet"
    UNANSWERED = "unanswered"  # so many days that the therapist hears of it instead
    ENOUGH = "enough"  # the weekly cap, or its share of the day


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours of the patient's own clock without any message, over midnight where `first` is the later one.

    `first` belongs to them and `last` no more. Both the same: no quiet hours.
    """

    first: time
    last: time

    def covers(self, at: time) -> bool:
        if self.first <= self.last:
            return self.first <= at < self.last
        return at >= self.first or at < self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds for every patient. `first_at` and `last_at` are where sessions without a clock time lie."""

    late: timedelta
    again_after: timedelta
    ignored_days: int
    first_at: time
    last_at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the patient chose. `sessions` holds, for each session of the day, HH:MM, "routine" or "off".

    A session beyond the list goes with the routine. `weekly_cap` is 1-42 messages, over all channels.
    `again`: one follow-up. `paused_until` is the last day without reminders. `stopped` is the opt-out,
    which beats everything. Raises Invalid with every fault found.
    """

    channels: frozenset[Channel]
    quiet: Quiet
    weekly_cap: int
    sessions: tuple[str, ...] = ()
    again: bool = True
    paused_until: date | None = None
    stopped: bool = False

    def __post_init__(self) -> None:
        if problems := list(_problems(self)):
            raise Invalid(problems)

    def choice(self, session: int) -> str:
        """What was chosen for a session of the day: HH:MM, "routine" or "off"."""
        return self.sessions[session] if session < len(self.sessions) else ROUTINE

    def paused_on(self, day: date) -> bool:
        return self.paused_until is not None and day <= self.paused_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A reminder as the plan has it: due at `due_at` (UTC), late at `late_at`; `next_at` is the next one."""

    local_date: date
    session: int
    due_at: datetime
    late_at: datetime
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message that went out, for a session of a local date; several devices make one."""

    local_date: date
    session: int
    kind: Kind
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that decides about one reminder, as it is now.

    `slot` is what it is for as the plan has it, None where nothing is planned any more. `logged`: something
    is said of the session. `excused`: a day off, or the plan on hold. `sent`: the last seven days.
    `due_later`: how many first reminders are still to come today. `unanswered`: see unanswered_days.
    """

    wishes: Wishes
    zone: ZoneInfo
    slot: Occurrence | None
    logged: bool
    excused: bool
    sent: Collection[Sent]
    due_later: int
    unanswered: int


PlanOn = Callable[[date], Plan | None]
AnchorsOn = Callable[[date], Mapping[int, Anchor]]


def occurrences(
    plan_on: PlanOn,
    anchors_on: AnchorsOn,
    wishes: Wishes,
    rules: Rules,
    zone: ZoneInfo,
    first: date,
    last: date,
) -> Iterator[Occurrence]:
    """The first reminders of the local dates `first` to `last`, both included, in order of their moments.

    None in quiet hours, on paused days, or for a session that is off; of a day with more sessions than its
    share of messages, as many as fit, evenly. `anchors_on` holds the moments that the patient moved
    sessions to. A reminder is late after `rules.late`, or when the next one is due.
    """
    after = last + timedelta(days=1)
    due = sorted(_due(plan_on, anchors_on, wishes, rules, zone, first, after), key=lambda one: one[0])
    for place, (due_at, day, session) in enumerate(due):
        if day <= last:
            next_at = next((later for later, _, _ in due[place + 1 :] if later > due_at), due_at + WEEK)
            late_at = min(due_at + rules.late, next_at)
            yield Occurrence(local_date=day, session=session, due_at=due_at, late_at=late_at, next_at=next_at)


def _due(
    plan_on: PlanOn,
    anchors_on: AnchorsOn,
    wishes: Wishes,
    rules: Rules,
    zone: ZoneInfo,
    first: date,
    last: date,
) -> Iterator[tuple[datetime, date, int]]:
    most = max(share_of_day(wishes) // max(len(wishes.channels), 1), 1)
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        plan = plan_on(day)
        if plan is None or wishes.stopped or wishes.paused_on(day):
            continue
        sessions = sessions_on(plan, day)
        moments = _moments(sessions, anchors_on(day), wishes, rules, zone)
        for local, session in _evenly(sorted(moments), most):
            yield local.astimezone(UTC), day, session


def _moments(
    sessions: Sequence[SessionPlan],
    moved: Mapping[int, Anchor],
    wishes: Wishes,
    rules: Rules,
    zone: ZoneInfo,
) -> Iterator[tuple[datetime, int]]:
    for session in sessions:
        choice = wishes.choice(session.index)
        if choice == OFF:
            continue
        anchor = moved.get(session.index, session.anchor)
        at = clock_time(session.index, len(sessions), anchor, choice, rules)
        local = _within(session.local_date, at, zone)
        if not wishes.quiet.covers(local.time()):
            yield local, session.index


def _evenly(found: Sequence[tuple[datetime, int]], most: int) -> Sequence[tuple[datetime, int]]:
    """As many as `most`, the first and the last among them where it is more than one."""
    if len(found) <= most:
        return found
    steps = max(most - 1, 1)
    return [found[round(place * (len(found) - 1) / steps)] for place in range(most)]


def _within(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The wall time as a moment of this very day: in Nuuk the hour that is left out ends at midnight."""
    local = moment(day, at, zone)
    if local.date() == day:
        return local
    midnight = datetime.combine(day + timedelta(days=1), time.min, zone)
    return (midnight.astimezone(UTC) - timedelta(minutes=1)).astimezone(zone)


def clock_time(index: int, of: int, anchor: Anchor | None, choice: str, rules: Rules) -> time:
    """When the `index`-th of a day's `of` sessions is, by the patient's clock; `choice`: HH:MM or "routine".

    The patient's own time, else the routine's, else sessions lie evenly between the rules' first and last.
    """
    if choice != ROUTINE:
        return time.fromisoformat(choice)
    if anchor is not None and anchor.at is not None:
        return anchor.at.replace(tzinfo=None, fold=0)
    return spread(index, of, rules)


def spread(index: int, of: int, rules: Rules) -> time:
    """The clock time of the `index`-th of `of` sessions, to the quarter of an hour."""
    first, last = (at.hour * 60 + at.minute for at in (rules.first_at, rules.last_at))
    minutes = first + (last - first) * index / max(of - 1, 1)
    quarter = round(minutes / 15) * 15
    return time(quarter // 60, quarter % 60)


def follow_up(slot: Occurrence, wishes: Wishes, rules: Rules, zone: ZoneInfo) -> Occurrence | None:
    """The one follow-up; None where none is wanted, or where quiet hours or the next session come first."""
    due_at = slot.due_at + rules.again_after
    local, late_at = due_at.astimezone(zone), min(due_at + rules.late, slot.next_at)
    if not wishes.again or due_at >= slot.next_at or local.date() != slot.local_date:
        return None
    return None if wishes.quiet.covers(local.time()) else replace(slot, due_at=due_at, late_at=late_at)


def refused(channel: Channel, kind: Kind, late_at: datetime, now: datetime, found: Situation) -> Why | None:
    """Why a reminder that was due must not go out any more; None where it may."""
    wishes, local = found.wishes, now.astimezone(found.zone)
    if wishes.stopped or channel not in wishes.channels:
        return Why.STOPPED
    if kind is Kind.TRY:
        return None
    if now >= late_at:
        return Why.LATE
    if found.slot is None:
        return Why.NOT_PLANNED
    if wishes.paused_on(local.date()):
        return Why.PAUSED
    if found.excused:
        return Why.EXCUSED
    if found.logged:
        return Why.LOGGED
    if wishes.quiet.covers(local.time()):
        return Why.QUIET
    return None


def too_much(kind: Kind, now: datetime, found: Situation, rules: Rules) -> Why | None:
    """Why a reminder that could go out would be one too many; None where it is not."""
    if kind is Kind.TRY:
        return None
    if found.unanswered >= rules.ignored_days:
        return Why.UNANSWERED
    today = now.astimezone(found.zone).date()
    counted = [one for one in found.sent if one.kind is not Kind.TRY and one.local_date > today - WEEK]
    of_today = sum(one.local_date == today for one in counted)
    if kind is Kind.DIGEST and of_today:
        return Why.ENOUGH
    kept_free = found.due_later * len(found.wishes.channels) if kind is Kind.AGAIN else 0
    if len(counted) >= found.wishes.weekly_cap or of_today + kept_free >= share_of_day(found.wishes):
        return Why.ENOUGH
    return None


def share_of_day(wishes: Wishes) -> int:
    """The most messages of one day: the weekly cap laid evenly over the week, rounded up."""
    return math.ceil(wishes.weekly_cap / WEEK.days)


def unanswered_days(reminded: Iterable[date], heard_on: date | None, today: date) -> int:
    """How many days with a reminder went by, up to yesterday, since anything was heard of the patient."""
    return len({day for day in reminded if day < today and (heard_on is None or day > heard_on)})


def _problems(wishes: Wishes) -> Iterator[Problem]:
    if wishes.weekly_cap not in WEEKLY_CAPS:
        values: dict[str, object] = {"low": WEEKLY_CAPS[0], "high": WEEKLY_CAPS[-1]}
        yield Problem("weekly_cap", N_("Choose a whole number from %(low)s to %(high)s."), values)
    for session, choice in enumerate(wishes.sessions[:SESSIONS_MOST]):
        if choice in (ROUTINE, OFF):
            continue
        at = _clock(choice)
        if at is None:
            text = N_('"%(typed)s" is no time of day; write it like 08:30.')
            yield Problem(f"session-{session}", text, {"typed": choice})
        elif wishes.quiet.covers(at):
            text = N_("%(at)s is in your quiet hours. Choose another time, or change the quiet hours below.")
            yield Problem(f"session-{session}", text, {"at": choice})


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text) if len(text) == len("08:30") else None
    except ValueError:
        return None

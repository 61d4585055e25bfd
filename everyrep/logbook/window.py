"""The days around today as the patient's phone keeps them: the plan of each, its state, and what stands."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID
from zoneinfo import ZoneInfo

from everyrep.attention.queries import holds_of
from everyrep.core.alerting import Hold, held_since, on_hold
from everyrep.core.burden import seconds_per_session
from everyrep.core.day_state import DayState, day_state
from everyrep.core.dosage import Side
from everyrep.core.plan import Plan, Prescription, SessionPlan, counted_from, offered_on, sessions_on
from everyrep.core.schedule import OFFERED, Anchor, next_day
from everyrep.core.sync import FUTURE_TOLERANCE
from everyrep.core.tally import DayTally
from everyrep.library.queries import known_exercise
from everyrep.logbook.queries import tallies_between
from everyrep.logbook.standing import TopOperation, anchors_on, tops_between
from everyrep.people.policy import Permission, check
from everyrep.prescribing.chain import Chain, chain_of
from everyrep.prescribing.models import ProgramVersion
from everyrep.prescribing.queries import SIDED, versions_since
from everyrep.tenancy.viewer import Viewer


class ProgramState(Enum):
    """Where the patient stands with a program today."""

    NONE = "none"
    STARTS = "starts"
    IN_FORCE = "in_force"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A signed version; `therapist` is the signer's name without the credential."""

    id: UUID
    number: int
    valid_from: date
    therapist: str
    involved: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One planned session, tied to the patient's own moment of the day where they have moved it."""

    index: int
    anchor: Anchor | None
    items: tuple[Prescription, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowDay:
    """One local date; without a `plan` no program holds on it. `held`: it waits for a clinician's word."""

    local_date: date
    plan: Plan | None
    state: DayState
    sessions: tuple[Session, ...]
    offered: tuple[Prescription, ...]
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """The version in force against the one before it."""

    before: Plan
    after: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """`versions` by number. `first_day` is set for STARTS, `last_day` for ENDED, `next_day` on a free day."""

    today: date
    program: ProgramState
    plan: Plan | None
    versions: Mapping[int, Version]
    days: tuple[WindowDay, ...]
    tops: tuple[TopOperation, ...]
    change: PlanChange | None
    held_since: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    next_day: date | None = None

    @property
    def version(self) -> Version | None:
        """The version in force today."""
        return self.versions[self.plan.number] if self.plan else None


def window(viewer: Viewer, now: datetime, *, back: int, ahead: int) -> Window:
    """From `back` days before today to `ahead` days from today on, by the clock of the patient's zone.

    Four queries; at most two more where the program has had many versions, or a new one took over a day
    that was logged before.
    """
    check(viewer, Permission.PRACTISE)
    assert viewer.patient_id is not None
    today = now.astimezone(ZoneInfo(viewer.zone)).date()
    first, last = today - timedelta(days=back), today + timedelta(days=ahead - 1)
    versions = versions_since(viewer, viewer.patient_id, first)
    chain = chain_of(versions)
    tallies = tallies_between(viewer, viewer.patient_id, chain, first, last)
    tops = tops_between(viewer, viewer.patient_id, first, last + FUTURE_TOLERANCE)
    holds = holds_of(viewer, [viewer.patient_id])[viewer.patient_id]
    days = tuple(_day(tally, chain, tops, holds, today) for tally in tallies)
    plan = chain.on(today)
    later = [one.valid_from for one in chain.plans if one.valid_from > today]
    ended = [day for day in chain.ended.values() if day < today]
    return Window(
        today=today,
        program=_program(plan, later, ended),
        plan=plan,
        versions={row.number: _version(row) for row in versions},
        days=days,
        tops=tuple(tops),
        change=_change(chain, plan, first),
        held_since=held_since(holds),
        first_day=min(later, default=None) if plan is None else None,
        last_day=max(ended, default=None) if plan is None else None,
        next_day=None if plan is None or days[back].sessions else _next_session_day(plan, today),
    )


def _program(plan: Plan | None, later: list[date], ended: list[date]) -> ProgramState:
    if plan is not None:
        return ProgramState.IN_FORCE
    if later:
        return ProgramState.STARTS
    return ProgramState.ENDED if ended else ProgramState.NONE


def _day(
    tally: DayTally, chain: Chain, tops: list[TopOperation], holds: tuple[Hold, ...], today: date
) -> WindowDay:
    day = tally.local_date
    plan, moved = chain.on(day), anchors_on(day, tops)
    return WindowDay(
        local_date=day,
        plan=plan,
        state=day_state(tally, today),
        sessions=tuple(_session(session, moved) for session in sessions_on(plan, day)) if plan else (),
        offered=offered_on(plan, day) if plan else (),
        held=on_hold(holds, day),
    )


def _session(session: SessionPlan, moved: Mapping[int, Anchor]) -> Session:
    anchor = moved.get(session.index, session.anchor)
    return Session(index=session.index, anchor=anchor, items=session.items)


def _version(row: ProgramVersion) -> Version:
    side = row.episode.involved_side
    return Version(
        id=row.id,
        number=row.number,
        valid_from=row.valid_from,
        therapist=row.signature.partition(",")[0],
        involved=Side(side) if side else None,
    )


def _change(chain: Chain, plan: Plan | None, first: date) -> PlanChange | None:
    """What took over since the first day of the window; the first version of all changes nothing."""
    if plan is None or plan.valid_from <= first:
        return None
    before = [one for one in chain.plans if one.number < plan.number]
    return PlanChange(before=before[-1], after=plan) if before else None


def _next_session_day(plan: Plan, day: date) -> date | None:
    """The next day with a planned session, in the version in force."""
    found = (
        next_day(item.schedule, day + timedelta(days=1), valid_from=counted_from(plan, item))
        for item in plan.items
        if item.schedule.pattern not in OFFERED
    )
    return min((each for each in found if each), default=None)


def seconds_for(item: Prescription) -> int:
    """Seconds that one go at the exercise takes, with its rests."""
    known = known_exercise(item.exercise)
    return seconds_per_session(item.dosage, per_side=known is not None and known.laterality in SIDED)


def minutes_for(items: Iterable[Prescription]) -> int:
    """Whole minutes that the exercises take one after another, rounded up."""
    return math.ceil(sum(seconds_for(item) for item in items) / 60)

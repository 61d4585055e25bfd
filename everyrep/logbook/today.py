"""Today as the patient sees it: what is planned, what stands for it, and the week around it."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID
from zoneinfo import ZoneInfo

from everyrep.core.burden import seconds_per_session
from everyrep.core.day_state import DayState, day_state
from everyrep.core.dosage import Side
from everyrep.core.logged import SESSION_MAX, DayExcused, Excuse, ExerciseLogged, Logged, Outcome
from everyrep.core.plan import (
    Plan,
    Prescription,
    SessionPlan,
    bad_day_minimum,
    counted_from,
    offered_on,
    sessions_on,
)
from everyrep.core.schedule import OFFERED, Anchor, next_day, weekly_quota
from everyrep.core.sync import Evidence
from everyrep.core.tally import DayTally
from everyrep.library.catalogue import exercises
from everyrep.logbook.models import Entry
from everyrep.logbook.queries import entries_between, tallies_between
from everyrep.logbook.wire import read_body
from everyrep.people.policy import Permission, check
from everyrep.prescribing.chain import Chain, chain_of
from everyrep.prescribing.models import ProgramVersion
from everyrep.prescribing.queries import SIDED
from everyrep.tenancy.viewer import NotFound, Viewer

AFTERNOON_FROM_H, EVENING_FROM_H = 12, 18
RECENT_VERSIONS = 6  # more than one week ever holds
OUTCOMES_BEST_FIRST = (Outcome.DONE, Outcome.PARTLY, Outcome.NOT)


class PartOfDay(Enum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class ProgramState(Enum):
    """Where the patient stands with a program today."""

    NONE = "none"
    STARTS = "starts"
    IN_FORCE = "in_force"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An entry that stands, with what it says; `revision` is the one on top."""

    entry_id: UUID
    revision: int
    local_date: date
    evidence: Evidence
    logged: Logged


@dataclass(frozen=True, slots=True, kw_only=True)
class Go:
    """One exercise in one session of today, and what stands for it. `outcome` is None while unlogged."""

    item: Prescription
    session: int
    standing: Standing | None = None

    @property
    def outcome(self) -> Outcome | None:
        logged = self.standing.logged if self.standing else None
        return logged.outcome if isinstance(logged, ExerciseLogged) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionToday:
    """One planned session. Minutes are whole, rounded up; `minutes_left` counts what is not logged yet."""

    index: int
    anchor: Anchor | None
    goes: tuple[Go, ...]
    minutes: int
    minutes_left: int

    @property
    def left(self) -> tuple[Go, ...]:
        return tuple(go for go in self.goes if go.outcome is None)

    @property
    def outcome(self) -> Outcome | None:
        """The session as a whole, of its essential exercises where it has any; None while unlogged."""
        counted = [go for go in self.goes if go.item.essential] or self.goes
        said = {go.outcome for go in counted}
        if said == {None}:
            return None
        return next(iter(said)) if len(said) == 1 else Outcome.PARTLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An exercise of the patient's own choosing: what was logged last today, and the next go at it.

    `per_week` is 0 for an exercise taken as needed; then `per_day` may hold the most for one day.
    """

    item: Prescription
    last: Go | None
    next: Go
    per_week: int
    per_day: int | None
    done_this_week: int
    done_today: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDay:
    local_date: date
    state: DayState


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The signed version in force; `therapist` is the signer's name without the credential."""

    id: UUID
    number: int
    valid_from: date
    therapist: str
    involved: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """One local date of one patient. `plan` and `version` are None unless a program is in force.

    `first_day` is set for STARTS, `last_day` for ENDED, and `next_day` on a day without sessions.
    """

    local_date: date
    part_of_day: PartOfDay
    program: ProgramState
    plan: Plan | None = None
    version: Version | None = None
    first_day: date | None = None
    last_day: date | None = None
    next_day: date | None = None
    excuse: Excuse | None = None
    excuse_standing: Standing | None = None
    sessions: tuple[SessionToday, ...] = ()
    offered: tuple[Offered, ...] = ()
    week: tuple[WeekDay, ...] = ()
    standing: tuple[Standing, ...] = field(default=(), repr=False)

    @property
    def current(self) -> SessionToday | None:
        """The first session that still holds something to do."""
        return next((session for session in self.sessions if session.left), None)

    def session(self, index: int) -> SessionToday:
        """Raises NotFound for a session that today does not plan."""
        found = next((session for session in self.sessions if session.index == index), None)
        if found is None:
            raise NotFound("session")
        return found

    def go(self, item_key: str, session: int) -> Go:
        """An exercise of the plan, due today or not. Raises NotFound."""
        items = self.plan.items if self.plan else ()
        item = next((item for item in items if item.key == item_key), None)
        if item is None or not 0 <= session <= SESSION_MAX:
            raise NotFound("exercise")
        return _go(item, session, self.standing)


def today(viewer: Viewer, now: datetime) -> Today:
    """The patient's own day, by the clock of the patient's zone.

    Three queries: the versions that this week goes by, the week's tallies, today's entries. One more in a
    week in which a new version took over a day that was logged before.
    """
    check(viewer, Permission.PRACTISE)
    assert viewer.patient_id is not None
    local = now.astimezone(ZoneInfo(viewer.zone))
    day = local.date()
    monday = day - timedelta(days=day.weekday())
    versions = _versions_since(viewer, viewer.patient_id, monday)
    chain = chain_of(versions)
    plan = chain.on(day)
    if plan is None:
        return _without_program(local, chain)
    version = next(row for row in versions if row.number == plan.number)
    week = tallies_between(viewer, viewer.patient_id, chain, monday, monday + timedelta(days=6))
    entries = entries_between(viewer, viewer.patient_id, day, day)
    return _today(local, plan, _version(version), week, [standing_of(entry) for entry in entries])


def part_of_day(viewer: Viewer, now: datetime) -> tuple[date, PartOfDay]:
    """The patient's local date, and the part of it."""
    local = now.astimezone(ZoneInfo(viewer.zone))
    return local.date(), _part_of_day(local)


def _versions_since(viewer: Viewer, patient_id: UUID, first: date) -> list[ProgramVersion]:
    """The version in force on `first` and every later one.

    The last few versions hold it nearly always, so that a long history costs nothing here.
    """
    mine = ProgramVersion.objects.seen_by(viewer).filter(patient_id=patient_id).select_related("episode")
    newest_first = mine.defer("emergency_text").order_by("-number")
    recent = list(newest_first[:RECENT_VERSIONS])
    reaches_back = len(recent) < RECENT_VERSIONS or recent[-1].valid_from <= first
    return recent if reaches_back else list(newest_first)


def standing_of(entry: Entry) -> Standing:
    """What an entry says, read."""
    return Standing(
        entry_id=entry.entry_id,
        revision=entry.revision,
        local_date=entry.local_date,
        evidence=Evidence(entry.evidence),
        logged=read_body(entry.body),
    )


def _today(
    local: datetime, plan: Plan, version: Version, week: list[DayTally], standing: list[Standing]
) -> Today:
    day = local.date()
    sessions = tuple(_session(session, standing) for session in sessions_on(plan, day))
    excused = next((one for one in standing if isinstance(one.logged, DayExcused)), None)
    return Today(
        local_date=day,
        part_of_day=_part_of_day(local),
        program=ProgramState.IN_FORCE,
        plan=plan,
        version=version,
        next_day=None if sessions else _next_session_day(plan, day),
        excuse=excused.logged.excuse if excused and isinstance(excused.logged, DayExcused) else None,
        excuse_standing=excused,
        sessions=sessions,
        offered=tuple(_offered(item, standing, week) for item in offered_on(plan, day)),
        week=tuple(WeekDay(local_date=tally.local_date, state=day_state(tally, day)) for tally in week),
        standing=tuple(standing),
    )


def _without_program(local: datetime, chain: Chain) -> Today:
    day = local.date()
    later = [plan.valid_from for plan in chain.plans if plan.valid_from > day]
    ended = [last for last in chain.ended.values() if last < day]
    state = ProgramState.STARTS if later else ProgramState.ENDED if ended else ProgramState.NONE
    return Today(
        local_date=day,
        part_of_day=_part_of_day(local),
        program=state,
        first_day=min(later, default=None),
        last_day=max(ended, default=None),
    )


def _part_of_day(local: datetime) -> PartOfDay:
    if local.hour < AFTERNOON_FROM_H:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if local.hour < EVENING_FROM_H else PartOfDay.EVENING


def _version(row: ProgramVersion) -> Version:
    side = row.episode.involved_side
    return Version(
        id=row.id,
        number=row.number,
        valid_from=row.valid_from,
        therapist=therapist_name(row.signature),
        involved=Side(side) if side else None,
    )


def therapist_name(signature: str) -> str:
    """The name in a signature such as "Ana Vidal, PT, DPT"."""
    return signature.partition(",")[0]


def _next_session_day(plan: Plan, day: date) -> date | None:
    """The next day with a planned session, in the version in force."""
    found = (
        next_day(item.schedule, day + timedelta(days=1), valid_from=counted_from(plan, item))
        for item in plan.items
        if item.schedule.pattern not in OFFERED
    )
    return min((each for each in found if each), default=None)


def _session(session: SessionPlan, standing: list[Standing]) -> SessionToday:
    goes = tuple(_go(item, session.index, standing) for item in session.items)
    return SessionToday(
        index=session.index,
        anchor=session.anchor,
        goes=goes,
        minutes=minutes_for(session.items),
        minutes_left=minutes_for(go.item for go in goes if go.outcome is None),
    )


def _go(item: Prescription, session: int, standing: Iterable[Standing]) -> Go:
    """Of several entries for one go, from two devices say, the one that says most was done."""
    said = list(_said(item.key, session, standing))
    best = min(said, key=lambda pair: OUTCOMES_BEST_FIRST.index(pair[1].outcome), default=None)
    return Go(item=item, session=session, standing=best[0] if best else None)


def _said(
    key: str, session: int | None, standing: Iterable[Standing]
) -> Iterator[tuple[Standing, ExerciseLogged]]:
    for one in standing:
        logged = one.logged
        if (
            isinstance(logged, ExerciseLogged)
            and logged.item_key == key
            and session in (None, logged.session)
        ):
            yield one, logged


def _offered(item: Prescription, standing: list[Standing], week: list[DayTally]) -> Offered:
    """The next go is logged under the day's first free session."""
    taken = sorted({logged.session for _, logged in _said(item.key, None, standing)})
    free = next((index for index in range(SESSION_MAX) if index not in taken), SESSION_MAX)
    return Offered(
        item=item,
        last=_go(item, taken[-1], standing) if taken else None,
        next=Go(item=item, session=free),
        per_week=weekly_quota(item.schedule),
        per_day=item.schedule.max_per_day,
        done_this_week=sum(one.done_sessions for tally in week for one in tally.items if one.key == item.key),
        done_today=len(taken),
    )


def minutes_for(items: Iterable[Prescription]) -> int:
    """Whole minutes that the exercises take one after another, rounded up."""
    known = exercises()
    seconds = sum(
        seconds_per_session(
            item.dosage, per_side=item.exercise in known and known[item.exercise].laterality in SIDED
        )
        for item in items
    )
    return math.ceil(seconds / 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDay:
    """The few minutes that are enough on a bad day."""

    items: tuple[Prescription, ...]
    minutes: int


def bad_day(session: SessionToday) -> BadDay | None:
    """The bad-day version of what is left of a session; None where it would save nothing."""
    items = bad_day_minimum(go.item for go in session.left)
    minutes = minutes_for(items)
    return BadDay(items=items, minutes=minutes) if items and minutes < session.minutes_left else None

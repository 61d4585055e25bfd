"""The day's tally: the one read model behind the tracker, for patient and therapist alike.

Credit follows the clinical reference, 2.3: a share of the prescribed minimum, at most the whole of each
set, so that more of one thing never repays less of another. A tally is a pure function of the set of
entries: their order, and a second device that logs the same slot, change nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import fsum

from everyrep.core.dosage import Dosage, Side, Span
from everyrep.core.logged import (
    DayExcused,
    Excuse,
    ExerciseLogged,
    Logged,
    MorningAfter,
    Outcome,
    SetDone,
    Stiffness,
)
from everyrep.core.plan import Plan, Prescription, SessionPlan, offered_on, sessions_on
from everyrep.core.schedule import weekly_quota
from everyrep.core.sync import Evidence

PARTLY_CREDIT = 0.5  # product default, no published value: "partly" without its sets counts as half
CLOSENESS = {evidence: place for place, evidence in enumerate(Evidence)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTally:
    """One prescription on one day. `credits` has a place for each planned session: 0-1, or None if unlogged.

    `extra` is the credit of sessions beyond the plan (or of a weekly quota, which plans none).
    """

    key: str
    exercise: str
    credits: tuple[float | None, ...]
    extra: float = 0.0
    done_sessions: int = 0
    pain: int | None = None
    effort: int | None = None
    evidence: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTally:
    """Everything the tracker says about one local date.

    `sessions` holds the session credit C(k) of each planned session (clinical reference 2.3): None means
    unlogged, which is never zero. `quota_credit` is the day's credit of items with a weekly quota, a
    weighted mean like C(k). `excused` is an excuse code or "". `version` is the version in force, 0 if none.
    `next_pain` (0-10) and `next_stiffness` are what the patient said the morning after, None and "" if
    nothing (clinical reference 3.5: the response after 24 hours).
    """

    local_date: date
    version: int
    sessions: tuple[float | None, ...]
    quota_credit: float | None
    quota_per_week: int
    excused: str
    pain: int | None
    effort: int | None
    evidence: tuple[tuple[str, int], ...]
    items: tuple[ItemTally, ...]
    next_pain: int | None = None
    next_stiffness: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What counts for one exercise in one session, however many devices logged it."""

    credit: float
    evidence: Evidence


Goes = Mapping[tuple[str, int], Kept]  # by item key and session index
Measure = Callable[[SetDone], int | None]


def exercise_credit(dosage: Dosage, logged: ExerciseLogged) -> float:
    """c(e,k), 0-1: the sum of min(done, prescribed) over the prescribed sets, over what they ask for.

    Each set is measured in the dosage's own unit: reps, reps x hold seconds, seconds, metres or steps; a
    range asks for its lower end. The best sets count, as many as were prescribed. Where both sides work,
    each side owes all its sets, and a set that names no side counts for both. As many reps as possible
    is met by one rep. A set without the number asked for was ticked, and counts whole. A load below the
    plan does not cut the credit. Without sets: done 1, partly PARTLY_CREDIT, not done 0.
    """
    if logged.outcome is Outcome.NOT or not logged.sets:
        return _outcome_credit(logged.outcome)
    asked, measure = _unit(dosage, logged.sets)
    count = dosage.sets.low if dosage.sets else 1
    sides = [[_upto(asked, measure(done)) for done in side] for side in _by_side(dosage, logged.sets)]
    credit = sum(sum(sorted(side, reverse=True)[:count]) for side in sides)
    return credit / (asked * count * len(sides))


def _outcome_credit(outcome: Outcome) -> float:
    return {Outcome.DONE: 1.0, Outcome.PARTLY: PARTLY_CREDIT, Outcome.NOT: 0.0}[outcome]


def _upto(asked: int, done: int | None) -> int:
    return asked if done is None else min(done, asked)


def _by_side(dosage: Dosage, sets: tuple[SetDone, ...]) -> list[list[SetDone]]:
    if dosage.side not in (Side.BOTH, Side.ALTERNATE):
        return [list(sets)]
    return [[done for done in sets if done.side in ("", side)] for side in ("left", "right")]


def _unit(dosage: Dosage, sets: Iterable[SetDone]) -> tuple[int, Measure]:
    """What one set asks for, and how a set really done is measured against it."""
    if dosage.reps is None:
        return (1, lambda done: done.reps) if dosage.reps_until else _other_unit(dosage, list(sets))
    reps = dosage.reps.low
    if dosage.hold_s is None:
        return reps, lambda done: done.reps
    hold = dosage.hold_s.low
    return reps * hold, lambda done: _held(done, hold)


def _other_unit(dosage: Dosage, sets: list[SetDone]) -> tuple[int, Measure]:
    """Time, distance or steps: where several are prescribed, the first that the log speaks of."""
    measures: list[tuple[Span | None, Measure]] = [
        (
            dosage.duration_s or dosage.hold_s,
            lambda done: done.hold_s if done.seconds is None else done.seconds,
        ),
        (dosage.distance_m, lambda done: done.metres),
        (dosage.steps, lambda done: done.steps),
    ]
    asked = [(span.low, measure) for span, measure in measures if span]
    spoken = (unit for unit in asked if any(unit[1](done) is not None for done in sets))
    return next(spoken, asked[0])


def _held(done: SetDone, prescribed_s: int) -> int | None:
    """Seconds under load; the prescribed hold stands in where only the reps were counted."""
    if done.reps is None:
        return None
    return done.reps * (prescribed_s if done.hold_s is None else done.hold_s)


def session_credit(weighted: Iterable[tuple[int, float | None]]) -> float | None:
    """C(k), 0-1, from each exercise's weight and credit; optional exercises weigh 0.

    None where no exercise that counts was logged: unknown is not zero. Once one was, the session
    happened, and those of its exercises that were not logged count 0.
    """
    counted = [(weight, credit) for weight, credit in weighted if weight > 0]
    if all(credit is None for _, credit in counted):
        return None
    return fsum(weight * (credit or 0.0) for weight, credit in counted) / sum(weight for weight, _ in counted)


def tally_day(
    day: date, plan: Plan | None, entries: Iterable[tuple[Logged, Evidence]], excuse: str = ""
) -> DayTally:
    """The tally of one local date, from the plan in force on it and the entries that count for it.

    Which entries those are is said by `days_counted`: days off, and the morning of the day after, too.

    1. For each exercise and session the highest credit is kept, then the closest evidence.
    2. A session with only optional exercises is no slot: it counts neither for nor against.
    3. What was logged beyond the planned sessions, or for an exercise that this plan does not hold, is
       `extra`: it repays nothing, and shows over-use.
    4. An `excuse` given by the caller goes before the patient's own.
    5. Of several answers for one morning the worse one is kept, of pain and stiffness each.
    """
    stood = list(entries)
    mornings = [logged for logged, _ in stood if isinstance(logged, MorningAfter)]
    logs = [(logged, evidence) for logged, evidence in stood if isinstance(logged, ExerciseLogged)]
    excuses = sorted(logged.excuse.value for logged, _ in stood if isinstance(logged, DayExcused))
    goes = _kept(plan, logs)
    sessions = sessions_on(plan, day) if plan else ()
    quotas = _quotas(plan, day) if plan else []
    said = [logged for logged, _ in logs]
    return DayTally(
        local_date=day,
        version=plan.number if plan else 0,
        sessions=tuple(_session(session, goes) for session in sessions if any(map(_weight, session.items))),
        quota_credit=_quota_credit(quotas, goes),
        quota_per_week=max((quota for _, quota in quotas), default=0),
        excused=excuse or next(iter(excuses), ""),
        pain=_highest(logged.pain for logged in said),
        effort=_highest(logged.effort for logged in said),
        evidence=tuple(sorted(Counter(kept.evidence.value for kept in goes.values()).items())),
        items=_item_tallies(plan, sessions, goes, said),
        next_pain=_highest(morning.pain for morning in mornings),
        next_stiffness=_stiffest(mornings),
    )


def held(tally: DayTally) -> DayTally:
    """The same day while the plan is on hold: excused, whatever was planned or logged (rule 4 above)."""
    return replace(tally, excused=Excuse.THERAPIST_HOLD.value)


def _stiffest(mornings: Iterable[MorningAfter]) -> str:
    said = {morning.stiffness for morning in mornings}
    return next((level.value for level in reversed(Stiffness) if level in said), "")


def _kept(plan: Plan | None, logs: Iterable[tuple[ExerciseLogged, Evidence]]) -> Goes:
    dosages = {item.key: item.dosage for item in plan.items} if plan else {}
    goes: dict[tuple[str, int], Kept] = {}
    for logged, evidence in logs:
        dosage = dosages.get(logged.item_key)
        credit = exercise_credit(dosage, logged) if dosage else _outcome_credit(logged.outcome)
        slot, new = (logged.item_key, logged.session), Kept(credit, evidence)
        goes[slot] = min(goes.get(slot, new), new, key=lambda kept: (-kept.credit, CLOSENESS[kept.evidence]))
    return goes


def _weight(item: Prescription) -> int:
    return item.weight if item.essential else 0


def _session(session: SessionPlan, goes: Goes) -> float | None:
    return session_credit((_weight(item), _credit(goes, item.key, session.index)) for item in session.items)


def _credit(goes: Goes, key: str, session: int) -> float | None:
    kept = goes.get((key, session))
    return kept.credit if kept else None


def _quotas(plan: Plan, day: date) -> list[tuple[Prescription, int]]:
    """The day's exercises with a weekly quota that count, each with its sessions a week."""
    offered = ((item, weekly_quota(item.schedule)) for item in offered_on(plan, day))
    return [(item, quota) for item, quota in offered if quota and _weight(item)]


def _quota_credit(quotas: list[tuple[Prescription, int]], goes: Goes) -> float | None:
    """The day's quota work in sessions, at most times_per_day of each exercise; None if none was logged.

    Every exercise with a quota shares the weight, as in C(k), logged that day or not; one with a smaller
    quota shares less, so that a week in which every quota is met adds up to the largest quota exactly.
    """
    done = {item.key: _quota_done(item, goes) for item, _ in quotas}
    if all(sessions is None for sessions in done.values()):
        return None
    asked = sum(_weight(item) * quota for item, quota in quotas)
    earned = fsum(_weight(item) * (done[item.key] or 0.0) for item, _ in quotas)
    return earned * max(quota for _, quota in quotas) / asked


def _quota_done(item: Prescription, goes: Goes) -> float | None:
    best = sorted((kept.credit for (key, _), kept in goes.items() if key == item.key), reverse=True)
    return fsum(best[: item.schedule.times_per_day]) if best else None


def _item_tallies(
    plan: Plan | None, sessions: Iterable[SessionPlan], goes: Goes, logs: list[ExerciseLogged]
) -> tuple[ItemTally, ...]:
    """Every exercise planned or logged that day, in the plan's order; those the plan does not hold last."""
    exercises = {item.key: item.exercise for item in plan.items} if plan else {}
    planned: dict[str, list[int]] = {}
    for session in sessions:
        for item in session.items:
            planned.setdefault(item.key, []).append(session.index)
    logged_keys = {log.item_key for log in logs}
    order = [*exercises, *sorted(logged_keys - exercises.keys())]
    shown = [key for key in order if key in planned or key in logged_keys]
    return tuple(_item(key, exercises.get(key, ""), planned.get(key, []), goes, logs) for key in shown)


def _item(
    key: str, exercise: str, planned: list[int], goes: Goes, logs: Iterable[ExerciseLogged]
) -> ItemTally:
    mine = {session: kept for (item_key, session), kept in goes.items() if item_key == key}
    said = [log for log in logs if log.item_key == key]
    known = sorted({kept.evidence for kept in mine.values()}, key=CLOSENESS.__getitem__)
    return ItemTally(
        key=key,
        exercise=exercise,
        credits=tuple(_credit(goes, key, session) for session in planned),
        extra=fsum(kept.credit for session, kept in mine.items() if session not in planned),
        done_sessions=sum(kept.credit > 0 for kept in mine.values()),
        pain=_highest(log.pain for log in said),
        effort=_highest(log.effort for log in said),
        evidence=tuple(evidence.value for evidence in known),
        reasons=tuple(sorted({log.reason.value for log in said if log.reason})),
    )


def _highest(scores: Iterable[int | None]) -> int | None:
    return max((score for score in scores if score is not None), default=None)

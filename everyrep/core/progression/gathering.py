"""Facts out of the log: what was said, day by day, and the versions of the program in force.

Only what had been said by `today` counts, and only the last `WINDOW_DAYS` of it, so that looking at one more
day costs the same however long the log is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice, pairwise
from math import ceil

from everyrep.core.dosage import Dosage, Side
from everyrep.core.logged import (
    DayExcused,
    ExerciseLogged,
    Logged,
    MorningAfter,
    Outcome,
    Reason,
    SetDone,
    Stiffness,
    days_counted,
)
from everyrep.core.plan import Plan, Prescription, counted_from, plan_in_force, without_superseded
from everyrep.core.progression.facts import NOTHING_KNOWN, Clinical, Facts, Session
from everyrep.core.progression.steps import is_harder
from everyrep.core.schedule import Pattern, planned_times
from everyrep.core.sync import Evidence
from everyrep.core.tally import CLOSENESS, exercise_credit

WINDOW_DAYS = 28  # as long as a rule may be signed for, and longer than any rule looks back
SLOTS = 3  # clinical reference 3.0: A_dose over the last three slots
WEEK = 7
STIFFNESS = tuple(Stiffness)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What was said on one local date, whichever date it speaks of, and what staff knew on it.

    `off` says that the day does not count, such as a hold (`core.alerting`).
    """

    said_on: date
    entries: tuple[tuple[Logged, Evidence], ...] = ()
    clinical: Clinical = NOTHING_KNOWN
    off: bool = False


@dataclass(frozen=True, slots=True)
class _Log:
    """The window, sorted by what it speaks of."""

    goes: dict[tuple[date, int], list[tuple[ExerciseLogged, Evidence]]]
    mornings: dict[date, tuple[int, Stiffness | None]]
    off: frozenset[date]


def facts_from(plans: Iterable[Plan], item_key: str, days: Iterable[Day], *, today: date) -> Facts | None:
    """The item's facts at the end of `today`; None where no version in force on it holds the item.

    What staff know is what the last of the days says. The order of days and entries changes nothing.
    """
    versions = without_superseded(plans)
    plan = plan_in_force(versions, today)
    item = _item(plan, item_key)
    if plan is None or item is None:
        return None
    said = sorted((day for day in days if 0 <= (today - day.said_on).days < WINDOW_DAYS), key=_said_on)
    log = _sorted(said, item_key)
    changed_on = counted_from(plan, item)
    sessions = tuple(_sessions(log, item.dosage, today))
    absence = _absence_days(log, versions, item, today)
    return Facts(
        today=today,
        dosage=item.dosage,
        changed_on=changed_on,
        sessions=sessions,
        mornings=tuple(sorted((day, pain) for day, (pain, _) in log.mornings.items())),
        pain_today=next((session.pain for session in sessions if session.day == today), None),
        dose_share=_dose_share(log, versions, item_key, today),
        absence_days=absence,
        changed_in_absence=None if absence is None else (today - changed_on).days < absence,
        rest_kept=_rest_kept(item, sessions),
        progressed_this_week=_progressed(versions, today),
        tempo_and_load_changed=_tempo_and_load(versions, item_key, today),
        clinical=_clinical(said, log, changed_on),
    )


def _said_on(day: Day) -> date:
    return day.said_on


def _item(plan: Plan | None, item_key: str) -> Prescription | None:
    return next((item for item in plan.items if item.key == item_key), None) if plan else None


def _sorted(said: Sequence[Day], item_key: str) -> _Log:
    goes: dict[tuple[date, int], list[tuple[ExerciseLogged, Evidence]]] = {}
    mornings: dict[date, tuple[int, Stiffness | None]] = {}
    off = {day.said_on for day in said if day.off}
    for day in said:
        for logged, evidence in day.entries:
            first, last = days_counted(logged, day.said_on)
            if isinstance(logged, ExerciseLogged) and logged.item_key == item_key:
                goes.setdefault((first, logged.session), []).append((logged, evidence))
            elif isinstance(logged, MorningAfter):
                mornings[first] = _worse(mornings.get(first), logged)
            elif isinstance(logged, DayExcused):
                off |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return _Log(goes, mornings, frozenset(off))


def _worse(known: tuple[int, Stiffness | None] | None, said: MorningAfter) -> tuple[int, Stiffness | None]:
    """Of several answers for one morning the worse, of pain and stiffness each."""
    if known is None:
        return said.pain, said.stiffness
    answers = [level for level in (known[1], said.stiffness) if level is not None]
    return max(known[0], said.pain), max(answers, key=STIFFNESS.index, default=None)


def _sessions(log: _Log, dosage: Dosage, today: date) -> Iterator[Session]:
    pains: dict[date, int] = {}
    for (day, _), logs in log.goes.items():
        for logged, _ in logs:
            if logged.pain is not None:
                pains[day] = max(pains.get(day, 0), logged.pain)
    for day, index in sorted(log.goes):
        if day <= today:
            yield _session(day, index, log, dosage, pains.get(day))


def _session(day: date, index: int, log: _Log, dosage: Dosage, pain: int | None) -> Session:
    """The best of what was logged for one session, as the tally keeps it; effort and reasons of all of it."""
    logs = log.goes[day, index]
    kept = _kept(logs, dosage)
    morning = log.mornings.get(day)
    sets = _by_set(dosage, kept.sets)
    efforts = [logged.effort for logged, _ in logs if logged.effort is not None]
    return Session(
        day=day,
        index=index,
        reps=_column(sets, "reps"),
        seconds=_seconds(sets),
        steps=_column(sets, "steps"),
        effort=max(efforts, default=None),
        credit=exercise_credit(dosage, kept),
        pain=pain,
        next_pain=morning[0] if morning else None,
        swelling=morning[1] if morning else None,
        stopped_by_pain=any(logged.reason is Reason.PAIN for logged, _ in logs),
        supervised=any(evidence is Evidence.THERAPIST for _, evidence in logs),
    )


def _kept(logs: list[tuple[ExerciseLogged, Evidence]], dosage: Dosage) -> ExerciseLogged:
    """The highest credit, then the closest evidence; then any one, but always the same one."""
    if len(logs) == 1:
        return logs[0][0]
    return min(logs, key=lambda pair: (-exercise_credit(dosage, pair[0]), CLOSENESS[pair[1]], repr(pair)))[0]


def _by_set(dosage: Dosage, sets: tuple[SetDone, ...]) -> list[tuple[SetDone, ...]]:
    """Each set with what was done in it: one number, or that of either side where both work."""
    if dosage.side not in (Side.BOTH, Side.ALTERNATE):
        return [(done,) for done in sets]
    sides = [[done for done in sets if done.side in ("", side)] for side in ("left", "right")]
    return list(zip(*sides, strict=False)) if len(sides[0]) == len(sides[1]) else []


def _column(sets: list[tuple[SetDone, ...]], name: str) -> tuple[int | None, ...]:
    return tuple(_least([getattr(done, name) for done in each]) for each in sets)


def _seconds(sets: list[tuple[SetDone, ...]]) -> tuple[int | None, ...]:
    return tuple(
        _least([done.hold_s if done.seconds is None else done.seconds for done in each]) for each in sets
    )


def _least(numbers: list[int | None]) -> int | None:
    """The weaker side; not known where one side is not."""
    known = [number for number in numbers if number is not None]
    return min(known) if len(known) == len(numbers) else None


def _slots(log: _Log, versions: Sequence[Plan], key: str, today: date) -> Iterator[tuple[date, int]]:
    """The item's planned sessions of the window that count, latest first; today's only once it was logged."""
    for back in range(WINDOW_DAYS):
        day = today - timedelta(days=back)
        plan = plan_in_force(versions, day)
        item = _item(plan, key)
        if plan is None or item is None or day in log.off:
            continue
        for index in reversed(range(planned_times(item.schedule, day, valid_from=counted_from(plan, item)))):
            if day < today or (day, index) in log.goes:
                yield day, index


def _credit(log: _Log, versions: Sequence[Plan], key: str, slot: tuple[date, int]) -> float | None:
    item = _item(plan_in_force(versions, slot[0]), key)
    logs = log.goes.get(slot)
    if item is None or not logs:
        return None
    return max(exercise_credit(item.dosage, logged) for logged, _ in logs)


def _dose_share(log: _Log, versions: Sequence[Plan], key: str, today: date) -> float | None:
    """A_dose over the last three slots; where no day is planned (a quota), over the last three sessions."""
    item = _item(plan_in_force(versions, today), key)
    quota = item is not None and item.schedule.pattern in (Pattern.PER_WEEK, Pattern.AS_NEEDED)
    slots = iter(sorted(log.goes, reverse=True)) if quota else _slots(log, versions, key, today)
    credits_ = [_credit(log, versions, key, slot) for slot in islice(slots, SLOTS)]
    known = [credit for credit in credits_ if credit is not None]
    return sum(known) / SLOTS if len(known) == SLOTS else None


def _absence_days(log: _Log, versions: Sequence[Plan], item: Prescription, today: date) -> int | None:
    """Days since the first planned session of those missed in a row, 0 where the last one was done.

    Days off count here: the tissue has rested all the same. None where the item was never begun.
    """
    done = {day for (day, _), logs in log.goes.items() if any(map(_did, logs))}
    if item.schedule.pattern is Pattern.AS_NEEDED or today in done:
        return 0
    if item.schedule.pattern is Pattern.PER_WEEK:
        return _quota_absence(max(done, default=None), item, today)
    absence = 0
    for back in range(1, WINDOW_DAYS):
        day = today - timedelta(days=back)
        if day in done:
            return absence
        absence = back if _was_planned(versions, item.key, day) else absence
    begun = _item(plan_in_force(versions, today - timedelta(days=WINDOW_DAYS)), item.key)
    return absence if begun else None


def _did(pair: tuple[ExerciseLogged, Evidence]) -> bool:
    return pair[0].outcome is not Outcome.NOT


def _quota_absence(last: date | None, item: Prescription, today: date) -> int | None:
    """Beyond the usual gap of so many times a week."""
    if last is None:
        return None
    return max((today - last).days - ceil(WEEK / (item.schedule.n or 1)), 0)


def _was_planned(versions: Sequence[Plan], key: str, day: date) -> bool:
    plan = plan_in_force(versions, day)
    item = _item(plan, key)
    if plan is None or item is None:
        return False
    return planned_times(item.schedule, day, valid_from=counted_from(plan, item)) > 0


def _rest_kept(item: Prescription, sessions: Iterable[Session]) -> bool:
    rest = item.schedule.min_rest_days_between
    if rest is None:
        return True
    days = sorted({session.day for session in sessions if session.credit})
    return all((after - before).days > rest for before, after in pairwise(days))


def _progressed(versions: Sequence[Plan], today: date) -> int:
    """The exercises that a version begun in the last seven days made harder."""
    harder: set[str] = set()
    for before, after in pairwise(versions):
        if 0 <= (today - after.valid_from).days < WEEK:
            earlier = {item.key: item.dosage for item in before.items}
            harder |= {i.key for i in after.items if i.key in earlier and is_harder(earlier[i.key], i.dosage)}
    return len(harder)


def _tempo_and_load(versions: Sequence[Plan], key: str, today: date) -> bool:
    """Whether the last change of the item's dose moved both."""
    items = (_item(plan, key) for plan in versions if plan.valid_from <= today)
    doses = [item.dosage for item in items if item]
    changes = [(before, after) for before, after in pairwise(doses) if before != after]
    if not changes:
        return False
    before, after = changes[-1]
    return before.tempo != after.tempo and before.load != after.load


def _clinical(said: Sequence[Day], log: _Log, changed_on: date) -> Clinical:
    """What staff knew last. Somebody who was not sure how to do it is a doubt about technique."""
    known = said[-1].clinical if said else NOTHING_KNOWN
    unsure = (
        logged.reason is Reason.UNSURE_HOW
        for (day, _), logs in log.goes.items()
        if day >= changed_on
        for logged, _ in logs
    )
    return replace(known, technique_doubt=True) if any(unsure) else known

"""The tracker: weeks of days, one row an exercise, the same numbers for patient and therapist."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from everyrep.core.adherence import Adherence, adherence
from everyrep.core.consistency import Consistency, consistency, slot_credits
from everyrep.core.day_state import DayState, day_state, item_state
from everyrep.core.logged import Excuse, Reason
from everyrep.core.plan import Plan, Prescription
from everyrep.core.summary import Trend, evidence_mix, flares, trend
from everyrep.core.sync import Evidence
from everyrep.core.tally import DayTally, ItemTally
from everyrep.logbook.queries import tallies_between
from everyrep.prescribing.chain import Chain
from everyrep.tenancy.viewer import Viewer

ADHERENCE_DAYS = 28  # the window of the figures beside the tracker; a product default
RECENT_DAYS = 7  # "now" in "pain 5 to 3": the mean of the last week against the first


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerRow:
    """One exercise over the window. `current` is false for one that a later version stopped."""

    key: str
    exercise: str
    item: Prescription | None
    current: bool
    states: tuple[DayState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """What the figures rest on, over ADHERENCE_DAYS up to today, each from the most to the least.

    `evidence` counts goes at an exercise, `excused` days by type, `barriers` exercises a day with a reason.
    """

    first: date
    evidence: tuple[tuple[Evidence, int], ...]
    excused: tuple[tuple[Excuse, int], ...]
    barriers: tuple[tuple[Reason, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracker:
    """Whole weeks, Monday to Sunday, ending with the current one. `pain` is the day's highest, 0-10.

    `next_pain` (0-10) and `next_stiffness` are of the morning after that day, `effort` (0-10) is the day's
    highest. `flares` are runs of flare days within the weeks.
    """

    today: date
    days: tuple[date, ...]
    states: tuple[DayState, ...]
    pain: tuple[int | None, ...]
    next_pain: tuple[int | None, ...]
    next_stiffness: tuple[str, ...]
    effort: tuple[int | None, ...]
    flares: tuple[tuple[date, date], ...]
    evidence: tuple[str, ...]
    rows: tuple[TrackerRow, ...]
    adherence: Adherence
    consistency: Consistency
    pain_then: float | None
    pain_now: float | None
    recent: "Recent"

    @property
    def trends(self) -> dict[str, Trend]:
        """By what is scored (pain, morning, effort): the halves of the days with a program, up to today."""
        past = sum(day <= self.today for day in self.days)
        begun = next((n for n, state in enumerate(self.states) if state is not DayState.NO_PROGRAM), 0)
        scored = {"pain": self.pain, "morning": self.next_pain, "effort": self.effort}
        return {name: trend(scores[begun:past]) for name, scores in scored.items()}

    @property
    def has_mornings(self) -> bool:
        """Whether anything was said of a morning after."""
        return any(pain is not None for pain in self.next_pain)


def tracker(viewer: Viewer, patient_id: UUID, chain: Chain, *, today: date, weeks: int) -> Tracker:
    """The last `weeks` weeks, with adherence over ADHERENCE_DAYS up to today. Two queries."""
    sunday = today + timedelta(days=6 - today.weekday())
    first = sunday - timedelta(days=7 * weeks - 1)
    earliest = min(first, today - timedelta(days=ADHERENCE_DAYS - 1))
    tallies = tallies_between(viewer, patient_id, chain, earliest, sunday)
    shown = [tally for tally in tallies if tally.local_date >= first]
    recent = [
        tally for tally in tallies if today - timedelta(days=ADHERENCE_DAYS) < tally.local_date <= today
    ]
    pains = [tally.pain for tally in shown if tally.pain is not None]
    return Tracker(
        today=today,
        days=tuple(tally.local_date for tally in shown),
        states=tuple(day_state(tally, today) for tally in shown),
        pain=tuple(tally.pain for tally in shown),
        next_pain=tuple(tally.next_pain for tally in shown),
        next_stiffness=tuple(tally.next_stiffness for tally in shown),
        effort=tuple(tally.effort for tally in shown),
        flares=flares(shown),
        evidence=tuple(_best_evidence(tally) for tally in shown),
        rows=_rows(shown, chain.on(today), chain, today),
        adherence=adherence(recent, today=today),
        consistency=consistency(slot_credits(recent)),
        pain_then=_mean(pains[:RECENT_DAYS]),
        pain_now=_mean(pains[-RECENT_DAYS:]),
        recent=_recent(recent, today),
    )


def _recent(tallies: list[DayTally], today: date) -> Recent:
    reasons = Counter(Reason(code) for day in tallies for item in day.items for code in item.reasons)
    excused = Counter(Excuse(day.excused) for day in tallies if day.excused)
    return Recent(
        first=today - timedelta(days=ADHERENCE_DAYS - 1),
        evidence=evidence_mix(tallies),
        excused=tuple(excused.most_common()),
        barriers=tuple(reasons.most_common()),
    )


def _best_evidence(tally: DayTally) -> str:
    """The evidence most of the day's exercises rest on."""
    return max(tally.evidence, key=lambda pair: pair[1])[0] if tally.evidence else ""


def _rows(shown: list[DayTally], plan: Plan | None, chain: Chain, today: date) -> tuple[TrackerRow, ...]:
    """The current program's exercises in its order, then those that were stopped."""
    current = [item.key for item in plan.items] if plan else []
    seen: dict[str, str] = {item.key: item.exercise for tally in shown for item in tally.items}
    stopped = [key for key in seen if key not in current]
    by_day: list[dict[str, ItemTally]] = [{item.key: item for item in tally.items} for tally in shown]
    return tuple(
        _row(key, seen, key in current, chain.item(key), shown, by_day, today) for key in (*current, *stopped)
    )


def _row(
    key: str,
    seen: dict[str, str],
    current: bool,
    item: Prescription | None,
    shown: list[DayTally],
    by_day: list[dict[str, ItemTally]],
    today: date,
) -> TrackerRow:
    states = tuple(
        item_state(items.get(key), tally, today) if tally.version else DayState.NO_PROGRAM
        for tally, items in zip(shown, by_day, strict=True)
    )
    exercise = item.exercise if item else seen[key]
    return TrackerRow(key=key, exercise=exercise, item=item, current=current, states=states)


def _mean(values: list[int]) -> float | None:
    return sum(values) / len(values) if values else None

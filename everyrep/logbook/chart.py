"""Everything the chart shows of one patient, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from everyrep.core.freshness import asks_for_review, days_unchanged
from everyrep.core.logged import DayExcused, ExerciseLogged
from everyrep.core.plan import Plan, Prescription
from everyrep.logbook.models import Entry
from everyrep.logbook.queries import entries_between
from everyrep.logbook.roster import age_on
from everyrep.logbook.tracker import Tracker, tracker
from everyrep.logbook.wire import read_body
from everyrep.people.models import Patient
from everyrep.people.queries import patient
from everyrep.prescribing.chain import Chain, chain_of
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.prescribing.queries import active_episode, has_draft, versions_of
from everyrep.tenancy.viewer import Viewer

LOG_DAYS = 3  # days of single entries listed under the tracker


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One standing entry with its exercise's library id; `said` is what the patient logged."""

    entry: Entry
    said: ExerciseLogged | DayExcused
    exercise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemNow:
    """A prescription in force, the days since it last changed, and whether that asks for a review."""

    item: Prescription
    unchanged_days: int
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One patient's chart as of `today`, the patient's local date; `log` is newest first."""

    patient: Patient
    age: int
    today: date
    episode: Episode | None
    week: int
    versions: tuple[ProgramVersion, ...]
    plan: Plan | None
    next_plan: Plan | None
    items: tuple[ItemNow, ...]
    drafted: bool
    tracker: Tracker
    log: tuple[LogLine, ...]


def chart(viewer: Viewer, patient_id: UUID, *, today: date, weeks: int) -> Chart:
    """The chart; raises NotFound for a patient out of the viewer's reach. Six queries."""
    person = patient(viewer, patient_id)
    episode = active_episode(viewer, patient_id)
    versions = versions_of(viewer, patient_id)
    chain = chain_of(versions)
    plan = chain.on(today)
    return Chart(
        patient=person,
        age=age_on(person.birth_date, today),
        today=today,
        episode=episode,
        week=(today - episode.started_on).days // 7 + 1 if episode else 0,
        versions=tuple(reversed(versions)),
        plan=plan,
        next_plan=min((p for p in chain.plans if p.valid_from > today), key=lambda p: p.number, default=None),
        items=_items_now(plan, today) if plan else (),
        drafted=has_draft(viewer, episode.id) if episode else False,
        tracker=tracker(viewer, patient_id, chain, today=today, weeks=weeks),
        log=_log(viewer, patient_id, chain, today),
    )


def _items_now(plan: Plan, today: date) -> tuple[ItemNow, ...]:
    return tuple(
        ItemNow(
            item=item,
            unchanged_days=days_unchanged(item, plan, today),
            stale=asks_for_review(item, plan, today),
        )
        for item in plan.items
    )


def _log(viewer: Viewer, patient_id: UUID, chain: Chain, today: date) -> tuple[LogLine, ...]:
    entries = entries_between(
        viewer, patient_id, today - timedelta(days=LOG_DAYS - 1), today + timedelta(days=1)
    )
    return tuple(_line(entry, chain) for entry in reversed(entries))


def _line(entry: Entry, chain: Chain) -> LogLine:
    item = chain.item(entry.item_key)
    return LogLine(entry=entry, said=read_body(entry.body), exercise=item.exercise if item else "")

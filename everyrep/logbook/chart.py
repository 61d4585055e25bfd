"""Everything the chart shows of one patient, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from everyrep.core.freshness import asks_for_review, days_unchanged
from everyrep.core.logged import ExerciseLogged, Logged, QuestionAsked
from everyrep.core.plan import Plan, Prescription
from everyrep.logbook.models import Entry, OperationRow
from everyrep.logbook.queries import entries_between
from everyrep.logbook.roster import age_on
from everyrep.logbook.tracker import Tracker, tracker
from everyrep.logbook.wire import read_body
from everyrep.people.models import Patient
from everyrep.people.queries import patient
from everyrep.prescribing.chain import Chain, chain_of
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.prescribing.queries import active_episode, has_draft, versions_of
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Role, Viewer

LOG_DAYS = 3  # days of single entries listed under the tracker
NOTE_DAYS = 28  # the window of what the patient wrote, as of the figures
NOTES_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One standing entry with its exercise's library id; `said` is what the patient logged."""

    entry: Entry
    said: Logged
    exercise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that stands, who wrote it last and when it arrived; `exercise` is a library id or ""."""

    entry_id: UUID
    day: date
    text: str
    exercise: str
    asked_by: str
    role: Role
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemNow:
    """A prescription in force, the days since it last changed, and whether that asks for a review."""

    item: Prescription
    unchanged_days: int
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One patient's chart as of `today`, the patient's local date; `log`, `notes` and `questions` are newest
    first.
    """

    patient: Patient
    age: int
    today: date
    episode: Episode | None
    week: int
    versions: tuple[ProgramVersion, ...]
    plans: tuple[Plan, ...]
    plan: Plan | None
    next_plan: Plan | None
    items: tuple[ItemNow, ...]
    drafted: bool
    tracker: Tracker
    log: tuple[LogLine, ...]
    notes: tuple[LogLine, ...]
    questions: tuple[Question, ...]


def chart(viewer: Viewer, patient_id: UUID, *, today: date, weeks: int, day: date | None = None) -> Chart:
    """The chart, with the log of `day` or else of the last LOG_DAYS days, and at most NOTES_MOST notes.

    Raises NotFound for a patient out of the viewer's reach. Eleven queries at most.
    """
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
        plans=chain.plans,
        plan=plan,
        next_plan=min((p for p in chain.plans if p.valid_from > today), key=lambda p: p.number, default=None),
        items=_items_now(plan, today) if plan else (),
        drafted=has_draft(viewer, episode.id) if episode else False,
        tracker=tracker(viewer, patient_id, chain, today=today, weeks=weeks),
        log=_log(viewer, patient_id, chain, today, day),
        notes=_notes(viewer, patient_id, chain, today),
        questions=_questions(viewer, patient_id, chain, today),
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


def _log(
    viewer: Viewer, patient_id: UUID, chain: Chain, today: date, day: date | None
) -> tuple[LogLine, ...]:
    first, last = (day, day) if day else (today - timedelta(days=LOG_DAYS - 1), today + timedelta(days=1))
    entries = entries_between(viewer, patient_id, first, last)
    return tuple(line_of(entry, chain) for entry in reversed(entries))


def _notes(viewer: Viewer, patient_id: UUID, chain: Chain, today: date) -> tuple[LogLine, ...]:
    written = _lately(viewer, patient_id, today).filter(body__has_key="note").exclude(body__note="")
    newest = written.order_by("-local_date", "-session", "entry_id")
    return tuple(line_of(entry, chain) for entry in newest[:NOTES_MOST])


def _questions(viewer: Viewer, patient_id: UUID, chain: Chain, today: date) -> tuple[Question, ...]:
    asked = _lately(viewer, patient_id, today).filter(asks=True)
    entries = list(asked.order_by("-local_date", "entry_id")[:NOTES_MOST])
    if not entries:
        return ()
    rows = OperationRow.objects.seen_by(viewer).filter(
        patient_id=patient_id, entry_id__in=[entry.entry_id for entry in entries]
    )
    last = {row.entry_id: row for row in rows.order_by("server_seq")}
    return tuple(_question(entry, last[entry.entry_id], chain) for entry in entries)


def _lately(viewer: Viewer, patient_id: UUID, today: date) -> TenantQuerySet[Entry]:
    """What stands of the last NOTE_DAYS days."""
    return Entry.objects.seen_by(viewer).filter(
        patient_id=patient_id,
        local_date__range=(today - timedelta(days=NOTE_DAYS - 1), today + timedelta(days=1)),
        retracted=False,
    )


def _question(entry: Entry, last: OperationRow, chain: Chain) -> Question:
    line = line_of(entry, chain)
    assert isinstance(line.said, QuestionAsked)
    return Question(
        entry_id=entry.entry_id,
        day=entry.local_date,
        text=line.said.text,
        exercise=line.exercise,
        asked_by=last.actor_name,
        role=Role(last.actor_role),
        received_at=last.received_at,
    )


def line_of(entry: Entry, chain: Chain) -> LogLine:
    """An entry, read."""
    said = read_body(entry.body)
    item = chain.item(said.item_key) if isinstance(said, ExerciseLogged | QuestionAsked) else None
    return LogLine(entry=entry, said=said, exercise=item.exercise if item else "")

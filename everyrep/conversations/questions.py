"""The questions that patients asked in the app: entries of the log that stand, as parts of the thread."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from everyrep.conversations.models import Settled
from everyrep.core.logged import QuestionAsked
from everyrep.logbook.models import Entry, OperationRow
from everyrep.logbook.wire import read_body
from everyrep.prescribing.chain import Chain
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import NotFound, Role, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it stands. `asked_at` is when the server had it first; `exercise` a library id or ""."""

    entry_id: UUID
    patient_id: UUID
    text: str
    item_key: str
    exercise: str
    asked_by: str
    role: Role
    asked_at: datetime


def questions_of(viewer: Viewer, patient_id: UUID, chain: Chain) -> list[Question]:
    """Every question of one patient that was not taken back, oldest first. One query."""
    rows = told(viewer, standing(viewer).filter(patient_id=patient_id))
    return sorted((_question(row, chain) for row in rows), key=lambda one: one.asked_at)


def standing(viewer: Viewer) -> TenantQuerySet[Entry]:
    return Entry.objects.seen_by(viewer).filter(asks=True, retracted=False)


def unanswered(viewer: Viewer) -> TenantQuerySet[Entry]:
    """The questions of everyone in the viewer's reach that nobody has answered or settled."""
    settled = Settled.objects.in_clinic(viewer.clinic_id).filter(
        patient_id=OuterRef("patient_id"), said_id=OuterRef("entry_id")
    )
    return standing(viewer).filter(~Exists(settled))


def unanswered_of(viewer: Viewer, patient_id: UUID) -> set[UUID]:
    """The entries of one patient's questions that wait for an answer."""
    return set(unanswered(viewer).filter(patient_id=patient_id).values_list("entry_id", flat=True))


def told(viewer: Viewer, entries: TenantQuerySet[Entry]) -> TenantQuerySet[Entry]:
    """With `asked_at`, `asked_by` and `asked_role` from the first operation that the server had of each."""
    asked = OperationRow.objects.in_clinic(viewer.clinic_id).filter(
        patient_id=OuterRef("patient_id"), entry_id=OuterRef("entry_id")
    )
    first = asked.order_by("server_seq")
    found = entries.annotate(
        asked_at=Subquery(first.values("received_at")[:1]),
        asked_by=Subquery(first.values("actor_name")[:1]),
        asked_role=Subquery(first.values("actor_role")[:1]),
    )
    return cast("TenantQuerySet[Entry]", found.order_by("local_date", "entry_id"))


def question_of(viewer: Viewer, patient_id: UUID, entry_id: UUID) -> Entry:
    """One question that stands; raises NotFound."""
    return standing(viewer).find(patient_id=patient_id, entry_id=entry_id)


def exercise_of(item_key: str, chain: Chain) -> str:
    """The library id of the exercise in a place of the program; raises NotFound for no such place."""
    item = chain.item(item_key)
    if item is None:
        raise NotFound(item_key)
    return item.exercise


def as_question(row: Entry, exercise: str) -> Question:
    said = read_body(row.body)
    assert isinstance(said, QuestionAsked)
    asked_at: datetime = row.asked_at  # type: ignore[attr-defined]  # made by `told`, which mypy does not see
    return Question(
        entry_id=row.entry_id,
        patient_id=row.patient_id,
        text=said.text,
        item_key=said.item_key,
        exercise=exercise,
        asked_by=row.asked_by,  # type: ignore[attr-defined]  # made by `told`
        role=Role(row.asked_role),  # type: ignore[attr-defined]  # made by `told`
        asked_at=asked_at,
    )


def _question(row: Entry, chain: Chain) -> Question:
    item = chain.item(row.body.get("item_key", ""))
    return as_question(row, item.exercise if item else "")

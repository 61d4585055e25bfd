"""Who waits for an answer, as reasons for the clinic's start page."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, Min

from everyrep.attention.reasons import put_all
from everyrep.conversations.models import Message
from everyrep.conversations.questions import told, unanswered
from everyrep.core.attention.kinds import Kind, Reason, Source
from everyrep.logbook.roster import chains_of
from everyrep.tenancy.viewer import Viewer


def attend(by: Viewer, patient_ids: Collection[UUID], now: datetime) -> None:
    """Put what these patients wrote and asked without an answer. At least three queries."""
    found: dict[UUID, list[Reason]] = {patient_id: [] for patient_id in patient_ids}
    for patient_id, reason in [*_messages(by, patient_ids), *_questions(by, patient_ids)]:
        found[patient_id].append(reason)
    put_all(by=by, source=Source.CONVERSATIONS, found=found, now=now)


def _messages(by: Viewer, patient_ids: Collection[UUID]) -> list[tuple[UUID, Reason]]:
    """One reason for all that waits in a thread; another message makes it ask again."""
    waiting = Message.objects.in_clinic(by.clinic_id).filter(
        patient_id__in=list(patient_ids), from_clinic=False, number__gt=F("thread__covered")
    )
    rows = waiting.order_by().values_list("patient_id", "patient__zone")
    summed = rows.annotate(Count("id"), Min("sent_at"), Max("number"))
    return [
        (
            patient_id,
            Reason(kind=Kind.MESSAGE, since=_day(first, zone), mark=newest, evidence={"count": count}),
        )
        for patient_id, zone, count, first, newest in summed
    ]


def _questions(by: Viewer, patient_ids: Collection[UUID]) -> list[tuple[UUID, Reason]]:
    """A reason for each question, as each has its own answer."""
    asked = unanswered(by).filter(patient_id__in=list(patient_ids)).select_related("patient")
    rows = list(told(by, asked))
    chains = chains_of(by, list({row.patient_id for row in rows})) if rows else {}
    found = []
    for row in rows:
        item = chains[row.patient_id].item(row.body.get("item_key", ""))
        reason = Reason(
            kind=Kind.QUESTION,
            subject=str(row.entry_id),
            since=_day(row.asked_at, row.patient.zone),  # type: ignore[attr-defined]  # made by `told`
            mark=row.revision,
            evidence={"exercise": item.exercise if item else ""},
        )
        found.append((row.patient_id, reason))
    return found


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()

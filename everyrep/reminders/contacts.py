"""How often a patient heard from the clinic lately: calls, messages and reminders together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Value

from everyrep.attention.models import PatientCall
from everyrep.conversations.models import Message
from everyrep.outbox.models import State, Task
from everyrep.people.policy import Permission, check
from everyrep.reminders.facts import TOPIC
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Viewer

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Of the seven days before now."""

    calls: int = 0
    messages: int = 0
    reminders: int = 0

    @property
    def all(self) -> int:
        return self.calls + self.messages + self.reminders


def contacts_lately(viewer: Viewer, now: datetime) -> dict[UUID, Contacts]:
    """By patient; those who heard nothing are not in it. One query."""
    check(viewer, Permission.SEE_PATIENTS)
    since = now - WEEK
    calls = PatientCall.objects.seen_by(viewer).filter(at__gte=since)
    messages = Message.objects.seen_by(viewer).filter(from_clinic=True, sent_at__gte=since)
    reminders = Task.objects.in_clinic(viewer.clinic_id).filter(
        topic=TOPIC, state=State.DONE, due_at__gte=since, due_at__lte=now
    )
    found: dict[UUID, dict[str, int]] = {}
    counted = _by_patient(calls, "calls").union(
        _by_patient(messages, "messages"), _by_patient(reminders, "reminders"), all=True
    )
    for patient_id, way, count in counted:
        found.setdefault(patient_id, {})[way] = count
    return {patient_id: Contacts(**ways) for patient_id, ways in found.items()}


def _by_patient(rows: TenantQuerySet[Any], way: str) -> Any:
    named = rows.order_by().annotate(way=Value(way, output_field=CharField()))
    return named.values_list("patient_id", "way").annotate(count=Count("id"))

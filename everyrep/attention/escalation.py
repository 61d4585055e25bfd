"""Calling somebody to an alert: who, when, and what was done, step by step until somebody answers."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from everyrep.attention.charge import team_of
from everyrep.attention.models import Alert, Cover
from everyrep.attention.response import response_of
from everyrep.audit.actions import record
from everyrep.core.alerting import Level
from everyrep.core.attention.escalation import Call, call_at
from everyrep.core.opening_hours import Hours
from everyrep.outbox.actions import NewTask, put
from everyrep.people.models import Staff
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Role, Viewer

TOPIC = "alert"
GOOD_FOR = timedelta(days=30)  # a call may come late after an outage, but never not at all
SEES_PATIENTS = (Role.THERAPIST.value, Role.ASSISTANT.value)


def begin(*, by: Viewer, alert: Alert) -> None:
    """Have whoever is in charge called, in the transaction that raises the alert. A notice calls nobody."""
    if alert.pressing is not Level.NOTICE:
        put(by=by, tasks=[_task(alert, Call.IN_CHARGE, alert.raised_at)])


def waits(alert: Alert) -> bool:
    """Whether nobody has answered it yet: neither said that they saw it, nor settled it."""
    return alert.acknowledged_at is None and alert.settled_at is None


def called(by: Viewer, alert: Alert, call: Call, today: date) -> list[Staff]:
    """Those to call at this step, with their accounts; `today` is the clinic's local date.

    With nobody in charge all who see patients are called. Without a cover the clinic's owner is called.
    """
    members = Staff.objects.in_clinic(by.clinic_id).filter(ended_at__isnull=True).select_related("user")
    if call is Call.IN_CHARGE:
        staff_id = team_of(by, today).answers(alert.owner_id, alert.patient_id)
        found = list(members.filter(id=staff_id)) if staff_id else []
        return found or list(members.filter(role__in=SEES_PATIENTS))
    owners = members.filter(role=Role.OWNER.value)
    if call is Call.CLINIC_OWNER:
        return list(owners)
    return _cover(by, alert, members, today) or list(owners)


def _cover(by: Viewer, alert: Alert, members: TenantQuerySet[Staff], today: date) -> list[Staff]:
    staff_id = alert.owner_id or team_of(by, today).charges.get(alert.patient_id)
    if staff_id is None:
        return []
    covers = Cover.objects.in_clinic(by.clinic_id).filter(staff_id=staff_id)
    return list(members.filter(id__in=covers.values("covered_by_id")))


@transaction.atomic
def note_call(
    *,
    by: Viewer,
    alert: Alert,
    call: Call,
    whom: Sequence[Staff],
    week: Sequence[Hours | None],
    now: datetime,
) -> None:
    """That they were called; after the first time the alert is overdue. Lays the next call ahead."""
    alert.step = call + 1
    if call is not Call.IN_CHARGE and alert.overdue_at is None:
        alert.overdue_at = now
    alert.save(update_fields=["step", "overdue_at"])
    record(
        by=by,
        action="call",
        object_type="alert",
        object_id=alert.id,
        patient_id=alert.patient_id,
        now=now,
        detail={"step": call.name.lower(), "staff": [str(one.id) for one in whom]},
    )
    if call is not Call.CLINIC_OWNER:
        following = Call(call + 1)
        put(by=by, tasks=[_task(alert, following, _at(by, alert, following, week))])


def _at(by: Viewer, alert: Alert, call: Call, week: Sequence[Hours | None]) -> datetime:
    times = response_of(by)
    minutes = times.emergency_min if alert.pressing is Level.EMERGENCY else times.urgent_min
    raised_at = alert.raised_at.astimezone(ZoneInfo(by.zone))
    days = times.attention_days
    return call_at(call, alert.pressing, raised_at, minutes=minutes, days=days, week=week)


def _task(alert: Alert, call: Call, due_at: datetime) -> NewTask:
    """Raised again by a new answer, the alert calls anew: so its moment is part of the key."""
    return NewTask(
        topic=TOPIC,
        key=f"{alert.id}/{alert.raised_at.timestamp()}/{call.name.lower()}",
        patient_id=alert.patient_id,
        due_at=due_at,
        late_at=due_at + GOOD_FOR,
        body={"alert": str(alert.id), "raised_at": alert.raised_at.isoformat(), "call": int(call)},
    )


def alert_of(by: Viewer, body: dict[str, str]) -> Alert | None:
    """The alert that a task speaks of; None where it was raised anew since, which has tasks of its own."""
    alerts = Alert.objects.in_clinic(by.clinic_id).filter(id=UUID(body["alert"]))
    return alerts.filter(raised_at=datetime.fromisoformat(body["raised_at"])).first()

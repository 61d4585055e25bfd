"""What was done to one patient's record and who saw it, for the clinic: newest first, by person and kind."""

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from everyrep.audit.actions import READ
from everyrep.audit.models import AuditEvent
from everyrep.audit.queries import events_about
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Viewer


class Happened(Enum):
    """Whether somebody only looked, or changed something."""

    LOOKED = "looked"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """None stands for everybody, and for both."""

    actor_id: UUID | None = None
    happened: Happened | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is named in the record's audit, as they were named last."""

    id: UUID
    name: str
    role: str


def trail(viewer: Viewer, patient_id: UUID, wanted: Filter) -> TenantQuerySet[AuditEvent]:
    """Newest first; the caller has checked that the viewer may read it."""
    events = events_about(viewer, patient_id)
    if wanted.actor_id is not None:
        events = events.filter(actor_id=wanted.actor_id)
    if wanted.happened is Happened.LOOKED:
        events = events.filter(action=READ)
    if wanted.happened is Happened.CHANGED:
        events = events.exclude(action=READ)
    return events


def people_of(viewer: Viewer, patient_id: UUID) -> list[Person]:
    """Everybody whom the record's audit names, each once, by name."""
    events = events_about(viewer, patient_id).order_by("actor_name")
    rows = events.values_list("actor_id", "actor_name", "actor_role").distinct()
    named = {actor_id: Person(id=actor_id, name=name, role=role) for actor_id, name, role in rows}
    return sorted(named.values(), key=lambda person: (person.name, str(person.id)))

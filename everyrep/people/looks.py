"""Who can see a patient's record, and who looked: for the patient to read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from everyrep.audit.actions import READ
from everyrep.audit.queries import events_about
from everyrep.people.links import LinkKind
from everyrep.people.models import PatientLink, Staff
from everyrep.people.policy import ALLOWED, Permission, check
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import STAFF_ROLES, Role, Viewer

LOOKED_BACK = timedelta(days=30)
SEEING = sorted(role.value for role in STAFF_ROLES if Permission.SEE_PATIENTS in ALLOWED[role])


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Someone looked on a day: at `what`, names of pages as the audit keeps them. `role` is theirs then."""

    day: date
    who: str
    role: Role
    what: tuple[str, ...]


def clinic_eyes(viewer: Viewer) -> TenantQuerySet[Staff]:
    """The members of staff whose role opens patients' records."""
    check(viewer, Permission.DECIDE_WHO_SEES)
    staff = Staff.objects.in_clinic(viewer.clinic_id).filter(ended_at__isnull=True, role__in=SEEING)
    return staff.order_by("name", "id")


def open_links(viewer: Viewer, now: datetime) -> list[PatientLink]:
    """The patient's links that still open or keep devices in, newest first."""
    check(viewer, Permission.DECIDE_WHO_SEES)
    live = PatientLink.objects.seen_by(viewer).filter(revoked_at__isnull=True).select_related("patient")
    return [link for link in live.order_by("-created_at") if _matters(link, now)]


def _matters(link: PatientLink, now: datetime) -> bool:
    in_time = link.expires_at is None or now < link.expires_at
    return in_time or (link.kind == LinkKind.SENT.value and link.used_at is not None)


def looks(viewer: Viewer, now: datetime) -> list[Look]:
    """Everyone but the patient who looked in the last LOOKED_BACK, by day and person, newest first."""
    check(viewer, Permission.DECIDE_WHO_SEES)
    assert viewer.patient_id is not None
    reads = events_about(viewer, viewer.patient_id).filter(action=READ, at__gte=now - LOOKED_BACK)
    others = reads.exclude(actor_role=Role.PATIENT.value)
    zone = ZoneInfo(viewer.zone)
    found: dict[tuple[date, UUID], tuple[str, str, list[str]]] = {}
    seen = others.values_list("at", "actor_id", "actor_name", "actor_role", "object_type")
    for at, actor_id, who, role, what in seen:
        day = at.astimezone(zone).date()
        pages = found.setdefault((day, actor_id), (who, role, []))[2]
        if what not in pages:
            pages.append(what)
    return [
        Look(day=day, who=who, role=Role(role), what=tuple(pages))
        for (day, _), (who, role, pages) in found.items()
    ]

"""The patient says that they have read what a version changed."""

from datetime import datetime

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.people.policy import Permission, check
from everyrep.prescribing.models import ProgramVersion, VersionSeen
from everyrep.tenancy.viewer import Viewer


@transaction.atomic
def see_version(*, by: Viewer, number: int, now: datetime) -> None:
    """Note who has read it and when; said again it changes nothing. Raises NotFound."""
    check(by, Permission.PRACTISE)
    version = ProgramVersion.objects.seen_by(by).find(patient_id=by.patient_id, number=number)
    _seen, new = VersionSeen.objects.seen_by(by).get_or_create(
        clinic_id=by.clinic_id,
        version_id=version.id,
        defaults={"patient_id": version.patient_id, "seen_at": now, "seen_by_name": by.name},
    )
    if new:
        record(
            by=by,
            action="see",
            object_type="version",
            object_id=version.id,
            patient_id=version.patient_id,
            now=now,
            detail={"number": number},
        )

"""The way out that an e-mail brings along: its address says whose e-mails stop, and nothing else."""

from uuid import UUID

from django.conf import settings
from django.core import signing

from everyrep.people.access import viewer_of_patient
from everyrep.reminders.models import ReminderPreferences
from everyrep.tenancy.viewer import Viewer

SALT = "everyrep.reminders.stop"
GOOD_FOR_S = 60 * 60 * 24 * 60  # two months


def stop_address(row: ReminderPreferences) -> str:
    """Where a reader of an e-mail stops them without signing in."""
    return f"{settings.ADDRESS}/reminders/stop/{stop_token(row)}/"


def stop_token(row: ReminderPreferences) -> str:
    """Signed, so that nobody can make one up; it names nobody."""
    return signing.dumps(str(row.id), salt=SALT)


def viewer_of_stop(token: str) -> Viewer | None:
    """The patient whose e-mail brought this token, good for two months; None for any other text."""
    try:
        row_id = signing.loads(token, salt=SALT, max_age=GOOD_FOR_S)
    except signing.BadSignature:
        return None
    rows = ReminderPreferences.objects.before_viewer().select_related("patient")
    row = rows.filter(id=UUID(row_id)).first()
    return viewer_of_patient(row.patient) if row else None

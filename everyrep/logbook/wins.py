"""What the patient can be glad about, from the whole of the program."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from everyrep.core.wins import Win, wins
from everyrep.logbook.queries import tallies_between
from everyrep.people.policy import Permission, check
from everyrep.prescribing.queries import chain
from everyrep.tenancy.viewer import Viewer

LOOKED_BACK = timedelta(days=365)  # product default: a program older than this starts counting a year ago


def wins_of(viewer: Viewer, now: datetime) -> tuple[Win, ...]:
    """The patient's small wins, newest first. A constant number of queries."""
    check(viewer, Permission.SEE_PROGRESS)
    assert viewer.patient_id is not None
    today = now.astimezone(ZoneInfo(viewer.zone)).date()
    known = chain(viewer, viewer.patient_id)
    begun = min((plan.valid_from for plan in known.plans), default=today)
    first = max(min(begun, today), today - LOOKED_BACK)
    return wins(tallies_between(viewer, viewer.patient_id, known, first, today), today=today)

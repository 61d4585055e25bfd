"""What stands above a plan that waits, while nobody of the clinic is there."""

from datetime import datetime

from everyrep.attention.queries import unanswered
from everyrep.conversations.hours import reading
from everyrep.library import symptoms
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import language


def held_words(viewer: Viewer, own: symptoms.OwnTexts, now: datetime) -> str:
    """To get urgent care now: an urgent answer was not seen in time, or the clinic is closed; else "".

    One query, two more while such an answer waits. A clinic that has not said when it is open is not taken
    for closed.
    """
    assert viewer.patient_id is not None
    waiting = unanswered(viewer, viewer.patient_id)
    if not waiting:
        return ""
    hours = reading(viewer, now)
    overdue = any(alert.overdue_at is not None for alert in waiting)
    closed = hours.known and not hours.open_now
    return symptoms.unanswered(language(), own) if overdue or closed else ""

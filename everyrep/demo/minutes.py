"""Time that the demo clinic's staff noted: typed by hand in the last weeks, and timed by itself today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from everyrep.monitoring.actions import Typed, beat, write_time
from everyrep.monitoring.activity import Activity
from everyrep.people.queries import patients
from everyrep.tenancy.viewer import Viewer

FOR_PATIENTS = 8
ONE_AFTER_THE_OTHER = timedelta(minutes=45)
BEATS_S = range(0, 241, 20)  # four minutes on a page, as it tells the server


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One note of time, so many days before today."""

    days_ago: int
    start: str
    stop: str
    activity: Activity
    contact: bool = False
    visit: bool = False
    note: str = ""


NOTES = (
    Noted(
        days_ago=3, start="09:05", stop="09:17", activity=Activity.CALL, contact=True, note="Stairs go well"
    ),
    Noted(days_ago=6, start="16:10", stop="16:21", activity=Activity.REVIEW),
    Noted(days_ago=9, start="08:40", stop="08:46", activity=Activity.MESSAGE),
    Noted(
        days_ago=12, start="11:00", stop="11:40", activity=Activity.OTHER, visit=True, note="In the clinic"
    ),
    Noted(days_ago=12, start="11:30", stop="11:50", activity=Activity.PLAN),
    Noted(days_ago=33, start="10:00", stop="10:22", activity=Activity.CALL, contact=True),
)


def note_time(therapist: Viewer, assistant: Viewer, now: datetime) -> None:
    """For some patients by name: the first with all of it, each further one with one note less."""
    people = list(patients(therapist)[:FOR_PATIENTS])
    for number, person in enumerate(people):
        for place, noted in enumerate(NOTES[: max(1, len(NOTES) - number)]):
            by = assistant if (number + place) % 3 == 2 else therapist
            typed = _typed(noted, number, therapist, now)
            write_time(by=by, patient_id=person.id, typed=typed, now=now)
    if people:
        _at_work(therapist, people[0].id, now)


def _typed(noted: Noted, number: int, viewer: Viewer, now: datetime) -> Typed:
    """Of the patient with this number in the list: each one after the other."""
    later = number * ONE_AFTER_THE_OTHER
    day = now.astimezone(ZoneInfo(viewer.zone)).date() - timedelta(days=noted.days_ago)
    return Typed(
        day=day.isoformat(),
        start=_moved(noted.start, later),
        stop=_moved(noted.stop, later),
        activity=noted.activity.value,
        contact=noted.contact,
        visit=noted.visit,
        note=noted.note,
    )


def _moved(clock: str, later: timedelta) -> str:
    return f"{datetime.strptime(clock, '%H:%M') + later:%H:%M}"  # noqa: DTZ007 - a time of day


def _at_work(therapist: Viewer, patient_id: UUID, now: datetime) -> None:
    """On the chart of this patient until now."""
    for second in reversed(BEATS_S):
        moment = now - timedelta(seconds=second)
        beat(by=therapist, patient_id=patient_id, activity=Activity.REVIEW, now=moment)

"""The entries behind a number: what it was worked out from, to be read one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from everyrep.core.logged import (
    DayExcused,
    ExerciseLogged,
    Logged,
    MorningAfter,
    QuestionAsked,
    SymptomsChecked,
)
from everyrep.logbook.chart import LogLine, line_of
from everyrep.logbook.periods import Period
from everyrep.logbook.queries import entries_between
from everyrep.people.models import Patient
from everyrep.people.queries import patient
from everyrep.prescribing.queries import chain
from everyrep.tenancy.viewer import Viewer

BEHIND_MOST = 300  # entries on one page, the newest; a product bound


class Rows(Enum):
    """Which entries: by what they speak of."""

    DONE = "done"
    PAIN = "pain"
    MORNING = "morning"
    EFFORT = "effort"
    LOAD = "load"
    REASONS = "reasons"
    EXCUSED = "excused"
    NOTES = "notes"
    QUESTIONS = "questions"


def _go(said: Logged, test: Callable[[ExerciseLogged], object]) -> bool:
    return isinstance(said, ExerciseLogged) and bool(test(said))


SPEAKS: dict[Rows, Callable[[Logged], bool]] = {
    Rows.DONE: lambda said: isinstance(said, ExerciseLogged),
    Rows.PAIN: lambda said: _go(said, lambda go: go.pain is not None),
    Rows.MORNING: lambda said: isinstance(said, MorningAfter),
    Rows.EFFORT: lambda said: _go(said, lambda go: go.effort is not None),
    Rows.LOAD: lambda said: _go(said, lambda go: any(one.load for one in go.sets)),
    Rows.REASONS: lambda said: _go(said, lambda go: go.reason),
    Rows.EXCUSED: lambda said: isinstance(said, DayExcused),
    Rows.NOTES: lambda said: (
        isinstance(said, ExerciseLogged | DayExcused | SymptomsChecked) and bool(said.note.strip())
    ),
    Rows.QUESTIONS: lambda said: isinstance(said, QuestionAsked),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The entries, the newest first, and how many older ones are not among them."""

    patient: Patient
    lines: tuple[LogLine, ...]
    more: int


def behind(viewer: Viewer, patient_id: UUID, rows: Rows, period: Period, item_key: str = "") -> Behind:
    """The standing entries that speak of `rows` in these days, of one item or of all. Three queries.

    Raises NotFound for a patient out of the viewer's reach.
    """
    person, known = patient(viewer, patient_id), chain(viewer, patient_id)
    entries = entries_between(viewer, patient_id, period.first, period.last)
    lines = [line_of(entry, known) for entry in entries if not item_key or entry.item_key == item_key]
    found = [line for line in reversed(lines) if SPEAKS[rows](line.said)]
    return Behind(patient=person, lines=tuple(found[:BEHIND_MOST]), more=max(len(found) - BEHIND_MOST, 0))

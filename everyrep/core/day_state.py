"""How a day ended, in the words of the tracker; the same for patient and therapist."""

from collections.abc import Iterable
from datetime import date
from enum import Enum

from everyrep.core.tally import DayTally, ItemTally

WHOLE = 0.8  # a mean credit from here on reads as done; below it, and above nothing, as partly


class DayState(Enum):
    """Unknown is not zero: NOT_LOGGED says nothing was heard, NOT_DONE that the patient said so."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    NOT_LOGGED = "not_logged"
    PLANNED = "planned"
    REST = "rest"
    EXCUSED = "excused"
    NO_PROGRAM = "no_program"


def day_state(tally: DayTally, today: date) -> DayState:
    """The state of a whole day. `today` is the patient's local date; what is not yet due is PLANNED."""
    if tally.version == 0 and not tally.items:
        return DayState.NO_PROGRAM
    if tally.excused:
        return DayState.EXCUSED
    if tally.sessions:
        return _state(tally.sessions, tally.local_date, today)
    if tally.quota_credit is None:
        return DayState.REST
    return _state((tally.quota_credit,), tally.local_date, today)


def item_state(item: ItemTally | None, tally: DayTally, today: date) -> DayState:
    """The state of one exercise on a day; a day on which it was not planned is a rest day for it."""
    if item is not None and not item.credits and item.done_sessions:
        return DayState.DONE if item.extra >= WHOLE * item.done_sessions else DayState.PARTLY
    if tally.excused:
        return DayState.EXCUSED
    if item is None or not item.credits:
        return DayState.REST
    return _state(item.credits, tally.local_date, today)


def _state(of_sessions: Iterable[float | None], day: date, today: date) -> DayState:
    """Several sessions of a day read as one: what is not logged of a day that was logged counts nothing."""
    known = list(of_sessions)
    if all(credit is None for credit in known):
        return DayState.NOT_LOGGED if day < today else DayState.PLANNED
    mean = sum(credit or 0.0 for credit in known) / len(known)
    if mean >= WHOLE:
        return DayState.DONE
    return DayState.PARTLY if mean > 0 else DayState.NOT_DONE

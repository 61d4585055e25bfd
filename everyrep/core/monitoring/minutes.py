"""The second clock: minutes of work on one patient in a calendar month (clinical reference 8.3).

No moment counts twice: not for two people at work on one patient, not for one person on two patients, and not
within a visit that is billed by itself. Where two notes meet, the one that began first keeps the moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from everyrep.core.monitoring.numbers import Mark, Numbers


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """From a moment up to another, which is no longer part of it. Both know their zone."""

    start: datetime
    stop: datetime

    def without(self, other: "Stretch") -> "list[Stretch]":
        """What is left of it."""
        if other.stop <= self.start or self.stop <= other.start:
            return [self]
        parts = (Stretch(self.start, other.start), Stretch(other.stop, self.stop))
        return [part for part in parts if part.start < part.stop]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A note of time. `contact`: a talk with the patient while it went on, such as a call.

    `visit`: part of a visit that is billed by itself, so that none of it counts here.
    """

    id: UUID
    patient: UUID
    person: UUID
    stretch: Stretch
    contact: bool = False
    visit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What one patient's month comes to. `seconds` by the id of the note of time, all that touch the month.

    `marks` holds each mark with how often it is reached, none without a talk with the patient.
    """

    seconds: dict[UUID, int]
    minutes: int
    contact: bool
    marks: tuple[tuple[Mark, int], ...]


def months_of(month: Stretch, worked: Iterable[Worked], numbers: Numbers) -> dict[UUID, Month]:
    """By patient. `worked` holds all notes of the clinic that touch the month, or at least all those of these
    patients and of the people at work on them.
    """
    notes = sorted(
        (one for one in worked if _meet(one.stretch, month)), key=lambda one: (one.stretch.start, str(one.id))
    )
    taken = _taken(notes)
    mine: dict[UUID, list[Worked]] = {}
    for one in notes:
        mine.setdefault(one.patient, []).append(one)
    return {patient: _month(found, month, taken, numbers) for patient, found in mine.items()}


def _month(mine: list[Worked], month: Stretch, taken: dict[UUID, list[Stretch]], numbers: Numbers) -> Month:
    seconds = {one.id: _counted(one, month, taken[one.id]) for one in mine}
    minutes = sum(seconds.values()) // 60
    contact = any(one.contact and not one.visit for one in mine)
    marks = management_marks(minutes, contact=contact, numbers=numbers)
    return Month(seconds=seconds, minutes=minutes, contact=contact, marks=marks)


def _taken(notes: list[Worked]) -> dict[UUID, list[Stretch]]:
    """For each note the stretches that others keep before it; `notes` in the order in which they began."""
    taken: dict[UUID, list[Stretch]] = {one.id: [] for one in notes}
    going_on: list[Worked] = []
    for one in notes:
        going_on = [other for other in going_on if other.stretch.stop > one.stretch.start]
        for other in going_on:
            if other.person == one.person or other.patient == one.patient:
                kept, cut = (one, other) if one.visit else (other, one)
                taken[cut.id].append(kept.stretch)
        going_on.append(one)
    return taken


def _counted(one: Worked, month: Stretch, taken: list[Stretch]) -> int:
    """Whole seconds of a note within the month that nothing else keeps."""
    left = [] if one.visit else [_within(one.stretch, month)]
    for other in taken:
        left = [part for stretch in left for part in stretch.without(other)]
    return sum(int((part.stop - part.start).total_seconds()) for part in left)


def _meet(one: Stretch, other: Stretch) -> bool:
    return one.start < other.stop and other.start < one.stop


def _within(one: Stretch, bounds: Stretch) -> Stretch:
    return Stretch(max(one.start, bounds.start), min(one.stop, bounds.stop))


def management_marks(minutes: int, *, contact: bool, numbers: Numbers) -> tuple[tuple[Mark, int], ...]:
    """What whole minutes reach: the first ten, or the first twenty and then each further twenty."""
    if not contact or minutes < numbers.ten_from:
        return ()
    if minutes < numbers.twenty_from:
        return ((Mark.TEN, 1),)
    further = (minutes - numbers.twenty_from) // numbers.further
    return ((Mark.TWENTY, 1), (Mark.FURTHER, further)) if further else ((Mark.TWENTY, 1),)

"""How much an alert matters, and the days on which it keeps a plan waiting (clinical reference 3.13, 4.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum


class Level(Enum):
    """From the most to the least pressing: at once, the same day, within days, on the next review."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ATTENTION = "attention"
    NOTICE = "notice"

    @property
    def rank(self) -> int:
        """0 for the most pressing."""
        return RANKS[self]

    @property
    def holds(self) -> bool:
        """The plan waits until a clinician has cleared it (clinical reference 4.1, flow 2 and 5)."""
        return self in (Level.EMERGENCY, Level.URGENT)


RANKS = {level: place for place, level in enumerate(Level)}


def worst(levels: Iterable[Level]) -> Level | None:
    """The most pressing of them; None of none."""
    return min(levels, key=lambda level: level.rank, default=None)


@dataclass(frozen=True, slots=True)
class Hold:
    """The plan waits from `first` on, up to but without `cleared_on`, the day a clinician cleared it.

    Without `cleared_on` it still waits, and so do all days to come. Cleared on its first day, it held no
    whole day and excuses none.
    """

    first: date
    cleared_on: date | None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.cleared_on is None or day < self.cleared_on)


def on_hold(holds: Iterable[Hold], day: date) -> bool:
    """Whether any of them covers the day."""
    return any(hold.covers(day) for hold in holds)


def held_since(holds: Iterable[Hold]) -> date | None:
    """The first day of what still waits; None where nothing does."""
    return min((hold.first for hold in holds if hold.cleared_on is None), default=None)

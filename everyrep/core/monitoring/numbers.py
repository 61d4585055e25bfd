"""The numbers that days and minutes are held against. Their sources: content/monitoring.yaml."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """`period_days`, `short_from` and `long_from` are days; `ten_from`, `twenty_from`, `further` minutes.

    `beat_gap_s` is for how many seconds a page in use may be silent before the time on it ends.
    """

    period_days: int
    short_from: int
    long_from: int
    ten_from: int
    twenty_from: int
    further: int
    beat_gap_s: int


class Mark(Enum):
    """What days or minutes reach (clinical reference 8.3); the words for each are the edge's."""

    SHORT = "short"
    LONG = "long"
    TEN = "ten"
    TWENTY = "twenty"
    FURTHER = "further"

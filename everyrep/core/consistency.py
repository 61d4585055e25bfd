"""How steady the practice is: a gentle trend word for the patient, with the score beside it if wanted.

For encouragement only. Never use the score or its trend in a clinical rule, an alert or a proposal:
those read frequency and dose (everyrep.core.adherence), which the therapist always sees beside it.
Method: clinical reference 2.4, an exponentially weighted mean over slots, corrected for its short start so
that a perfect first week reads 100 % and not 31 %. One slot left out never resets anything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from everyrep.core.tally import DayTally

HALF_LIFE_SLOTS = 8  # clinical reference 2.4: a slot this many slots ago weighs half
TREND_SLOTS = 4  # product default: the word compares with the score this many counted slots ago
TREND_RISE = 0.05  # product default
TREND_FALL = 0.15  # product default, wider: one slot not done after a good run stays steady


class Trend(Enum):
    BUILDING = "building"
    STEADY = "steady"
    EASING = "easing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """The score now, 0-1, and its trend; None while nothing, or too little to compare, is logged."""

    score: float | None
    trend: Trend | None


def slot_credits(tallies: Iterable[DayTally]) -> tuple[float | None, ...]:
    """The credit of every planned slot in order of time; None for excused days and unlogged slots.

    Weekly quotas have no slots and are read by adherence only.
    """
    in_order = sorted(tallies, key=lambda day: day.local_date)
    return tuple(None if day.excused else credit for day in in_order for credit in day.sessions)


def scores(slots: Iterable[float | None], *, half_life: int = HALF_LIFE_SLOTS) -> tuple[float | None, ...]:
    """The score after each slot, 0-1: S = mS + (1 - m)C and B = mB + (1 - m), score = S / B.

    m = 0.5^(1 / half_life), half_life in slots. A slot that is None leaves the score as it was, and
    before the first logged slot there is none.
    """
    return tuple(_scores(slots, 0.5 ** (1 / half_life)))


def _scores(slots: Iterable[float | None], memory: float) -> Iterator[float | None]:
    earned = possible = 0.0
    for credit in slots:
        if credit is not None:
            earned = memory * earned + (1 - memory) * credit
            possible = memory * possible + (1 - memory)
        yield earned / possible if possible else None


def consistency(slots: Iterable[float | None], *, half_life: int = HALF_LIFE_SLOTS) -> Consistency:
    """The score and trend after the last slot; the trend needs TREND_SLOTS counted slots before it."""
    counted = [credit for credit in slots if credit is not None]
    after = [score for score in scores(counted, half_life=half_life) if score is not None]
    if not after:
        return Consistency(score=None, trend=None)
    trend = _trend(after[-1] - after[-1 - TREND_SLOTS]) if len(after) > TREND_SLOTS else None
    return Consistency(score=after[-1], trend=trend)


def _trend(change: float) -> Trend:
    if change >= TREND_RISE:
        return Trend.BUILDING
    return Trend.EASING if change <= -TREND_FALL else Trend.STEADY

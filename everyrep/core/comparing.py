"""What may be said of the difference between two stretches of time: nothing where too little is known."""

from enum import Enum

from everyrep.core.adherence import COUNTS_BELOW, DECIMALS, Adherence, Share
from everyrep.core.summary import Mean
from everyrep.core.wins import PAIN_DROP

SHARE_CHANGE = 0.1  # product default: a share that moves by less is called about the same
SCORE_CHANGE = PAIN_DROP  # points of 10 that patients notice in pain; used for effort as a product default
DAYS_LEAST = COUNTS_BELOW  # fewer days with a score on either side say nothing, as with sessions (2.3)


class Difference(Enum):
    """The later stretch beside the earlier one.

    TOO_FEW: too little is known of one of them. UNCERTAIN: what is not logged could tip it either way.
    """

    TOO_FEW = "too_few"
    UNCERTAIN = "uncertain"
    LOWER = "lower"
    SAME = "same"
    HIGHER = "higher"


def frequency_difference(before: Adherence, after: Adherence) -> Difference:
    """How often sessions happened."""
    return _shares(before.frequency, after.frequency, min(before.planned, after.planned))


def dose_difference(before: Adherence, after: Adherence) -> Difference:
    """How much of the dose was done."""
    return _shares(before.dose, after.dose, min(before.planned, after.planned))


def score_difference(before: Mean, after: Mean) -> Difference:
    """Means of scores from 0 to 10; SAME below SCORE_CHANGE."""
    if before.value is None or after.value is None or min(before.days, after.days) < DAYS_LEAST:
        return Difference.TOO_FEW
    return _moved(after.value - before.value, SCORE_CHANGE)


def _shares(before: Share, after: Share, planned: float) -> Difference:
    """Said only where both ends of what is possible say the same."""
    ends = (before.low, before.high, after.low, after.high)
    if any(end is None for end in ends) or round(planned, DECIMALS) < COUNTS_BELOW:
        return Difference.TOO_FEW
    low_before, high_before, low_after, high_after = (float(end or 0) for end in ends)
    possible = {
        _moved(low_after - high_before, SHARE_CHANGE),
        _moved(high_after - low_before, SHARE_CHANGE),
    }
    return possible.pop() if len(possible) == 1 else Difference.UNCERTAIN


def _moved(by: float, change: float) -> Difference:
    if abs(round(by, DECIMALS)) < change:
        return Difference.SAME
    return Difference.HIGHER if by > 0 else Difference.LOWER

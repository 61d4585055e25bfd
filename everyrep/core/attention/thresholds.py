"""The numbers at which a reason begins. Defaults with their sources are in content/attention.yaml."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Scores are 0-10, shares percent, the rest days or counts; `_over` and `_above` begin beyond the number,
    `_below` under it, all others at it.
    """

    pain_over: int
    pain_times: int
    pain_days: int
    flare_rise: int
    flare_mornings: int
    morning_rise: int
    morning_answers: int
    usual_answers: int
    swelling_days: int
    recent_days: int
    silent_days: int
    dose_below: int
    dose_days: int
    overuse_above: int
    as_needed_days: int
    confidence_below: int
    excused_above: int
    flare_days: int
    illness_over: int
    unchanged_days: int
    green_pain: int
    green_done: int
    proposal_days: int

"""What a rule can say about an item, and what comes with it (clinical reference 3.0)."""

from collections.abc import Iterable
from enum import Enum

from everyrep.core.alerting import Level


class Outcome(Enum):
    """From the most cautious to the boldest. Where rules disagree the most cautious one counts."""

    STOP = "stop"
    PAUSE = "pause"
    REGRESS = "regress"
    HOLD = "hold"
    PROGRESS = "progress"

    @property
    def boldness(self) -> int:
        """0 for the most cautious."""
        return tuple(Outcome).index(self)


class Effect(Enum):
    """What accompanies an outcome: a therapist looks at it, is alerted, or the exercise ends for today."""

    ALERT_URGENT = "alert_urgent"
    ALERT_ATTENTION = "alert_attention"
    NOTICE = "notice"
    REVIEW = "review"
    STOP_TODAY = "stop_today"

    @property
    def level(self) -> Level | None:
        """The level of the alert to raise; None for an effect that raises none."""
        return ALERT_LEVELS.get(self)


ALERT_LEVELS = {
    Effect.ALERT_URGENT: Level.URGENT,
    Effect.ALERT_ATTENTION: Level.ATTENTION,
    Effect.NOTICE: Level.NOTICE,
}


def most_cautious(outcomes: Iterable[Outcome]) -> Outcome:
    """STOP before PAUSE before REGRESS before HOLD before PROGRESS; HOLD of none."""
    return min(outcomes, key=lambda outcome: outcome.boldness, default=Outcome.HOLD)


def in_order(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """Each effect once, the most pressing first."""
    found = set(effects)
    return tuple(effect for effect in Effect if effect in found)

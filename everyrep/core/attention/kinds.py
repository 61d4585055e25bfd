"""The kinds of reasons (clinical reference 3.13), how much each matters, and the one thing to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from everyrep.core.alerting import Level


class Step(Enum):
    """The one next action of a reason."""

    CALL = "call"
    MESSAGE = "message"
    REVIEW = "review"
    ACCEPT = "accept"
    ANSWER = "answer"
    ACKNOWLEDGE = "acknowledge"


class Source(Enum):
    """Who says so: each replaces what it said of a patient before, and nothing else."""

    LOGBOOK = "logbook"
    PRESCRIBING = "prescribing"
    CONVERSATIONS = "conversations"
    REMINDERS = "reminders"


class Kind(Enum):
    """What a reason is about; the order is that of the clinical reference."""

    PAIN_HIGH = "pain_high"
    FLARE_24H = "flare_24h"
    MORNING_PAIN = "morning_pain"
    SWELLING = "swelling"
    MESSAGE = "message"
    QUESTION = "question"
    LOW_MOOD = "low_mood"
    SILENT = "silent"
    LOW_DOSE = "low_dose"
    OVERUSE = "overuse"
    AS_NEEDED_OVER = "as_needed_over"
    AS_NEEDED_DAILY = "as_needed_daily"
    LOW_CONFIDENCE = "low_confidence"
    FLARE_DAYS = "flare_days"
    ILLNESS = "illness"
    EXCUSED_SHARE = "excused_share"
    PROPOSAL = "proposal"
    REVIEW_DUE = "review_due"
    UNCHANGED = "unchanged"
    REMINDERS_UNANSWERED = "reminders_unanswered"
    SET_ASIDE = "set_aside"

    @property
    def level(self) -> Level:
        """ATTENTION asks for contact within the clinic's days, NOTICE for a look at the next review."""
        return Level.ATTENTION if self in WITHIN_DAYS else Level.NOTICE

    @property
    def step(self) -> Step:
        return STEPS[self]


# Level A of clinical reference 3.13; somebody who wrote waits for an answer, so that is A as well.
WITHIN_DAYS = frozenset(
    {Kind.PAIN_HIGH, Kind.FLARE_24H, Kind.MORNING_PAIN, Kind.SWELLING, Kind.MESSAGE, Kind.QUESTION}
)
STEPS: dict[Kind, Step] = {
    Kind.PAIN_HIGH: Step.REVIEW,
    Kind.FLARE_24H: Step.CALL,
    Kind.MORNING_PAIN: Step.REVIEW,
    Kind.SWELLING: Step.CALL,
    Kind.MESSAGE: Step.ANSWER,
    Kind.QUESTION: Step.ANSWER,
    Kind.LOW_MOOD: Step.CALL,
    Kind.SILENT: Step.MESSAGE,
    Kind.LOW_DOSE: Step.MESSAGE,
    Kind.OVERUSE: Step.MESSAGE,
    Kind.AS_NEEDED_OVER: Step.REVIEW,
    Kind.AS_NEEDED_DAILY: Step.REVIEW,
    Kind.LOW_CONFIDENCE: Step.REVIEW,
    Kind.FLARE_DAYS: Step.CALL,
    Kind.ILLNESS: Step.MESSAGE,
    Kind.EXCUSED_SHARE: Step.REVIEW,
    Kind.PROPOSAL: Step.ACCEPT,
    Kind.REVIEW_DUE: Step.REVIEW,
    Kind.UNCHANGED: Step.REVIEW,
    Kind.REMINDERS_UNANSWERED: Step.MESSAGE,
    Kind.SET_ASIDE: Step.REVIEW,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: `subject` is what it is about (an item key, a proposal's id), "" for the patient.

    `since` is the local date of the fact that made it true. `evidence` holds what its sentence is made of:
    numbers, texts, dates as YYYY-MM-DD, and lists of these. `mark` grows where there is something newer or
    worse: a reason that was handled asks again once its mark has grown.
    """

    kind: Kind
    since: date
    mark: int
    subject: str = ""
    evidence: Mapping[str, Any]


class Condition(Enum):
    """How a patient stands, in one word, for the quiet summary of everybody else."""

    ON_TRACK = "on_track"
    PARTLY = "partly"
    NEEDS_TALK = "needs_talk"
    RESTING = "resting"
    NO_DATA = "no_data"

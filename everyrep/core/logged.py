"""What the patient says happened: the body of an entry, version 1 of its schema.

Numbers are whole so that every client hashes the same canonical JSON; loads are text as entered.
The limits are for slips of the finger: generous, so that nothing real is ever refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from everyrep.core.problems import N_, Invalid, Problem

SCORE_MAX = 10  # pain (NPRS) and the product's plain effort scale are 0-10
REPS_MAX = 1000
SECONDS_MAX = 86_400  # one day
METRES_MAX = 200_000
STEPS_MAX = 200_000
SETS_MAX = 40
SESSION_MAX = 11  # a day holds at most twelve sessions (clinical reference 1.2)
NOTE_MAX = 2000
LOAD_MAX = 40
KEY_MAX = 100
SIDES = ("", "left", "right")


class Outcome(Enum):
    DONE = "done"
    PARTLY = "partly"
    NOT = "not"


class Difficulty(Enum):
    EASY = "easy"
    RIGHT = "right"
    HARD = "hard"
    TOO_HARD = "too_hard"


class Reason(Enum):
    """Why an exercise was not done, or only partly (barriers, clinical reference 2.2)."""

    FORGOT = "forgot"
    NO_TIME = "no_time"
    PAIN = "pain"
    UNSURE_HOW = "unsure_how"
    NOT_HELPING = "not_helping"
    UNWELL = "unwell"
    EQUIPMENT = "equipment"
    AWAY = "away"
    LOW_MOOD = "low_mood"
    OTHER = "other"


class Excuse(Enum):
    """A day that counts neither for nor against."""

    FLARE = "flare"
    ILLNESS = "illness"
    VACATION = "vacation"
    PROCEDURE = "procedure"
    THERAPIST_HOLD = "therapist_hold"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDone:
    """One set really done. Seconds for timed work, metres for distance; `side` where sides are separate.

    reps 0-1000, hold_s and seconds 0-86400, metres and steps 0-200000. Raises Invalid outside these.
    """

    side: str = ""
    reps: int | None = None
    hold_s: int | None = None
    seconds: int | None = None
    metres: int | None = None
    steps: int | None = None
    load: str = ""

    def __post_init__(self) -> None:
        _refuse(self._problems())

    def _problems(self) -> Iterator[Problem]:
        if self.side not in SIDES:
            yield Problem(
                "side", N_('"%(side)s" is not a side; use left, right or nothing'), {"side": self.side}
            )
        yield from _within("reps", self.reps, REPS_MAX)
        yield from _within("hold_s", self.hold_s, SECONDS_MAX)
        yield from _within("seconds", self.seconds, SECONDS_MAX)
        yield from _within("metres", self.metres, METRES_MAX)
        yield from _within("steps", self.steps, STEPS_MAX)
        yield from _not_longer("load", self.load, LOAD_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseLogged:
    """One go at one prescription: `session` is the index of the day's session, from 0 to 11.

    Pain and effort are 0-10. Without `sets` (at most 40), DONE is the whole dose, PARTLY half of it,
    NOT nothing. A reason belongs to PARTLY or NOT. A note has at most 2000 characters. Raises Invalid.
    """

    item_key: str
    session: int
    outcome: Outcome
    sets: tuple[SetDone, ...] = ()
    pain: int | None = None
    effort: int | None = None
    difficulty: Difficulty | None = None
    reason: Reason | None = None
    note: str = ""

    def __post_init__(self) -> None:
        _refuse(self._problems())

    def _problems(self) -> Iterator[Problem]:
        if not self.item_key:
            yield Problem("item_key", N_("Name the exercise that was done"))
        yield from _not_longer("item_key", self.item_key, KEY_MAX)
        yield from _within("session", self.session, SESSION_MAX)
        if len(self.sets) > SETS_MAX:
            yield Problem("sets", N_("At most %(most)s sets can be logged at once"), {"most": SETS_MAX})
        yield from _within("pain", self.pain, SCORE_MAX)
        yield from _within("effort", self.effort, SCORE_MAX)
        if self.reason is not None and self.outcome is Outcome.DONE:
            yield Problem("reason", N_("A reason belongs to an exercise done partly or not done"))
        yield from _not_longer("note", self.note, NOTE_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayExcused:
    """The whole day is excused; self-excuse is allowed and the note (at most 2000 characters) optional."""

    excuse: Excuse
    note: str = ""

    def __post_init__(self) -> None:
        _refuse(_not_longer("note", self.note, NOTE_MAX))


Logged = ExerciseLogged | DayExcused


def _within(field: str, number: int | None, most: int) -> Iterator[Problem]:
    if number is not None and not 0 <= number <= most:
        text = N_("%(number)s is outside 0 to %(most)s")
        yield Problem(field, text, {"number": number, "most": most})


def _not_longer(field: str, text: str, most: int) -> Iterator[Problem]:
    if len(text) > most:
        yield Problem(field, N_("At most %(most)s characters can be kept"), {"most": most})


def _refuse(problems: Iterator[Problem]) -> None:
    found = tuple(problems)
    if found:
        raise Invalid(found)

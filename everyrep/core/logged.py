"""What the patient says happened: the body of an entry, version 2 of its schema.

Version 2 adds to version 1: the symptom before and after an exercise taken as needed, days off until a
date, the next morning, the symptom check, the patient's own routine, and questions.

Numbers are whole so that every client hashes the same canonical JSON; loads are text as entered.
The limits are for slips of the finger: generous, so that nothing real is ever refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
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
OFF_DAYS_MAX = 60  # days off in one go, from the entry's local date on; longer is for the clinic to plan
ANSWERS_MAX = 60
ROUTINE_MAX = 80
SIDES = ("", "left", "right")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


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


class Stiffness(Enum):
    """How stiff or swollen it is the next morning (clinical reference 3.5, 3.11)."""

    NONE = "none"
    LITTLE = "little"
    MUCH = "much"


class Trigger(Enum):
    """What led to the symptom check (clinical reference 4.1)."""

    BUTTON = "button"
    PAIN = "pain"
    STOPPED = "stopped"
    NOTE = "note"


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

    Pain and effort are 0-10; so are `before` and `after`, the symptom around an exercise taken as needed.
    Without `sets` (at most 40), DONE is the whole dose, PARTLY half of it,
    NOT nothing. A reason belongs to PARTLY or NOT. A note has at most 2000 characters. Raises Invalid.
    """

    item_key: str
    session: int
    outcome: Outcome
    sets: tuple[SetDone, ...] = ()
    pain: int | None = None
    effort: int | None = None
    before: int | None = None
    after: int | None = None
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
        for field in ("effort", "before", "after"):
            yield from _within(field, getattr(self, field), SCORE_MAX)
        if self.reason is not None and self.outcome is Outcome.DONE:
            yield Problem("reason", N_("A reason belongs to an exercise done partly or not done"))
        yield from _not_longer("note", self.note, NOTE_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayExcused:
    """The whole day is excused, and every day to `until` where one is named (at most OFF_DAYS_MAX later).

    Self-excuse is allowed and the note (at most 2000 characters) optional.
    """

    excuse: Excuse
    until: date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        _refuse(_not_longer("note", self.note, NOTE_MAX))


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningAfter:
    """The morning of the entry's local date, after the exercises of the day before. `pain` is 0-10."""

    pain: int
    stiffness: Stiffness | None = None

    def __post_init__(self) -> None:
        _refuse(_within("pain", self.pain, SCORE_MAX))


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomsChecked:
    """A symptom check as answered: ids of the questions asked, and of those answered yes.

    What an answer asks of the clinic is decided by the server from its own content, never by the phone.
    """

    asked: tuple[str, ...]
    yes: tuple[str, ...] = ()
    trigger: Trigger = Trigger.BUTTON
    note: str = ""

    def __post_init__(self) -> None:
        _refuse(self._problems())

    def _problems(self) -> Iterator[Problem]:
        for field in ("asked", "yes"):
            answers = getattr(self, field)
            if len(answers) > ANSWERS_MAX:
                yield Problem(field, N_("At most %(most)s answers can be kept"), {"most": ANSWERS_MAX})
            for answer in answers:
                yield from _not_longer(field, answer, KEY_MAX)
        yield from _not_longer("note", self.note, NOTE_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineMoved:
    """From this day on the patient does the day's `session` (0-11) at another moment of their day.

    `at` is HH:MM by the patient's clock or "", `routine` words such as "after lunch"; not both empty.
    """

    session: int
    at: str = ""
    routine: str = ""

    def __post_init__(self) -> None:
        _refuse(self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from _within("session", self.session, SESSION_MAX)
        yield from _not_longer("routine", self.routine, ROUTINE_MAX)
        if self.at and not CLOCK.fullmatch(self.at):
            yield Problem("at", N_('"%(at)s" is no time of day; write it like 08:30'), {"at": self.at})
        if not self.at and not self.routine.strip():
            yield Problem("at", N_("Choose a time, or write what you do right before"))


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked:
    """A question to the therapist, about an exercise where `item_key` names one. At most 2000 characters."""

    text: str
    item_key: str = ""

    def __post_init__(self) -> None:
        _refuse(self._problems())

    def _problems(self) -> Iterator[Problem]:
        if not self.text.strip():
            yield Problem("text", N_("Write your question"))
        yield from _not_longer("text", self.text, NOTE_MAX)
        yield from _not_longer("item_key", self.item_key, KEY_MAX)


Logged = ExerciseLogged | DayExcused | MorningAfter | SymptomsChecked | RoutineMoved | QuestionAsked


def days_counted(logged: Logged, said_on: date) -> tuple[date, date]:
    """The first and the last local date that an entry of `said_on` counts for.

    A morning speaks of the day before (clinical reference 3.5: the response after 24 hours); days off run
    to their `until`.
    """
    if isinstance(logged, MorningAfter):
        before = said_on - timedelta(days=1) if said_on > date.min else said_on
        return before, before
    until = logged.until if isinstance(logged, DayExcused) and logged.until else said_on
    return said_on, max(said_on, until)


def check_until(excused: DayExcused, said_on: date) -> None:
    """Raises Invalid unless days off from `said_on` end on it or at most OFF_DAYS_MAX days later."""
    if excused.until is not None and not 0 <= (excused.until - said_on).days <= OFF_DAYS_MAX:
        text = N_("Choose a last day from the first one on, at most %(most)s days later")
        raise Invalid([Problem("until", text, {"most": OFF_DAYS_MAX})])


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

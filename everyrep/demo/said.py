"""What people say beside their exercises: questions, symptom checks, another moment of the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from everyrep.core.plan import Plan, Prescription
from everyrep.core.schedule import Pattern
from everyrep.demo.words import SAID
from everyrep.library.symptoms import questions

TEXT_OF = {"question": "text", "symptoms": "note", "routine": "routine"}  # the field that holds the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Said so many days before today, at a time of the patient's day.

    `body` is the operation's, less what is filled in when it is said: `words` (a name in SAID), the first
    exercise where `about_first`, the first one taken as needed where `about_needed`, and the questions that
    a symptom check asks.
    """

    days_ago: int
    at: time
    body: Mapping[str, Any]
    words: str = ""
    about_first: bool = False
    about_needed: bool = False

    @property
    def worrying(self) -> bool:
        """A symptom check with an answer of yes, which raises an alert."""
        return bool(self.body.get("yes"))

    def in_full(self, plan: Plan, language: str) -> dict[str, Any]:
        kind = self.body["type"]
        body = {**self.body, TEXT_OF[kind]: SAID[self.words][language]} if self.words else {**self.body}
        if self.about_first:
            body["item_key"] = plan.items[0].key
        if self.about_needed:
            body["item_key"] = _needed(plan).key
        return {**body, "asked": list(questions())} if kind == "symptoms" else body


def _needed(plan: Plan) -> Prescription:
    """The first exercise that is taken as needed; the first of all where none is."""
    needed = (item for item in plan.items if item.schedule.pattern is Pattern.AS_NEEDED)
    return next(needed, plan.items[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Caregiver:
    """Someone who logs for the patient under their own name, from a day of care on.

    share: of what is logged, how much the caregiver logs. scope: log, or view, which sees progress too.
    `email` is invented where it is empty. The family name is the patient's.
    """

    given_name: str
    from_day: int
    share: float
    scope: str = "log"
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHome:
    """How someone lives with the app. devices: names in ways.BROWSERS.

    mornings: of the mornings after exercises, how many are answered. called_back_after_days: from a
    worrying symptom check to the clinician's call; None where nobody has called yet. reminded: by e-mail,
    each session of the day at HH:MM, with the routine, or off. answers_reminders: False where nothing came
    back for so long that the therapist is told instead.
    """

    says: tuple[Said, ...] = ()
    mornings: float = 0.0
    caregiver: Caregiver | None = None
    devices: tuple[str, ...] = ("phone",)
    called_back_after_days: int | None = None
    reminded: tuple[str, ...] = field(default=())
    answers_reminders: bool = True

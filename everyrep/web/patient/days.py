"""A day of the tracker in the patient's words."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from everyrep.core.day_state import DayState
from everyrep.web.dates import date_in_words
from everyrep.web.pages import language
from everyrep.web.saying import state_words

MARKS = {DayState.NO_PROGRAM: "rest"}  # a day before the program asks for nothing, like a rest day


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """As the day component takes it: `number` is the day of the month."""

    state: str
    label: str
    number: str
    href: str | None
    today: bool


def day_shown(day: date, state: DayState, today: date, *, opens: bool) -> DayShown:
    """A day with its words, such as "Monday, November 16, 2026: done"; `opens` links to what was logged."""
    name = date_in_words(day, "full", language())
    return DayShown(
        state=MARKS.get(state, state.value),
        label=_("%(day)s: %(state)s") % {"day": name, "state": state_words(state)},
        number=str(day.day),
        href=f"{reverse('progress')}?day={day.isoformat()}#day" if opens else None,
        today=day == today,
    )

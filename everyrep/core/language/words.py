"""The small words every sentence needs: numbers, times, distances and dates, in the reader's language.

Texts are whole sentences or phrases with placeholders, so that a translation can reorder them. Catalogs
are extracted with the keywords N_ (one text) and Phrase:1,2 (singular and plural).
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from everyrep.core.dosage import Span
from everyrep.core.problems import N_
from everyrep.core.shorthand.amounts import METRES_PER_KM, kilometres, minutes


class Words(Protocol):
    """A language: `gettext.NullTranslations` is English, a catalog is any other."""

    def gettext(self, message: str, /) -> str: ...

    def ngettext(self, singular: str, plural: str, n: int, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in singular and plural. A range takes the form of its higher number."""

    one: str
    many: str

    def say(self, words: Words, count: int, **values: object) -> str:
        return words.ngettext(self.one, self.many, count) % values


NUMBERS = N_("%(low)s to %(high)s")
SECONDS = Phrase("%(n)s second", "%(n)s seconds")
MINUTES = Phrase("%(n)s minute", "%(n)s minutes")
METRES = Phrase("%(n)s meter", "%(n)s meters")
KILOMETRES = Phrase("%(n)s kilometer", "%(n)s kilometers")
STEPS = Phrase("%(n)s step", "%(n)s steps")
DATE = N_("%(day)s %(month)s %(year)s")
MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def say(words: Words, text: str, **values: object) -> str:
    """One text, translated and filled in."""
    return words.gettext(text) % values


def numbers(span: Span, words: Words) -> str:
    """8 to 12, or 10."""
    return ends_in_words(str(span.low), str(span.high), words)


def ends_in_words(low: str, high: str, words: Words) -> str:
    return low if low == high else say(words, NUMBERS, low=low, high=high)


def time_in_words(seconds: Span, words: Words) -> str:
    """30 seconds, 5 to 15 minutes."""
    whole = minutes(seconds)
    if whole is None:
        return SECONDS.say(words, seconds.high, n=numbers(seconds, words))
    return MINUTES.say(words, whole.high, n=numbers(whole, words))


def distance_in_words(metres: Span, words: Words) -> str:
    """400 meters, 1 to 1.5 kilometers."""
    ends = kilometres(metres)
    if ends is None:
        return METRES.say(words, metres.high, n=numbers(metres, words))
    # 1.5 kilometers takes the plural: the count is rounded up to a whole number.
    return KILOMETRES.say(words, -(-metres.high // METRES_PER_KM), n=ends_in_words(*ends, words))


def steps_in_words(steps: Span, words: Words) -> str:
    return STEPS.say(words, steps.high, n=numbers(steps, words))


def date_in_words(day: date, words: Words) -> str:
    """20 November 2026: the month is a word, so that day and month cannot be confused."""
    return say(words, DATE, day=day.day, month=words.gettext(MONTHS[day.month - 1]), year=day.year)

"""What rules would have said, day by day, and the rungs of the dose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from everyrep.core.dosage import Side
from everyrep.core.language import dose_in_words
from everyrep.core.language.verdict import HEADLINES, Told
from everyrep.core.plan import Prescription
from everyrep.core.progression import Firing, ItemRules, Outcome, Verdict, ladder
from everyrep.library.queries import exercise_name, known_exercise
from everyrep.web.clinic.rules.told import LOOKS, verdict_words
from everyrep.web.pages import WORDS, language


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedDay:
    """One day of the strip. `mark` names its look, `words` the outcome; `fires` beyond staying as it is."""

    day: date
    mark: str
    look: str
    words: str
    told: Told
    fires: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The days, and in one sentence how often which outcome would have come."""

    days: tuple[TriedDay, ...]
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A dose in words; `place` counts from 1, the easiest."""

    words: str
    place: int
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderShown:
    """The rungs from the easiest to the hardest, with the library's neighbours beyond either end."""

    rungs: tuple[Rung, ...]
    easier: tuple[str, ...]
    harder: tuple[str, ...]


def strip(firings: Iterable[Firing]) -> Strip:
    days = tuple(_day(firing.day, firing.verdict) for firing in firings)
    return Strip(days=days, summary=_summary(days))


def _day(day: date, verdict: Verdict) -> TriedDay:
    return TriedDay(
        day=day,
        mark=verdict.outcome.value,
        look=LOOKS[verdict.outcome],
        words=WORDS.gettext(HEADLINES[verdict.outcome]),
        told=verdict_words(verdict),
        fires=verdict.fired,
    )


def _summary(days: tuple[TriedDay, ...]) -> str:
    if not days:
        return _("There is no day to try them on yet.")
    words = ngettext("%(num)d day.", "%(num)d days.", len(days)) % {"num": len(days)}
    counts = [(sum(day.mark == outcome.value for day in days), outcome) for outcome in Outcome]
    parts = [f"{WORDS.gettext(HEADLINES[outcome])}: {count}" for count, outcome in reversed(counts) if count]
    return f"{words} {' · '.join(parts)}"


def ladder_shown(item: Prescription, rules: ItemRules, side: Side | None) -> LadderShown:
    found = ladder(item, rules)
    known = known_exercise(item.exercise)
    return LadderShown(
        rungs=tuple(
            Rung(words=dose_in_words(dose, WORDS, side), place=place, here=place == found.here + 1)
            for place, dose in enumerate(found.rungs, start=1)
        ),
        easier=_names(known.easier) if known else (),
        harder=_names(known.harder) if known else (),
    )


def _names(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(exercise_name(one, language()) for one in ids)

"""A verdict in plain words, for the therapist who decides: what, why, and what is not known."""

from dataclasses import dataclass

from everyrep.core.language.difference import dose_difference
from everyrep.core.language.rule_table import (
    DAYS_OFF,
    EFFECTS,
    STEPS,
    advice_in_words,
    value_in_words,
    when_in_words,
)
from everyrep.core.language.words import Words, say
from everyrep.core.problems import N_
from everyrep.core.progression.evaluate import Obstacle, Verdict
from everyrep.core.progression.inputs import title
from everyrep.core.progression.judging import Finding, Reading
from everyrep.core.progression.outcome import Outcome
from everyrep.core.progression.steps import Change

HEADLINES = {
    Outcome.STOP: N_("Stop all exercises"),
    Outcome.PAUSE: N_("Pause this exercise"),
    Outcome.REGRESS: N_("One step back"),
    Outcome.HOLD: N_("Stay with the dose as it is"),
    Outcome.PROGRESS: N_("Ready for the next step"),
}
WITH_CHANGE = N_("%(headline)s: %(change)s")
TARGET = N_("target range %(degrees)s degrees")
BECAUSE = N_("%(rule)s: %(reason)s")
MISSING = N_("%(input)s: not known")
OBSTACLES = {
    Obstacle.NO_SYMPTOM_MODEL: N_(
        "No symptom model is chosen for this exercise, so nothing goes on by itself."
    ),
    Obstacle.GUARDED: N_("The rules would go on, but something has to be settled first."),
    Obstacle.NO_STEP: N_("The rules would go on, but they know no next step within the limits: choose one."),
    Obstacle.LIMIT_REACHED: N_("The next step would be above the load you set as the most."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A verdict in words. `why` has a line for each thing that was read, `missing` for each not known.

    `held_back` says why a step that the rules allow is not proposed; `besides` what comes with the verdict.
    """

    headline: str
    why: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    source: str = ""


def verdict_in_words(verdict: Verdict, words: Words) -> Told:
    """What the verdict says and why."""
    finding = verdict.finding
    return Told(
        headline=_headline(verdict, words),
        why=tuple(_why(finding, words)) if finding else (),
        held_back=tuple(_held_back(verdict, words)),
        missing=tuple(say(words, MISSING, input=words.gettext(title(name))) for name in verdict.missing),
        besides=tuple(_besides(verdict, words)),
        source=finding.rule.source if finding else "",
    )


def change_in_words(change: Change, words: Words) -> str:
    """The change number by number, or what a person has to choose."""
    if change.target_deg is not None:
        return say(words, TARGET, degrees=change.target_deg)
    if change.after is None:
        return words.gettext(STEPS[change.variable, change.direction])
    return "; ".join(dose_difference(change.before, change.after, words))


def reading_in_words(reading: Reading, words: Words) -> str:
    """The input and what it was, oldest first."""
    values = ", ".join(value_in_words(value, words) for value in reading.values)
    return say(words, BECAUSE, rule=words.gettext(title(reading.input)), reason=values)


def _headline(verdict: Verdict, words: Words) -> str:
    headline = words.gettext(HEADLINES[verdict.outcome])
    if verdict.change is None:
        return headline
    return say(words, WITH_CHANGE, headline=headline, change=change_in_words(verdict.change, words))


def _why(finding: Finding, words: Words) -> list[str]:
    rule = words.gettext(finding.rule.title)
    known = [reading for reading in finding.readings if set(reading.values) != {None}]
    return [say(words, BECAUSE, rule=rule, reason=reading_in_words(reading, words)) for reading in known]


def _held_back(verdict: Verdict, words: Words) -> list[str]:
    told = [words.gettext(OBSTACLES[verdict.obstacle])] if verdict.obstacle else []
    guards = verdict.guards
    if guards is not None:
        rows = [row for row in guards.rule.rows if row.id in guards.also]
        told += [when_in_words(row, guards.rule, guards.settings, words) for row in rows]
    return told


def _besides(verdict: Verdict, words: Words) -> list[str]:
    finding = verdict.finding
    told = [words.gettext(EFFECTS[effect]) for effect in verdict.effects]
    if verdict.rest_days:
        told.append(DAYS_OFF.say(words, verdict.rest_days, n=verdict.rest_days))
    if finding is not None and finding.row is not None:
        told += advice_in_words(finding.row, finding.rule, finding.settings, words)
    return told

"""A reason as a sentence with its evidence: numbers, dates and days, never a judgement of the patient."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from babel.dates import format_timedelta
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from everyrep.core.attention.kinds import Kind, Step
from everyrep.library.queries import exercise_name, label
from everyrep.web.clinic.rules.told import change_words
from everyrep.web.dates import date_in_words
from everyrep.web.pages import language

Evidence = dict[str, Any]
SENTENCES_KEPT = 20_000  # of a process; one is about 200 bytes
EXERCISES_NAMED = 2  # of those that stand unchanged; the others are counted


@lru_cache(maxsize=SENTENCES_KEPT)
def sentence(kind: Kind, told: str, today: date, _reader: str) -> str:
    """What is so, in one sentence. `told` is the evidence as JSON text, `today` the clinic's local date.

    Kept ready for the language that is active, which the caller names: a clinic reads the same all day.
    """
    return SENTENCES[kind](json.loads(told), today)


@lru_cache(maxsize=64)
def step_words(step: Step, _reader: str) -> str:
    """The one next action, as its button says it, in the language that is active."""
    return {
        Step.CALL: _("Call"),
        Step.MESSAGE: _("Write"),
        Step.REVIEW: _("Review"),
        Step.ACCEPT: _("Look at it"),
        Step.ANSWER: _("Answer"),
        Step.ACKNOWLEDGE: _("I have seen it"),
    }[step]


def age_words(raised_at: datetime, now: datetime, reader: str) -> str:
    """12 minutes, 3 days: how long it has waited."""
    seconds = max(int((now - raised_at).total_seconds()), 60)
    unit = next((size for size in (86_400, 3600, 60) if seconds >= size), 60)
    return _age(seconds // unit * unit, reader)


@lru_cache(maxsize=512)
def _age(seconds: int, reader: str) -> str:
    return str(format_timedelta(timedelta(seconds=seconds), threshold=1, locale=reader))


def _day(text: str) -> str:
    return date_in_words(date.fromisoformat(text), "EEE d MMM", language())


def _days(texts: list[str]) -> str:
    return ", ".join(_day(text) for text in texts)


def _ago(text: str, today: date) -> int:
    return max((today - date.fromisoformat(text)).days, 0)


def _scores(said: Evidence) -> str:
    return ", ".join(str(score) for _when, score in said["scores"])


def _pain_high(said: Evidence, _today: date) -> str:
    text = _("Pain above %(over)d on %(num)d of the last %(days)d days: %(scores)s; last on %(last)s")
    return text % {
        "over": said["over"],
        "num": len(said["scores"]),
        "days": said["days"],
        "scores": _scores(said),
        "last": _day(said["scores"][-1][0]),
    }


def _flare(said: Evidence, _today: date) -> str:
    text = _("Worse the next morning, %(num)d days running: %(scores)s. Usual: %(usual)s")
    return text % {"num": len(said["scores"]), "scores": _scores(said), "usual": _number(said["usual"])}


def _morning_pain(said: Evidence, _today: date) -> str:
    first, second = said["means"]
    text = _("Morning pain up for two weeks: %(first)s, then %(second)s on average. Usual: %(usual)s")
    return text % {"first": _number(first), "second": _number(second), "usual": _number(said["usual"])}


def _number(value: float) -> str:
    return f"{value:g}"


def _swelling(said: Evidence, _today: date) -> str:
    text = _("Very stiff or swollen on the last %(num)d mornings answered, after %(days)s")
    return text % {"num": len(said["days"]), "days": _days(said["days"])}


def _low_mood(said: Evidence, _today: date) -> str:
    return _("Low mood named as what got in the way: %(days)s") % {"days": _days(said["days"])}


def _silent(said: Evidence, today: date) -> str:
    if not said["last"]:
        return _("Nothing logged yet")
    days = _ago(said["last"], today)
    text = ngettext(
        "Nothing logged for %(num)d day, since %(day)s",
        "Nothing logged for %(num)d days, since %(day)s",
        days,
    )
    return text % {"num": days, "day": _day(said["last"])}


def _low_dose(said: Evidence, _today: date) -> str:
    if said["low"] == said["high"]:
        return _("Did %(low)d %% of the dose in %(days)d days") % said
    return _("Did %(low)d to %(high)d %% of the dose in %(days)d days: some is not logged") % said


def _overuse(said: Evidence, _today: date) -> str:
    return _("Did %(percent)d %% of what was planned in %(days)d days, where rest days are set") % said


def _as_needed_over(said: Evidence, _today: date) -> str:
    text = _("%(exercise)s used %(uses)d times on %(day)s; at most %(most)d are set")
    return text % {**said, "exercise": _exercise(said), "day": _day(said["day"])}


def _as_needed_daily(said: Evidence, _today: date) -> str:
    text = _("%(exercise)s used on every one of %(days)d days, though set as needed")
    return text % {**said, "exercise": _exercise(said)}


def _exercise(said: Evidence) -> str:
    return exercise_name(said["exercise"], language())


def _low_confidence(said: Evidence, _today: date) -> str:
    return _("Confidence %(score)d of 10 to do the program") % said


def _flare_days(said: Evidence, _today: date) -> str:
    text = ngettext(
        "Flare for %(num)d day, since %(day)s", "Flare for %(num)d days, since %(day)s", said["days"]
    )
    return text % {"num": said["days"], "day": _day(said["first"])}


def _illness(said: Evidence, _today: date) -> str:
    text = ngettext("Ill for %(num)d day, since %(day)s", "Ill for %(num)d days, since %(day)s", said["days"])
    return text % {"num": said["days"], "day": _day(said["first"])}


def _excused_share(said: Evidence, _today: date) -> str:
    kinds = ", ".join(label("excuse", kind, language()) for kind in said["kinds"])
    text = ngettext(
        "%(num)d day off in the last %(of)d: %(kinds)s",
        "%(num)d days off in the last %(of)d: %(kinds)s",
        said["days"],
    )
    return text % {"num": said["days"], "of": said["of"], "kinds": kinds}


def _proposal(said: Evidence, today: date) -> str:
    about = {"exercise": _exercise(said), "change": change_words(said["outcome"], said["change"])}
    days = _ago(said["made_on"], today)
    if days == 0:
        return _("Proposed for %(exercise)s: %(change)s") % about
    text = ngettext(
        "Proposed %(num)d day ago for %(exercise)s: %(change)s",
        "Proposed %(num)d days ago for %(exercise)s: %(change)s",
        days,
    )
    return text % {**about, "num": days}


def _review_due(said: Evidence, _today: date) -> str:
    text = _("Review of %(exercise)s was due on %(day)s")
    return text % {"exercise": _exercise(said), "day": _day(said["due"])}


def _unchanged(said: Evidence, today: date) -> str:
    """The one that stood longest first."""
    items = sorted(said["items"], key=lambda item: (item["since"], -item["green"]))
    longest = _ago(items[0]["since"], today)
    named = [_stale(item) for item in items[:EXERCISES_NAMED]]
    if len(items) > EXERCISES_NAMED:
        more = len(items) - EXERCISES_NAMED
        named.append(ngettext("%(num)d more", "%(num)d more", more) % {"num": more})
    text = _("Ready to change? Unchanged for up to %(num)d days: %(items)s")
    return text % {"num": longest, "items": ", ".join(named)}


def _stale(item: Evidence) -> str:
    text = ngettext("%(name)s (%(num)d green day)", "%(name)s (%(num)d green days)", item["green"])
    return text % {"name": _exercise(item), "num": item["green"]}


def _reminders_unanswered(said: Evidence, _today: date) -> str:
    text = _("No answer to reminders on %(days)d days: they have stopped until something is logged")
    return text % said


def _set_aside(said: Evidence, _today: date) -> str:
    text = ngettext(
        "%(num)d entry could not be counted", "%(num)d entries could not be counted", said["count"]
    )
    return text % {"num": said["count"]}


def _message(said: Evidence, _today: date) -> str:
    text = ngettext(
        "%(num)d message waits for an answer", "%(num)d messages wait for an answer", said["count"]
    )
    return text % {"num": said["count"]}


def _question(said: Evidence, _today: date) -> str:
    if said["exercise"]:
        return _("Question about %(exercise)s") % {"exercise": _exercise(said)}
    return _("Question to the therapist")


SENTENCES: dict[Kind, Callable[[Evidence, date], str]] = {
    Kind.PAIN_HIGH: _pain_high,
    Kind.FLARE_24H: _flare,
    Kind.MORNING_PAIN: _morning_pain,
    Kind.SWELLING: _swelling,
    Kind.MESSAGE: _message,
    Kind.QUESTION: _question,
    Kind.LOW_MOOD: _low_mood,
    Kind.SILENT: _silent,
    Kind.LOW_DOSE: _low_dose,
    Kind.OVERUSE: _overuse,
    Kind.AS_NEEDED_OVER: _as_needed_over,
    Kind.AS_NEEDED_DAILY: _as_needed_daily,
    Kind.LOW_CONFIDENCE: _low_confidence,
    Kind.FLARE_DAYS: _flare_days,
    Kind.ILLNESS: _illness,
    Kind.EXCUSED_SHARE: _excused_share,
    Kind.PROPOSAL: _proposal,
    Kind.REVIEW_DUE: _review_due,
    Kind.UNCHANGED: _unchanged,
    Kind.REMINDERS_UNANSWERED: _reminders_unanswered,
    Kind.SET_ASIDE: _set_aside,
}

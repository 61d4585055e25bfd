"""A schedule in plain words: how often, on which days, from when until when."""

from collections.abc import Callable, Sequence

from everyrep.core.language.words import Phrase, Words, date_in_words, say
from everyrep.core.problems import N_
from everyrep.core.schedule import Anchor, Pattern, Pause, Schedule

ONCE_A_DAY = N_("once a day")
TWICE_A_DAY = N_("twice a day")
TIMES_A_DAY = N_("%(n)s times a day")
EVERY_DAY = N_("every day")
ONCE_A_WEEK = N_("once a week, on any day")
TWICE_A_WEEK = N_("twice a week, on any day")
TIMES_A_WEEK = N_("%(n)s times a week, on any day")
ON_ANY_DAYS = Phrase("on any %(n)s day of the week", "on any %(n)s days of the week")
EVERY_N_DAYS = N_("every %(n)s days")
AS_NEEDED = N_("when needed")
AS_NEEDED_FOR = N_("when needed (%(trigger)s)")
UP_TO_ONCE = N_("up to once a day")
UP_TO_TWICE = N_("up to twice a day")
UP_TO_TIMES = N_("up to %(n)s times a day")
DAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
# Two texts, because some languages put an article before a weekday, or before a list of them.
ONE_WEEKDAY = N_("%(weekday)s")
AND = N_("%(first)s and %(last)s")
HOURS_APART = Phrase("at least %(n)s hour apart", "at least %(n)s hours apart")
REST_DAYS = Phrase("at least %(n)s rest day in between", "at least %(n)s rest days in between")
FROM = N_("from %(date)s")
UNTIL = N_("until %(date)s")
ROUTINE_AT = N_("%(routine)s at %(time)s")
AT = N_("at %(time)s")
PAUSED = N_("paused from %(first)s to %(last)s")
PAUSED_ONE_DAY = N_("paused on %(first)s")


def schedule_in_words(schedule: Schedule, words: Words) -> str:
    """Twice a day, every day, from 20 November 2026. Routines and pauses are shown with the session."""
    days = [words.gettext(EVERY_DAY)] if schedule.pattern is Pattern.EVERY_DAY else []
    return ", ".join([frequency_in_words(schedule, words), *days, *limits_in_words(schedule, words)])


def frequency_in_words(schedule: Schedule, words: Words) -> str:
    """How often; `once a day` already says every day."""
    if schedule.pattern is Pattern.EVERY_DAY:
        return _times(schedule.times_per_day, (ONCE_A_DAY, TWICE_A_DAY, TIMES_A_DAY), words)
    if schedule.pattern is Pattern.AS_NEEDED:
        return ", ".join(_as_needed(schedule, words))
    if schedule.times_per_day == 1:
        return _which_days(schedule, words)
    times = _times(schedule.times_per_day, (ONCE_A_DAY, TWICE_A_DAY, TIMES_A_DAY), words)
    return f"{times}, {_which_days(schedule, words)}"


def _which_days(schedule: Schedule, words: Words) -> str:
    if schedule.pattern is Pattern.WEEKDAYS:
        return weekdays_in_words(schedule.weekdays, words)
    n = schedule.n or 1
    if schedule.pattern is Pattern.EVERY_N_DAYS:
        return say(words, EVERY_N_DAYS, n=n)
    if schedule.times_per_day == 1:
        return _times(n, (ONCE_A_WEEK, TWICE_A_WEEK, TIMES_A_WEEK), words)
    return ON_ANY_DAYS.say(words, n, n=n)


def _as_needed(schedule: Schedule, words: Words) -> list[str]:
    text = AS_NEEDED_FOR if schedule.trigger else AS_NEEDED
    limit = schedule.max_per_day
    most = [] if limit is None else [_times(limit, (UP_TO_ONCE, UP_TO_TWICE, UP_TO_TIMES), words)]
    return [say(words, text, trigger=schedule.trigger), *most]


def _times(count: int, texts: tuple[str, str, str], words: Words) -> str:
    return say(words, texts[min(count, 3) - 1], n=count)


def weekdays_in_words(weekdays: Sequence[int], words: Words) -> str:
    """Monday, Wednesday and Friday."""
    names = [words.gettext(DAYS[day]) for day in weekdays]
    if len(names) == 1:
        return say(words, ONE_WEEKDAY, weekday=names[0])
    return say(words, AND, first=", ".join(names[:-1]), last=names[-1])


def anchors_in_words(anchors: Sequence[Anchor], words: Words) -> str:
    """After brushing teeth at 08:00, after lunch."""
    return ", ".join(_anchor(anchor, words) for anchor in anchors)


def _anchor(anchor: Anchor, words: Words) -> str:
    if anchor.at is None:
        return anchor.routine
    text = ROUTINE_AT if anchor.routine else AT
    return say(words, text, routine=anchor.routine, time=anchor.at.strftime("%H:%M"))


def pauses_in_words(pauses: Sequence[Pause], words: Words) -> str:
    return ", ".join(_pause(pause, words) for pause in pauses)


def _pause(pause: Pause, words: Words) -> str:
    first, last = date_in_words(pause.first, words), date_in_words(pause.last, words)
    return say(words, PAUSED_ONE_DAY if pause.first == pause.last else PAUSED, first=first, last=last)


# What is said after the frequency, in this order; each is "" where its field is not given.
PHRASES: dict[str, Callable[[Schedule, Words], str]] = {
    "min_hours_between": lambda s, words: (
        HOURS_APART.say(words, s.min_hours_between, n=s.min_hours_between) if s.min_hours_between else ""
    ),
    "min_rest_days_between": lambda s, words: (
        REST_DAYS.say(words, s.min_rest_days_between, n=s.min_rest_days_between)
        if s.min_rest_days_between
        else ""
    ),
    "start": lambda s, words: say(words, FROM, date=date_in_words(s.start, words)) if s.start else "",
    "end": lambda s, words: say(words, UNTIL, date=date_in_words(s.end, words)) if s.end else "",
}


def limits_in_words(schedule: Schedule, words: Words) -> list[str]:
    """What is kept between sessions, and the dates."""
    return [text for phrase in PHRASES.values() if (text := phrase(schedule, words))]

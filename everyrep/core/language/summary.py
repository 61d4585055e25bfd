"""The numbers of a visit summary in words: what is known, what is not, and nothing about what it means."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from everyrep.core.adherence import Adherence, Share, show_as_counts
from everyrep.core.language.words import NUMBERS, Phrase, Words, date_in_words, say
from everyrep.core.problems import N_
from everyrep.core.summary import ItemSummary, Mean, Summary, Trend

PERCENT = N_("%(n)s%%")
NO_DATA = N_("no data")
COUNTED = N_("%(done)s of %(planned)s")
THEN = N_("%(earlier)s then %(later)s")
MEAN_OF = Phrase("%(mean)s (%(n)s day)", "%(mean)s (%(n)s days)")
HIGHEST = N_("highest %(score)s")
TIMES = Phrase("%(n)s time", "%(n)s times")
DONE_OF = N_("%(done)s of %(planned)s done")
DOSE_OF = N_("dose %(share)s")
NOT_LOGGED = Phrase("%(n)s not logged", "%(n)s not logged")
DONE_TIMES = Phrase("done %(n)s time", "done %(n)s times")
UNPLANNED = Phrase("%(n)s time, outside its planned sessions", "%(n)s times, outside its planned sessions")
NOTHING_LOGGED = N_("nothing logged")
STOPPED = N_("stopped")
PAIN = N_("pain %(trend)s")
EFFORT = N_("effort %(trend)s")
LOAD = N_("load %(loads)s")
AROUND = N_("before %(before)s, after %(after)s")
DAYS = Phrase("%(n)s day", "%(n)s days")
SILENT = Phrase("%(n)s day with nothing logged", "%(n)s days with nothing logged")
STIFF = Phrase(
    "very stiff or swollen on %(n)s morning after", "very stiff or swollen on %(n)s mornings after"
)
UNCHANGED = Phrase("%(exercise)s: %(n)s day", "%(exercise)s: %(n)s days")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWords:
    """One exercise: what was asked for, what was done of it, and what else was said, each a short phrase."""

    key: str
    name: str
    prescribed: str
    done: str
    trends: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWords:
    """Every number of a summary; an empty text or tuple means that nothing was said of it."""

    often: str
    much: str
    silent: str
    excused: str
    barriers: str
    evidence: str
    items: tuple[ItemWords, ...]
    pain: str
    morning: str
    effort: str
    flares: str
    unchanged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the core does not know: names of exercises by library id, doses by item key, labels by code."""

    exercises: Mapping[str, str]
    doses: Mapping[str, str]
    excuses: Mapping[str, str]
    reasons: Mapping[str, str]
    evidence: Mapping[str, str]


def summary_in_words(summary: Summary, names: Names, words: Words) -> SummaryWords:
    """The summary as a therapist reads it, and pastes it into a note."""
    found = summary.adherence
    return SummaryWords(
        often=share_in_words(found.frequency, found, words),
        much=share_in_words(found.dose, found, words),
        silent=SILENT.say(words, summary.silent_days, n=summary.silent_days) if summary.silent_days else "",
        excused=", ".join(
            f"{names.excuses[excuse.value]}: {DAYS.say(words, days, n=days)}"
            for excuse, days in summary.excused
        ),
        barriers=", ".join(f"{names.reasons[reason.value]}: {n}" for reason, n in summary.barriers),
        evidence=", ".join(f"{names.evidence[how.value]} {n}" for how, n in summary.evidence),
        items=tuple(_item(item, names, words) for item in summary.items),
        pain=trend_in_words(summary.pain, words),
        morning=", ".join(_morning(summary, words)),
        effort=trend_in_words(summary.effort, words),
        flares=", ".join(span_in_words(first, last, words) for first, last in summary.flares),
        unchanged=", ".join(
            UNCHANGED.say(words, days, exercise=names.exercises[item.exercise], n=days)
            for item, days in summary.unchanged
        ),
    )


def share_in_words(share: Share, found: Adherence, words: Words) -> str:
    """A percentage, its bounds where something is not logged, counts where little was planned."""
    if share.low is None or share.high is None:
        return words.gettext(NO_DATA)
    if show_as_counts(found):
        return say(words, COUNTED, done=round(share.low * found.planned), planned=round(found.planned))
    low, high = _percent(share.low, words), _percent(share.high, words)
    return low if low == high else say(words, NUMBERS, low=low, high=high)


def trend_in_words(trend: Trend, words: Words) -> str:
    """The mean of the earlier and the later half, each with its days, and the highest day."""
    halves = [mean_in_words(half, words) for half in (trend.earlier, trend.later) if half.days]
    if not halves:
        return ""
    told = say(words, THEN, earlier=halves[0], later=halves[1]) if len(halves) == 2 else halves[0]
    return f"{told}, {say(words, HIGHEST, score=trend.highest)}"


def mean_in_words(found: Mean, words: Words) -> str:
    """3.4 (5 days)"""
    if found.value is None:
        return words.gettext(NO_DATA)
    return MEAN_OF.say(words, found.days, mean=f"{found.value:.1f}", n=found.days)


def span_in_words(first: date, last: date, words: Words) -> str:
    """One day, or from the first to the last."""
    if first == last:
        return date_in_words(first, words)
    return say(words, NUMBERS, low=date_in_words(first, words), high=date_in_words(last, words))


def _percent(share: float, words: Words) -> str:
    return say(words, PERCENT, n=round(100 * share))


def _morning(summary: Summary, words: Words) -> Iterator[str]:
    if told := trend_in_words(summary.morning, words):
        yield told
    if summary.stiff_mornings:
        yield STIFF.say(words, summary.stiff_mornings, n=summary.stiff_mornings)


def _item(item: ItemSummary, names: Names, words: Words) -> ItemWords:
    return ItemWords(
        key=item.key,
        name=names.exercises.get(item.exercise, ""),
        prescribed=names.doses[item.key] if item.item else words.gettext(STOPPED),
        done=", ".join(_done(item, words)),
        trends=tuple(_trends(item, words)),
    )


def _done(item: ItemSummary, words: Words) -> Iterator[str]:
    """What was planned and done; where nothing was planned, how often it was done."""
    found = item.adherence
    if not found.planned:
        yield DONE_TIMES.say(words, item.times, n=item.times) if item.times else words.gettext(NOTHING_LOGGED)
        return
    if found.frequency.low is None:
        yield UNPLANNED.say(words, item.times, n=item.times) if item.times else words.gettext(NOTHING_LOGGED)
        return
    done = round(found.frequency.low * found.planned)
    yield say(words, DONE_OF, done=done, planned=round(found.planned))
    if not show_as_counts(found):
        yield say(words, DOSE_OF, share=share_in_words(found.dose, found, words))
    if (unlogged := round(found.planned) - found.logged) > 0:
        yield NOT_LOGGED.say(words, unlogged, n=unlogged)


def _trends(item: ItemSummary, words: Words) -> Iterable[str]:
    for text, trend in ((PAIN, item.pain), (EFFORT, item.effort)):
        if trend.days:
            yield say(words, text, trend=_short(trend, words))
    if item.loads:
        yield say(words, LOAD, loads=" → ".join(item.loads))
    if item.around:
        around = item.around
        told = say(words, AROUND, before=f"{around.before:.1f}", after=f"{around.after:.1f}")
        yield f"{told} ({TIMES.say(words, around.uses, n=around.uses)})"


def _short(trend: Trend, words: Words) -> str:
    """3.2 → 1.8, with the days behind both."""
    means = [f"{half.value:.1f}" for half in (trend.earlier, trend.later) if half.value is not None]
    return f"{' → '.join(means)} ({DAYS.say(words, trend.days, n=trend.days)})"

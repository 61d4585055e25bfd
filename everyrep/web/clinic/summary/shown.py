"""A visit summary as it is read: its lines, on the page, on paper and as text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from everyrep.core.dosage import Side
from everyrep.core.language import schedule_in_words, short_dose, side_in_words
from everyrep.core.language.summary import ItemWords, Names, SummaryWords, span_in_words, summary_in_words
from everyrep.core.logged import Excuse, Reason
from everyrep.core.plan import Prescription
from everyrep.core.summary import Quote, Summary
from everyrep.core.sync import Evidence
from everyrep.library.queries import label, plain_exercise_name
from everyrep.logbook.summary import VisitSummary
from everyrep.prescribing.ruled import ProposalRow
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic import wording
from everyrep.web.clinic.alert_words import AlertShown, alerts_shown
from everyrep.web.clinic.rules.told import shown as proposal_shown
from everyrep.web.dates import date_in_words
from everyrep.web.pages import WORDS, language
from everyrep.web.saying import evidence_words

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One heading with its lines; `more` are left out here and stand on the chart."""

    title: str
    lines: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryShown:
    """Everything on the page, in reading order. `facts` are (what, value); `left_out` counts exercises."""

    name: str
    lead: str
    window: str
    numbers: SummaryWords
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    left_out: int = 0

    def cut(self, *, lines: int, length: int, items: int) -> "SummaryShown":
        """At most so many lines in a part, characters in a line, and exercises; what goes is counted."""
        kept = self.numbers.items[:items]
        return replace(
            self,
            numbers=replace(self.numbers, items=kept),
            parts=tuple(_cut(part, lines, length) for part in self.parts),
            left_out=len(self.numbers.items) - len(kept),
        )


def _cut(part: Part, lines: int, length: int) -> Part:
    kept = tuple(_shortened(line, length) for line in islice(part.lines, lines))
    return Part(title=part.title, lines=kept, more=len(part.lines) - len(kept))


def _shortened(line: str, length: int) -> str:
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}{ELLIPSIS}"


def summary_shown(viewer: Viewer, found: VisitSummary, now: datetime, today: date) -> SummaryShown:
    """The summary in the reader's language."""
    summary = found.summary
    side = found.episode.involved_side if found.episode else ""
    numbers = summary_in_words(summary, names_of(summary, side), WORDS)
    days = ngettext("%(num)d day", "%(num)d days", summary.days) % {"num": summary.days}
    return SummaryShown(
        name=found.patient.name,
        lead=_lead(found, today),
        window=f"{span_in_words(summary.first, summary.last, WORDS)} ({days})",
        numbers=numbers,
        facts=tuple((what, value) for what, value in _facts(numbers, found) if value),
        parts=tuple(part for part in _parts(viewer, found, now, today) if part.lines),
    )


def names_of(summary: Summary, involved_side: str) -> Names:
    """What the words of a summary need to know, in the reader's language."""
    ids = [one.exercise for one in summary.items]
    return Names(
        exercises={known: plain_exercise_name(known, language()) for known in ids if known},
        doses={one.key: _dose(one.item, involved_side) for one in summary.items if one.item},
        excuses={one.value: label("excuse", one.value, language()) for one in Excuse},
        reasons={one.value: label("reason", one.value, language()) for one in Reason},
        evidence={one.value: evidence_words(one) for one in Evidence},
    )


def _dose(item: Prescription, involved_side: str) -> str:
    """2 × 10, hold 5 s, left; 3 times a day"""
    side, involved = item.dosage.side, Side(involved_side) if involved_side else None
    where = [side_in_words(side, WORDS, involved)] if side else []
    told = [short_dose(item.dosage, WORDS), *where]
    dose = f"{', '.join(told)}; {schedule_in_words(item.schedule, WORDS)}"
    return dose if item.essential else _("%(dose)s (optional)") % {"dose": dose}


def _lead(found: VisitSummary, today: date) -> str:
    about = [ngettext("%(num)d year old", "%(num)d years old", found.age) % {"num": found.age}]
    if found.episode:
        weeks = (today - found.episode.started_on).days // 7 + 1
        about += [found.episode.problem, wording.weeks_in_care(weeks)]
    return " · ".join(about)


def _facts(numbers: SummaryWords, found: VisitSummary) -> Iterator[tuple[str, str]]:
    planned = round(found.summary.adherence.planned)
    yield (
        _("How often"),
        _("%(share)s (%(planned)s sessions counted)")
        % {
            "share": numbers.often,
            "planned": planned,
        },
    )
    yield _("How much of the dose"), numbers.much
    yield _("Not known"), numbers.silent
    yield _("Excused"), numbers.excused
    yield _("Why not done"), numbers.barriers
    yield _("How it is known"), numbers.evidence
    yield _("Pain while exercising, 0 to 10"), numbers.pain or _("not said")
    yield _("The morning after"), numbers.morning or _("not said")
    yield _("Effort, 0 to 10"), numbers.effort
    yield _("Flare-ups"), numbers.flares
    yield _("Unchanged for three weeks or more"), numbers.unchanged


def _parts(viewer: Viewer, found: VisitSummary, now: datetime, today: date) -> Iterator[Part]:
    questions = _quotes(found.summary.questions, found)
    alerts = alerts_shown(found.alerts, now)
    yield Part(title=_("Questions asked"), lines=tuple(questions))
    yield Part(title=_("Alerts"), lines=tuple(_alert(one, found.patient.zone) for one in alerts))
    proposals = (_proposal(viewer, one, today) for one in found.proposals)
    yield Part(title=_("Proposals of the rules"), lines=tuple(proposals))
    yield Part(title=_("Signed since then"), lines=tuple(_versions(found)))
    yield Part(title=_("Goal"), lines=tuple(_goal(found)))
    yield Part(title=_("In their own words"), lines=tuple(_quotes(found.summary.notes, found)))


def _quotes(quotes: Iterable[Quote], found: VisitSummary) -> Iterator[str]:
    for quote in quotes:
        item = found.chain.item(quote.item_key)
        about = plain_exercise_name(item.exercise, language()) if item else ""
        yield f"{': '.join(part for part in (_day(quote.day), about) if part)}: “{quote.text}”"


def _alert(alert: AlertShown, zone: str) -> str:
    concerns = "; ".join(found.concern or found.said for found in alert.findings)
    told = f"{_day(alert.raised_at.astimezone(ZoneInfo(zone)).date())}: {alert.level_words}: {concerns}"
    if alert.settled_at is None:
        return f"{told}. {_('Still open.')}"
    return (
        told
        + ". "
        + _("Cleared by %(name)s: “%(outcome)s”")
        % {
            "name": alert.settled_by,
            "outcome": alert.outcome,
        }
    )


def _proposal(viewer: Viewer, found: ProposalRow, today: date) -> str:
    one = proposal_shown(viewer, found, today)
    told = f"{_day(one.made_on)}: {one.exercise}: {one.change} ({one.rule}): {one.state_words}"
    return f"{told}: “{one.reason}”" if one.reason else told


def _versions(found: VisitSummary) -> Iterator[str]:
    for version in found.changed:
        told = _("Version %(number)d, from %(day)s") % {
            "number": version.number,
            "day": _day(version.valid_from),
        }
        yield f"{told}: {version.reason}"


def _goal(found: VisitSummary) -> Iterator[str]:
    if found.episode and found.episode.goal:
        yield f"“{found.episode.goal}”"
    for step in found.milestones:
        reached = (
            _("reached %(day)s") % {"day": _day(step.reached_on)} if step.reached_on else _("still ahead")
        )
        yield f"{step.text}: {reached}"


def _day(day: date) -> str:
    return date_in_words(day, "d MMM", language())


def plain_text(shown: SummaryShown) -> str:
    """The whole of it as plain text, for a note elsewhere."""
    blocks = [
        [_("Summary of the log: %(name)s") % {"name": shown.name}, shown.lead, shown.window],
        [f"{what}: {value}" for what, value in shown.facts],
        [_("Exercises"), *map(_item_line, shown.numbers.items)],
        *([part.title, *(f"- {line}" for line in part.lines), *_more(part)] for part in shown.parts),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks)


def _more(part: Part) -> Iterator[str]:
    if part.more:
        yield "- " + ngettext("%(num)d more on the chart", "%(num)d more on the chart", part.more) % {
            "num": part.more
        }


def _item_line(item: ItemWords) -> str:
    told = [item.done, *item.trends]
    return f"- {item.name}: {item.prescribed}. {'; '.join(told)}"

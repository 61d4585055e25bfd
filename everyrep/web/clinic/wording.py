"""What the clinic's pages say: figures, entries, doses and reasons in words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from everyrep.core.dosage import Side
from everyrep.core.language import dose_in_words, schedule_in_words
from everyrep.core.language.summary import share_in_words
from everyrep.core.logged import (
    DayExcused,
    Excuse,
    ExerciseLogged,
    Logged,
    Outcome,
    QuestionAsked,
    Reason,
    SymptomsChecked,
)
from everyrep.core.plan import Prescription
from everyrep.core.problems import N_
from everyrep.core.sync import Evidence
from everyrep.library.queries import exercise_name, label
from everyrep.logbook.behind import Rows
from everyrep.logbook.chart import LogLine
from everyrep.logbook.tracker import Tracker
from everyrep.web.dates import date_in_words
from everyrep.web.pages import WORDS, language
from everyrep.web.saying import (
    difficulty_words,
    evidence_words,
    outcome_words,
    said_in_words,
    sets_in_words,
    title_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of the chart with what it means; `rows` names the entries behind it, `detail` its parts."""

    name: str
    number: str
    note: str
    how: str
    rows: str
    detail: tuple[str, ...] = ()


# How each figure is worked out (clinical reference 2.3), in words.
HOW_OFTEN = N_(
    "Sessions of which at least half was done, divided by the sessions planned. "
    "Excused days and sessions not yet due are left out."
)
HOW_MUCH = N_(
    "The share of each planned session that was done, added up and divided by the sessions planned. "
    "A set counts up to its prescribed minimum; more of one thing does not repay less of another. "
    "A key exercise counts double, an optional one not at all."
)
HOW_UNLOGGED = N_(
    "Where sessions are not logged, two numbers are shown: with those taken as not done, "
    "and without them. With fewer than 4 sessions planned, counts are shown."
)
HOW_BANDS = N_(
    "80 percent or more is on track by convention, not by a proven threshold: it is the range that most "
    "studies call satisfactory (Bailey 2020, Br J Sports Med 54:326)."
)
HOW_PAIN = N_(
    "The day's highest score, 0 to 10. First number: the mean of the first 7 days with a score "
    "in the weeks shown; second number: of the last 7."
)
HOW_EXCUSED = N_(
    "Days paused for a flare, illness, travel, a procedure or equipment. They count neither way."
)


def figures(tracker: Tracker) -> tuple[Figure, ...]:
    """Frequency and dose side by side, never blended, then pain; each with its bounds or its absence."""
    found, recent = tracker.adherence, tracker.recent
    return (
        Figure(
            name=_("How often"),
            number=share_in_words(found.frequency, found, WORDS),
            note=_("sessions done, last 28 days"),
            how=" ".join([_(HOW_OFTEN), _(HOW_UNLOGGED), _(HOW_BANDS)]),
            rows=Rows.DONE.value,
            detail=_counted(_("How it is known"), ((evidence_words(how), n) for how, n in recent.evidence)),
        ),
        Figure(
            name=_("How much"),
            number=share_in_words(found.dose, found, WORDS),
            note=_("of the dose, last 28 days"),
            how=" ".join([_(HOW_MUCH), _(HOW_UNLOGGED), _(HOW_BANDS)]),
            rows=Rows.REASONS.value,
            detail=_counted(_("Why not done"), _labelled("reason", recent.barriers)),
        ),
        Figure(
            name=_("Pain"),
            number=_pain(tracker),
            note=_("mean of the first and last week shown"),
            how=_(HOW_PAIN),
            rows=Rows.PAIN.value,
        ),
        Figure(
            name=_("Excused"),
            number=str(found.excused_days),
            note=_("days, last 28 days"),
            how=_(HOW_EXCUSED),
            rows=Rows.EXCUSED.value,
            detail=tuple(f"{what}: {days}" for what, days in _labelled("excuse", recent.excused)),
        ),
    )


def _counted(what: str, counts: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """One line: what it is, then each with its number."""
    told = ", ".join(f"{name} {count}" for name, count in counts)
    return (f"{what}: {told}",) if told else ()


def _labelled(vocabulary: str, counts: Iterable[tuple[Excuse | Reason, int]]) -> list[tuple[str, int]]:
    return [(label(vocabulary, code.value, language()), count) for code, count in counts]


def _pain(tracker: Tracker) -> str:
    if tracker.pain_then is None or tracker.pain_now is None:
        return _("no data")
    return f"{tracker.pain_then:.0f} → {tracker.pain_now:.0f}"


def dose(item: Prescription, involved_side: str) -> str:
    """The dose and its schedule in plain words."""
    involved = Side(involved_side) if involved_side else None
    return f"{dose_in_words(item.dosage, WORDS, involved)}; {schedule_in_words(item.schedule, WORDS)}"


def doses(items: Iterable[Prescription], involved_side: str) -> dict[str, str]:
    return {item.key: dose(item, involved_side) for item in items}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One exercise on one day: its sessions in a sentence, its notes, the entries that were corrected.

    `conflicting` are entries of which two things were said without either having seen the other.
    """

    title: str
    text: str
    notes: tuple[str, ...]
    corrected: tuple[UUID, ...]
    conflicting: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLog:
    day: date
    lines: tuple[Line, ...]


def log_days(log: Iterable[LogLine]) -> tuple[DayLog, ...]:
    """The log by day, newest first, and within the day by exercise; all else stands for itself."""
    days: dict[date, dict[str, list[LogLine]]] = {}
    for line in log:
        about = line.entry.item_key or str(line.entry.entry_id)
        days.setdefault(line.entry.local_date, {}).setdefault(about, []).append(line)
    return tuple(
        DayLog(day=day, lines=tuple(_line(lines) for lines in by_item.values()))
        for day, by_item in days.items()
    )


def _line(lines: list[LogLine]) -> Line:
    first = lines[0]
    goes = [line.said for line in lines if isinstance(line.said, ExerciseLogged)]
    said = sorted(goes, key=lambda go: go.session)
    known = {Evidence(line.entry.evidence) for line in lines}
    if not said:
        known.discard(Evidence.TICKED)  # of what is no exercise, only another way of knowing says anything
    return Line(
        title=_title(first.said, first.exercise),
        text=" · ".join(
            [_several(said) if len(said) > 1 else _one(first.said), *sorted(map(evidence_words, known))]
        ),
        notes=tuple(note for line in lines if (note := note_of(line.said))),
        corrected=tuple(line.entry.entry_id for line in lines if _is_corrected(line)),
        conflicting=tuple(line.entry.entry_id for line in lines if line.entry.conflict),
    )


def note_of(said: Logged) -> str:
    """The free words beside what was said; a question's words are no note."""
    return said.note if isinstance(said, ExerciseLogged | DayExcused | SymptomsChecked) else ""


def _is_corrected(line: LogLine) -> bool:
    return line.entry.revisions > 1 and not line.entry.conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What the patient wrote about one exercise on one day, or about the whole day."""

    day: date
    title: str
    text: str
    entry_id: UUID
    conflict: bool


def notes(lines: Iterable[LogLine]) -> tuple[Note, ...]:
    return tuple(
        Note(
            day=line.entry.local_date,
            title=_title(line.said, line.exercise),
            text=note_of(line.said),
            entry_id=line.entry.entry_id,
            conflict=line.entry.conflict,
        )
        for line in lines
    )


def _several(said: list[ExerciseLogged]) -> str:
    """Several sessions of a day in one sentence."""
    counts = [(outcome, sum(one.outcome is outcome for one in said)) for outcome in Outcome]
    parts = [f"{count} × {outcome_words(outcome).lower()}" for outcome, count in counts if count]
    pains = [one.pain for one in said if one.pain is not None]
    if pains:
        parts.append(_("pain up to %(score)d") % {"score": max(pains)})
    parts += [around for one in said if (around := _around(one))]
    return ", ".join(parts)


def _title(said: Logged, exercise: str) -> str:
    if isinstance(said, DayExcused):
        return _("The whole day")
    name = exercise_name(exercise, language()) if exercise else ""
    if isinstance(said, QuestionAsked) and name:
        return _("Question about %(exercise)s") % {"exercise": name}
    return title_words(said, name)


def _one(said: Logged) -> str:
    """What was said in one entry, without the note."""
    if isinstance(said, ExerciseLogged):
        return " · ".join(_parts(said))
    if isinstance(said, DayExcused):
        return " · ".join(_day_off(said))
    if isinstance(said, QuestionAsked):
        return said.text
    bare = replace(said, note="") if isinstance(said, SymptomsChecked) else said
    return " · ".join(f"{what}: {words}" for what, words in said_in_words(bare))


def _day_off(said: DayExcused) -> Iterable[str]:
    yield _("excused: %(why)s") % {"why": label("excuse", said.excuse.value, language())}
    if said.until is not None:
        yield _("until %(day)s") % {"day": date_in_words(said.until, "long", language())}


def _parts(said: ExerciseLogged) -> Iterable[str]:
    yield outcome_words(said.outcome)
    if said.sets:
        yield sets_in_words(said.sets)
    if said.pain is not None:
        yield _("pain %(score)d") % {"score": said.pain}
    if around := _around(said):
        yield around
    if said.effort is not None:
        yield _("effort %(score)d") % {"score": said.effort}
    if said.difficulty is not None:
        yield difficulty_words(said.difficulty)
    if said.reason is not None:
        yield label("reason", said.reason.value, language())


def _around(said: ExerciseLogged) -> str:
    """The symptom before and after an exercise taken as needed."""
    if said.before is not None and said.after is not None:
        return _("before %(before)d, after %(after)d") % {"before": said.before, "after": said.after}
    if said.before is not None:
        return _("before %(score)d") % {"score": said.before}
    return "" if said.after is None else _("after %(score)d") % {"score": said.after}


def reason_words(reason: str) -> str:
    """Why an entry was set aside."""
    return {
        "malformed": _("it could not be read"),
        "same_id_other_content": _("the same entry came twice with different content"),
        "future": _("it is dated in the future"),
        "no_program": _("no program was in force on its day"),
        "ended_program": _("the program had ended"),
        "unknown_exercise": _("the exercise is not in any program"),
        "newer_schema": _("the app that sent it is newer than this server"),
        "closed_way_in": _("it was sent by a link or device that had been closed"),
    }.get(reason, reason)


def role_words(role: str) -> str:
    return {
        "owner": _("Owner"),
        "therapist": _("Therapist"),
        "assistant": _("Assistant"),
        "front_desk": _("Front desk"),
    }[role]


def weeks_in_care(week: int) -> str:
    return ngettext("week %(num)d", "week %(num)d", week) % {"num": week}

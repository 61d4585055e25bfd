"""A day, an entry and its history in words: the same for patient and therapist."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from everyrep.core.day_state import DayState
from everyrep.core.logged import (
    DayExcused,
    Difficulty,
    ExerciseLogged,
    Logged,
    MorningAfter,
    Outcome,
    QuestionAsked,
    RoutineMoved,
    SetDone,
    Stiffness,
    SymptomsChecked,
    Trigger,
)
from everyrep.core.problems import N_
from everyrep.core.sync import Evidence
from everyrep.library.queries import label
from everyrep.library.symptoms import questions
from everyrep.logbook.queries import Revision, own_word
from everyrep.tenancy.viewer import STAFF_ROLES, Role, Viewer
from everyrep.web.dates import date_in_words
from everyrep.web.pages import language

Said = list[tuple[str, str]]

STATE_WORDS = {
    DayState.DONE: N_("done"),
    DayState.PARTLY: N_("partly"),
    DayState.NOT_DONE: N_("not done"),
    DayState.NOT_LOGGED: N_("not logged"),
    DayState.PLANNED: N_("planned"),
    DayState.REST: N_("rest day"),
    DayState.EXCUSED: N_("paused"),
    DayState.NO_PROGRAM: N_("no program yet"),
}
EVIDENCE_WORDS = {
    Evidence.GUIDED: N_("guided session"),
    Evidence.TICKED: N_("ticked off"),
    Evidence.RECALLED: N_("recalled later"),
    Evidence.PAPER: N_("paper sheet"),
    Evidence.CAREGIVER: N_("by a caregiver"),
    Evidence.THERAPIST: N_("seen by the therapist"),
    Evidence.SENSOR: N_("device reading"),
}
OUTCOME_WORDS = {Outcome.DONE: N_("Done"), Outcome.PARTLY: N_("Partly done"), Outcome.NOT: N_("Not done")}


def state_words(state: DayState) -> str:
    """A day's state as people read it."""
    return _(STATE_WORDS[state])


def evidence_words(evidence: Evidence) -> str:
    """How an entry is known."""
    return _(EVIDENCE_WORDS[evidence])


def outcome_words(outcome: Outcome) -> str:
    return _(OUTCOME_WORDS[outcome])


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionShown:
    """`changes` are whole sentences; the newest revision comes first on the page."""

    at: datetime
    by: str
    evidence: str
    late: bool
    title: str
    changes: tuple[str, ...]


def title_words(logged: Logged, exercise: str = "") -> str:
    """What an entry is about; `exercise` is the name of one where it speaks of one."""
    if isinstance(logged, ExerciseLogged):
        return exercise or _("Unknown exercise")
    return {
        DayExcused: _("Rest day"),
        MorningAfter: _("The next morning"),
        SymptomsChecked: _("Symptom check"),
        RoutineMoved: _("Moment of the day"),
        QuestionAsked: _("Question"),
    }[type(logged)]


def said_in_words(logged: Logged) -> Said:
    """Each thing said, as (what it is, what was said), in reading order; what was left open is left out."""
    match logged:
        case ExerciseLogged():
            return _exercise(logged)
        case DayExcused():
            return _rest_day(logged)
        case MorningAfter():
            return _morning(logged)
        case SymptomsChecked():
            return _symptoms(logged)
        case RoutineMoved():
            return [(_("Session"), str(logged.session + 1)), (_("New moment"), routine_words(logged))]
        case QuestionAsked():
            return [(_("Question"), logged.text)]


def _exercise(logged: ExerciseLogged) -> Said:
    return [
        (_("How it went"), outcome_words(logged.outcome)),
        *([(_("Sets"), sets_in_words(logged.sets))] if logged.sets else []),
        *_score(_("Pain"), logged.pain),
        *_score(_("Before"), logged.before),
        *_score(_("After"), logged.after),
        *_score(_("Effort"), logged.effort),
        *([(_("How hard it was"), difficulty_words(logged.difficulty))] if logged.difficulty else []),
        *([(_("Why"), label("reason", logged.reason.value, language()))] if logged.reason else []),
        *_note(logged.note),
    ]


def _rest_day(logged: DayExcused) -> Said:
    until = [(_("Until"), date_in_words(logged.until, "full", language()))] if logged.until else []
    return [(_("Rest day"), label("excuse", logged.excuse.value, language())), *until, *_note(logged.note)]


def _morning(logged: MorningAfter) -> Said:
    stiffness = [(_("Stiff or swollen"), stiffness_words(logged.stiffness))] if logged.stiffness else []
    return [*_score(_("Pain"), logged.pain), *stiffness]


def _symptoms(logged: SymptomsChecked) -> Said:
    answers = [question_words(answer) for answer in logged.yes] or [_("no question")]
    return [(_("Answered yes"), " · ".join(answers)), *_note(logged.note)]


def question_words(question_id: str) -> str:
    """A question of the symptom check as the patient read it; its id where it is not asked any more."""
    found = questions().get(question_id)
    return found.text(language()).text if found else question_id.replace("_", " ")


def routine_words(logged: RoutineMoved) -> str:
    """After lunch · 08:30; what was left open is left out."""
    return " · ".join(part for part in (logged.routine.strip(), logged.at) if part)


def stiffness_words(stiffness: Stiffness) -> str:
    return {Stiffness.NONE: _("not at all"), Stiffness.LITTLE: _("a little"), Stiffness.MUCH: _("a lot")}[
        stiffness
    ]


def trigger_words(trigger: Trigger) -> str:
    """What led to a symptom check."""
    return {
        Trigger.BUTTON: _("opened by the patient"),
        Trigger.PAIN: _("asked after strong pain"),
        Trigger.STOPPED: _("asked after a session was stopped"),
        Trigger.NOTE: _("asked after a note"),
    }[trigger]


def _score(what: str, score: int | None) -> Said:
    return [] if score is None else [(what, _("%(n)s out of 10") % {"n": score})]


def _note(note: str) -> Said:
    return [(_("Note"), note)] if note else []


def difficulty_words(difficulty: Difficulty) -> str:
    return {
        Difficulty.EASY: _("easy"),
        Difficulty.RIGHT: _("just right"),
        Difficulty.HARD: _("hard"),
        Difficulty.TOO_HARD: _("too hard"),
    }[difficulty]


def sets_in_words(sets: tuple[SetDone, ...]) -> str:
    """10 reps, 8 reps; with the side where sides are separate."""
    return ", ".join(_set(one) for one in sets)


def _set(one: SetDone) -> str:
    amount = next((text for text in _amounts(one) if text), _("done"))
    if not one.side:
        return amount
    side = _("left") if one.side == "left" else _("right")
    return _("%(side)s %(amount)s") % {"side": side, "amount": amount}


def _amounts(one: SetDone) -> list[str]:
    seconds = one.hold_s if one.seconds is None else one.seconds
    return [
        "" if one.reps is None else ngettext("%(n)s rep", "%(n)s reps", one.reps) % {"n": one.reps},
        "" if seconds is None else ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds},
        "" if one.metres is None else ngettext("%(n)s meter", "%(n)s meters", one.metres) % {"n": one.metres},
        "" if one.steps is None else ngettext("%(n)s step", "%(n)s steps", one.steps) % {"n": one.steps},
    ]


def history_in_words(revisions: Iterable[Revision], viewer: Viewer) -> list[RevisionShown]:
    """Every revision with what it changed, newest first, as the viewer reads it."""
    before: Said = []
    shown = []
    for revision in revisions:
        shown.append(_revision(revision, before, viewer))
        before = said_in_words(revision.logged) if revision.logged else before
    return shown[::-1]


def _revision(revision: Revision, before: Said, viewer: Viewer) -> RevisionShown:
    title, changes = _("Removed"), tuple[str, ...]()
    if revision.logged is not None:
        title = _("Corrected") if before else _("Logged")
        changes = tuple(_changes(before, said_in_words(revision.logged)))
    return RevisionShown(
        at=revision.received_at,
        by=_by(revision, viewer),
        evidence=evidence_words(revision.evidence),
        late=revision.late,
        title=title,
        changes=changes,
    )


def _changes(before: Said, after: Said) -> list[str]:
    old, new = dict(before), dict(after)
    told = []
    for what in [*new, *(gone for gone in old if gone not in new)]:
        values = {"what": what, "new": new.get(what, ""), "old": old.get(what, "")}
        if what not in old:
            told.append(_("%(what)s: %(new)s") % values)
        elif what not in new:
            told.append(_("%(what)s: removed, was %(old)s") % values)
        elif old[what] != new[what]:
            told.append(_("%(what)s: %(new)s, was %(old)s") % values)
    return told


def _by(revision: Revision, viewer: Viewer) -> str:
    role, name = revision.actor_role, {"name": revision.actor_name}
    if role in STAFF_ROLES:
        return revision.actor_name
    if viewer.is_staff:
        from_outside = {Role.LINK: _("%(name)s, from a link"), Role.CAREGIVER: _("%(name)s, who helps")}
        return from_outside.get(role, "%(name)s") % name
    if viewer.role is Role.CAREGIVER:
        return _("you") if own_word(viewer, role, revision.actor_name) else revision.actor_name
    if role is Role.CAREGIVER:
        return _("%(name)s, who helps you") % name
    return _("you, from your link") if role is Role.LINK else _("you")

"""A proposal and a verdict as they are read: what, why, on what, and what nobody knows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from everyrep.core.language.rule_table import when_in_words
from everyrep.core.language.verdict import HEADLINES, Told, change_in_words, verdict_in_words
from everyrep.core.progression import Outcome, Verdict
from everyrep.library.queries import exercise_name
from everyrep.logbook.proposing import CARRIED_OUT
from everyrep.prescribing.rule_documents import change_from_document, verdict_from_document
from everyrep.prescribing.ruled import ProposalRow, is_step, may_accept, verdict_of
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import WORDS, language

# The sign of an outcome, beside its words: a look of the status pill.
LOOKS = {
    Outcome.STOP: "stop",
    Outcome.PAUSE: "needs_talk",
    Outcome.REGRESS: "partly",
    Outcome.HOLD: "no_data",
    Outcome.PROGRESS: "on_track",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalShown:
    """One proposal in words. `change` is the short form for a line of the chart; `row` the line of the table
    that fired. `may_accept`: as it is, in one tap; `is_step`: without it somebody has to choose.
    """

    id: UUID
    patient_id: UUID
    patient_name: str
    item_key: str
    exercise: str
    look: str
    outcome: str
    change: str
    told: Told
    row: str
    rule: str
    version: int
    base: int
    made_on: date
    age: str
    may_accept: bool
    is_step: bool
    state: str
    state_words: str
    decided_at: datetime | None
    decided_by: str
    reason: str
    result: int | None


def shown(viewer: Viewer, found: ProposalRow, today: date) -> ProposalShown:
    """`today` is the patient's local date."""
    verdict = verdict_of(found)
    finding = verdict.finding
    return ProposalShown(
        id=found.id,
        patient_id=found.patient_id,
        patient_name=found.patient.name,
        item_key=found.item_key,
        exercise=exercise_name(found.exercise, language()),
        look=LOOKS[verdict.outcome],
        outcome=WORDS.gettext(HEADLINES[verdict.outcome]),
        change=change_words(found.outcome, found.verdict["change"]),
        told=verdict_in_words(verdict, WORDS),
        row=when_in_words(finding.row, finding.rule, finding.settings, WORDS)
        if finding and finding.row
        else "",
        rule=_(finding.rule.title) if finding else "",
        version=found.rule_version,
        base=found.base.number,
        made_on=found.made_on,
        age=_age((today - found.made_on).days),
        may_accept=may_accept(viewer, found),
        is_step=is_step(found),
        state=found.state,
        state_words=state_words(found.state),
        decided_at=found.decided_at,
        decided_by=found.decided_by.signature if found.decided_by else "",
        reason=found.reason,
        result=found.result.number if found.result else None,
    )


def change_words(outcome: str, change: object) -> str:
    """The change alone, number by number; where there is none, what the rules say."""
    if isinstance(change, dict):
        return change_in_words(change_from_document(change), WORDS)
    return WORDS.gettext(HEADLINES[Outcome(outcome)])


def rule_alert_words(reason: str, said: dict[str, Any]) -> str:
    """What an alert says that a rule asked for, or the notice of a step taken by the therapist's order."""
    about = {"exercise": exercise_name(said["exercise"], language())}
    if reason == CARRIED_OUT:
        text = _("By your order, %(exercise)s was changed: %(change)s")
        return text % {**about, "change": change_words(said["outcome"], said["change"])}
    told = verdict_in_words(verdict_from_document(said["verdict"]), WORDS)
    text = _("A rule asks for you, %(exercise)s: %(why)s")
    return text % {**about, "why": "; ".join((told.headline, *told.why))}


def verdict_words(verdict: Verdict) -> Told:
    """A verdict in the reader's language."""
    return verdict_in_words(verdict, WORDS)


def state_words(state: str) -> str:
    """What became of a proposal."""
    return {
        "waiting": _("waits"),
        "accepted": _("accepted"),
        "edited": _("taken over into the draft"),
        "rejected": _("not taken up"),
        "overtaken": _("overtaken by something newer"),
        "expired": _("the rules ran out"),
    }[state]


def _age(days: int) -> str:
    if days <= 0:
        return _("proposed today")
    return ngettext("proposed %(num)d day ago", "proposed %(num)d days ago", days) % {"num": days}

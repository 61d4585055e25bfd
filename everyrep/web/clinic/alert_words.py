"""An alert as the clinic reads it: how pressing, what was answered, what it may mean, and what is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from babel.dates import format_datetime, format_timedelta
from django.utils.translation import gettext as _

from everyrep.core.alerting import Level
from everyrep.core.logged import Trigger
from everyrep.library.symptoms import level_of, questions
from everyrep.logbook.alerted import Alerted
from everyrep.logbook.proposing import CARRIED_OUT, RULE
from everyrep.logbook.raising import SYMPTOM_CHECK
from everyrep.reminders.telling import PAIN_BY_TEXT
from everyrep.tenancy.viewer import Role
from everyrep.web.clinic.rules.told import rule_alert_words
from everyrep.web.clinic.wording import reason_words
from everyrep.web.pages import language
from everyrep.web.saying import question_words, trigger_words

# The looks of a notice and of a status pill.
LOOKS = {
    Level.EMERGENCY: ("stop", "stop"),
    Level.URGENT: ("attention", "needs_talk"),
    Level.ATTENTION: ("attention", "partly"),
    Level.NOTICE: ("info", "no_data"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`said` is the question as the patient read it, `concern` what it may mean; "" where that is unknown."""

    said: str
    concern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertShown:
    """`tone` and `pill` name its looks, `phone_clock` is a moment in words; `outcome` is "" at first.

    `by_check`: raised by the symptom check.
    """

    id: UUID
    patient_id: UUID
    patient_name: str
    level_words: str
    tone: str
    pill: str
    next_words: str
    findings: tuple[Finding, ...]
    ago: str
    raised_at: datetime
    phone_clock: str
    said_by: str
    trigger: str
    note: str
    aside: str
    taken_back: bool
    held_since: date | None
    seen_at: datetime | None
    seen_by: str
    settled_at: datetime | None
    settled_by: str
    outcome: str
    by_check: bool


def alerts_shown(found: Iterable[Alerted], now: datetime) -> list[AlertShown]:
    """In the order in which they are given."""
    return [_shown(one, now) for one in found]


def _shown(one: Alerted, now: datetime) -> AlertShown:
    alert = one.alert
    told, level = alert.evidence, alert.pressing
    return AlertShown(
        id=alert.id,
        patient_id=alert.patient_id,
        patient_name=alert.patient.name,
        level_words=level_words(level),
        tone=LOOKS[level][0],
        pill=LOOKS[level][1],
        next_words=next_words(level),
        findings=_findings(one),
        ago=format_timedelta(alert.raised_at - now, add_direction=True, locale=language()),
        raised_at=alert.raised_at,
        phone_clock=_phone_clock(told.get("performed_local", ""), told.get("zone", "")),
        said_by=_said_by(told),
        trigger=_trigger(told.get("trigger", "")),
        note=told.get("note", ""),
        aside=reason_words(told["aside"]) if told.get("aside") else "",
        taken_back=one.taken_back,
        held_since=alert.first_day if level.holds else None,
        seen_at=alert.acknowledged_at,
        seen_by=alert.acknowledged_by.signature if alert.acknowledged_by else "",
        settled_at=alert.settled_at,
        settled_by=alert.settled_by.signature if alert.settled_by else "",
        outcome=alert.outcome,
        by_check=alert.reason == SYMPTOM_CHECK,
    )


def concern_words(one: Alerted) -> str:
    """What was answered, by what it may mean, in one line."""
    return " · ".join(found.concern or found.said for found in _findings(one))


def _findings(one: Alerted) -> tuple[Finding, ...]:
    """The most pressing first; of what rules found or did, what they say themselves."""
    alert = one.alert
    if alert.reason in (RULE, CARRIED_OUT):
        return (Finding(said=rule_alert_words(alert.reason, alert.evidence), concern=""),)
    return tuple(_finding(code) for code in sorted(alert.findings, key=_rank))


def level_words(level: Level) -> str:
    """How pressing it is."""
    return {
        Level.EMERGENCY: _("Emergency answer"),
        Level.URGENT: _("Urgent answer"),
        Level.ATTENTION: _("Needs attention"),
        Level.NOTICE: _("Notice"),
    }[level]


def level_pill(level: Level) -> tuple[str, str]:
    """The look of its status pill, and the words in it."""
    return LOOKS[level][1], level_words(level)


def next_words(level: Level) -> str:
    """What to do about it, and by when (clinical reference 3.13; the times are defaults of the product)."""
    return {
        Level.EMERGENCY: _("Call now"),
        Level.URGENT: _("Call today"),
        Level.ATTENTION: _("Get in touch within two working days"),
        Level.NOTICE: _("Look at it at the next review"),
    }[level]


def _rank(code: str) -> int:
    level = level_of([code])
    return level.rank if level else len(Level)


def _finding(code: str) -> Finding:
    found = questions().get(code)
    if other := _other_words(code):
        return Finding(said=other, concern="")
    if found is None:
        return Finding(
            said=_("An answer that this server does not know: %(code)s") % {"code": code}, concern=""
        )
    return Finding(said=question_words(code), concern=found.text(language()).concern)


def _other_words(code: str) -> str:
    """What no question of the symptom check has raised."""
    return {
        PAIN_BY_TEXT: _("Answered “3 = pain” to a text message"),
    }.get(code, "")


def _phone_clock(local: str, zone: str) -> str:
    """The phone's own word for when it was, which may be wrong; as it was sent where it is no time."""
    try:
        moment = format_datetime(datetime.fromisoformat(local), format="d MMM y, HH:mm", locale=language())
    except ValueError:
        moment = local
    return f"{moment} ({zone})" if zone else moment


def _said_by(told: dict[str, str]) -> str:
    name = told.get("said_by", "")
    return _("%(name)s, from a link") % {"name": name} if told.get("role") == Role.LINK.value else name


def _trigger(code: str) -> str:
    return trigger_words(Trigger(code)) if code in {trigger.value for trigger in Trigger} else ""

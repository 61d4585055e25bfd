"""The list as it is shown: the reasons of one patient together, the most pressing patient on top."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from everyrep.attention.needs import Colleagues, Need
from everyrep.core.alerting import Level
from everyrep.core.attention.kinds import Step
from everyrep.logbook.alerted import Alerted
from everyrep.reminders.contacts import Contacts
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.alert_words import concern_words, next_words
from everyrep.web.clinic.attention.list_address import Whose
from everyrep.web.clinic.attention.sentences import age_words, sentence, step_words
from everyrep.web.pages import language
from everyrep.web.templating import url

ALWAYS = frozenset({Level.EMERGENCY, Level.URGENT})  # shown under every filter


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One reason or alert. `href` is where its next step leads; "" where that is a form on the page.

    `answering` is who has to answer, `owner` their name. `overdue`: nobody answered in time.
    """

    id: UUID
    is_alert: bool
    level: Level
    text: str
    step: Step
    step_words: str
    href: str
    raised_at: datetime
    age: str
    answering: UUID | None
    owner: str
    overdue: bool = False
    seen_by: str = ""
    note: str = ""

    @property
    def address(self) -> str:
        """The page of the reason; `reverse` for each of a thousand would be most of the work of the page."""
        return f"{url('attention')}attention/{self.id}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One patient with everything that waits, the most pressing first."""

    patient_id: UUID
    name: str
    href: str
    lines: tuple[Line, ...]
    contacts: str

    @property
    def level(self) -> Level:
        return self.lines[0].level

    @property
    def pressing(self) -> tuple[Line, ...]:
        """What does not wait for the next review."""
        return tuple(line for line in self.lines if line.level is not Level.NOTICE)

    @property
    def later(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.level is Level.NOTICE)


def lines_of(
    alerts: Iterable[Alerted], needs: Iterable[Need], colleagues: Colleagues, now: datetime, today: date
) -> dict[tuple[UUID, str], list[Line]]:
    """Every line by patient (id and name), the most pressing and then the oldest first."""
    found: dict[tuple[UUID, str], list[Line]] = {}
    reader = language()
    for alerted in alerts:
        patient = alerted.alert.patient
        found.setdefault((patient.id, patient.name), []).append(_alert_line(alerted, colleagues, now, reader))
    for need in needs:
        line = need_line(need, colleagues, now, today, reader)
        found.setdefault((need.patient_id, need.patient_name), []).append(line)
    return {patient: sorted(lines, key=_urgency) for patient, lines in found.items()}


def groups_of(
    lines: dict[tuple[UUID, str], list[Line]], contacts: dict[UUID, Contacts], budget: int
) -> list[Group]:
    """By level, then by age."""
    patients = url("patients")
    groups = [
        Group(
            patient_id=patient_id,
            name=name,
            href=f"{patients}{patient_id}/",
            lines=tuple(mine),
            contacts=contact_words(contacts.get(patient_id), budget),
        )
        for (patient_id, name), mine in lines.items()
    ]
    return sorted(groups, key=lambda group: _urgency(group.lines[0]))


def belongs(group: Group, viewer: Viewer, whose: Whose) -> bool:
    """Whether a filter shows the patient. What nobody has yet is everybody's own; an emergency is in all."""
    if whose == "all" or group.level in ALWAYS:
        return True
    mine = any(line.answering in (viewer.actor_id, None) for line in group.lines)
    return mine if whose == "mine" else not mine


def contact_words(contacts: Contacts | None, budget: int) -> str:
    """How often the patient heard from the clinic in seven days, of what is meant to be the most."""
    found = contacts or Contacts()
    if not found.all:
        return ""
    text = _("%(num)d of %(budget)d contacts in 7 days") % {"num": found.all, "budget": budget}
    return text if found.all < budget else _("%(text)s: enough for now") % {"text": text}


def need_line(need: Need, colleagues: Colleagues, now: datetime, today: date, reader: str) -> Line:
    """A reason as a line."""
    step = need.kind.step
    return Line(
        id=need.id,
        is_alert=False,
        level=need.level,
        text=sentence(need.kind, need.told, today, reader),
        step=step,
        step_words=step_words(step, reader),
        href=_href(step, need),
        raised_at=need.raised_at,
        age=age_words(need.raised_at, now, reader),
        answering=colleagues.answering(need.owner),
        owner=_owner(need.owner, colleagues),
    )


def _href(step: Step, need: Need) -> str:
    if step is Step.CALL:
        return ""
    chart = f"{url('patients')}{need.patient_id}/"
    if step is Step.ACCEPT:
        return f"{chart}#proposals"
    return f"{chart}messages/" if step in (Step.MESSAGE, Step.ANSWER) else chart


def _alert_line(alerted: Alerted, colleagues: Colleagues, now: datetime, reader: str) -> Line:
    alert = alerted.alert
    owner = alert.owner_id or alert.charge  # type: ignore[attr-defined]  # annotated by its query
    seen = alert.acknowledged_at is not None
    return Line(
        id=alert.id,
        is_alert=True,
        level=alert.pressing,
        text=_("%(what)s. %(next)s") % {"what": concern_words(alerted), "next": next_words(alert.pressing)},
        step=Step.CALL if seen else Step.ACKNOWLEDGE,
        step_words=_("Clear") if seen else step_words(Step.ACKNOWLEDGE, reader),
        href=url("chart", patient_id=alert.patient_id) if seen else "",
        raised_at=alert.raised_at,
        age=age_words(alert.raised_at, now, reader),
        answering=colleagues.answering(owner),
        owner=_owner(owner, colleagues),
        overdue=alert.overdue_at is not None and not seen,
        seen_by=alert.acknowledged_by.name if alert.acknowledged_by else "",
        note=_("taken back later") if alerted.taken_back else "",
    )


def _owner(owner: UUID | None, colleagues: Colleagues) -> str:
    """The name of whoever has to answer, and for whom they stand in."""
    answering = colleagues.answering(owner)
    if answering is None or owner is None:
        return _("nobody yet")
    name = colleagues.names.get(answering, "")
    if answering == owner:
        return name
    return _("%(name)s for %(owner)s") % {"name": name, "owner": colleagues.names.get(owner, "")}


def _urgency(line: Line) -> tuple[int, datetime]:
    return (line.level.rank, line.raised_at)

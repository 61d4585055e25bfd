"""Reading what a visit summary is made of, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from everyrep.core.plan import Plan
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.summary import SINCE_DAYS, SINCE_DAYS_MOST, Said, Summary, summarise
from everyrep.logbook.alerted import Alerted, about
from everyrep.logbook.queries import entries_between, tallies_between
from everyrep.logbook.roster import age_on
from everyrep.logbook.wire import read_body
from everyrep.people.models import Patient
from everyrep.people.queries import patient
from everyrep.prescribing.chain import Chain, chain_of
from everyrep.prescribing.models import Episode, Milestone, ProgramVersion, Proposal
from everyrep.prescribing.queries import active_episode, milestones_of, versions_of
from everyrep.prescribing.ruled import proposals_since
from everyrep.tenancy.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSummary:
    """One patient since a local date. What has a moment is newest first: only what came since then.

    `changed` are the versions signed since then.
    """

    patient: Patient
    age: int
    episode: Episode | None
    plan: Plan | None
    chain: Chain
    summary: Summary
    milestones: tuple[Milestone, ...]
    changed: tuple[ProgramVersion, ...]
    alerts: tuple[Alerted, ...]
    proposals: tuple[Proposal, ...]


def visit_summary(viewer: Viewer, patient_id: UUID, *, since: date | None, today: date) -> VisitSummary:
    """The days from `since` (None: the usual first day) to `today`, the patient's local date. Eleven queries.

    Raises NotFound for a patient out of the viewer's reach, and Invalid for a day to come or one that is
    more than SINCE_DAYS_MOST days ago.
    """
    person = patient(viewer, patient_id)
    versions = versions_of(viewer, patient_id)
    first = since or usual_first_day(versions, person.zone, today)
    check_since(first, today)
    chain, episode = chain_of(versions), active_episode(viewer, patient_id)
    found = summarise(
        tallies_between(viewer, patient_id, chain, first, today),
        said_between(viewer, patient_id, first, today),
        chain.plans,
        now=chain.on(today),
        today=today,
    )
    began = datetime.combine(first, datetime.min.time(), tzinfo=ZoneInfo(person.zone))
    return VisitSummary(
        patient=person,
        age=age_on(person.birth_date, today),
        episode=episode,
        plan=chain.on(today),
        chain=chain,
        summary=found,
        milestones=tuple(milestones_of(viewer, episode.id)) if episode else (),
        changed=tuple(version for version in reversed(versions) if version.signed_at >= began),
        alerts=tuple(one for one in about(viewer, patient_id) if _is_since(one, began)),
        proposals=tuple(proposals_since(viewer, patient_id, first)),
    )


def usual_first_day(versions: Sequence[ProgramVersion], zone: str, today: date) -> date:
    """The day of the newest signature before today, if that can be shown; else the last SINCE_DAYS."""
    signed = (version.signed_at.astimezone(ZoneInfo(zone)).date() for version in versions)
    last = max((day for day in signed if day < today), default=None)
    if last is None or (today - last).days > SINCE_DAYS_MOST:
        return today - timedelta(days=SINCE_DAYS - 1)
    return last


def check_since(first: date, today: date) -> None:
    """Raises Invalid for a first day that is to come or too far back."""
    if not 0 <= (today - first).days <= SINCE_DAYS_MOST:
        text = N_("Choose a day from the last %(most)s days.")
        raise Invalid([Problem("since", text, {"most": SINCE_DAYS_MOST})])


def said_between(viewer: Viewer, patient_id: UUID, first: date, last: date) -> list[Said]:
    """What stands of these local dates, as the core reads it. One query."""
    entries = entries_between(viewer, patient_id, first, last)
    return [Said(day=entry.local_date, logged=read_body(entry.body)) for entry in entries]


def _is_since(one: Alerted, began: datetime) -> bool:
    """Raised since then, settled since then, or still open."""
    alert = one.alert
    return alert.settled_at is None or alert.settled_at >= began

"""The clinic's patients at a glance: who they are and how the last two weeks went. At most eight queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Q

from everyrep.attention.queries import open_levels
from everyrep.core.alerting import Level
from everyrep.core.day_state import DayState, day_state
from everyrep.core.tally import DayTally
from everyrep.logbook.models import Entry
from everyrep.logbook.queries import tallies_of
from everyrep.people.models import Patient
from everyrep.people.queries import patients
from everyrep.prescribing.chain import Chain, chain_of
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.tenancy.viewer import Viewer

ROSTER_DAYS = 14
MOST_WORDS = 5  # of a name that is looked for; more say no more about whom


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One patient: the open episode if any, the last fortnight's days, when something was last logged.

    `alert` is the most pressing level of what waits for a clinician, None where nothing does.
    """

    patient: Patient
    age: int
    episode: Episode | None
    version: int
    days: tuple[date, ...]
    states: tuple[DayState, ...]
    last_logged: date | None
    pain: int | None
    alert: Level | None


def roster(
    viewer: Viewer, *, now: datetime, name: str = "", ids: Collection[UUID] | None = None
) -> list[RosterRow]:
    """Every patient whose name holds `name`, of `ids` where they are given, by family name.

    The audit row is the caller's.
    """
    found = patients(viewer) if ids is None else patients(viewer).filter(id__in=ids)
    for word in name.replace("\0", " ").split()[:MOST_WORDS]:
        found = found.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    people = list(found)
    shown = [patient.id for patient in people]
    episodes = {
        episode.patient_id: episode
        for episode in Episode.objects.seen_by(viewer).filter(status=Episode.ACTIVE, patient_id__in=shown)
    }
    chains = chains_of(viewer, shown)
    day = now.astimezone(UTC).date()  # a patient's own day is this one or one beside it, whatever the zone
    first, last = day - timedelta(days=ROSTER_DAYS), day + timedelta(days=1)
    tallies = tallies_of(viewer, chains, first, last)
    logged = _last_logged(viewer, shown, first, last)
    alerts = open_levels(viewer)
    return [
        _row(
            patient,
            episodes.get(patient.id),
            chains[patient.id],
            tallies[patient.id],
            now,
            logged.get(patient.id),
            alerts.get(patient.id),
        )
        for patient in people
    ]


def _last_logged(viewer: Viewer, ids: list[UUID], first: date, last: date) -> dict[UUID, date]:
    """The newest local date of each patient's standing entries; what is on hold counts as no log."""
    entries = Entry.objects.seen_by(viewer).filter(
        patient_id__in=ids, local_date__range=(first, last), retracted=False
    )
    return dict(entries.order_by().values_list("patient_id").annotate(Max("local_date")))


def chains_of(viewer: Viewer, ids: list[UUID]) -> dict[UUID, Chain]:
    """The versions of several patients, by patient. One query."""
    by_patient: dict[UUID, list[ProgramVersion]] = defaultdict(list)
    versions = ProgramVersion.objects.seen_by(viewer).filter(patient_id__in=ids).select_related("episode")
    for version in versions.order_by("number"):
        by_patient[version.patient_id].append(version)
    return {patient_id: chain_of(by_patient[patient_id]) for patient_id in ids}


def _row(
    patient: Patient,
    episode: Episode | None,
    chain: Chain,
    tallies: list[DayTally],
    now: datetime,
    last_logged: date | None,
    alert: Level | None,
) -> RosterRow:
    today = now.astimezone(ZoneInfo(patient.zone)).date()
    first = today - timedelta(days=ROSTER_DAYS - 1)
    shown = [tally for tally in tallies if first <= tally.local_date <= today]
    plan = chain.on(today)
    return RosterRow(
        patient=patient,
        age=age_on(patient.birth_date, today),
        episode=episode,
        version=plan.number if plan else 0,
        days=tuple(tally.local_date for tally in shown),
        states=tuple(day_state(tally, today) for tally in shown),
        last_logged=min(last_logged, today) if last_logged and last_logged >= first else None,
        pain=_last(tally.pain for tally in shown),
        alert=alert,
    )


def _last(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return known[-1] if known else None


def age_on(birth_date: date, today: date) -> int:
    """Completed years."""
    before_birthday = (today.month, today.day) < (birth_date.month, birth_date.day)
    return today.year - birth_date.year - before_birthday

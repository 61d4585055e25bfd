"""The clinic's patients at a glance: who they are and how the last two weeks went. Five queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from everyrep.core.day_state import DayState, day_state
from everyrep.core.tally import DayTally, tally_day
from everyrep.logbook.models import DayTallyRow
from everyrep.logbook.queries import read_tally
from everyrep.people.models import Patient
from everyrep.people.queries import patients
from everyrep.prescribing.chain import Chain, chain_of
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.tenancy.viewer import Viewer

ROSTER_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One patient: the open episode if any, the last fortnight's days, and when something was last logged."""

    patient: Patient
    age: int
    episode: Episode | None
    version: int
    days: tuple[date, ...]
    states: tuple[DayState, ...]
    last_logged: date | None
    pain: int | None


def roster(viewer: Viewer, *, now: datetime, name: str = "") -> list[RosterRow]:
    """Every patient whose name holds `name`, by family name; the audit row is the caller's."""
    found = patients(viewer)
    for word in name.split():
        found = found.filter(given_name__icontains=word) | found.filter(family_name__icontains=word)
    people = list(found)
    ids = [patient.id for patient in people]
    episodes = {
        episode.patient_id: episode
        for episode in Episode.objects.seen_by(viewer).filter(status=Episode.ACTIVE, patient_id__in=ids)
    }
    chains = _chains(viewer, ids)
    tallies = _tallies(viewer, ids, now)
    return [
        _row(patient, episodes.get(patient.id), chains.get(patient.id), tallies[patient.id], now)
        for patient in people
    ]


def _chains(viewer: Viewer, ids: list[UUID]) -> dict[UUID, Chain]:
    by_patient: dict[UUID, list[ProgramVersion]] = defaultdict(list)
    versions = ProgramVersion.objects.seen_by(viewer).filter(patient_id__in=ids).select_related("episode")
    for version in versions.order_by("number"):
        by_patient[version.patient_id].append(version)
    return {patient_id: chain_of(versions) for patient_id, versions in by_patient.items()}


def _tallies(viewer: Viewer, ids: list[UUID], now: datetime) -> dict[UUID, dict[date, DayTally]]:
    by_patient: dict[UUID, dict[date, DayTally]] = defaultdict(dict)
    since = now.date() - timedelta(days=ROSTER_DAYS + 1)
    rows = DayTallyRow.objects.seen_by(viewer).filter(patient_id__in=ids, local_date__gte=since)
    for row in rows:
        by_patient[row.patient_id][row.local_date] = read_tally(row)
    return by_patient


def _row(
    patient: Patient,
    episode: Episode | None,
    chain: Chain | None,
    tallies: dict[date, DayTally],
    now: datetime,
) -> RosterRow:
    today = now.astimezone(ZoneInfo(patient.zone)).date()
    days = tuple(today - timedelta(days=n) for n in range(ROSTER_DAYS - 1, -1, -1))
    shown = [tallies.get(day) or tally_day(day, chain.on(day) if chain else None, ()) for day in days]
    logged = [tally for tally in shown if _was_logged(tally)]
    plan = chain.on(today) if chain else None
    return RosterRow(
        patient=patient,
        age=age_on(patient.birth_date, today),
        episode=episode,
        version=plan.number if plan else 0,
        days=days,
        states=tuple(day_state(tally, today) for tally in shown),
        last_logged=logged[-1].local_date if logged else None,
        pain=_last(tally.pain for tally in logged),
    )


def _was_logged(tally: DayTally) -> bool:
    return bool(tally.evidence or tally.excused)


def _last(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return known[-1] if known else None


def age_on(birth_date: date, today: date) -> int:
    """Completed years."""
    before_birthday = (today.month, today.day) < (birth_date.month, birth_date.day)
    return today.year - birth_date.year - before_birthday

"""Two stretches of a patient's time side by side."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.summary import SINCE_DAYS, SINCE_DAYS_MOST, Summary, summarise
from everyrep.logbook.queries import tallies_between
from everyrep.logbook.summary import said_between
from everyrep.people.models import Patient
from everyrep.people.queries import patient
from everyrep.prescribing.chain import Chain, chain_of
from everyrep.prescribing.queries import versions_of
from everyrep.tenancy.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Local dates, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is known of the earlier and of the later period, and the items of both."""

    patient: Patient
    chain: Chain
    involved_side: str
    before: Summary
    after: Summary


def usual_periods(today: date) -> tuple[Period, Period]:
    """The last SINCE_DAYS days, and as many before them."""
    last = Period(first=today - timedelta(days=SINCE_DAYS - 1), last=today)
    end = last.first - timedelta(days=1)
    return Period(first=end - timedelta(days=SINCE_DAYS - 1), last=end), last


def compared(viewer: Viewer, patient_id: UUID, before: Period, after: Period, *, today: date) -> Compared:
    """Both periods, each with the program in force on its last day. Eight queries; raises NotFound.

    Both have been checked by `check_period`.
    """
    person, versions = patient(viewer, patient_id), versions_of(viewer, patient_id)
    chain = chain_of(versions)

    def known(period: Period) -> Summary:
        return summarise(
            tallies_between(viewer, patient_id, chain, period.first, period.last),
            said_between(viewer, patient_id, period.first, period.last),
            chain.plans,
            now=chain.on(period.last),
            today=today,
        )

    return Compared(
        patient=person,
        chain=chain,
        involved_side=versions[-1].episode.involved_side if versions else "",
        before=known(before),
        after=known(after),
    )


def check_period(period: Period, today: date, *, first: str, last: str) -> None:
    """Raises Invalid, on the fields `first` and `last`, for a period that runs backwards, is to come, or is
    longer than SINCE_DAYS_MOST days.
    """
    if period.last > today:
        raise Invalid([Problem(last, N_("Choose a day up to today."))])
    if not 0 <= (period.last - period.first).days < SINCE_DAYS_MOST:
        text = N_("Choose a first day up to %(most)s days before the last one.")
        raise Invalid([Problem(first, text, {"most": SINCE_DAYS_MOST - 1})])

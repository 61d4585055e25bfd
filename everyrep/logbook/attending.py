"""What program and log say of who needs somebody: worked out from the last four weeks, and put whole.

It is called in the transaction of every write to the log, by the daily sweep for what only time reveals, and
by the worker for what was asked for with `look_again`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, OuterRef, Subquery

from everyrep.attention.defaults import thresholds
from everyrep.attention.reasons import put_all, set_conditions
from everyrep.core.attention.finding import condition, reasons_in
from everyrep.core.attention.kinds import Condition, Kind, Reason, Source
from everyrep.core.attention.window import WINDOW_DAYS, Lately, run_of
from everyrep.core.tally import DayTally
from everyrep.logbook.models import Entry, QuarantinedOperation
from everyrep.logbook.queries import tallies_of
from everyrep.people.models import Patient
from everyrep.prescribing.attending import attend as attend_programs
from everyrep.prescribing.chain import Chain
from everyrep.prescribing.queries import chains_since
from everyrep.tenancy.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What was set aside of a patient's operations and nobody has settled."""

    count: int
    oldest: datetime
    newest: datetime


def attend(by: Viewer, patient_ids: Collection[UUID], now: datetime) -> None:
    """Put what stands of these patients today, each by the clock of their own zone. Twelve queries at most,
    and more where something has changed.
    """
    lately, asides = read(by, patient_ids, now)
    found = {patient_id: reasons_of(one, asides.get(patient_id)) for patient_id, one in lately.items()}
    put_all(by=by, source=Source.LOGBOOK, found=found, now=now)
    attend_programs(by, list(lately), now)
    set_conditions(by=by, found={patient_id: _condition(one) for patient_id, one in lately.items()})


def read(
    by: Viewer, patient_ids: Collection[UUID], now: datetime
) -> tuple[dict[UUID, Lately], dict[UUID, Aside]]:
    """The last four weeks of these patients, and what was set aside."""
    people = _people(by, patient_ids)
    todays = {patient_id: now.astimezone(ZoneInfo(zone)).date() for patient_id, zone, _ in people}
    day = now.astimezone(UTC).date()  # a patient's own day is this one or one beside it, whatever the zone
    first, last = day - timedelta(days=WINDOW_DAYS), day + timedelta(days=1)
    chains = chains_since(by, list(todays), first)
    in_care = {one: chain for one, chain in chains.items() if chain.on(todays[one]) is not None}
    tallies = tallies_of(by, in_care, first, last)
    lately = {
        patient_id: _lately(todays[patient_id], chains[patient_id], tallies.get(patient_id, []), heard)
        for patient_id, _, heard in people
    }
    return lately, _asides(by, list(todays))


def reasons_of(lately: Lately, aside: Aside | None) -> tuple[Reason, ...]:
    """What is found in the weeks, and that something was set aside: that waits whatever the program."""
    found = reasons_in(lately, thresholds())
    return (*found, _set_aside(aside)) if aside else found


def _condition(lately: Lately) -> Condition | None:
    return condition(lately, thresholds()) if lately.plan else None


def _people(by: Viewer, patient_ids: Collection[UUID]) -> list[tuple[UUID, str, date | None]]:
    """Id, zone and the local date of the newest entry, found from the end of the index by day."""
    entries = Entry.objects.in_clinic(by.clinic_id).filter(patient_id=OuterRef("id"), retracted=False)
    newest = entries.order_by("-local_date").values("local_date")[:1]
    people = Patient.objects.in_clinic(by.clinic_id).filter(id__in=list(patient_ids))
    return list(people.annotate(heard=Subquery(newest)).values_list("id", "zone", "heard"))


def _lately(today: date, chain: Chain, tallies: list[DayTally], heard: date | None) -> Lately:
    first = today - timedelta(days=WINDOW_DAYS - 1)
    days = tuple(day for day in tallies if first <= day.local_date <= today)
    return Lately(
        today=today,
        plan=chain.on(today),
        days=days,
        heard_on=min(heard, today) if heard else None,
        began_on=_began(days, chain, first),
    )


def _began(days: Sequence[DayTally], chain: Chain, first: date) -> date | None:
    """The first day of the program without a break; before the window the start of a version stands in."""
    run = run_of(day.local_date for day in days if day.version)
    if run and run[0] == first:
        return min(plan.valid_from for plan in chain.plans)
    return run[0] if run else None


def _asides(by: Viewer, patient_ids: list[UUID]) -> dict[UUID, Aside]:
    waiting = QuarantinedOperation.objects.in_clinic(by.clinic_id).filter(
        patient_id__in=patient_ids, settled_at__isnull=True
    )
    rows = waiting.order_by().values_list("patient_id")
    counted = rows.annotate(Count("id"), Min("received_at"), Max("received_at"))
    return {patient_id: Aside(count=n, oldest=first, newest=last) for patient_id, n, first, last in counted}


def _set_aside(aside: Aside) -> Reason:
    return Reason(
        kind=Kind.SET_ASIDE,
        since=aside.oldest.date(),
        mark=int(aside.newest.timestamp()),
        evidence={"count": aside.count},
    )

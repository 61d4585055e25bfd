"""The worksheet of one patient's month, and of everybody's, from the log and the notes of time."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Prefetch, Q

from everyrep.core.monitoring.minutes import Month, Stretch, Worked, months_of
from everyrep.core.monitoring.supply import SupplyPeriod, supply_periods
from everyrep.logbook.models import Entry, OperationRow
from everyrep.monitoring.defaults import numbers
from everyrep.monitoring.models import CodeNumbers, TimeAmendment, TimeEntry
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.people.queries import patient_under
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import PATIENT_ROLES, Viewer

DATA = ("exercise", "morning", "symptoms")  # types of a body that hold something measured or answered
PATIENT_SIDE = sorted(role.value for role in PATIENT_ROLES)
NOTHING = Month(seconds={}, minutes=0, contact=False, marks=())


@dataclass(frozen=True, slots=True, kw_only=True)
class DataItem:
    """One accepted item of data: the local date, the type of its body, how it is known."""

    day: date
    kind: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """One patient's month. `month` is its first day by the clinic's calendar, `today` the patient's own date.

    `periods` are those of the supply clock that touch the month, `items` what was logged in them, `times` all
    notes of time that touch the month, also removed ones, by their start. `signed` is the newest signed
    version in force by the end of the month.
    """

    patient: Patient
    month: date
    today: date
    over: bool
    periods: tuple[SupplyPeriod, ...]
    items: tuple[DataItem, ...]
    times: tuple[TimeEntry, ...]
    minutes: Month
    signed: ProgramVersion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One patient's month in the clinic's list."""

    patient: Patient
    periods: tuple[SupplyPeriod, ...]
    minutes: Month


def codes_shown(viewer: Viewer) -> bool:
    return CodeNumbers.objects.in_clinic(viewer.clinic_id).filter(shown=True).exists()


def worksheet(viewer: Viewer, patient_id: UUID, month: date, now: datetime) -> Worksheet:
    """Raises NotFound for a patient out of reach. Seven queries."""
    person = patient_under(viewer, Permission.SEE_MONITORING, patient_id)
    today = now.astimezone(ZoneInfo(person.zone)).date()
    bounds, first, after = _bounds(viewer, month), month, next_month(month)
    days = _data_days(viewer, [person.id])
    periods = _periods(_episodes(viewer, [person.id]), days, {person.id: today}, first, after)[person.id]
    times = tuple(_times(viewer, patient_id, bounds))
    worked = _worked(viewer, bounds, Q(patient_id=patient_id) | Q(staff_id__in={t.staff_id for t in times}))
    return Worksheet(
        patient=person,
        month=first,
        today=today,
        over=now >= bounds.stop,
        periods=periods,
        items=_items(viewer, patient_id, periods),
        times=times,
        minutes=months_of(bounds, worked, numbers()).get(person.id, NOTHING),
        signed=_signed(viewer, patient_id, after),
    )


def everybody(viewer: Viewer, month: date, now: datetime) -> list[Line]:
    """All patients with data or time in the month, by name. Four queries."""
    check(viewer, Permission.SEE_MONITORING)
    bounds, after = _bounds(viewer, month), next_month(month)
    people = list(Patient.objects.seen_by(viewer).order_by("family_name", "given_name", "id"))
    ids = [person.id for person in people]
    todays = {person.id: now.astimezone(ZoneInfo(person.zone)).date() for person in people}
    periods = _periods(_episodes(viewer, ids), _data_days(viewer, ids), todays, month, after)
    months = months_of(bounds, _worked(viewer, bounds, Q()), numbers())
    lines = (
        Line(patient=one, periods=periods.get(one.id, ()), minutes=months.get(one.id, NOTHING))
        for one in people
    )
    return [line for line in lines if line.periods or line.minutes.seconds]


def time_entry(viewer: Viewer, patient_id: UUID, entry_id: UUID) -> TimeEntry:
    """A note of the viewer's own time that still counts; raises NotFound."""
    check(viewer, Permission.KEEP_TIME)
    mine = TimeEntry.objects.seen_by(viewer).filter(staff_id=viewer.actor_id, removed_at__isnull=True)
    return mine.select_related("patient").find(id=entry_id, patient_id=patient_id)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _bounds(viewer: Viewer, month: date) -> Stretch:
    """The calendar month by the clinic's clock: that is where the work is done."""
    zone = ZoneInfo(viewer.zone)
    start, stop = (datetime.combine(day, time(), zone) for day in (month, next_month(month)))
    return Stretch(start, stop)


def _episodes(viewer: Viewer, ids: Collection[UUID]) -> list[Episode]:
    return list(Episode.objects.seen_by(viewer).filter(patient_id__in=ids).order_by("started_on"))


def _data(viewer: Viewer) -> TenantQuerySet[Entry]:
    """Entries that stand and in which the patient's side said something; what the clinic typed in is none."""
    said = OperationRow.objects.in_clinic(viewer.clinic_id).filter(
        patient_id=OuterRef("patient_id"), entry_id=OuterRef("entry_id"), actor_role__in=PATIENT_SIDE
    )
    standing = Entry.objects.seen_by(viewer).filter(retracted=False, body__type__in=DATA)
    return standing.filter(Exists(said.exclude(kind="retract")))


def _data_days(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, list[date]]:
    days: dict[UUID, list[date]] = defaultdict(list)
    rows = _data(viewer).filter(patient_id__in=ids).order_by()
    for patient_id, day in rows.values_list("patient_id", "local_date").distinct():
        days[patient_id].append(day)
    return days


def _periods(
    episodes: Iterable[Episode],
    days: dict[UUID, list[date]],
    todays: dict[UUID, date],
    first: date,
    after: date,
) -> dict[UUID, tuple[SupplyPeriod, ...]]:
    """By patient, those that touch the month from `first` up to `after`; each episode begins anew."""
    found: dict[UUID, tuple[SupplyPeriod, ...]] = defaultdict(tuple)
    for episode in episodes:
        today = todays[episode.patient_id]
        end = min(today, episode.ended_on or today)
        mine = [day for day in days.get(episode.patient_id, ()) if episode.started_on <= day <= end]
        touching = (one for one in supply_periods(mine, today, numbers()) if _touches(one, first, after, end))
        found[episode.patient_id] += tuple(touching)
    return found


def _touches(period: SupplyPeriod, first: date, after: date, end: date) -> bool:
    return period.first < after and period.last >= first and period.first <= end


def _items(viewer: Viewer, patient_id: UUID, periods: Collection[SupplyPeriod]) -> tuple[DataItem, ...]:
    if not periods:
        return ()
    first, last = min(one.first for one in periods), max(one.last for one in periods)
    rows = _data(viewer).filter(patient_id=patient_id, local_date__range=(first, last))
    ordered = rows.order_by("local_date", "session", "entry_id")
    return tuple(
        DataItem(day=day, kind=body["type"], evidence=evidence)
        for day, body, evidence in ordered.values_list("local_date", "body", "evidence")
    )


def _touching(viewer: Viewer, bounds: Stretch) -> TenantQuerySet[TimeEntry]:
    """Notes of time that touch a month; a page that was opened and left at once is none."""
    notes = TimeEntry.objects.seen_by(viewer).filter(stopped_at__gt=F("started_at"))
    return notes.filter(started_at__lt=bounds.stop, stopped_at__gt=bounds.start)


def _times(viewer: Viewer, patient_id: UUID, bounds: Stretch) -> TenantQuerySet[TimeEntry]:
    trail = Prefetch("amendments", TimeAmendment.objects.seen_by(viewer).order_by("at"))
    mine = _touching(viewer, bounds).filter(patient_id=patient_id)
    return mine.select_related("staff").prefetch_related(trail).order_by("started_at", "id")


def _worked(viewer: Viewer, bounds: Stretch, whose: Q) -> list[Worked]:
    rows = _touching(viewer, bounds).filter(whose, removed_at__isnull=True)
    return [
        Worked(
            id=row.id,
            patient=row.patient_id,
            person=row.staff_id,
            stretch=Stretch(row.started_at, row.stopped_at),
            contact=row.contact,
            visit=row.visit,
        )
        for row in rows
    ]


def _signed(viewer: Viewer, patient_id: UUID, after: date) -> ProgramVersion | None:
    signed = ProgramVersion.objects.seen_by(viewer).filter(patient_id=patient_id, valid_from__lt=after)
    return signed.order_by("-number").first()

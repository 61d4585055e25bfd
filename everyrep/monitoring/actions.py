"""Keeping time: by itself while a page of a patient is in use, and by hand."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.schedule import parse_local_date
from everyrep.monitoring.activity import Activity
from everyrep.monitoring.defaults import numbers
from everyrep.monitoring.models import CodeNumbers, TimeAmendment, TimeEntry
from everyrep.people.models import Patient, Staff
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.tenancy.viewer import Viewer

LONGEST = timedelta(hours=4)  # of one note typed by hand; more is a slip of the finger
EARLIEST = timedelta(days=366)  # before today; a slip in the year is caught
SAID = ("activity", "started_at", "stopped_at", "contact", "visit", "note", "automatic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A note of time as typed: date and times by the clinic's clock, such as 2026-11-16 and 09:05."""

    day: str
    start: str
    stop: str
    activity: str
    contact: bool = False
    visit: bool = False
    note: str = ""


@transaction.atomic
def beat(*, by: Viewer, patient_id: UUID, activity: Activity, now: datetime) -> TimeEntry:
    """The viewer is at work on a page of this patient right now.

    It lengthens the note of time that is running, or begins one. A person has one that runs, however many
    pages they have open and whichever process hears of it: their row is locked meanwhile. Its beginning is
    audited under no patient, so that nobody's phone takes the record to be another.
    """
    check(by, Permission.KEEP_TIME)
    patient = Patient.objects.seen_by(by).find(id=patient_id)
    Staff.objects.in_clinic(by.clinic_id).select_for_update().find(id=by.actor_id)
    running = _running(by)
    if running and _goes_on(running, patient_id, activity, now):
        running.stopped_at = max(now, running.stopped_at)
        running.save(update_fields=["stopped_at"])
        return running
    begun = TimeEntry.objects.create(
        clinic_id=by.clinic_id,
        patient=patient,
        staff_id=by.actor_id,
        activity=activity.value,
        started_at=now,
        stopped_at=now,
        automatic=True,
    )
    about = {"patient": str(patient_id)}
    record(by=by, action="begin", object_type="time_entry", object_id=begun.id, now=now, detail=about)
    return begun


def _running(by: Viewer) -> TimeEntry | None:
    mine = TimeEntry.objects.seen_by(by).filter(staff_id=by.actor_id, automatic=True, removed_at__isnull=True)
    return mine.order_by("-stopped_at", "-started_at").first()


def _goes_on(running: TimeEntry, patient_id: UUID, activity: Activity, now: datetime) -> bool:
    same = running.patient_id == patient_id and running.activity == activity.value
    return same and now - running.stopped_at <= timedelta(seconds=numbers().beat_gap_s)


@transaction.atomic
def write_time(*, by: Viewer, patient_id: UUID, typed: Typed, now: datetime) -> TimeEntry:
    """A note of the viewer's own time, typed by hand. Raises Invalid."""
    check(by, Permission.KEEP_TIME)
    patient = Patient.objects.seen_by(by).find(id=patient_id)
    said = _read(typed, by.zone, now)
    entry = TimeEntry.objects.create(clinic_id=by.clinic_id, patient=patient, staff_id=by.actor_id, **said)
    _record(by, "write", entry, now)
    return entry


@transaction.atomic
def amend_time(
    *, by: Viewer, patient_id: UUID, entry_id: UUID, typed: Typed, reason: str, now: datetime
) -> TimeEntry:
    """Another word on a note of the viewer's own; what it said before is kept. Raises Invalid."""
    entry = _own(by, patient_id, entry_id)
    problems = _reason_problems(reason)
    try:
        said = _read(typed, by.zone, now)
    except Invalid as fault:
        raise Invalid([*fault.problems, *problems]) from fault
    if problems:
        raise Invalid(problems)
    _keep_what_it_was(by, entry, reason, now)
    for name, value in said.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(said))
    _record(by, "amend", entry, now)
    return entry


@transaction.atomic
def remove_time(*, by: Viewer, patient_id: UUID, entry_id: UUID, reason: str, now: datetime) -> None:
    """A note of the viewer's own counts for nothing from now on; it stays to be read. Raises Invalid."""
    entry = _own(by, patient_id, entry_id)
    if problems := _reason_problems(reason):
        raise Invalid(problems)
    _keep_what_it_was(by, entry, reason, now)
    entry.removed_at = now
    entry.save(update_fields=["removed_at"])
    _record(by, "remove", entry, now)


def _own(by: Viewer, patient_id: UUID, entry_id: UUID) -> TimeEntry:
    """What somebody else worked is theirs to correct. Raises NotFound."""
    check(by, Permission.KEEP_TIME)
    mine = TimeEntry.objects.seen_by(by).select_for_update().filter(staff_id=by.actor_id)
    return mine.find(id=entry_id, patient_id=patient_id, removed_at__isnull=True)


def _reason_problems(reason: str) -> list[Problem]:
    if not reason.strip():
        return [Problem("reason", N_("Write why, such as: the page was left open during a visit."))]
    return text_problems(TimeAmendment, {"reason": reason})


def _keep_what_it_was(by: Viewer, entry: TimeEntry, reason: str, now: datetime) -> None:
    before: dict[str, Any] = {name: getattr(entry, name) for name in SAID}
    moments = {name: before[name].isoformat() for name in ("started_at", "stopped_at")}
    TimeAmendment.objects.create(
        clinic_id=by.clinic_id,
        entry=entry,
        at=now,
        by_name=by.name,
        reason=reason.strip(),
        before={**before, **moments},
    )


def _read(typed: Typed, zone: str, now: datetime) -> dict[str, Any]:
    """The columns of a typed note. Raises Invalid, naming everything that cannot be."""
    problems = [] if typed.activity in _activities() else [_no_activity()]
    problems += text_problems(TimeEntry, {"note": typed.note})
    try:
        start, stop = _moments(typed, zone, now)
    except Invalid as fault:
        raise Invalid([*fault.problems, *problems]) from fault
    if problems:
        raise Invalid(problems)
    return {
        "activity": typed.activity,
        "started_at": start,
        "stopped_at": stop,
        "contact": typed.contact,
        "visit": typed.visit,
        "note": typed.note.strip(),
        "automatic": False,
    }


def _activities() -> set[str]:
    return {one.value for one in Activity}


def _no_activity() -> Problem:
    return Problem("activity", N_("Choose what you did."))


def _moments(typed: Typed, zone: str, now: datetime) -> tuple[datetime, datetime]:
    day = parse_local_date(typed.day, "day")
    today = now.astimezone(ZoneInfo(zone)).date()
    if not today - EARLIEST <= day <= today:
        raise Invalid([Problem("day", N_("Enter a day of the last twelve months."))])
    start, stop = (_moment(day, getattr(typed, name), name, zone) for name in ("start", "stop"))
    if not timedelta() < stop - start <= LONGEST:
        raise Invalid([Problem("stop", N_("Enter an end after the start, at most four hours later."))])
    if stop > now:
        raise Invalid([Problem("stop", N_("Enter a time that has passed."))])
    return start, stop


def _moment(day: date, text: str, field: str, zone: str) -> datetime:
    try:
        at = time.fromisoformat(text.strip())
    except ValueError:
        at = None
    if at is None or at.tzinfo is not None:
        raise Invalid([Problem(field, N_("Enter a time such as 09:05."))])
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def _record(by: Viewer, action: str, entry: TimeEntry, now: datetime) -> None:
    record(
        by=by,
        action=action,
        object_type="time_entry",
        object_id=entry.id,
        patient_id=entry.patient_id,
        now=now,
        detail={"started_at": entry.started_at.isoformat(), "stopped_at": entry.stopped_at.isoformat()},
    )


@transaction.atomic
def show_code_numbers(*, by: Viewer, shown: bool, now: datetime) -> None:
    """Whether worksheets name code numbers beside our own words."""
    check(by, Permission.EDIT_CLINIC)
    CodeNumbers.objects.bulk_create(
        [CodeNumbers(clinic_id=by.clinic_id, shown=shown)],
        update_conflicts=True,
        unique_fields=["clinic"],
        update_fields=["shown"],
    )
    detail = {"shown": shown}
    record(
        by=by,
        action="show_code_numbers",
        object_type="clinic",
        object_id=by.clinic_id,
        now=now,
        detail=detail,
    )

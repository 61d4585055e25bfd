"""The start page of a clinic with a thousand patients, and what the daily sweep costs for each."""

import statistics
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from bench.goals import Goal
from bench.pages import Page
from bench.work import Work
from bench.world import Subject, World, cookie_of
from everyrep.attention.models import Charge, ConditionRow, ReasonRow
from everyrep.core.attention.kinds import Condition, Kind
from everyrep.logbook.attending import attend
from everyrep.logbook.sweeping import BATCH
from everyrep.people.actions import add_staff, create_clinic
from everyrep.people.models import Patient, Staff
from everyrep.prescribing.models import Episode
from everyrep.tenancy.viewer import Role, system_viewer

PATIENTS = 1000
START_CPU_MS = 60  # server time of the page
SWEEP_MS = 6  # a patient: 100,000 in ten minutes on one core
NAME = "attention, 1000 patients"
EMAIL = "therapist@thousand.example"
ZONE = "America/New_York"
REASONS = {  # of a hundred patients, how many have it
    Kind.PAIN_HIGH: (8, {"scores": [["2026-11-14", 6], ["2026-11-16", 8]], "over": 5, "days": 7}),
    Kind.SWELLING: (2, {"days": ["2026-11-14", "2026-11-15"]}),
    Kind.SILENT: (15, {"last": "2026-11-08"}),
    Kind.LOW_DOSE: (15, {"low": 20, "high": 45, "days": 14}),
    Kind.UNCHANGED: (
        30,
        {"items": [{"exercise": "quad-set", "since": "2026-10-20", "green": 9}], "days": 21},
    ),
}


def thousand(now: datetime) -> str:
    """A clinic with PATIENTS in care; the cookie header of its therapist's session."""
    clinic = create_clinic(name="Thousand", phone="+1 555 0100", zone=ZONE, language="en", now=now)
    by = system_viewer(clinic.id, ZONE)
    staff = add_staff(
        by=by, email=EMAIL, password=None, role=Role.THERAPIST, name="T", credential="", now=now
    )
    people = [_patient(staff, number, now) for number in range(PATIENTS)]
    Patient.objects.bulk_create(people)
    Charge.objects.bulk_create(
        Charge(clinic_id=clinic.id, patient_id=one.id, staff_id=staff.id) for one in people
    )
    ConditionRow.objects.bulk_create(
        ConditionRow(clinic_id=clinic.id, patient_id=one.id, condition=Condition.ON_TRACK.value)
        for one in people
    )
    ReasonRow.objects.bulk_create(
        _reason(patient, kind, number, now)
        for number, patient in enumerate(people)
        for kind, (share, _) in REASONS.items()
        if number % 100 < share
    )
    return cookie_of(EMAIL)


def _patient(staff: Staff, number: int, now: datetime) -> Patient:
    return Patient(
        id=uuid4(),
        clinic_id=staff.clinic_id,
        given_name=f"Given{number}",
        family_name=f"Family{number}",
        birth_date=now.date() - timedelta(days=20_000 + number),
        zone=ZONE,
        language="en",
        units="us",
        minutes_per_day=15,
        created_at=now,
    )


def _reason(patient: Patient, kind: Kind, number: int, now: datetime) -> ReasonRow:
    return ReasonRow(
        clinic_id=patient.clinic_id,
        patient_id=patient.id,
        source="logbook",
        kind=kind.value,
        level=kind.level.value,
        since=now.date(),
        mark=1,
        evidence=REASONS[kind][1],
        raised_at=now - timedelta(hours=number),
    )


def page(cookie: str) -> Page:
    return Page(name=NAME, path="/clinic/?whose=all", cookie=cookie)


def page_goals(found: Page) -> Iterator[Goal]:
    yield Goal(name=f"{found.name}: processor", measured=found.cpu_ms, most=START_CPU_MS, unit="ms")
    yield Goal(name=f"{found.name}: queries", measured=found.queries, most=12, unit="")


def sweep_of_one(world: World, rounds: int) -> Work:
    """Working out one patient anew, with a short and with a long history."""

    def once(subject: Subject) -> float:
        clinic_id = (
            Patient.objects.before_viewer().values_list("clinic_id", flat=True).get(id=subject.patient_id)
        )
        began = time.perf_counter()
        attend(system_viewer(clinic_id, ZONE), [subject.patient_id], world.now)
        return time.perf_counter() - began

    return Work(name="reasons of one patient").take_turns(rounds, once, world)


def sweep_goal(world: World, rounds: int) -> Goal:
    """A batch as the sweep takes it, of everybody in the demo clinic's care, by patient."""
    clinic_id = (
        Patient.objects.before_viewer().values_list("clinic_id", flat=True).get(id=world.short.patient_id)
    )
    active = Episode.objects.in_clinic(clinic_id).filter(status=Episode.ACTIVE)
    ids = list(active.values_list("patient_id", flat=True)[:BATCH])
    by, took = system_viewer(clinic_id, ZONE), []
    for _ in range(max(rounds // 4, 3)):
        began = time.process_time()
        attend(by, ids, world.now)
        took.append((time.process_time() - began) / len(ids) * 1000)
    return Goal(name="sweep: processor a patient", measured=statistics.median(took), most=SWEEP_MS, unit="ms")

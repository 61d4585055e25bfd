"""Reminders in tests: a clock that is set, a provider that notes what it takes, and a patient who chose."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from conftest import ZONE, ClinicWorld
from django.db import connection

from everyrep.core.reminding import Channel, Quiet
from everyrep.outbox.models import Task
from everyrep.people.models import Patient
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.reminders.actions import Choices, choose
from everyrep.reminders.defaults import fresh_row
from everyrep.reminders.facts import TOPIC, Known
from everyrep.reminders.messages import Message
from everyrep.reminders.models import PushSubscription, ReminderPreferences
from everyrep.reminders.transports import Delivery
from everyrep.reminders.worker import go_round
from everyrep.tenancy.viewer import Viewer

HOME = ZoneInfo(ZONE)
NIGHT = Quiet(first=time(21), last=time(8))


def at(day: date, clock: str, zone: ZoneInfo = HOME) -> datetime:
    """A moment by the clock of Rosa's kitchen."""
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


@dataclass
class Provider:
    """Takes every message, unless it is told how to answer. `taken`: when, to whom by which way, and what."""

    answer: Callable[[], Delivery] = lambda: Delivery.ACCEPTED
    taken: list[tuple[datetime, Channel, Any, Message]] = field(default_factory=list)
    now: datetime = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)

    def __call__(self, channel: Channel, known: Known, recipient: str, message: Message) -> Delivery:
        delivery = self.answer()
        if delivery is Delivery.ACCEPTED:
            self.taken.append((self.now, channel, known.patient.id, message))
        return delivery

    def clock(self) -> datetime:
        return self.now

    def round_at(self, moment: datetime) -> None:
        self.now = moment
        go_round(self.clock, self)

    def rounds(self, first: datetime, last: datetime, every: timedelta) -> None:
        moment = first
        while moment <= last:
            self.round_at(moment)
            moment += every

    def times(self, zone: ZoneInfo = HOME) -> list[str]:
        return [moment.astimezone(zone).strftime("%a %H:%M") for moment, *_ in self.taken]

    def keys(self) -> list[str]:
        return [message.key for *_, message in self.taken]


def only(*sessions: str) -> tuple[str, ...]:
    """These choices for the first sessions of the day, and no reminder of the others."""
    return (*sessions, *["off"] * (12 - len(sessions)))


def choices(**changes: Any) -> Choices:
    known: dict[str, Any] = {
        "push": False,
        "email": True,
        "sms": False,
        "phone": "",
        "sessions": (),
        "quiet": NIGHT,
        "weekly_cap": 14,
        "again": False,
        "paused_until": None,
    }
    return Choices(**{**known, **changes})


def chooses(world: ClinicWorld, now: datetime, **changes: Any) -> ReminderPreferences:
    return choose(by=world.rosa, choices=choices(**changes), now=now)


def tasks(viewer: Viewer) -> list[tuple[str, str]]:
    """Every reminder's state and note, in the order in which they were due."""
    rows = Task.objects.in_clinic(viewer.clinic_id).filter(topic=TOPIC).order_by("due_at", "key")
    return list(rows.values_list("state", "note"))


class Killed(BaseException):
    """What a kill -9 looks like from inside: nothing catches it, the transaction is gone."""


@contextmanager
def killed_at_statement(number: int) -> Iterator[list[int]]:
    """Die before the `number`-th statement that is sent to the database."""
    count = [0]

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        count[0] += 1
        if count[0] == number:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        yield count


def exercise(times_per_day: int) -> dict[str, Any]:
    dosage = {"sets": {"low": 1, "high": 1}, "reps": {"low": 9, "high": 9}}
    return {
        "key": "a",
        "exercise": "quad-set",
        "dosage": dosage,
        "schedule": {"times_per_day": times_per_day},
    }


def many_patients(
    world: ClinicWorld, count: int, now: datetime, times: tuple[str, ...] = ("09:00",), **chosen: Any
) -> list[UUID]:
    """So many patients who want a message by push at each of these times, each on one device."""
    clinic, day = {"clinic_id": world.clinic.id}, now.astimezone(HOME).date() - timedelta(days=1)
    people = [
        Patient(
            **clinic,
            given_name="Pat",
            family_name=str(n),
            birth_date=date(1960, 1, 1),
            zone=ZONE,
            language="en",
            units="us",
            minutes_per_day=15,
            created_at=now,
        )
        for n in range(count)
    ]
    Patient.objects.bulk_create(people)
    episodes = [Episode(**clinic, patient=patient, problem="x", started_on=day) for patient in people]
    Episode.objects.bulk_create(episodes)
    ProgramVersion.objects.bulk_create(
        ProgramVersion(
            **clinic,
            episode=episode,
            patient=episode.patient,
            number=1,
            valid_from=day,
            signed_at=now,
            signed_by=world.therapist,
            signature="Ana",
            reason="x",
            items=[exercise(len(times))],
            content_hash="x",
            emergency_text="Call 911.",
        )
        for episode in episodes
    )
    wanted = {"push": True, "sessions": list(times), "again": False, **chosen}
    ReminderPreferences.objects.bulk_create(_row(patient, now, wanted) for patient in people)
    PushSubscription.objects.bulk_create(
        PushSubscription(
            **clinic,
            patient=patient,
            endpoint="https://push.example/x",
            endpoint_hash=str(patient.id),
            p256dh="p",
            auth="a",
            created_at=now,
        )
        for patient in people
    )
    know_the_tables()
    return [patient.id for patient in people]


def know_the_tables() -> None:
    """What a server does by itself after many rows were written: its plans go by what the tables hold."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _row(patient: Patient, now: datetime, wanted: dict[str, Any]) -> ReminderPreferences:
    row = fresh_row(patient, now)
    for name, value in wanted.items():
        setattr(row, name, value)
    return row

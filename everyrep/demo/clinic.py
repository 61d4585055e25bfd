"""The demo clinic as a whole: its staff, and its patients' lives side by side."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from everyrep.conversations.attending import attend as wait_for_answers
from everyrep.demo.life import Life
from everyrep.demo.minutes import note_time
from everyrep.demo.own import write_one
from everyrep.demo.people import ZONE, Person, cast
from everyrep.demo.ruled import DAYS, PEOPLE, RuledLife
from everyrep.demo.talk import open_for_messages
from everyrep.logbook.sweeping import rebuild
from everyrep.people.access import viewer_of_staff
from everyrep.people.actions import add_staff, create_clinic, set_emergency_text
from everyrep.tenancy.viewer import Role, Viewer, system_viewer

PHONE = "+1 555 0100"
EMERGENCY = (
    "Chest pain, trouble breathing, or a calf that is swollen, warm and sore: call 911 first, then the clinic"
    f" on {PHONE}."
)
SECOND_THERAPIST_EVERY = 4  # every fourth patient is Ben's


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    ana: Viewer
    ben: Viewer
    desk: Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made: the staff, how many patients, and the code of the demo patient's printed link."""

    staff: Staff
    patients: int
    link: str


def make_clinic(*, now: datetime, seed: int, patients: int = 40, weeks: int = 12) -> Made:
    """A clinic with so many patients and so many weeks of life up to `now`; the same seed, the same life.

    At least two patients: Rosa, whose phone the demo shows, and Martin, who waits for a program.
    """
    staff = _open(now - max(timedelta(weeks=weeks), timedelta(days=DAYS)) - timedelta(days=3))
    people = cast(
        patients=patients,
        weeks=weeks,
        seed=seed,
        today=now.astimezone(ZoneInfo(ZONE)).date(),
        accounts=settings.DEMO_ACCOUNTS,
    )
    ruled = [RuledLife(person=person, therapist=staff.ana, now=now) for person in PEOPLE]
    lives = live_through(people, staff, now, beside=[life.run() for life in ruled])
    rebuild(system_viewer(staff.ana.clinic_id, ZONE), now, wait_for_answers)
    note_time(staff.ana, staff.desk, now)
    return Made(staff=staff, patients=len(lives) + len(ruled), link=lives[0].link)


def live_through(
    people: Iterable[Person], staff: Staff, now: datetime, beside: Iterable[Iterator[datetime]] = ()
) -> list[Life]:
    """These people's weeks up to `now`, side by side, through the public actions and in the order of time.

    `beside` are the weeks of others, told in the same way.
    """
    lives = [
        Life(person=person, therapist=_therapist(staff, number), desk=staff.desk, now=now)
        for number, person in enumerate(people)
    ]
    for moment in heapq.merge(*(life.run() for life in lives), *beside):
        if moment > now:
            break
    return lives


def _therapist(staff: Staff, number: int) -> Viewer:
    return staff.ben if number % SECOND_THERAPIST_EVERY == SECOND_THERAPIST_EVERY - 1 else staff.ana


def _open(now: datetime) -> Staff:
    """The clinic, its emergency text and the people who work there."""
    clinic = create_clinic(
        name="Harbor Street Physical Therapy", phone=PHONE, zone=ZONE, language="en", now=now
    )
    system = system_viewer(clinic.id, ZONE)
    set_emergency_text(by=system, text=EMERGENCY, phone=PHONE, now=now)

    def member(email: str, role: Role, name: str, credential: str = "") -> Viewer:
        return viewer_of_staff(
            add_staff(
                by=system, email=email, password=None, role=role, name=name, credential=credential, now=now
            )
        )

    accounts = settings.DEMO_ACCOUNTS
    owen = member(accounts["owner"], Role.OWNER, "Owen Brooks")
    staff = Staff(
        ana=member(accounts["therapist"], Role.THERAPIST, "Ana Vidal", "PT, DPT"),
        ben=member("ben.osei@demo.example", Role.THERAPIST, "Ben Osei", "PT"),
        desk=member("ali.khan@demo.example", Role.ASSISTANT, "Ali Khan", "PTA"),
    )
    open_for_messages(owen, staff.ana, now)
    write_one(staff.ana, now)
    return staff

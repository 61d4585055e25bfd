"""What is measured on: the demo clinic, and in it two patients alike but for the length of their history."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import transaction

from everyrep import clock
from everyrep.demo.clinic import live_through, make_clinic
from everyrep.demo.people import ZONE, Person, rosa
from everyrep.demo.stories import Story
from everyrep.http import Request
from everyrep.people.access import user_of
from everyrep.people.models import Patient
from everyrep.web.sessions import DEVICE_COOKIE, open_session

SEED = 2026
WEEKS = 12
TENFOLD = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One patient to measure on. `cookie` is the header of their open session on its device."""

    patient_id: UUID
    weeks: int
    cookie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    short: Subject
    long: Subject
    therapist_cookie: str
    now: datetime


def make_world(*, patients: int) -> World:
    """The clinic with `patients` demo patients, one with WEEKS weeks of history, one with tenfold."""
    call_command("migrate", verbosity=0)
    now = clock.now()
    today = now.astimezone(ZoneInfo(ZONE)).date()
    with transaction.atomic():
        made = make_clinic(now=now, seed=SEED, patients=patients, weeks=WEEKS)
        live_through([_person(today, WEEKS), _person(today, WEEKS * TENFOLD)], made.staff, now)
    return World(
        short=_subject(WEEKS),
        long=_subject(WEEKS * TENFOLD),
        therapist_cookie=cookie_of(settings.DEMO_ACCOUNTS["therapist"]),
        now=now,
    )


def _email(weeks: int) -> str:
    return f"weeks.{weeks}@demo.example"


def _person(today: date, weeks: int) -> Person:
    """Rosa's program, kept every day; the last twelve weeks are the same whatever came before."""
    like = rosa(today, SEED, _email(weeks))
    days = weeks * 7
    return replace(
        like,
        details=replace(like.details, family_name=f"Weeks {weeks}"),
        story=Story(id="bench", keeps=((0, 1.0),), improves=0, guided=0.5),
        first_day=today - timedelta(days=days),
        course={days - 28 + day: change for day, change in like.course.items()},
    )


def _subject(weeks: int) -> Subject:
    patient = Patient.objects.before_viewer().get(user__email=_email(weeks))
    return Subject(patient_id=patient.id, weeks=weeks, cookie=cookie_of(_email(weeks)))


def cookie_of(email: str) -> str:
    """The header of a session as signing in opens it."""
    request = Request()
    request.session = SessionStore()
    user = user_of(email)
    assert user is not None
    assert open_session(request, user)
    request.session.save()
    cookies = {settings.SESSION_COOKIE_NAME: request.session.session_key, DEVICE_COOKIE: request.keeps}
    return "; ".join(f"{name}={value}" for name, value in cookies.items())

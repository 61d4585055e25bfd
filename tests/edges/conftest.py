"""People at their browsers. In these tests it is NOW, whatever the machine's clock says."""

from collections.abc import Iterator
from typing import Any

import pytest
from conftest import NOW
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from edges.matrix.town import Town, make_town
from everyrep import clock
from everyrep.people.access import ways_of
from everyrep.people.entering import LetIn, let_in
from everyrep.people.models import Caregiver, Patient, Staff
from everyrep.web.fragments import FRAGMENTS
from everyrep.web.patient.snapshot.serving import SNAPSHOTS
from everyrep.web.sessions import (
    DEVICE_COOKIE,
    DEVICE_SESSION_KEY,
    OPENED_SESSION_KEY,
    USED_SESSION_KEY,
)


@pytest.fixture(autouse=True)
def _it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW)


@pytest.fixture(autouse=True)
def _letters_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are in `mail.outbox` when the page is there."""
    monkeypatch.setattr("everyrep.web.post.beside_the_request", lambda work: work())


@pytest.fixture(autouse=True)
def _texts_come_in(settings: Any) -> None:
    """A provider of text messages knows the secret (see the row of `texts` in the matrix)."""
    settings.SMS_SECRET = "a secret"


@pytest.fixture(autouse=True)
def _plainly(plain_figures: None) -> None:
    """Pages are tested without drawing."""


@pytest.fixture(scope="module")
def _built_town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """Every test's transaction lies in this one: what a test changes is taken back, the town stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_town()
        transaction.set_rollback(True)


@pytest.fixture
def town(_built_town: Town, db: None) -> Town:
    """Two clinics and three patients (see edges.matrix.town), as they were built."""
    for kept in (FRAGMENTS, SNAPSHOTS):  # they go by the record's number, which is taken back too
        kept.clear()
    return _built_town


def signed_in(client: Client, member: Staff | Patient) -> Client:
    """The client with an open session of this member of staff or patient."""
    assert member.user is not None
    if isinstance(member, Staff):
        client.force_login(member.user)
        session = client.session
        session[OPENED_SESSION_KEY] = session[USED_SESSION_KEY] = clock.now().timestamp()
        session.save()
        return client
    own = next(way for way in ways_of(member.user, now=NOW) if way.id == member.id)
    return on_device(client, let_in(member.user, own, now=clock.now()))


def as_caregiver(client: Client, care: Caregiver) -> Client:
    """The client of someone who helps a patient, signed in."""
    way = next(way for way in ways_of(care.user, now=NOW) if way.id == care.id)
    return on_device(client, let_in(care.user, way, now=clock.now()))


def on_device(client: Client, entered: LetIn) -> Client:
    """The client in a browser that was let in."""
    session = client.session
    session.flush()
    session[DEVICE_SESSION_KEY] = str(entered.device_id)
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.cookies[DEVICE_COOKIE] = entered.secret
    return client


def through_link(client: Client, token: str) -> Client:
    """The client of someone who opened a patient's link."""
    client.post(reverse("link"), {"code": token})
    return client

"""People at their browsers. In these tests it is NOW, whatever the machine's clock says."""

import pytest
from conftest import NOW
from django.test import Client
from django.urls import reverse

from everyrep.people.models import Patient, Staff
from everyrep.web.middleware import KIND_SESSION_KEY


@pytest.fixture(autouse=True)
def _it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW)


@pytest.fixture(autouse=True)
def _plainly(plain_figures: None) -> None:
    """Pages are tested without drawing."""


def signed_in(client: Client, member: Staff | Patient) -> Client:
    """The client with an open session of this member of staff or patient."""
    assert member.user is not None
    client.force_login(member.user)
    session = client.session
    session[KIND_SESSION_KEY] = "staff" if isinstance(member, Staff) else "patient"
    session.save()
    return client


def through_link(client: Client, token: str) -> Client:
    """The client of someone who opened a patient's link."""
    client.post(reverse("link"), {"code": token})
    return client

"""People at their browsers. In these tests it is NOW, whatever the machine's clock says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW
from django.test import Client
from django.urls import reverse

from everyrep.figures import studio
from everyrep.figures.requests import FigureRequest
from everyrep.figures.store import store
from everyrep.people.models import Patient, Staff
from everyrep.web.middleware import KIND_SESSION_KEY


@pytest.fixture(autouse=True)
def _it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW)


@pytest.fixture(scope="session")
def _figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("figures")


@pytest.fixture(autouse=True)
def _plain_figures(_figures: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A figure costs a second to draw and as much on paper; what it looks like is for tests/figures."""
    settings.DATA_DIR = _figures
    monkeypatch.setattr(studio, "make", _plain)
    store.cache_clear()
    yield
    store.cache_clear()


def _plain(request: FigureRequest) -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><path d="M0 0h400v200z"/></svg>'


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

"""Fifty browsers with one code at the same moment: a sheet lets all in, a sent link one (TRUST G17)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from conftest import NOW, ClinicWorld
from django.db import connection
from django.test import Client
from django.urls import reverse

from everyrep.people.actions import create_link
from everyrep.people.entering import redeem_link
from everyrep.people.links import LinkKind
from everyrep.people.models import Device

AT_ONCE = 50


@pytest.fixture(autouse=True)
def _it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW)


def redeem_at_once(token: str) -> int:
    """How many of them are let in."""
    ready = Barrier(AT_ONCE)

    def try_it(_number: int) -> bool:
        ready.wait()
        try:
            return Client().post(reverse("link"), {"code": token}).status_code == 302
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=AT_ONCE) as threads:
        return sum(threads.map(try_it, range(AT_ONCE)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kind", "let_in"), [(LinkKind.PRINTED, AT_ONCE), (LinkKind.SENT, 1)])
def test_fifty_at_once(world: ClinicWorld, kind: LinkKind, let_in: int) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Link", now=NOW, kind=kind)
    assert redeem_at_once(token) == let_in
    assert Device.objects.seen_by(world.ana).count() == let_in


@pytest.mark.django_db(transaction=True)
def test_the_count_is_of_the_database_and_not_of_good_luck(
    world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planted fault: asking first and writing then lets more than one in."""
    ready = Barrier(AT_ONCE, timeout=20)

    def asked_first(_link: object, _now: object) -> bool:
        ready.wait()
        return True

    monkeypatch.setattr("everyrep.people.entering._used", asked_first)
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Link", now=NOW, kind=LinkKind.SENT)

    def try_it(_number: int) -> bool:
        try:
            return redeem_link.__wrapped__(token, now=NOW) is not None  # type: ignore[attr-defined]
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=AT_ONCE) as threads:
        assert sum(threads.map(try_it, range(AT_ONCE))) > 1

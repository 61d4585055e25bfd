"""The step up from a link: the birth year, a few tries, half an hour, one device."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from conftest import NOW, ClinicWorld
from contexts.ways_in import is_in, let_in_by_account
from django.db import connection

from everyrep.audit.queries import events_about
from everyrep.core.problems import Invalid
from everyrep.people.access import standing_of_device
from everyrep.people.actions import create_link
from everyrep.people.birth_year import WIDER_FOR, give_birth_year
from everyrep.people.entering import LetIn, redeem_link
from everyrep.people.limits import BIRTH_YEARS, BIRTH_YEARS_IN_ALL
from everyrep.people.policy import Permission, may
from everyrep.tenancy.viewer import NotAllowed, NotFound

HOUR = timedelta(hours=1)


@pytest.fixture
def token(world: ClinicWorld) -> str:
    return create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)


def scanned(token: str) -> LetIn:
    entered = redeem_link(token, now=NOW)
    assert entered is not None
    return entered


@pytest.fixture
def guest(token: str) -> LetIn:
    return scanned(token)


def give(guest: LetIn, year: str = "1958", *, now: datetime = NOW) -> None:
    give_birth_year(by=guest.viewer, device_id=guest.device_id, year=year, now=now)


def sees_progress(guest: LetIn, now: datetime = NOW) -> bool:
    standing = standing_of_device(guest.device_id, guest.secret, now=now)
    assert standing is not None
    return may(standing.viewer, Permission.SEE_PROGRESS)


def test_the_right_year_shows_progress_on_this_device_for_half_an_hour(token: str, guest: LetIn) -> None:
    other = scanned(token)
    assert not sees_progress(guest)
    give(guest, " 1958 ")
    assert sees_progress(guest)
    assert not sees_progress(other)
    assert sees_progress(guest, NOW + WIDER_FOR - timedelta(seconds=1))
    assert not sees_progress(guest, NOW + WIDER_FOR)
    assert is_in(guest, now=NOW + WIDER_FOR)


@pytest.mark.parametrize("year", ["", "1959", "58", "1958x", "1958-03-04", "\0", "๑๙๕๘", "1" * 5000])
def test_another_year_shows_nothing(guest: LetIn, year: str) -> None:
    with pytest.raises(Invalid, match="not the year the clinic has"):
        give(guest, year)
    assert not sees_progress(guest)


def test_after_five_wrong_years_even_the_right_one_waits_an_hour(guest: LetIn) -> None:
    for year in range(1900, 1900 + BIRTH_YEARS.most):
        with pytest.raises(Invalid, match="not the year"):
            give(guest, str(year))
    with pytest.raises(Invalid, match="too many tries"):
        give(guest)
    give(guest, now=NOW + HOUR)
    assert sees_progress(guest, NOW + HOUR)


def test_more_devices_get_no_more_tries(token: str) -> None:
    for year in range(1900, 1900 + BIRTH_YEARS.most):
        with pytest.raises(Invalid):
            give(scanned(token), str(year))
    with pytest.raises(Invalid, match="too many tries"):
        give(scanned(token))


def test_patience_does_not_get_through_all_the_years(guest: LetIn) -> None:
    now, tried = NOW, 0
    while tried < BIRTH_YEARS_IN_ALL.most:
        with pytest.raises(Invalid, match="not the year"):
            give(guest, "1900", now=now)
        tried += 1
        now += HOUR / 2
    with pytest.raises(Invalid, match="too many tries"):
        give(guest, now=now + HOUR)


def test_a_patient_who_knows_it_is_never_out_of_tries(guest: LetIn) -> None:
    for number in range(BIRTH_YEARS_IN_ALL.most + BIRTH_YEARS.most):
        give(guest, now=NOW + timedelta(minutes=number))


def test_right_and_wrong_years_are_audited_without_the_year(world: ClinicWorld, guest: LetIn) -> None:
    with pytest.raises(Invalid):
        give(guest, "1957")
    give(guest)
    events = list(events_about(world.ana, world.patient.id).filter(action__startswith="birth_year"))
    assert [event.action for event in events] == ["birth_year_given", "birth_year_wrong"]
    assert not any("195" in str(event.detail) for event in events)


def test_only_a_links_own_device_steps_up(world: ClinicWorld, token: str, guest: LetIn) -> None:
    account = let_in_by_account(world.patient)
    with pytest.raises(NotAllowed):
        give(account)
    with pytest.raises(NotFound):
        give_birth_year(by=guest.viewer, device_id=account.device_id, year="1958", now=NOW)
    with pytest.raises(NotAllowed):
        give_birth_year(by=world.ana, device_id=guest.device_id, year="1958", now=NOW)


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_are_no_more_than_the_limit(guest: LetIn) -> None:
    def try_it(number: int) -> str:
        try:
            give(guest, str(1900 + number))
        except Invalid as fault:
            return str(fault.problems[0])
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(max_workers=4) as threads:
        told = list(threads.map(try_it, range(12)))
    assert sum("not the year" in text for text in told) == BIRTH_YEARS.most

"""Devices: what a browser is let in by, how long it stays, how it is told from a stranger once it is out."""

from datetime import timedelta

import pytest
from conftest import NOW, PASSWORD, TODAY, ClinicWorld
from contexts.ways_in import (
    helper_of,
    is_closed,
    is_in,
    let_in_by_account,
    let_in_to_help,
    let_in_twice,
)
from django.core import serializers

from everyrep.audit.queries import events_about
from everyrep.people.access import PATIENT_IDLE, account_of, standing_of_device
from everyrep.people.accounts import renew_passphrase
from everyrep.people.actions import create_link, revoke_link, set_link_date
from everyrep.people.caregivers import end_care
from everyrep.people.devices import browser_words
from everyrep.people.entering import Browser, LetIn, redeem_link
from everyrep.people.links import LinkKind
from everyrep.people.models import Device, PatientLink
from everyrep.people.signing_out import devices, leave, sign_out_device, sign_out_others
from everyrep.tenancy.viewer import NotAllowed, NotFound

ANDROID = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari"


@pytest.fixture
def token(world: ClinicWorld) -> str:
    return create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)


def scanned(token: str, *, browser: Browser = Browser()) -> LetIn:
    entered = redeem_link(token, now=NOW, browser=browser)
    assert entered is not None
    return entered


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (ANDROID, "Chrome, Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            " Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0"
            " Safari/537.36 Edg/140.0.0.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko)"
            " SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
            "Samsung Internet, Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) CriOS/140.0 Mobile/15E148 Safari/604.1", "Chrome, iPhone"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_its_plain_name(user_agent: str, words: str) -> None:
    assert browser_words(user_agent) == words


def test_only_the_hash_of_a_devices_secret_is_kept(world: ClinicWorld, token: str) -> None:
    entered = scanned(token)
    assert entered.secret not in serializers.serialize("json", Device.objects.seen_by(world.ana))


def test_the_session_without_the_devices_secret_is_a_strangers(world: ClinicWorld, token: str) -> None:
    entered, other = scanned(token), scanned(token)
    for secret in ("", "x", other.secret):
        assert standing_of_device(entered.device_id, secret, now=NOW) is None
    assert is_in(entered)


def test_the_same_browser_scanning_again_is_the_same_device(world: ClinicWorld, token: str) -> None:
    first = scanned(token)
    again = scanned(token, browser=Browser(secret=first.secret))
    assert again == first
    assert Device.objects.seen_by(world.ana).count() == 1


def test_a_browser_that_was_signed_out_comes_in_as_a_new_device(world: ClinicWorld, token: str) -> None:
    first = scanned(token)
    sign_out_device(by=world.rosa, device_id=first.device_id, now=NOW)
    again = scanned(token, browser=Browser(secret=first.secret))
    assert is_closed(first)
    assert is_in(again)
    assert again.secret != first.secret


def test_the_patient_sees_every_device_and_the_caregivers_are_not_among_them(
    world: ClinicWorld, token: str
) -> None:
    by_link = scanned(token, browser=Browser(user_agent=ANDROID))
    by_account = let_in_by_account(world.patient)
    let_in_to_help(helper_of(world))
    found = {device.id: device for device in devices(world.rosa, NOW)}
    assert set(found) == {by_link.device_id, by_account.device_id}
    assert found[by_link.device_id].label == "Chrome, Android"
    assert found[by_link.device_id].link.label == "Sheet"


def test_a_device_that_is_signed_out_is_closed_and_no_stranger(world: ClinicWorld) -> None:
    here, there = let_in_twice(world.patient)
    sign_out_device(by=world.rosa, device_id=there.device_id, now=NOW)
    assert is_closed(there)
    assert is_in(here)
    assert [device.id for device in devices(world.rosa, NOW)] == [here.device_id]
    (event,) = events_about(world.ana, world.patient.id).filter(action="sign_out_device")
    assert event.object_id == str(there.device_id)


def test_a_closed_link_closes_its_devices_and_no_other(world: ClinicWorld, token: str) -> None:
    by_link, by_account = scanned(token), let_in_by_account(world.patient)
    revoke_link(by=world.ana, link_id=by_link.viewer.actor_id, now=NOW)
    assert is_closed(by_link)
    assert is_in(by_account)
    assert [device.id for device in devices(world.rosa, NOW)] == [by_account.device_id]


def test_a_printed_link_opens_until_midnight_of_its_last_day_and_then_closes_its_devices(
    world: ClinicWorld, token: str
) -> None:
    link = PatientLink.objects.seen_by(world.ana).get()
    set_link_date(by=world.ana, link_id=link.id, last_day=TODAY.isoformat(), now=NOW)
    midnight = NOW.replace(day=17, hour=5)  # in New York
    entered = scanned(token)
    assert is_in(entered, now=midnight - timedelta(seconds=1))
    assert is_closed(entered, now=midnight)
    assert redeem_link(token, now=midnight - timedelta(seconds=1)) is not None
    assert redeem_link(token, now=midnight) is None


def test_a_sent_link_opens_once_and_in_time_and_its_device_stays(world: ClinicWorld) -> None:
    def sent() -> str:
        return create_link(
            by=world.ana, patient_id=world.patient.id, label="Sent", now=NOW, kind=LinkKind.SENT
        )

    late, used = sent(), sent()
    assert redeem_link(late, now=NOW + timedelta(minutes=15)) is None
    entered = redeem_link(used, now=NOW + timedelta(minutes=14))
    assert entered is not None
    assert redeem_link(used, now=NOW + timedelta(minutes=14)) is None
    assert is_in(entered, now=NOW + timedelta(days=20))


def test_a_device_that_was_away_for_a_month_signs_in_again_and_is_not_told_to_forget(
    world: ClinicWorld,
) -> None:
    entered = let_in_by_account(world.patient)
    assert is_in(entered, now=NOW + PATIENT_IDLE)
    gone = NOW + PATIENT_IDLE + timedelta(seconds=1)
    assert standing_of_device(entered.device_id, entered.secret, now=gone) is None
    assert list(devices(world.rosa, gone)) == []


def test_leaving_lets_go_of_the_device_in_hand(world: ClinicWorld) -> None:
    here, there = let_in_twice(world.patient)
    leave(by=here.viewer, device_id=here.device_id, now=NOW)
    assert is_closed(here)
    assert is_in(there)


def test_signing_out_everywhere_else_leaves_this_device_and_those_who_help(
    world: ClinicWorld, token: str
) -> None:
    by_link, (here, there) = scanned(token), let_in_twice(world.patient)
    luis = let_in_to_help(helper_of(world))
    sign_out_others(by=world.rosa, keep=here.device_id, now=NOW)
    assert [is_in(one) for one in (here, there, by_link, luis)] == [True, False, False, True]
    assert redeem_link(token, now=NOW) is not None


def test_a_locked_account_closes_its_devices(world: ClinicWorld) -> None:
    entered = let_in_by_account(world.patient)
    assert world.patient.user is not None
    world.patient.user.is_active = False
    world.patient.user.save()
    assert is_closed(entered)


def test_a_new_passphrase_closes_every_device_of_the_account(world: ClinicWorld, token: str) -> None:
    by_account, by_link = let_in_by_account(world.patient), scanned(token)
    renew_passphrase(by=world.ana, patient_id=world.patient.id, now=NOW)
    assert is_closed(by_account)
    assert is_in(by_link)


def test_a_caregivers_device_closes_with_the_care_and_on_the_day_after_its_last(world: ClinicWorld) -> None:
    care = helper_of(world, last_day=TODAY.isoformat())
    entered = let_in_to_help(care)
    tomorrow = NOW + timedelta(days=1)
    assert is_in(entered)
    assert is_closed(entered, now=tomorrow)
    end_care(by=world.rosa, caregiver_id=care.id, now=NOW)
    assert is_closed(entered)


def test_a_caregivers_phone_keeps_a_store_of_its_own(world: ClinicWorld) -> None:
    care = helper_of(world)
    luis, rosa = let_in_to_help(care).viewer, world.rosa
    assert account_of(rosa) == str(world.patient.id)
    assert account_of(luis) == f"{world.patient.id}.{care.id}"
    assert account_of(world.ana) == ""


def test_nobody_signs_out_a_device_of_next_door_or_a_caregivers(
    world: ClinicWorld, neighbour: ClinicWorld
) -> None:
    theirs, luis = let_in_by_account(neighbour.patient), let_in_to_help(helper_of(world))
    for entered in (theirs, luis):
        with pytest.raises(NotFound):
            sign_out_device(by=world.rosa, device_id=entered.device_id, now=NOW)
        assert is_in(entered)


def test_who_comes_by_link_or_helps_has_no_say_over_devices(world: ClinicWorld, token: str) -> None:
    entered = let_in_by_account(world.patient)
    for guest in (scanned(token).viewer, let_in_to_help(helper_of(world)).viewer):
        with pytest.raises(NotAllowed):
            sign_out_device(by=guest, device_id=entered.device_id, now=NOW)
        with pytest.raises(NotAllowed):
            devices(guest, NOW)


def test_a_password_is_known_to_be_of_no_use_after_renewal(world: ClinicWorld) -> None:
    assert world.patient.user is not None
    passphrase = renew_passphrase(by=world.ana, patient_id=world.patient.id, now=NOW)
    world.patient.user.refresh_from_db()
    assert not world.patient.user.check_password(PASSWORD)
    assert world.patient.user.check_password(passphrase)

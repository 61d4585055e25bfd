"""What a session is worth: one device, for a time, until it is ended."""

from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from conftest import NOW, ClinicWorld
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in, through_link
from edges.matrix.forms import figure
from edges.ways_in.entering import ask, is_in, moves_to, sent_code
from everyrep.people.actions import create_link
from everyrep.web.sessions import DEVICE_COOKIE


def test_a_session_is_worth_nothing_on_another_device(client: Client, world: ClinicWorld) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    for holder in (through_link(Client(), token), signed_in(Client(), world.patient)):
        thief = Client()
        thief.cookies = SimpleCookie({"sessionid": holder.cookies["sessionid"].value})
        assert not is_in(thief)
        thief.cookies[DEVICE_COOKIE] = "guessed"
        assert not is_in(thief)
        assert is_in(holder)


def test_the_devices_cookie_is_for_no_script_and_for_no_other_site(
    client: Client, world: ClinicWorld
) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    cookie = through_link(client, token).cookies[DEVICE_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert int(cookie["max-age"]) == 30 * 24 * 3600


def test_signing_in_takes_a_new_session_id(client: Client, world: ClinicWorld) -> None:
    ask(client)
    before = client.cookies["sessionid"].value
    client.post(reverse("code"), {"code": sent_code()})
    after = client.cookies["sessionid"].value
    assert after != before
    replayed = Client()
    replayed.cookies = SimpleCookie({"sessionid": before})
    assert not is_in(replayed)


def test_a_device_in_use_stays_and_one_that_was_away_for_a_month_signs_in_again(
    client: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa = signed_in(client, world.patient)
    for day in (29, 58):
        moves_to(monkeypatch, NOW + timedelta(days=day))
        assert is_in(rosa)
    moves_to(monkeypatch, NOW + timedelta(days=58 + 31))
    assert not is_in(rosa)
    assert rosa.get(reverse("snapshot")).status_code == 401


def test_staff_are_signed_out_after_fifteen_idle_minutes(
    client: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = signed_in(client, world.therapist)
    for minutes in (14, 28):
        moves_to(monkeypatch, NOW + timedelta(minutes=minutes))
        assert ana.get(reverse("patients")).status_code == 200
    moves_to(monkeypatch, NOW + timedelta(minutes=43))
    answer = ana.get(reverse("patients"), follow=True)
    assert "nothing was done here for 15 minutes" in answer.content.decode()
    moves_to(monkeypatch, NOW + timedelta(minutes=44))
    assert ana.get(reverse("patients")).status_code == 302


def test_staff_are_signed_out_after_twelve_hours_however_busy(
    client: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = signed_in(client, world.therapist)
    for tens in range(1, 72):
        moves_to(monkeypatch, NOW + timedelta(minutes=10 * tens))
        assert ana.get(reverse("stay")).status_code == 405
        assert ana.post(reverse("stay")).status_code == 204
    moves_to(monkeypatch, NOW + timedelta(hours=12))
    assert ana.get(reverse("patients")).status_code == 302


def test_a_page_that_is_still_in_use_says_so_without_loading_anything(
    client: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = signed_in(client, world.therapist)
    moves_to(monkeypatch, NOW + timedelta(minutes=14))
    ana.post(reverse("stay"))
    moves_to(monkeypatch, NOW + timedelta(minutes=28))
    assert ana.get(reverse("patients")).status_code == 200


def test_no_page_of_the_clinic_is_open_to_a_session_that_does_not_say_when_it_began(
    client: Client, world: ClinicWorld
) -> None:
    client.force_login(world.therapist.user)
    assert client.get(reverse("patients")).status_code == 302


def test_a_figure_that_any_cache_may_keep_carries_no_cookie(
    client: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    for member in (world.patient, world.therapist):
        holder = signed_in(Client(), member)
        moves_to(monkeypatch, NOW + timedelta(minutes=14))
        answer = holder.get(reverse("figure", kwargs=figure(None)))  # type: ignore[arg-type]
        assert "immutable" in answer["Cache-Control"]
        assert not answer.cookies


def test_a_part_of_a_page_takes_the_whole_page_to_the_sign_in(client: Client, world: ClinicWorld) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/clinic/patients/?q=ro"}
    answer = client.get(reverse("patients"), headers=headers)
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == f"{reverse('sign_in')}?next=%2Fclinic%2Fpatients%2F"


def test_no_secret_is_in_any_log(world: ClinicWorld, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    holder, rosa = through_link(Client(), token), Client()
    rosa.post(reverse("link"), {"code": f"{token}X"})
    ask(rosa)
    rosa.post(reverse("code"), {"code": "12345678"})
    secrets = [token, token.replace("-", ""), sent_code(), "12345678", holder.cookies[DEVICE_COOKIE].value]
    assert [secret for secret in secrets if secret in caplog.text] == []

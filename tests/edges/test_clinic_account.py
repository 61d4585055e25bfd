"""Giving a patient an account in the browser, and the patient's own new password."""

import re

import pytest
from conftest import NOW, PASSWORD, ClinicWorld, details
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in, through_link
from everyrep.people.actions import add_patient, create_link
from everyrep.people.models import Patient

NEW = "four words in a row"


@pytest.fixture
def martin(world: ClinicWorld) -> Patient:
    return add_patient(by=world.ana, details=details(given_name="Martin"), now=NOW)


def sign_in(email: str, password: str) -> Client:
    client = Client()
    client.post(reverse("sign_in"), {"email": email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("more")).status_code == 200


def test_a_patient_signs_in_with_what_the_therapist_handed_over(
    client: Client, world: ClinicWorld, martin: Patient
) -> None:
    ana = signed_in(client, world.therapist)
    address = reverse("account", args=[martin.id])
    assert address in ana.get(reverse("chart", args=[martin.id])).content.decode()
    shown = ana.post(address, {"email": "martin@example.org"}).content.decode()
    passphrase = re.search(r"(?:[a-z]{4}-){4}[a-z]{4}", shown)
    assert passphrase is not None
    assert passphrase[0] not in ana.get(address).content.decode()
    assert address not in ana.get(reverse("chart", args=[martin.id])).content.decode()
    assert is_in(sign_in("Martin@example.org", passphrase[0]))


def test_an_address_that_is_taken_is_refused_and_stays_typed(
    client: Client, world: ClinicWorld, martin: Patient
) -> None:
    ana = signed_in(client, world.therapist)
    answer = ana.post(reverse("account", args=[martin.id]), {"email": "rosa@riverside.example"})
    assert answer.status_code == 422
    assert "already signs in with this e-mail address" in answer.content.decode()
    assert 'value="rosa@riverside.example"' in answer.content.decode()


def test_a_form_sent_twice_keeps_the_first_password(client: Client, world: ClinicWorld) -> None:
    ana = signed_in(client, world.therapist)
    said = ana.post(reverse("account", args=[world.patient.id]), {"email": "new@example.org"})
    assert "Rosa Diaz has an account" in said.content.decode()
    assert is_in(sign_in("rosa@riverside.example", PASSWORD))


def test_a_new_password_keeps_this_session_and_ends_the_others(world: ClinicWorld) -> None:
    here, there = (sign_in("rosa@riverside.example", PASSWORD) for _ in range(2))
    assert reverse("passkeys") in here.get(reverse("more")).content.decode()
    assert reverse("password") in here.get(reverse("passkeys")).content.decode()
    said = here.post(reverse("password"), {"current": PASSWORD, "new": NEW, "again": NEW}, follow=True)
    assert "Your password is changed." in said.content.decode()
    assert is_in(here)
    assert not is_in(there)
    assert not is_in(sign_in("rosa@riverside.example", PASSWORD))
    assert is_in(sign_in("rosa@riverside.example", NEW))


def test_a_wrong_password_is_told_and_never_shown_again(world: ClinicWorld) -> None:
    here = sign_in("rosa@riverside.example", PASSWORD)
    answer = here.post(reverse("password"), {"current": "not mine", "new": NEW, "again": NEW})
    assert answer.status_code == 422
    assert "This is not your password." in answer.content.decode()
    assert NEW not in answer.content.decode()


def test_a_link_leads_to_no_password(client: Client, world: ClinicWorld) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    guest = through_link(client, token)
    assert reverse("password") not in guest.get(reverse("more")).content.decode()
    assert guest.get(reverse("password")).status_code == 404


def test_a_null_character_in_the_sign_in_address_is_a_refusal(client: Client, world: ClinicWorld) -> None:
    answer = client.post(reverse("sign_in"), {"email": "rosa\0@riverside.example", "password": "x"})
    assert answer.status_code == 422

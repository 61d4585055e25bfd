"""Signing in with a passkey, made and removed on the page."""

import re

import pytest
from conftest import ClinicWorld
from contexts.authenticator import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in
from edges.ways_in.entering import is_in
from everyrep.people.passkeys import Challenge, Site

SITE = Site(host="testserver", origin="http://testserver")


def challenge(client: Client, name: str) -> Challenge:
    answer = client.post(reverse(name))
    return Challenge(options=answer.content.decode(), challenge=answer.json()["challenge"])


def kept_key(client: Client) -> Authenticator:
    key = Authenticator(SITE)
    made = key.makes(challenge(client, "passkey_options"))
    assert client.post(reverse("passkey_add"), {"credential": made})["Location"] == reverse("passkeys")
    return key


def signs_in(key: Authenticator, **more: str) -> tuple[Client, HttpResponse]:
    client = Client()
    signed = key.signs(challenge(client, "passkey_sign_in_options"))
    return client, client.post(reverse("passkey_sign_in"), {"credential": signed, **more})


@pytest.mark.parametrize("role", ["patient", "therapist", "owner"])
def test_a_passkey_made_here_signs_in_there(client: Client, world: ClinicWorld, role: str) -> None:
    key = kept_key(signed_in(client, getattr(world, role)))
    there, answer = signs_in(key, next="/passkeys/")
    assert answer["Location"] == "/passkeys/"
    assert there.get(reverse("passkeys")).status_code == 200


def test_a_passkey_answers_its_challenge_once(client: Client, world: ClinicWorld) -> None:
    key = kept_key(signed_in(client, world.patient))
    thief = Client()
    signed = key.signs(challenge(thief, "passkey_sign_in_options"))
    assert thief.post(reverse("passkey_sign_in"), {"credential": signed}).status_code == 302
    thief.post(reverse("sign_out"))
    replayed = thief.post(reverse("passkey_sign_in"), {"credential": signed})
    assert replayed.status_code == 422
    assert "This passkey does not open anything here." in replayed.content.decode()


def test_a_removed_passkey_opens_nothing_and_ends_the_other_sessions(world: ClinicWorld) -> None:
    here, there = signed_in(Client(), world.patient), signed_in(Client(), world.patient)
    key = kept_key(here)
    address = re.search(r"/passkeys/[0-9a-f-]{36}/remove/", here.get(reverse("passkeys")).content.decode())
    assert address is not None
    said = here.post(address[0], follow=True).content.decode()
    assert "The passkey is removed." in said
    assert not is_in(there)
    assert signs_in(key)[1].status_code == 422

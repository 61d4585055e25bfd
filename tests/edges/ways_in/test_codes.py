"""Signing in with a code from a letter, and nothing else."""

import re

import pytest
from conftest import PASSWORD, ClinicWorld
from django.core import mail
from django.test import Client
from django.urls import reverse

from edges.ways_in.entering import ROSA, ask, is_in, sent_code
from everyrep.people.limits import CODES_TO_ADDRESS, PASSWORD_OF_ADDRESS


def test_a_patient_signs_in_with_a_code_and_nothing_else(client: Client, world: ClinicWorld) -> None:
    assert ask(client)["Location"] == reverse("code")
    assert [letter.to for letter in mail.outbox] == [[ROSA]]
    page = client.get(reverse("code")).content.decode()
    assert 'autocomplete="one-time-code"' in page
    answer = client.post(reverse("code"), {"code": sent_code(), "next": "/progress/"})
    assert answer["Location"] == "/progress/"
    assert is_in(client)


def test_the_letter_holds_the_code_and_nothing_about_anyone(client: Client, world: ClinicWorld) -> None:
    ask(client)
    letter = mail.outbox[0]
    told = f"{letter.subject} {letter.body}"
    assert sent_code() not in letter.subject
    for word in ("Rosa", "Diaz", "Riverside", "knee", "exercise", "http"):
        assert word not in told


@pytest.mark.parametrize("email", ["nobody@riverside.example", "ana@riverside.example"])
def test_the_answer_to_an_unknown_address_is_that_to_a_known_one(world: ClinicWorld, email: str) -> None:
    def answer(asked: str) -> tuple[int, str, str]:
        client = Client()
        first = ask(client, asked)
        page = client.get(reverse("code")).content.decode().replace(asked, "")
        return (
            first.status_code,
            first["Location"],
            re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page),
        )

    assert answer(email) == answer(ROSA)
    assert [letter.to for letter in mail.outbox] == [[ROSA]]


def test_a_code_does_not_work_in_another_browser(world: ClinicWorld) -> None:
    here, there = Client(), Client()
    ask(here)
    mine = sent_code()
    assert there.post(reverse("code"), {"code": mine})["Location"] == reverse("sign_in")
    ask(there)
    assert there.post(reverse("code"), {"code": mine}).status_code == 422
    assert not is_in(there)


def test_a_wrong_code_is_told_kindly_and_stays_typed(client: Client, world: ClinicWorld) -> None:
    ask(client)
    answer = client.post(reverse("code"), {"code": "1234"})
    assert answer.status_code == 422
    assert "This code does not open anything." in answer.content.decode()
    assert 'value="1234"' in answer.content.decode()


@pytest.mark.parametrize("email", ["", "rosa", "ro\0sa@riverside.example", "x" * 300 + "@example.org"])
def test_an_address_that_is_none_is_told_beside_the_field(
    client: Client, world: ClinicWorld, email: str
) -> None:
    answer = ask(client, email)
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.content.decode()
    assert mail.outbox == []


def test_too_many_codes_are_refused_for_known_and_unknown_alike(world: ClinicWorld) -> None:
    for email in (ROSA, "nobody@riverside.example"):
        for _ in range(CODES_TO_ADDRESS.most):
            assert ask(Client(), email).status_code == 302
        answer = ask(Client(), email)
        assert answer.status_code == 429
        assert "too many codes" in answer.content.decode()


def test_too_many_passwords_are_refused_and_the_code_still_opens(client: Client, world: ClinicWorld) -> None:
    for _ in range(PASSWORD_OF_ADDRESS.most):
        client.post(reverse("sign_in"), {"email": ROSA, "password": "guess"})
    answer = client.post(reverse("sign_in"), {"email": ROSA, "password": PASSWORD})
    assert answer.status_code == 429
    assert not is_in(client)
    ask(client)
    client.post(reverse("code"), {"code": sent_code()})
    assert is_in(client)

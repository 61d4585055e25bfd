"""Accounts of patients: handed over once, never taken from someone else; a password of one's own."""

import math
import re

import pytest
from conftest import NOW, PASSWORD, ClinicWorld, details
from contexts.ways_in import is_in, let_in_twice
from django.contrib.auth import authenticate

from everyrep.audit.queries import events_about
from everyrep.core.problems import Invalid
from everyrep.people.access import viewer_of_staff
from everyrep.people.accounts import PASSWORD_LEAST, change_password, create_account
from everyrep.people.actions import add_patient, create_link
from everyrep.people.entering import redeem_link
from everyrep.people.models import Patient, User
from everyrep.people.passphrases import CONSONANTS, SYLLABLES, VOWELS, new_passphrase
from everyrep.tenancy.viewer import NotAllowed, NotFound

NEW = "four words in a row"


@pytest.fixture
def martin(world: ClinicWorld) -> Patient:
    return add_patient(by=world.ana, details=details(given_name="Martin"), now=NOW)


def test_a_passphrase_cannot_be_guessed_and_is_easy_to_type() -> None:
    assert SYLLABLES * math.log2(len(set(CONSONANTS)) * len(set(VOWELS))) >= 60
    assert re.fullmatch(r"([a-z]{4}-){4}[a-z]{4}", new_passphrase())
    assert len({new_passphrase() for _ in range(200)}) == 200


def test_a_patient_signs_in_with_what_was_handed_over(world: ClinicWorld, martin: Patient) -> None:
    passphrase = create_account(by=world.ana, patient_id=martin.id, email=" Martin@Example.org ", now=NOW)
    user = authenticate(username="martin@example.org", password=passphrase)
    assert user == Patient.objects.seen_by(world.ana).get(id=martin.id).user


def test_an_account_is_audited_without_the_passphrase(world: ClinicWorld, martin: Patient) -> None:
    passphrase = create_account(by=world.ana, patient_id=martin.id, email="martin@example.org", now=NOW)
    event = events_about(world.ana, martin.id).get(action="create_account")
    assert passphrase not in str(vars(event))


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("rosa@riverside.example", "already signs in"),
        ("ROSA@riverside.example", "already signs in"),
        ("ana@riverside.example", "already signs in"),
        ("", "such as rosa@example.org"),
        ("martin", "such as rosa@example.org"),
        ("mar\0tin@example.org", "cannot be kept"),
        ("m" * 250 + "@example.org", "At most 254"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_in_plain_words(
    world: ClinicWorld, martin: Patient, email: str, said: str
) -> None:
    users = User.objects.count()
    with pytest.raises(Invalid, match=said):
        create_account(by=world.ana, patient_id=martin.id, email=email, now=NOW)
    assert User.objects.count() == users


def test_a_patient_has_one_account(world: ClinicWorld) -> None:
    with pytest.raises(Invalid, match="already has an account"):
        create_account(by=world.ana, patient_id=world.patient.id, email="new@example.org", now=NOW)


def test_an_assistant_gives_an_account_and_next_door_finds_nobody(
    world: ClinicWorld, neighbour: ClinicWorld, martin: Patient
) -> None:
    with pytest.raises(NotFound):
        create_account(by=neighbour.ana, patient_id=martin.id, email="m@example.org", now=NOW)
    assistant = viewer_of_staff(world.assistant)
    assert create_account(by=assistant, patient_id=martin.id, email="m@example.org", now=NOW)


def test_a_new_password_ends_every_session_but_the_one_in_hand(world: ClinicWorld) -> None:
    here, there = let_in_twice(world.patient)
    change_password(by=world.rosa, current=PASSWORD, new=NEW, again=NEW, now=NOW, keep=here.device_id)
    assert is_in(here)
    assert not is_in(there)
    assert events_about(world.ana, world.patient.id).filter(action="change_password").count() == 1


def test_staff_change_theirs_too(world: ClinicWorld) -> None:
    change_password(by=world.ana, current=PASSWORD, new=NEW, again=NEW, now=NOW)
    assert authenticate(username="ana@riverside.example", password=NEW) is not None


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"current": "wrong"}, ["current"]),
        ({"new": "x" * (PASSWORD_LEAST - 1)}, ["new"]),
        ({"new": "four words in a\0 row"}, ["new"]),
        ({"new": "x" * 201}, ["new"]),
        ({"new": "1234567891011"}, ["new"]),
        ({"new": "Rosa@riverside.example"}, ["new"]),
        ({"again": "four words in a raw"}, ["again"]),
        ({"current": "", "new": ""}, ["current", "new"]),
    ],
)
def test_a_password_that_cannot_be_used_is_refused_beside_its_field(
    world: ClinicWorld, typed: dict[str, str], fields: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        change_password(by=world.rosa, now=NOW, **{"current": PASSWORD, "new": NEW, "again": NEW, **typed})
    assert [problem.field for problem in refused.value.problems] == fields
    assert authenticate(username="rosa@riverside.example", password=PASSWORD) is not None


def test_a_link_has_no_password(world: ClinicWorld) -> None:
    entered = redeem_link(
        create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW), now=NOW
    )
    assert entered is not None
    with pytest.raises(NotAllowed):
        change_password(by=entered.viewer, current=PASSWORD, new=NEW, again=NEW, now=NOW)

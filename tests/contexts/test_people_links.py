"""Patient links: hard to guess, easy to type, never stored, closed at once."""

import math
import re

import pytest
from conftest import NOW, ClinicWorld
from django.core import serializers
from hypothesis import given
from hypothesis import strategies as st

from everyrep.people.access import DeviceStanding, standing_of_device
from everyrep.people.actions import create_link, revoke_link
from everyrep.people.entering import LetIn, redeem_link
from everyrep.people.links import ALPHABET, LENGTH, new_token, token_hash
from everyrep.people.models import PatientLink
from everyrep.people.queries import links_of
from everyrep.tenancy.viewer import NotFound, Role


@pytest.fixture
def token(world: ClinicWorld) -> str:
    return create_link(by=world.ana, patient_id=world.patient.id, label="Printed sheet", now=NOW)


def test_a_link_cannot_be_guessed() -> None:
    assert LENGTH * math.log2(len(set(ALPHABET))) >= 128
    assert len({new_token() for _ in range(200)}) == 200


def test_a_link_is_written_in_groups_without_letters_that_look_alike() -> None:
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]", new_token())


SLIPS = {"0": "0Oo", "1": "1IiLl"}
tokens = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


@given(st.data(), tokens)
def test_a_link_typed_sloppily_from_paper_still_opens(data: st.DataObject, token: str) -> None:
    typed = "".join(
        data.draw(st.sampled_from(SLIPS.get(letter, letter + letter.lower())))
        + data.draw(st.sampled_from(["", "", " ", "-"]))
        for letter in token
    )
    assert token_hash(f" {typed}\n") == token_hash(token)


@given(tokens, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_letter_does_not_open(token: str, position: int, letter: str) -> None:
    other = token[:position] + letter + token[position + 1 :]
    assert (other == token) is (token_hash(other) == token_hash(token))


def test_only_the_hash_of_a_link_is_kept(world: ClinicWorld, token: str) -> None:
    row = serializers.serialize("json", PatientLink.objects.seen_by(world.ana))
    assert token not in row
    assert token.replace("-", "") not in row
    assert PatientLink.objects.seen_by(world.ana).get().token_hash == token_hash(token)


def test_a_link_opens_the_plan_of_its_patient_as_a_link(world: ClinicWorld, token: str) -> None:
    entered = redeem_link(token, now=NOW)
    assert entered is not None
    viewer = entered.viewer
    assert (viewer.role, viewer.patient_id, viewer.clinic_id) == (
        Role.LINK,
        world.patient.id,
        world.clinic.id,
    )
    assert PatientLink.objects.seen_by(world.ana).get().last_used_at == NOW


def test_a_link_opens_a_second_time_for_the_next_device(world: ClinicWorld, token: str) -> None:
    first, second = redeem_link(token, now=NOW), redeem_link(token, now=NOW)
    assert first is not None
    assert second is not None
    assert first.viewer == second.viewer
    assert first.device_id != second.device_id


def test_nonsense_opens_nothing(world: ClinicWorld, token: str) -> None:
    assert redeem_link("", now=NOW) is None
    assert redeem_link(new_token(), now=NOW) is None
    assert redeem_link(token[:-1], now=NOW) is None


def standing(entered: LetIn) -> DeviceStanding | None:
    return standing_of_device(entered.device_id, entered.secret, now=NOW)


def test_a_revoked_link_is_closed_at_once_also_where_it_is_open(world: ClinicWorld, token: str) -> None:
    entered = redeem_link(token, now=NOW)
    assert entered is not None
    revoke_link(by=world.ana, link_id=entered.viewer.actor_id, now=NOW)
    assert standing(entered) == DeviceStanding(viewer=entered.viewer, closed=True, due=False)
    assert redeem_link(token, now=NOW) is None
    assert list(links_of(world.ana, world.patient.id)) == []


def test_the_neighbour_cannot_revoke_a_link(world: ClinicWorld, neighbour: ClinicWorld, token: str) -> None:
    link = PatientLink.objects.seen_by(world.ana).get()
    with pytest.raises(NotFound):
        revoke_link(by=neighbour.ana, link_id=link.id, now=NOW)
    assert redeem_link(token, now=NOW) is not None


def test_nobody_hands_out_a_link_to_the_neighbours_patient(
    world: ClinicWorld, neighbour: ClinicWorld
) -> None:
    with pytest.raises(NotFound):
        create_link(by=world.ana, patient_id=neighbour.patient.id, label="Sheet", now=NOW)

"""The printed link: nothing but a person's tap opens it, and it is out at once when it is closed."""

import pytest
from conftest import NOW, PASSWORD, ClinicWorld
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from edges.conftest import signed_in, through_link
from everyrep.people.actions import create_link, revoke_link
from everyrep.people.models import PatientLink
from everyrep.people.queries import links_of
from everyrep.prescribing.models import ProgramVersion


@pytest.fixture
def token(world: ClinicWorld) -> str:
    return create_link(by=world.ana, patient_id=world.patient.id, label="Printed sheet", now=NOW)


def stored(world: ClinicWorld) -> PatientLink:
    (found,) = links_of(world.ana, world.patient.id)
    return found


def test_the_code_opens_the_patients_own_today(
    client: Client, world: ClinicWorld, token: str, signed: ProgramVersion
) -> None:
    answer = client.post(reverse("link"), {"code": token})
    assert (answer.status_code, answer["Location"]) == (302, reverse("today"))
    assert "Rosa" in client.get(reverse("snapshot")).content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_page_changes_nothing_however_often_a_scanner_does_it(
    client: Client, world: ClinicWorld, token: str, method: str
) -> None:
    for _ in range(5):
        assert getattr(client, method)(reverse("link"), {"code": token}).status_code == 200
    assert stored(world).last_used_at is None
    assert client.get(reverse("today")).status_code == 302
    assert through_link(client, token).get(reverse("today")).status_code == 200


def test_the_page_loads_nothing_from_elsewhere_and_keeps_its_address_to_itself(
    client: Client, db: None
) -> None:
    answer = client.get(reverse("link"))
    page = answer.content.decode()
    assert "https://" not in page.replace("https://www.w3.org", "")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("typed", ["lower", "spaces", "look-alikes"])
def test_slips_of_typing_are_forgiven(client: Client, world: ClinicWorld, token: str, typed: str) -> None:
    code = {
        "lower": token.lower(),
        "spaces": token.replace("-", "  "),
        "look-alikes": token.replace("0", "O").replace("1", "l"),
    }[typed]
    assert client.post(reverse("link"), {"code": code}).status_code == 302


@pytest.mark.parametrize(
    "code", ["", "   ", "7KQ2M", "' OR 1=1 --", "<script>", "x" * 5000, "\x00", "🦵" * 30]
)
def test_a_wrong_code_says_in_plain_words_what_to_do(
    client: Client, world: ClinicWorld, token: str, code: str
) -> None:
    answer = client.post(reverse("link"), {"code": code})
    assert answer.status_code == 422
    assert "call your clinic for a new one" in answer.content.decode()
    assert client.get(reverse("today")).status_code == 302


def test_a_closed_link_is_out_at_the_next_request(
    client: Client, world: ClinicWorld, token: str, signed: ProgramVersion
) -> None:
    holder = through_link(client, token)
    key = signed.items[0]["key"]
    assert holder.get(reverse("today")).status_code == 200
    revoke_link(by=world.ana, link_id=stored(world).id, now=NOW)
    for address in (
        reverse("today"),
        reverse("exercise", args=[key]),
        reverse("session", args=[0]),
        reverse("more"),
    ):
        assert holder.get(address)["Location"].startswith(reverse("sign_in"))
    assert holder.get(reverse("snapshot")).status_code == 410
    assert client.post(reverse("link"), {"code": token}).status_code == 422


def test_a_link_reads_as_a_link_on_the_page_about_this_device(
    client: Client, world: ClinicWorld, token: str
) -> None:
    page = through_link(client, token).get(reverse("more")).content.decode()
    assert "You came in with a link" in page
    assert "Leave on this device" in page


def test_leaving_the_device_closes_its_session_and_not_the_link(
    client: Client, world: ClinicWorld, token: str
) -> None:
    holder = through_link(client, token)
    said = holder.post(reverse("sign_out"), follow=True).content.decode()
    assert "data-signed-out" in said  # the page's script puts away what the phone keeps
    assert "You are signed out." in said
    assert holder.get(reverse("today")).status_code == 302
    assert through_link(client, token).get(reverse("today")).status_code == 200


def test_a_link_takes_the_place_of_whoever_was_signed_in_before(
    client: Client, world: ClinicWorld, neighbour: ClinicWorld, token: str
) -> None:
    before = signed_in(client, neighbour.therapist)
    through_link(before, token)
    assert before.get(reverse("patients")).status_code == 404
    assert before.get(reverse("today")).status_code == 200


def test_the_answer_to_a_wrong_password_is_that_to_an_unknown_address(
    client: Client, world: ClinicWorld
) -> None:
    def answer(email: str) -> str:
        response = client.post(reverse("sign_in"), {"email": email, "password": "wrong"})
        assert response.status_code == 422
        return response.content.decode().replace(email, "").split("csrfmiddlewaretoken")[0]

    assert answer("rosa@riverside.example") == answer("nobody@riverside.example")


def test_signing_in_leads_where_one_was_going_and_never_off_the_site(
    client: Client, world: ClinicWorld
) -> None:
    known = {"email": "rosa@riverside.example", "password": PASSWORD}
    assert client.post(reverse("sign_in"), {**known, "next": "/progress/"})["Location"] == "/progress/"
    assert client.post(reverse("sign_in"), {**known, "next": "https://evil.example/"})["Location"] == "/"


def test_the_page_of_last_resort_needs_neither_request_nor_database() -> None:
    with translation.override("en"):
        assert "Something went wrong on our side" in render_to_string("errors/server_error.html")

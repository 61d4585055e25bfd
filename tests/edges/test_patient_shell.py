"""The app's one page, its worker and its manifest hold nothing personal; the plain page needs no script."""

import re

import pytest
from conftest import EMERGENCY, NOW, PASSWORD, TODAY, ClinicWorld, details, make_operation
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in, through_link
from everyrep.audit.queries import events_about
from everyrep.logbook.actions import receive
from everyrep.people.actions import add_patient, create_link
from everyrep.prescribing.actions import episodes
from everyrep.prescribing.models import Episode, ProgramVersion

PLACES = [
    "/today/",
    "/today/session/0/",
    "/today/session/0/?short",
    "/today/day/2026-11-16/",
    "/today/some-exercise/",
    "/help/",
    "/outbox/",
]


@pytest.fixture
def rosa(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.patient)


@pytest.fixture
def luz(world: ClinicWorld) -> Client:
    email = "luz@riverside.example"
    other = add_patient(
        by=world.ana, details=details(given_name="Luz"), email=email, password=PASSWORD, now=NOW
    )
    return signed_in(Client(), other)


@pytest.mark.parametrize("place", PLACES)
def test_every_place_in_the_app_is_the_same_page_for_everyone(
    rosa: Client, luz: Client, signed: ProgramVersion, place: str
) -> None:
    mine, hers = rosa.get(place), luz.get(place)
    assert mine.status_code == 200
    assert mine.content == hers.content == rosa.get("/today/").content
    assert "Rosa" not in mine.content.decode()
    assert "no-store" in mine.headers["Cache-Control"]


@pytest.mark.parametrize("place", PLACES)
def test_a_stranger_is_led_to_the_sign_in_page_and_back(client: Client, db: None, place: str) -> None:
    answer = client.get(place)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=%2F")


def test_staff_have_no_pages_of_a_patient(client: Client, world: ClinicWorld) -> None:
    staff = signed_in(client, world.therapist)
    for place in [*PLACES, "/plain/", "/progress/", "/more/"]:
        assert staff.get(place).status_code == 404, place


@pytest.mark.parametrize("address", ["/today/session/-1/", "/today/session/x/", "/today/day/", "/today/a/b/"])
def test_what_is_no_place_is_not_found_or_shows_nothing(rosa: Client, address: str) -> None:
    answer = rosa.get(address)
    assert answer.status_code == 404 or answer.content == rosa.get("/today/").content


def test_a_browser_without_scripts_is_led_to_the_plain_page(rosa: Client) -> None:
    shell = rosa.get("/today/").content.decode()
    (without,) = re.findall(r"<noscript>(.*?)</noscript>", shell, flags=re.DOTALL)
    assert 'href="/plain/"' in without


def test_nothing_that_somebody_typed_can_become_markup_in_the_app(rosa: Client) -> None:
    shell = rosa.get("/today/").content.decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', shell)
    assert policy is not None
    assert "require-trusted-types-for 'script'" in policy[1]
    assert policy[1].endswith("trusted-types lit-html everyrep")


def test_the_app_can_be_installed_and_says_with_which_icons(client: Client, db: None) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    found = answer.json()
    assert (found["start_url"], found["scope"], found["display"]) == ("/today/", "/", "standalone")
    assert {icon["sizes"] for icon in found["icons"]} == {"192x192", "512x512"}
    assert "maskable" in {icon.get("purpose") for icon in found["icons"]}
    for icon in found["icons"]:
        drawn = client.get(icon["src"])
        assert drawn.getvalue().startswith(b"\x89PNG")
        drawn.close()


def test_the_worker_may_answer_for_every_page_and_is_fresh_each_time(client: Client, db: None) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert "no-cache" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("place", ["/progress/", "/more/"])
def test_the_other_pages_lead_to_the_manifest_too(rosa: Client, place: str) -> None:
    assert '<link rel="manifest" href="/manifest.webmanifest">' in rosa.get(place).content.decode()


def plain(client: Client) -> str:
    answer = client.get(reverse("plain"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_plain_page_begins_with_the_clinics_own_text_and_its_number_to_tap(
    rosa: Client, signed: ProgramVersion
) -> None:
    page = plain(rosa)
    assert page.index(EMERGENCY) < page.index('href="tel:+15550100"') < page.index("Quadriceps set")


def test_the_plain_page_shows_each_exercise_with_its_stills_its_dose_and_its_steps(
    rosa: Client, signed: ProgramVersion
) -> None:
    page = plain(rosa)
    assert "<script" not in page
    assert "1 set of 10, hold each for 5 seconds" in page
    assert "Breathe out and tighten the front of your thigh" in page
    assert re.search(r'<img src="/figures/[0-9a-f]+/quad-set[^"]*\.svg" alt="[^"]+"', page)
    assert "tick your printed sheet" in page


def test_the_plain_page_says_why_there_is_nothing_to_do(
    rosa: Client,
    world: ClinicWorld,
    signed: ProgramVersion,
    episode: Episode,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW.replace(day=15))
    assert "Your program starts on November 16, 2026" in plain(rosa)
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW.replace(day=17))
    episodes.close_episode(by=world.ana, episode_id=episode.id, ended_on=TODAY, now=NOW.replace(day=17))
    page = plain(rosa)
    assert "Your program ended on November 16, 2026" in page
    assert "Quadriceps set" not in page


def test_a_symptom_that_holds_the_program_holds_the_plain_page_too(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    body = {"type": "symptoms", "asked": ["chest_pressure"], "yes": ["chest_pressure"]}
    operation = make_operation(signed.id, "", body=body)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[operation], now=NOW)
    page = plain(rosa)
    assert "Your plan is paused" in page
    assert "Quadriceps set" not in page


def test_a_link_opens_the_plain_page_and_reading_it_is_in_the_audit(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    assert "Quadriceps set" in plain(through_link(client, token))
    last = events_about(world.system, world.patient.id)[0]
    assert (last.action, last.object_type, last.actor_role) == ("read", "plain", "link")


def test_no_page_of_another_clinics_patient_shows_this_program(
    neighbour: ClinicWorld, signed: ProgramVersion
) -> None:
    assert "Quadriceps set" not in plain(signed_in(Client(), neighbour.patient))

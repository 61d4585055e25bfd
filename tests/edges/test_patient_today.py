"""The patient's Today, exercise and session pages as a browser gets them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from conftest import EMERGENCY, NOW, PASSWORD, TODAY, ClinicWorld, details, make_operation
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from edges.conftest import signed_in
from everyrep.audit.queries import events_about
from everyrep.core.plan import Prescription
from everyrep.core.shorthand import parse
from everyrep.library.catalogue import exercises
from everyrep.logbook.actions import receive
from everyrep.logbook.today import today
from everyrep.people.actions import add_patient
from everyrep.prescribing.actions import drafts, episodes, signing
from everyrep.prescribing.models import Episode, ProgramVersion

KEPT_QUERIES = 3  # session, viewer, the record's state
FIRST_QUERIES = 6  # and after a change: versions, the week's tallies, the day's entries


@pytest.fixture
def rosa(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.patient)


def page_of(client: Client, name: str, query: str = "", **arguments: Any) -> str:
    answer = client.get(reverse(name, kwargs=arguments) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def log(world: ClinicWorld, version: ProgramVersion, key: str, **body: Any) -> None:
    words = {"type": "exercise", "item_key": key, "session": 0, "outcome": "done", **body}
    (receipt,) = receive(
        by=world.rosa, patient_id=world.patient.id, ops=[make_operation(version.id, key, body=words)], now=NOW
    )
    assert receipt.status == "accepted"


def test_today_greets_by_name_and_holds_every_exercise_of_the_session_with_its_dose(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = page_of(rosa, "today")
    assert "Good morning, Rosa" in page
    assert "Quadriceps set" in page
    assert "left side" in page
    for go in today(world.rosa, NOW).sessions[0].goes:
        assert f'data-tick="{go.item.key}"' in page


def test_today_says_on_which_day_and_under_which_version_it_logs(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = page_of(rosa, "today")
    assert f'data-local-date="{TODAY.isoformat()}"' in page
    assert f'data-version="{signed.id}"' in page
    assert f'data-account="{world.patient.id}"' in page


def test_what_is_logged_shows_as_done_and_can_be_undone(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    key = signed.items[0]["key"]
    log(world, signed, key)
    page = page_of(rosa, "today")
    standing = today(world.rosa, NOW).go(key, 0).standing
    assert standing is not None
    assert f'data-retract="{standing.entry_id}"' in page
    assert "Done" in page


def test_without_a_program_today_says_what_will_happen(rosa: Client, world: ClinicWorld) -> None:
    page = page_of(rosa, "today")
    assert "Your program is on its way" in page
    assert "data-tick" not in page


def test_a_program_of_tomorrow_says_when_it_starts(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW.replace(day=15))
    assert "Your program starts on" in page_of(rosa, "today")


def test_the_worrying_symptom_button_is_on_every_page_of_the_patient(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    key = signed.items[0]["key"]
    pages: list[tuple[str, dict[str, Any]]] = [("today", {}), ("progress", {}), ("help", {}), ("more", {})]
    pages += [("exercise", {"item_key": key}), ("session", {"index": 0})]
    for name, arguments in pages:
        assert f'href="{reverse("help")}"' in page_of(rosa, name, **arguments), name


def test_help_shows_the_clinics_own_text_before_anything_else_and_its_number_to_tap(
    rosa: Client, world: ClinicWorld
) -> None:
    page = page_of(rosa, "help")
    assert page.index(EMERGENCY) < page.index("tel:+15550100")


def test_an_exercise_page_says_how_to_do_it_and_asks_for_each_set(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    item = next(row for row in signed.items if row["exercise"] == "quad-set")
    page = page_of(rosa, "exercise", item_key=item["key"])
    assert "Breathe out and tighten the front of your thigh" in page
    assert page.count('data-set="reps"') == item["dosage"]["sets"]["low"]
    assert "It hurt too much" in page


@pytest.fixture
def limited(world: ClinicWorld, episode: Episode) -> ProgramVersion:
    """One heel slide with a hard limit of the range, a pain limit, and what its therapist says to mind."""
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    draft = drafts.add_exercise(
        by=world.ana, episode_id=episode.id, exercise_id="heel-slide", side=None, now=NOW
    )
    (row,) = draft.items
    dosage, schedule = parse("2x10 rom knee-flexion 0-90 pain<=3")
    item = Prescription(
        key=row["key"],
        exercise="heel-slide",
        dosage=dosage,
        schedule=schedule,
        contraindications=("Do not lift your hip.",),
        stop_rules=("your calf swells",),
    )
    draft = drafts.change_item(by=world.ana, episode_id=episode.id, item=item, now=NOW)
    return signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=draft.revision,
        reason="First program",
        valid_from=TODAY,
        today=TODAY,
        now=NOW,
    )


def test_what_to_mind_is_in_sight_on_the_exercise_page_and_in_the_session(
    rosa: Client, limited: ProgramVersion
) -> None:
    precaution = exercises()["heel-slide"].text("en").precaution
    for page in (
        page_of(rosa, "exercise", item_key=limited.items[0]["key"]),
        page_of(rosa, "session", index=0),
    ):
        in_sight = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
        assert "Take care" in in_sight
        assert str(escape(precaution)) in in_sight
        assert "Do not lift your hip." in in_sight
        assert "Stop and tell your therapist if" in in_sight
        assert "your calf swells" in in_sight


def test_a_limit_of_the_range_and_of_pain_is_shown_wherever_the_dose_is(
    rosa: Client, limited: ProgramVersion
) -> None:
    pages = [page_of(rosa, "today"), page_of(rosa, "exercise", item_key=limited.items[0]["key"])]
    for page in [*pages, page_of(rosa, "session", index=0)]:
        assert "keep knee flexion between 0 and 90 degrees" in page
        assert "pain no more than 3 out of 10" in page


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        ({"outcome": "not", "reason": "pain"}, True),
        ({"pain": 6}, True),
        ({"pain": 5}, False),
        ({"outcome": "not", "reason": "no_time"}, False),
    ],
)
def test_much_pain_leads_to_help_on_today_and_on_what_was_logged(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion, said: dict[str, Any], leads: bool
) -> None:
    key = signed.items[0]["key"]
    log(world, signed, key, **said)
    standing = today(world.rosa, NOW).go(key, 0).standing
    assert standing is not None
    pages = [page_of(rosa, "today"), page_of(rosa, "exercise", item_key=key)]
    for page in [*pages, page_of(rosa, "entry", entry_id=standing.entry_id)]:
        assert ("Tell us if it is new or worrying." in page) is leads


def test_the_session_has_a_button_for_pain_that_leads_to_help_and_back(
    rosa: Client, signed: ProgramVersion
) -> None:
    steps = page_of(rosa, "session", "?short", index=0)
    assert steps.count("It hurts") == steps.count("data-set-done")
    assert 'href="/help/?session=0&amp;short"' in steps
    assert 'href="/today/session/0/?short"' in page_of(rosa, "help", "?session=0&short")


@pytest.mark.parametrize("session", ["", "-1", "x", "٣", "//evil.example", "999999"])
def test_help_leads_back_to_no_session_that_is_not_one(
    rosa: Client, world: ClinicWorld, session: str
) -> None:
    assert "Back to the session" not in page_of(rosa, "help", f"?session={session}")


def test_a_logged_exercise_shows_what_was_said_instead_of_an_empty_form(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    key = signed.items[0]["key"]
    log(world, signed, key, pain=4, note="tight <b>today</b>")
    page = page_of(rosa, "exercise", item_key=key)
    assert "4 out of 10" in page
    assert "tight &lt;b&gt;today&lt;/b&gt;" in page
    assert "data-log-form" not in page


def test_the_session_leads_through_what_is_left_and_no_more(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    first, *others = today(world.rosa, NOW).sessions[0].goes
    log(world, signed, first.item.key)
    page = page_of(rosa, "session", index=0)
    assert f'data-step="{first.item.key}"' not in page
    for go in others:
        assert f'data-step="{go.item.key}"' in page


def test_the_bad_day_session_is_a_part_of_the_whole_one(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    whole, short = page_of(rosa, "session", index=0), page_of(rosa, "session", "?short", index=0)
    assert 0 < short.count("data-set-done") < whole.count("data-set-done")


def test_a_session_that_is_logged_leads_back_to_today(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    for go in today(world.rosa, NOW).sessions[0].goes:
        log(world, signed, go.item.key)
    answer = rosa.get(reverse("session", args=[0]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("today"))


def test_pages_say_how_to_log_without_a_script_and_hide_what_needs_one(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = page_of(rosa, "today")
    assert "<noscript>" in page
    controls = re.findall(r"<button[^>]*data-tick[^>]*>", page)
    assert controls
    assert all("data-needs-script" in control for control in controls)


@pytest.mark.parametrize(
    "address",
    [
        "/today/no-such-exercise/",
        "/today/session/99/",
        "/today/session/-1/",
        "/today/%00/",
        "/entry/not-an-id/",
        "/entry/00000000-0000-0000-0000-000000000000/",
    ],
)
def test_nonsense_in_an_address_is_not_found(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion, address: str
) -> None:
    assert rosa.get(address).status_code == 404


@pytest.mark.parametrize("session", ["-1", "12", "1e3", "٣", "<script>", "0;drop", "999999999999999999999"])
def test_nonsense_for_a_session_is_not_found(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion, session: str
) -> None:
    key = signed.items[0]["key"]
    assert rosa.get(reverse("exercise", args=[key]), {"session": session}).status_code == 404


def test_the_exercise_of_another_clinics_patient_is_not_found(
    rosa: Client, world: ClinicWorld, neighbour: ClinicWorld, signed: ProgramVersion, client: Client
) -> None:
    key = signed.items[0]["key"]
    assert signed_in(client, neighbour.patient).get(reverse("exercise", args=[key])).status_code == 404


def test_reading_a_page_is_in_the_audit(rosa: Client, world: ClinicWorld, signed: ProgramVersion) -> None:
    page_of(rosa, "today")
    last = events_about(world.system, world.patient.id)[0]
    assert (last.action, last.object_type, last.actor_role) == ("read", "today", "patient")


def test_today_takes_few_queries_and_a_long_log_adds_none(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page_of(rosa, "today")  # the first read of a quarter of an hour is written to the audit
    assert queries_of_today(rosa) == KEPT_QUERIES
    for row in signed.items:
        for session in range(3):
            log(world, signed, row["key"], session=session)
    assert queries_of_today(rosa) == FIRST_QUERIES
    assert queries_of_today(rosa) == KEPT_QUERIES


def test_today_changes_with_the_part_of_day_and_with_the_day(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Good morning" in page_of(rosa, "today")
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW.replace(hour=23))
    assert "Good evening" in page_of(rosa, "today")
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW + timedelta(days=1))
    assert f'data-local-date="{(TODAY + timedelta(days=1)).isoformat()}"' in page_of(rosa, "today")


def test_the_end_of_the_episode_is_on_today_at_once(
    rosa: Client,
    world: ClinicWorld,
    signed: ProgramVersion,
    episode: Episode,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tomorrow = NOW + timedelta(days=1)
    monkeypatch.setattr("everyrep.clock.now", lambda: tomorrow)
    assert "data-tick" in page_of(rosa, "today")
    episodes.close_episode(by=world.ana, episode_id=episode.id, ended_on=TODAY, now=tomorrow)
    assert "Your program ended on" in page_of(rosa, "today")


def test_two_patients_of_one_clinic_never_see_each_others_today(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page_of(rosa, "today")
    email = "luz@riverside.example"
    other = add_patient(
        by=world.ana, details=details(given_name="Luz"), email=email, password=PASSWORD, now=NOW
    )
    page = page_of(signed_in(Client(), other), "today")
    assert "Good morning, Luz" in page
    assert "data-tick" not in page


def queries_of_today(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        page_of(client, "today")
    return len(captured)


def test_a_patient_who_reads_spanish_gets_spanish_exercises(client: Client, world: ClinicWorld) -> None:
    client.cookies["everyrep_language"] = "es"
    answer = signed_in(client, world.patient).get(reverse("help"))
    assert answer["Content-Language"] == "es"
    assert b'lang="es"' in answer.content


def test_staff_have_no_patient_pages(client: Client, world: ClinicWorld) -> None:
    staff = signed_in(client, world.therapist)
    for name in ("today", "progress", "help", "more"):
        assert staff.get(reverse(name)).status_code == 404


def test_a_stranger_is_led_to_the_sign_in_page_and_back(client: Client, db: None) -> None:
    answer = client.get(reverse("today"))
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Ftoday%2F")

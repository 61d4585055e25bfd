"""The snapshot on its way: to whom, when it is sent again, how large, and what is noted of it."""

import json
from datetime import timedelta
from pathlib import Path

import brotli
import msgspec
import pytest
from conftest import EMERGENCY, NOW, PASSWORD, TODAY, ClinicWorld, details
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from edges.conftest import signed_in, through_link
from edges.snapshots import ADDRESS, log, snapshot_of, today_of
from everyrep.audit.queries import events_about
from everyrep.people.actions import add_patient, change_patient, create_link, revoke_link, set_emergency_text
from everyrep.people.models import PatientLink
from everyrep.people.preferences import Preferences, choose_preferences
from everyrep.prescribing.models import ProgramVersion
from everyrep.web.patient.snapshot import schema

KEPT_QUERIES = 5  # session, device, the clinic, the record's state, answers that nobody has seen
FIXTURE = Path(settings.BASE_DIR) / "frontend" / "test" / "fixtures" / "snapshot.json"


@pytest.fixture
def rosa(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.patient)


def test_the_same_state_is_not_sent_again_until_something_changes(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    first = rosa.get(ADDRESS)
    etag = first.headers["ETag"]
    again = rosa.get(ADDRESS, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    log(world, signed, signed.items[0]["key"])
    changed = rosa.get(ADDRESS, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag


CHANGES = {
    "the clinic's text": lambda world: set_emergency_text(
        by=world.oscar, text="Call 112.", phone="+1 555 0100", now=NOW
    ),
    "the telephone": lambda world: set_emergency_text(
        by=world.oscar, text=EMERGENCY, phone="+1 555 0199", now=NOW
    ),
    "the name": lambda world: change_patient(
        by=world.ana, patient_id=world.patient.id, details=details(given_name="Rosalia"), now=NOW
    ),
    "the text size": lambda world: choose_preferences(
        by=world.rosa, preferences=Preferences(text_size=150), now=NOW
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_anything_shown_is_a_new_state(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion, what: str
) -> None:
    before = snapshot_of(rosa).state
    CHANGES[what](world)
    assert snapshot_of(rosa).state != before


def test_another_day_is_a_new_state_and_another_hour_is_not(
    rosa: Client, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot_of(rosa)
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW + timedelta(hours=8))
    assert snapshot_of(rosa) == before
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW + timedelta(days=1))
    after = snapshot_of(rosa)
    assert after.state != before.state
    assert today_of(after).local_date == TODAY + timedelta(days=1)


def test_the_preferences_of_the_patient_go_along(rosa: Client, world: ClinicWorld) -> None:
    assert rosa.post("/more/reading/", {"text_size": "150", "sounds": "on"}).status_code == 302
    reader = snapshot_of(rosa).reader
    assert (reader.text_size, reader.voice, reader.sounds) == (150, False, True)


@pytest.mark.parametrize("size", ["", "99", "1000", "x", "150.0"])
def test_a_text_size_that_was_not_offered_changes_nothing(
    rosa: Client, world: ClinicWorld, size: str
) -> None:
    rosa.post("/more/reading/", {"text_size": size})
    reader = snapshot_of(rosa).reader
    assert (reader.text_size, reader.voice) == (100, True)


def test_a_stranger_is_told_to_sign_in_and_gets_nothing_else(client: Client, db: None) -> None:
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/json")
    assert answer.json()["error"] == "not signed in"


def test_the_phone_of_a_closed_link_is_told_to_forget(world: ClinicWorld, signed: ProgramVersion) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    holder = through_link(Client(), token)
    assert snapshot_of(holder).days
    link = PatientLink.objects.seen_by(world.ana).get(patient=world.patient)
    revoke_link(by=world.ana, link_id=link.id, now=NOW)
    answer = holder.get(ADDRESS)
    assert (answer.status_code, answer.json()) == (410, {"closed": True})


def test_staff_have_no_snapshot(client: Client, world: ClinicWorld) -> None:
    assert signed_in(client, world.therapist).get(ADDRESS).status_code == 404


def test_two_patients_of_one_clinic_never_get_each_others(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, signed.items[0]["key"], note="told in private")
    snapshot_of(rosa)
    email = "luz@riverside.example"
    luz = add_patient(
        by=world.ana, details=details(given_name="Luz"), email=email, password=PASSWORD, now=NOW
    )
    found = snapshot_of(signed_in(Client(), luz))
    assert (found.reader.name, found.items, found.operations) == ("Luz", [], [])


def test_another_clinics_patient_gets_nothing_of_this_one(
    rosa: Client, neighbour: ClinicWorld, signed: ProgramVersion
) -> None:
    found = snapshot_of(signed_in(Client(), neighbour.patient))
    assert (found.clinic.name, found.items, found.program.state) == ("Hillside Rehab", [], "none")


def test_the_texts_are_in_the_readers_language(rosa: Client, signed: ProgramVersion) -> None:
    rosa.cookies["everyrep_language"] = "es"
    found = snapshot_of(rosa)
    assert found.reader.language == "es"
    assert ("pain", "Me dolía demasiado") in [(one.value, one.words) for one in found.words.reasons]


def test_reading_it_is_in_the_audit(rosa: Client, world: ClinicWorld, signed: ProgramVersion) -> None:
    snapshot_of(rosa)
    last = events_about(world.system, world.patient.id)[0]
    assert (last.action, last.object_type, last.actor_role) == ("read", "snapshot", "patient")


def test_it_is_kept_nowhere_between_and_brings_the_token_for_a_push(
    rosa: Client, signed: ProgramVersion
) -> None:
    answer = rosa.get(ADDRESS)
    assert "no-store" in answer.headers["Cache-Control"]
    assert {"Cookie", "Accept-Encoding", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    assert answer.cookies["csrftoken"].value


def test_it_travels_compressed_where_the_browser_understands_it(rosa: Client, signed: ProgramVersion) -> None:
    plain = rosa.get(ADDRESS)
    assert "Content-Encoding" not in plain.headers
    small = rosa.get(ADDRESS, headers={"Accept-Encoding": "gzip, br"})
    assert small.headers["Content-Encoding"] == "br"
    assert brotli.decompress(small.content) == plain.content


def test_a_long_log_costs_no_more_queries_and_a_state_that_is_kept_few(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    snapshot_of(rosa)  # the first read of a quarter of an hour is written to the audit
    assert queries(rosa) == KEPT_QUERIES
    log(world, signed, signed.items[0]["key"])
    first_look = queries(rosa)
    for row in signed.items:
        for session in range(3):
            log(world, signed, row["key"], session=session)
    assert queries(rosa) == first_look
    assert queries(rosa) == KEPT_QUERIES


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        snapshot_of(client)
    return len(captured)


def test_the_fixture_of_the_apps_tests_is_a_snapshot() -> None:
    """Where this fails: python tools/snapshot_fixture.py"""
    found = msgspec.json.decode(FIXTURE.read_bytes(), type=schema.Snapshot)
    assert found.snapshot_v == schema.SNAPSHOT_V
    assert json.loads(FIXTURE.read_bytes()) == msgspec.to_builtins(found)

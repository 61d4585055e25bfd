"""The therapist's view of a patient: list, chart, versions, history, details."""

from datetime import timedelta

import pytest
from conftest import EMERGENCY, NOW, TODAY, ClinicWorld, make_operation
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in
from everyrep.audit.queries import events_about
from everyrep.logbook.actions import receive
from everyrep.people.models import Clinic, Patient
from everyrep.prescribing.models import Episode, ProgramVersion


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


def chart_of(client: Client, world: ClinicWorld) -> str:
    answer = client.get(reverse("chart", args=[world.patient.id]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_logged_session_is_on_the_chart_at_once(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    assert "pain 3" not in chart_of(ana, world)
    op = make_operation(signed.id, signed.items[0]["key"])
    receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=NOW)
    page = chart_of(ana, world)
    assert "pain 3" in page
    assert "ticked off" in page


def test_the_chart_of_a_patient_without_a_log_says_no_data_and_never_zero_percent(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = chart_of(ana, world)
    assert "no data" in page
    assert "0%" not in page


def test_a_note_of_the_patient_is_shown_as_text(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    body = {
        "type": "exercise",
        "item_key": signed.items[0]["key"],
        "session": 0,
        "outcome": "done",
        "note": "<script>alert(1)</script>",
    }
    op = make_operation(signed.id, signed.items[0]["key"], body=body)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=NOW)
    page = chart_of(ana, world)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_what_could_not_be_counted_is_shown_and_settled(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    receive(by=world.rosa, patient_id=world.patient.id, ops=[{"op_id": "nonsense"}], now=NOW)
    page = chart_of(ana, world)
    assert "it could not be read" in page
    address = page.split('action="/clinic/patients/', 1)[1].split('"', 1)[0]
    ana.post(f"/clinic/patients/{address}", {"note": ""})
    assert "it could not be read" in chart_of(ana, world)
    ana.post(f"/clinic/patients/{address}", {"note": "Asked Rosa"})
    assert "it could not be read" not in chart_of(ana, world)


def test_a_corrected_entry_shows_all_that_was_said(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    said = make_operation(signed.id, signed.items[0]["key"])
    corrected = make_operation(
        signed.id,
        signed.items[0]["key"],
        entry_id=said["entry_id"],
        kind="amend",
        base_rev=1,
        body={**said["body"], "pain": 7},
    )
    receive(by=world.rosa, patient_id=world.patient.id, ops=[said, corrected], now=NOW)
    page = ana.get(reverse("chart_entry", args=[world.patient.id, said["entry_id"]])).content.decode()
    assert page.index("7 out of 10") < page.index("Logged")


def test_a_signed_version_stays_readable_with_who_signed_it_and_why(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = ana.get(reverse("version", args=[world.patient.id, 1])).content.decode()
    assert "Ana Vidal, PT, DPT" in page
    assert "First program" in page
    assert EMERGENCY in page
    assert ana.get(reverse("version", args=[world.patient.id, 2])).status_code == 404


def test_opening_a_chart_leaves_an_audit_row(ana: Client, world: ClinicWorld, signed: ProgramVersion) -> None:
    chart_of(ana, world)
    chart_of(ana, world)
    reads = events_about(world.ana, world.patient.id).filter(action="read", object_type="chart")
    assert reads.count() == 1


def test_the_list_finds_a_patient_by_a_part_of_the_name(ana: Client, world: ClinicWorld) -> None:
    assert "Diaz, Rosa" in ana.get(reverse("patients"), {"q": "ro di"}).content.decode()
    assert "Nobody found" in ana.get(reverse("patients"), {"q": "nobody"}).content.decode()


PATIENT = {
    "given_name": "Martin",
    "family_name": "Chen",
    "birth_date": "1955-05-01",
    "zone": "Europe/Madrid",
    "language": "es",
    "units": "metric",
    "minutes_per_day": "20",
    "equipment": ["chair", "towel"],
    "flags": ["fall_risk"],
    "weight_bearing": "WBAT",
    "phone": "+34 600 100 200",
}


def test_a_new_patient_goes_straight_to_the_episode(ana: Client, world: ClinicWorld) -> None:
    answer = ana.post(reverse("patient_add"), PATIENT)
    martin = Patient.objects.seen_by(world.ana).get(family_name="Chen")
    assert answer["Location"] == reverse("episode_open", args=[martin.id])
    assert (martin.equipment, martin.flags, martin.weight_bearing) == (
        ["chair", "towel"],
        ["fall_risk"],
        "WBAT",
    )
    assert 'href="tel:+34600100200"' in ana.get(reverse("chart", args=[martin.id])).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "accepted"),
    [
        ("given_name", " ", "Enter a name."),
        ("birth_date", "2026-02-31", "2026-02-28"),
        ("birth_date", (TODAY + timedelta(days=1)).isoformat(), "between 1900 and today"),
        ("phone", "the blue one", "such as +1 555 0100"),
        ("zone", "Mars/Olympus", "America/New_York"),
        ("minutes_per_day", "lots", "1 to 240"),
        ("minutes_per_day", "0", "1 to 240"),
        ("flags", "made_up", "Choose from the list."),
        ("equipment", "trampoline", "Choose from the list."),
        ("weight_bearing", "half", "Choose from the list."),
    ],
)
def test_a_wrong_field_says_what_is_accepted_and_keeps_everything_typed(
    ana: Client, world: ClinicWorld, field: str, typed: str, accepted: str
) -> None:
    answer = ana.post(reverse("patient_add"), {**PATIENT, field: typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert accepted in page
    assert 'value="Chen"' in page
    assert not Patient.objects.seen_by(world.ana).filter(family_name="Chen").exists()


def test_details_are_changed_and_the_audit_names_the_fields(ana: Client, world: ClinicWorld) -> None:
    ana.post(reverse("patient_edit", args=[world.patient.id]), {**PATIENT, "given_name": "Rosa"})
    event = events_about(world.ana, world.patient.id).filter(action="change").get()
    assert "family_name" in event.detail["fields"]
    assert "given_name" not in event.detail["fields"]


def test_a_second_open_episode_is_refused_where_it_was_typed(
    ana: Client, world: ClinicWorld, episode: Episode
) -> None:
    answer = ana.post(reverse("episode_open", args=[world.patient.id]), {"problem": "Shoulder"})
    assert answer.status_code == 422
    assert "already has an open episode" in answer.content.decode()


def test_the_owner_writes_the_emergency_text_and_it_may_not_be_emptied(
    client: Client, world: ClinicWorld
) -> None:
    oscar = signed_in(client, world.owner)
    answer = oscar.post(reverse("settings"), {"emergency_text": " ", "phone": "+1 555 0199"})
    assert answer.status_code == 422
    assert "+1 555 0199" in answer.content.decode()
    oscar.post(reverse("settings"), {"emergency_text": "Call 911.", "phone": "+1 555 0199"})
    assert Clinic.objects.get(id=world.clinic.id).emergency_text == "Call 911."

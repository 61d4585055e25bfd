"""The worksheet's pages: what staff see, type and save; no code is described or pressed upon anybody."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from conftest import NOW, ClinicWorld
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in
from everyrep.monitoring.actions import Typed, show_code_numbers, write_time
from everyrep.monitoring.activity import Activity
from everyrep.monitoring.defaults import codes
from everyrep.monitoring.models import TimeEntry
from everyrep.prescribing.models import ProgramVersion
from everyrep.web.clinic.monitoring.times import activity_on
from everyrep.web.table_file import plain

CALL = {"day": "2026-11-16", "start": "09:00", "stop": "09:25", "activity": "call", "contact": "on"}


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


def at(name: str, world: ClinicWorld, **more: object) -> str:
    return reverse(name, kwargs={"patient_id": world.patient.id, **more})


def test_time_typed_by_hand_is_on_the_worksheet_of_its_month(ana: Client, world: ClinicWorld) -> None:
    answer = ana.post(at("time_write", world), {**CALL, "note": "Talked about stairs"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == at("monitoring", world) + "?month=2026-11#time"
    for words in (
        "25 minutes",
        "Talked with the patient: yes",
        "the first 20 minutes",
        "Talked about stairs",
    ):
        assert words in page


def test_what_cannot_be_kept_is_said_where_it_was_typed_and_nothing_typed_is_lost(
    ana: Client, world: ClinicWorld
) -> None:
    answer = ana.post(at("time_write", world), {**CALL, "stop": "08:00", "note": "A long story"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter an end after the start" in page
    assert 'value="A long story"' in page
    assert not TimeEntry.objects.seen_by(world.ana).exists()


def test_a_change_shows_what_was_said_before_and_why(ana: Client, world: ClinicWorld) -> None:
    ana.post(at("time_write", world), CALL)
    entry = TimeEntry.objects.seen_by(world.ana).get()
    form = at("time_amend", world, entry_id=entry.id)
    assert ana.post(form, {**CALL, "stop": "09:08"}).status_code == 422
    page = ana.post(
        form, {**CALL, "stop": "09:08", "reason": "Hung up earlier"}, follow=True
    ).content.decode()
    assert "8 minutes" in page
    assert "Hung up earlier" in page
    assert "09:00–09:25, Call, talked with the patient" in page


def test_a_note_is_taken_out_with_a_reason_only(ana: Client, world: ClinicWorld) -> None:
    ana.post(at("time_write", world), CALL)
    entry = TimeEntry.objects.seen_by(world.ana).get()
    remove = at("time_remove", world, entry_id=entry.id)
    assert ana.post(remove, {"why": ""}).status_code == 422
    page = ana.post(remove, {"why": "It was another Rosa"}, follow=True).content.decode()
    assert "taken out" in page
    assert "0 minutes" in page


def test_a_page_in_use_says_so_and_the_time_is_noted(
    ana: Client, world: ClinicWorld, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = ana.get(at("chart", world)).content.decode()
    assert f'data-at-work="{at("monitoring_beat", world)}" data-page="chart"' in chart
    for second in range(0, 121, 20):
        now = NOW + timedelta(seconds=second)
        monkeypatch.setattr("everyrep.clock.now", lambda now=now: now)
        assert ana.post(at("monitoring_beat", world), {"page": "chart"}).status_code == 204
    page = ana.get(at("monitoring", world)).content.decode()
    assert "2 minutes" in page
    assert "Looking at the log" in page
    assert "timed by itself" in page


@pytest.mark.parametrize("name", ["monitoring", "patient_audit"])
def test_work_on_the_papers_themselves_is_not_timed(
    ana: Client, world: ClinicWorld, signed: ProgramVersion, name: str
) -> None:
    assert "data-at-work" not in ana.get(at(name, world)).content.decode()


@pytest.mark.parametrize(
    ("page", "activity"),
    [
        ("chart", Activity.REVIEW),
        ("clinic_thread", Activity.MESSAGE),
        ("builder_sign", Activity.PLAN),
        ("rules", Activity.PLAN),
        ("ways_in", Activity.OTHER),
        ("<script>", Activity.OTHER),
    ],
)
def test_the_page_says_what_was_done(page: str, activity: Activity) -> None:
    assert activity_on(page) is activity


def test_no_code_number_is_anywhere_until_the_owner_asks(ana: Client, world: ClinicWorld) -> None:
    ana.post(at("time_write", world), CALL)
    places = [at("monitoring", world), reverse("monitoring_all"), reverse("monitoring_all_file")]
    for place in places:
        shown = ana.get(place).content.decode()
        assert not [code for code in codes().values() if code in shown], place
        assert "Evidence, not a claim" in shown
    show_code_numbers(by=world.oscar, shown=True, now=NOW)
    for place in places:
        assert "the first 20 minutes (98980)" in ana.get(place).content.decode()


def test_only_the_owner_is_offered_code_numbers(world: ClinicWorld) -> None:
    for member in (world.owner, world.therapist, world.assistant):
        page = signed_in(Client(), member).get(reverse("monitoring_all")).content.decode()
        assert ("Show code numbers" in page) is (member is world.owner)


def test_the_owner_reads_a_worksheet_and_writes_no_time(client: Client, world: ClinicWorld) -> None:
    owner = signed_in(client, world.owner)
    page = owner.get(at("monitoring", world)).content.decode()
    assert "Note time by hand" not in page
    assert f'href="{at("chart", world)}"' not in page
    assert owner.post(at("time_write", world), CALL).status_code == 404


def test_what_is_lacking_is_said(ana: Client, world: ClinicWorld) -> None:
    page = ana.get(at("monitoring", world)).content.decode()
    for words in (
        "no plan of care is on file",
        "agreed to remote monitoring is not recorded",
        "No talk with",
    ):
        assert words in page


@pytest.mark.parametrize("month", ["", "2026-13", "soon", "2031-01", "0000-00", "2026-11-01"])
def test_a_month_that_is_none_or_to_come_is_this_month(ana: Client, world: ClinicWorld, month: str) -> None:
    page = ana.get(at("monitoring", world), {"month": month}).content.decode()
    assert "November 2026" in page


def test_a_table_holds_every_source_row_and_nothing_that_a_spreadsheet_would_carry_out(
    ana: Client, world: ClinicWorld
) -> None:
    typed = Typed(day="2026-11-16", start="09:00", stop="09:05", activity="other", note='=HYPERLINK("x")')
    write_time(by=world.ana, patient_id=world.patient.id, typed=typed, now=NOW)
    answer = ana.get(at("monitoring_file", world))
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][0] == "Evidence, not a claim"
    assert rows[-1][-1] == '\'=HYPERLINK("x")'
    assert rows[-1][:4] == ["2026-11-16", "09:00:00", "09:05:00", "Ana Vidal"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"])
def test_text_that_a_spreadsheet_reads_as_a_formula_is_marked(text: str) -> None:
    assert plain(text) == "'" + text

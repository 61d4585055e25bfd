"""Typing in a paper sheet: kept as paper, corrected by typing it in again, refused beside the cell."""

from datetime import date, timedelta

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in
from everyrep.logbook.actions import receive
from everyrep.logbook.models import Entry, OperationRow
from everyrep.logbook.paper_sheet import cell_name, pain_name
from everyrep.logbook.queries import tallies_between
from everyrep.prescribing.models import ProgramVersion
from everyrep.prescribing.queries import chain


@pytest.fixture
def ana(client: Client, world: ClinicWorld, signed: ProgramVersion) -> Client:
    return signed_in(client, world.therapist)


@pytest.fixture
def key(signed: ProgramVersion) -> str:
    found: str = signed.items[0]["key"]
    return found


def address(world: ClinicWorld) -> str:
    return reverse("paper", args=[world.patient.id])


def send(client: Client, world: ClinicWorld, **cells: str) -> str:
    days = {"first": (TODAY - timedelta(days=6)).isoformat(), "last": TODAY.isoformat()}
    answer = client.post(address(world), {**days, **cells}, follow=True)
    return answer.content.decode()


def entries(world: ClinicWorld) -> list[Entry]:
    return list(Entry.objects.seen_by(world.ana).filter(retracted=False).order_by("session"))


def test_a_sheet_is_kept_as_paper_with_its_pain(ana: Client, world: ClinicWorld, key: str) -> None:
    said = send(ana, world, **{cell_name(key, TODAY): "2", pain_name(TODAY): "4"})
    assert "2 entries are kept." in said
    assert "paper sheet" in said
    found = [(e.session, e.evidence, e.body["outcome"], e.body["pain"]) for e in entries(world)]
    assert found == [(0, "paper", "done", 4), (1, "paper", "done", 4)]


def test_a_sheet_sent_twice_counts_once(ana: Client, world: ClinicWorld, key: str) -> None:
    send(ana, world, **{cell_name(key, TODAY): "2"})
    said = send(ana, world, **{cell_name(key, TODAY): "2"})
    assert "Nothing new on this sheet." in said
    assert OperationRow.objects.seen_by(world.ana).count() == 2


def test_a_sheet_typed_in_again_corrects_and_takes_back(ana: Client, world: ClinicWorld, key: str) -> None:
    send(ana, world, **{cell_name(key, TODAY): "3", pain_name(TODAY): "4"})
    said = send(ana, world, **{cell_name(key, TODAY): "1", pain_name(TODAY): "2"})
    assert "1 entry is corrected." in said
    assert "2 entries are taken back." in said
    assert [(e.session, e.body["pain"], e.conflict) for e in entries(world)] == [(0, 2, False)]
    send(ana, world, **{cell_name(key, TODAY): "2", pain_name(TODAY): "2"})
    assert [(e.session, e.conflict) for e in entries(world)] == [(0, False), (1, False)]


def test_the_page_shows_what_an_earlier_sheet_said(ana: Client, world: ClinicWorld, key: str) -> None:
    send(ana, world, **{cell_name(key, TODAY): "2", pain_name(TODAY): "7"})
    page = ana.get(address(world)).content.decode()
    assert f'name="{cell_name(key, TODAY)}" value="2"' in page
    assert f'name="{pain_name(TODAY)}" value="7"' in page


def test_zero_is_an_exercise_that_was_not_done(ana: Client, world: ClinicWorld, key: str) -> None:
    send(ana, world, **{cell_name(key, TODAY): "0"})
    assert [entry.body["outcome"] for entry in entries(world)] == ["not"]
    assert f'name="{cell_name(key, TODAY)}" value="0"' in ana.get(address(world)).content.decode()


def test_what_the_phone_logged_stays_and_does_not_count_twice(
    ana: Client, world: ClinicWorld, signed: ProgramVersion, key: str
) -> None:
    receive(by=world.rosa, patient_id=world.patient.id, ops=[make_operation(signed.id, key)], now=NOW)
    send(ana, world, **{cell_name(key, TODAY): "1"})
    assert sorted(entry.evidence for entry in entries(world)) == ["paper", "ticked"]
    (tally,) = tallies_between(world.ana, world.patient.id, chain(world.ana, world.patient.id), TODAY, TODAY)
    assert next(item for item in tally.items if item.key == key).done_sessions == 1


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"done": "22"}, "done", "22 is outside 0 to 12"),
        ({"done": "lots"}, "done", "whole number"),
        ({"done": "-1"}, "done", "whole number"),
        ({"done": "1\0"}, "done", "whole number"),
        ({"done": "1", "pain": "11"}, "pain", "11 is outside 0 to 10"),
        ({"pain": "11"}, "pain", "11 is outside 0 to 10"),
        ({"pain": "3"}, "pain", "at least one exercise of this day"),
    ],
)
def test_nonsense_is_refused_in_its_cell_and_the_rest_is_kept(
    ana: Client,
    world: ClinicWorld,
    signed: ProgramVersion,
    key: str,
    typed: dict[str, str],
    field: str,
    said: str,
) -> None:
    cells = {"done": cell_name(key, TODAY), "pain": pain_name(TODAY)}
    other = cell_name(signed.items[1]["key"], TODAY)
    sent = {cells[name]: text for name, text in typed.items()}
    if field == "done":
        sent[other] = "2"
    page = send(ana, world, **sent)
    assert said in page
    assert f'id="{cells[field]}-error"' in page
    for name, text in sent.items():
        assert f'name="{name}" value="{text}"' in page
    assert entries(world) == []


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (TODAY - timedelta(days=7), TODAY, "at most six days"),
        (TODAY, TODAY - timedelta(days=1), "at most six days"),
        (date.min, TODAY, "at most six days"),
        (TODAY, TODAY + timedelta(days=1), "today or earlier"),
    ],
)
def test_days_that_are_no_week_are_refused(
    ana: Client, world: ClinicWorld, first: date, last: date, said: str
) -> None:
    days = {"first": first.isoformat(), "last": last.isoformat()}
    for answer in (ana.get(address(world), days), ana.post(address(world), days)):
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_days_before_the_first_program_have_no_cells(ana: Client, world: ClinicWorld) -> None:
    before = (TODAY - timedelta(days=1)).isoformat()
    page = ana.get(address(world), {"first": before, "last": before}).content.decode()
    assert "No program on these days" in page

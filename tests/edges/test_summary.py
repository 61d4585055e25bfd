"""The visit summary as a therapist opens, prints and copies it."""

import html
from datetime import timedelta

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from edges.conftest import signed_in
from edges.printed import Printed
from everyrep.audit.queries import events_about
from everyrep.logbook.actions import receive
from everyrep.prescribing.models import ProgramVersion


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


def log(world: ClinicWorld, signed: ProgramVersion, item: int = 0, **body: object) -> None:
    said = {
        "type": "exercise",
        "item_key": signed.items[item]["key"],
        "session": 0,
        "outcome": "done",
        **body,
    }
    op = make_operation(signed.id, signed.items[item]["key"], body=said)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=NOW)


def summary_of(client: Client, world: ClinicWorld, **query: str) -> str:
    answer = client.get(reverse("summary", args=[world.patient.id]), query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def text_of(page: str) -> str:
    return page.split("readonly>", 1)[1].split("</textarea>", 1)[0]


def test_the_summary_and_its_text_hold_what_was_done_said_and_asked(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, pain=4, note="Stiff on the stairs.")
    log(world, signed, item=1, outcome="not", reason="no_time")
    ask = make_operation(signed.id, "", body={"type": "question", "text": "May I swim?"}, schema_v=2)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[ask], now=NOW)
    page = summary_of(ana, world)
    for where in (page, text_of(page)):
        assert "Stiff on the stairs." in where
        assert "The day was too full: 1" in where
        assert "May I swim?" in where
        assert "4.0 (1 day), highest 4" in where


def test_without_a_log_it_says_no_data_and_never_zero(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    text = text_of(summary_of(ana, world))
    assert "How often: no data" in text
    assert "0%" not in text


def test_it_holds_no_written_assessment_but_says_that_this_is_for_the_therapist(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = summary_of(ana, world)
    assert "The assessment is yours to write." in page
    assert "ssessment" not in text_of(page)


def test_before_the_first_program_there_is_a_summary_all_the_same(ana: Client, world: ClinicWorld) -> None:
    assert "no data" in summary_of(ana, world)


def test_it_begins_with_the_day_asked_for(ana: Client, world: ClinicWorld, signed: ProgramVersion) -> None:
    page = summary_of(ana, world, since=(TODAY - timedelta(days=27)).isoformat())
    assert "20 October 2026 to 16 November 2026 (28 days)" in page


def test_unless_asked_it_begins_with_the_last_signature_before_today(
    ana: Client, world: ClinicWorld, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "(14 days)" in summary_of(ana, world)  # signed today: the last two weeks
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW + timedelta(days=5))
    signed_in(ana, world.therapist)
    assert "16 November 2026 to 21 November 2026 (6 days)" in summary_of(ana, world)


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("soon", "such as 2026-03-09"),
        ("2026-02-30", "2026-02-28"),
        ((TODAY + timedelta(days=1)).isoformat(), "the last 366 days"),
        ("1999-01-01", "the last 366 days"),
    ],
)
@pytest.mark.parametrize("route", ["summary", "summary_pdf"])
def test_a_wrong_day_says_what_is_accepted_and_stays_as_it_was_typed(
    ana: Client, world: ClinicWorld, signed: ProgramVersion, route: str, typed: str, accepted: str
) -> None:
    answer = ana.get(reverse(route, args=[world.patient.id]), {"since": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert accepted in page
    assert f'value="{typed}"' in page


def printed(client: Client, world: ClinicWorld, **query: str) -> Printed:
    answer = client.get(reverse("summary_pdf", args=[world.patient.id]), query)
    assert answer["Content-Type"] == "application/pdf"
    assert world.patient.family_name not in answer["Content-Disposition"]
    return Printed(answer.content)


@pytest.mark.parametrize(("paper", "size"), [("A4", (210.0, 297.0)), ("LETTER", (215.9, 279.4))])
def test_the_pdf_is_one_page_of_the_paper_asked_for(
    ana: Client, world: ClinicWorld, signed: ProgramVersion, paper: str, size: tuple[float, float]
) -> None:
    log(world, signed, note="Stiff on the stairs.")
    sheet = printed(ana, world, paper=paper)
    assert len(sheet.pages) == 1
    assert sheet.sizes() == {size}
    assert "Stiff on the stairs." in sheet.text


def test_however_much_was_written_the_pdf_stays_one_page_and_counts_what_it_leaves_out(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    for place in range(len(signed.items)):
        for session in range(6):
            log(world, signed, item=place, session=session, note="Word after word. " * 110)
    sheet = printed(ana, world, paper="LETTER")
    assert len(sheet.pages) == 1
    assert "more on the chart" in sheet.text
    assert "How often" in sheet.text
    assert "In their own words" in sheet.text


def test_who_opens_or_prints_a_summary_is_in_the_audit(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    summary_of(ana, world)
    printed(ana, world)
    reads = events_about(world.ana, world.patient.id).filter(action="read", object_type="summary")
    assert reads.count() == 1  # once a quarter of an hour (ADR 0009)


def test_the_owner_and_next_door_find_no_summary(
    client: Client, world: ClinicWorld, neighbour: ClinicWorld
) -> None:
    for member in (world.owner, neighbour.therapist):
        assert signed_in(client, member).get(reverse("summary", args=[world.patient.id])).status_code == 404


def test_the_queries_stay_the_same_however_much_was_logged(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    summary_of(ana, world)
    before = _queries(ana, world)
    for place in range(len(signed.items)):
        log(world, signed, item=place, pain=2, note="Fine.")
    summary_of(ana, world)
    assert _queries(ana, world) == before


def _queries(client: Client, world: ClinicWorld) -> int:
    with CaptureQueriesContext(connection) as captured:
        summary_of(client, world)
    return len(captured)

"""Progress: in words first, honest about what is unknown, and for an account only."""

from datetime import timedelta
from typing import Any

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in, through_link
from everyrep.logbook.actions import receive
from everyrep.people.actions import create_link
from everyrep.prescribing.models import ProgramVersion

LATER = NOW + timedelta(days=13)  # Sunday 29 November: two weeks of program


@pytest.fixture
def rosa(client: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("everyrep.clock.now", lambda: LATER)
    return signed_in(client, world.patient)


def page_of(client: Client, **query: str) -> str:
    answer = client.get(reverse("progress"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def log_day(world: ClinicWorld, version: ProgramVersion, offset: int, **more: Any) -> None:
    day = (TODAY + timedelta(days=offset)).isoformat()
    ops = []
    for row in version.items:
        for session in range(row["schedule"].get("times_per_day", 1)):
            body = {"type": "exercise", "item_key": row["key"], "session": session, "outcome": "done", **more}
            ops.append(make_operation(version.id, "", local_date=day, body=body))
    receive(by=world.rosa, patient_id=world.patient.id, ops=ops, now=LATER)


def test_the_month_is_told_in_words_before_the_grid(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    log_day(world, signed, 0)
    page = page_of(rosa)
    assert "You logged" in page
    assert page.index("You logged") < page.index("month-grid")
    assert "November 2026" in page
    assert "Monday, November 16, 2026: done" in page
    assert "Tuesday, November 17, 2026: not logged" in page


def test_nobody_is_blamed_and_nothing_is_a_streak(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = page_of(rosa).lower()
    for word in ("streak", "missed", "failed", "0%"):
        assert word not in page


def test_pain_that_came_down_is_said_in_words_with_a_table_behind_the_drawing(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    for offset, pain in ((0, 6), (2, 6), (4, 5), (8, 3), (10, 2), (12, 2)):
        log_day(world, signed, offset, pain=pain)
    page = page_of(rosa)
    assert "Lower: about 2 out of 10 this week, about 6 the week before." in page
    assert "<polyline" in page
    assert "pain-days" in page


def test_too_few_pain_scores_are_not_made_into_a_trend(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    log_day(world, signed, 12, pain=4)
    assert "Too few pain scores to compare yet." in page_of(rosa)


def test_a_day_opens_to_what_was_logged_and_leads_to_its_correction(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    log_day(world, signed, 0, note="stairs were fine")
    page = page_of(rosa, day=TODAY.isoformat())
    assert "stairs were fine" in page
    assert "/entry/" in page


def test_the_first_program_is_listed_as_it_began(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = page_of(rosa)
    assert "Your program" in page
    assert "Quadriceps set: " in page


@pytest.mark.parametrize(
    "query",
    [
        {"month": "2026-13"},
        {"month": "soon"},
        {"month": "9999-99"},
        {"month": "0001-01"},
        {"month": "2999-01"},
        {"day": "2026-02-31"},
        {"day": "<script>"},
        {"month": "٢٠٢٦-١١"},
    ],
    ids=str,
)
def test_nonsense_for_a_month_or_day_shows_this_month(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion, query: dict[str, str]
) -> None:
    page = page_of(rosa, **query)
    assert "November 2026" in page
    assert "<script>" not in page


def test_progress_without_any_program_is_a_page_and_not_a_fault(rosa: Client, world: ClinicWorld) -> None:
    page = page_of(rosa)
    assert "No sessions were planned so far this month." in page


def test_a_link_is_kindly_asked_to_sign_in_and_shown_nothing(
    world: ClinicWorld, signed: ProgramVersion, rosa: Client
) -> None:
    log_day(world, signed, 0, pain=9, note="told in private")
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    page = page_of(through_link(Client(), token), day=TODAY.isoformat())
    assert "Sign in to see this" in page
    assert "You logged" not in page
    assert "told in private" not in page

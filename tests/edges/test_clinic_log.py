"""The chart's log: any day, what the patient wrote, entries that contradict each other, and closing."""

from datetime import timedelta
from typing import Any

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from edges.conftest import signed_in
from everyrep.logbook.actions import receive
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.web.fragments import FRAGMENTS

LATER = NOW + timedelta(days=20)


@pytest.fixture
def ana(client: Client, world: ClinicWorld, signed: ProgramVersion) -> Client:
    return signed_in(client, world.therapist)


@pytest.fixture
def three_weeks_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everyrep.clock.now", lambda: LATER)


def say(world: ClinicWorld, signed: ProgramVersion, note: str, **changes: Any) -> dict[str, Any]:
    key = signed.items[0]["key"]
    body = {"type": "exercise", "item_key": key, "session": 0, "outcome": "done", "note": note}
    op = make_operation(signed.id, key, **{"body": body, **changes})
    receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=NOW)
    return op


def chart(client: Client, world: ClinicWorld, **query: str) -> str:
    return client.get(reverse("chart", args=[world.patient.id]), query).content.decode()


@pytest.mark.usefixtures("three_weeks_on")
def test_a_note_is_still_on_the_chart_after_three_weeks(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    say(world, signed, "the knee clicked")
    page = chart(ana, world)
    assert "Not logged in the last three days." in page
    wrote = page.split("What Rosa wrote")[1]
    assert "the knee clicked" in wrote
    assert "Ankle pump" in wrote


def test_at_most_twenty_notes_and_none_without_words(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    say(world, signed, "")
    assert "No notes in the last four weeks." in chart(ana, world)
    for number in range(22):
        say(world, signed, f"note {number:02}")
    assert chart(ana, world).split("What Rosa wrote")[1].count("“note") == 20


@pytest.mark.usefixtures("three_weeks_on")
def test_the_heading_of_a_day_leads_to_its_log(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    say(world, signed, "", evidence="guided")
    assert f'href="?weeks=12&amp;day={TODAY}#log"' in chart(ana, world, weeks="12")
    page = chart(ana, world, day=TODAY.isoformat())
    log = page.split('id="log"')[1].split('id="notes"')[0]
    assert "guided session" in log
    assert "Show the last three days" in log
    empty = chart(ana, world, day=(TODAY + timedelta(days=1)).isoformat())
    assert "Not logged on this day." in empty


@pytest.mark.parametrize("day", ["nonsense", "2026-02-31", "0000-01-01", "1\0", "9" * 500])
def test_a_day_that_is_none_shows_the_last_three(ana: Client, world: ClinicWorld, day: str) -> None:
    assert "What was logged in the last three days" in chart(ana, world, day=day)


def test_two_devices_that_say_different_things_are_marked(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    first = say(world, signed, "it was fine")
    assert "Two devices say different things" not in chart(ana, world)
    say(world, signed, "it hurt", entry_id=first["entry_id"])
    page = chart(ana, world)
    log = page.split('id="log"')[1].split('id="notes"')[0]
    assert "Two devices say different things" in log
    assert reverse("chart_entry", args=[world.patient.id, first["entry_id"]]) in log


def test_the_chart_takes_as_many_queries_for_a_long_log_as_for_a_short_one(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    counts = []
    for entries in (1, 15):
        for number in range(entries):
            say(world, signed, f"note {number}")
        chart(ana, world)
        FRAGMENTS.clear()
        with CaptureQueriesContext(connection) as asked:
            chart(ana, world)
        counts.append(len(asked))
    # Reasons, rules, proposals, cover, notes of time and messages came onto the chart: six more than 15.
    assert counts[0] == counts[1] <= 21


def test_the_figures_say_how_they_are_worked_out(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = chart(ana, world)
    assert page.count("How this is worked out") == 4
    assert "Bailey 2020" in page


def test_an_episode_is_closed_from_the_chart(ana: Client, world: ClinicWorld, signed: ProgramVersion) -> None:
    address = reverse("episode_close", args=[world.patient.id])
    assert f'action="{address}"' in chart(ana, world)
    said = ana.post(address, {"ended_on": TODAY.isoformat()}, follow=True).content.decode()
    assert "The episode is closed." in said
    assert Episode.objects.seen_by(world.ana).get().ended_on == TODAY
    assert "Open an episode" in said
    assert ana.post(address, {"ended_on": TODAY.isoformat()}).status_code == 404


@pytest.mark.parametrize("typed", ["", "soon", (TODAY + timedelta(days=1)).isoformat(), "1999-01-01"])
def test_an_episode_cannot_end_on_a_day_that_makes_no_sense(
    ana: Client, world: ClinicWorld, typed: str
) -> None:
    answer = ana.post(reverse("episode_close", args=[world.patient.id]), {"ended_on": typed})
    assert answer.status_code == 422
    assert 'id="ended_on-error"' in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()
    assert Episode.objects.seen_by(world.ana).get().status == Episode.ACTIVE

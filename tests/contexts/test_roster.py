"""The patient list: finding by name, and the same days as the chart shows."""

from datetime import timedelta

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.db import connection
from django.test.utils import CaptureQueriesContext

from everyrep.logbook.actions import receive
from everyrep.logbook.queries import tallies_between
from everyrep.logbook.roster import MOST_WORDS, roster
from everyrep.logbook.tracker import tracker
from everyrep.prescribing.actions import drafts, signing
from everyrep.prescribing.models import ProgramVersion
from everyrep.prescribing.queries import chain


def names(world: ClinicWorld, typed: str) -> list[str]:
    return [row.patient.name for row in roster(world.ana, now=NOW, name=typed)]


@pytest.mark.parametrize("typed", ["", "rosa", "DIAZ", "di ro", "  rosa   diaz ", "rosa\0"])
def test_a_patient_is_found_by_parts_of_the_name_in_any_order(world: ClinicWorld, typed: str) -> None:
    assert names(world, typed) == ["Rosa Diaz"]


@pytest.mark.parametrize("typed", ["rosa chen", "zz"])
def test_every_word_must_be_in_the_name(world: ClinicWorld, typed: str) -> None:
    assert names(world, typed) == []


def test_a_long_search_costs_no_more_than_a_few_words(world: ClinicWorld) -> None:
    with CaptureQueriesContext(connection) as asked:
        roster(world.ana, now=NOW, name=" ".join(["rosa"] * 200))
    assert max(query["sql"].count("LIKE") + query["sql"].count("UPPER(") for query in asked) <= 6 * MOST_WORDS


def test_the_list_and_the_chart_agree_when_a_new_version_takes_over_a_logged_day(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    key = signed.items[0]["key"]
    done = {"type": "exercise", "item_key": key, "outcome": "done"}
    ops = [make_operation(signed.id, key, body={**done, "session": session}) for session in range(12)]
    receive(by=world.rosa, patient_id=world.patient.id, ops=ops, now=NOW)
    before = roster(world.ana, now=NOW)[0].states[-1]
    drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=NOW)
    for item in signed.items[1:]:
        draft = drafts.remove_item(by=world.ana, episode_id=signed.episode_id, key=item["key"], now=NOW)
    signing.sign(
        by=world.ana,
        episode_id=signed.episode_id,
        revision=draft.revision,
        reason="Simpler",
        valid_from=TODAY,
        today=TODAY,
        now=NOW,
    )
    plans = chain(world.ana, world.patient.id)
    seen = tracker(world.ana, world.patient.id, plans, today=TODAY, weeks=2)
    shown = roster(world.ana, now=NOW)[0].states[-1]
    assert shown == seen.states[seen.days.index(TODAY)]
    assert shown != before


def test_the_list_takes_the_same_number_of_queries_for_two_patients_as_for_one(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    with CaptureQueriesContext(connection) as asked:
        (row,) = roster(world.ana, now=NOW)
    assert len(asked) <= 8
    first = TODAY - timedelta(days=13)
    (today,) = tallies_between(world.ana, world.patient.id, chain(world.ana, world.patient.id), TODAY, TODAY)
    assert (row.days[0], row.days[-1]) == (first, today.local_date)

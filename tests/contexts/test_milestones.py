"""Steps on the way to the patient's goal."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import NOW, ClinicWorld

from everyrep.core.problems import Invalid
from everyrep.prescribing.actions.milestones import mark_milestone, set_milestones
from everyrep.prescribing.models import Episode
from everyrep.prescribing.queries import milestones_of
from everyrep.tenancy.viewer import NotAllowed, NotFound, Role

pytestmark = pytest.mark.django_db
STEPS = ["to the corner", "to the bakery", "to the market and back"]
DAY = date(2026, 11, 12)


def steps(world: ClinicWorld, episode: Episode) -> list[tuple[str, date | None]]:
    return [(one.text, one.reached_on) for one in milestones_of(world.ana, episode.id)]


def test_steps_stand_in_the_order_they_were_written(world: ClinicWorld, episode: Episode) -> None:
    set_milestones(by=world.ana, episode_id=episode.id, texts=STEPS, now=NOW)
    assert steps(world, episode) == [(text, None) for text in STEPS]


def test_a_step_that_stays_keeps_the_day_it_was_reached(world: ClinicWorld, episode: Episode) -> None:
    set_milestones(by=world.ana, episode_id=episode.id, texts=STEPS, now=NOW)
    first = milestones_of(world.rosa, episode.id)[0]
    mark_milestone(by=world.rosa, milestone_id=first.id, reached_on=DAY, now=NOW)
    set_milestones(by=world.ana, episode_id=episode.id, texts=["to the sea", STEPS[0]], now=NOW)
    assert steps(world, episode) == [("to the sea", None), (STEPS[0], DAY)]


def test_a_step_can_be_marked_not_reached_yet(world: ClinicWorld, episode: Episode) -> None:
    set_milestones(by=world.ana, episode_id=episode.id, texts=STEPS[:1], now=NOW)
    first = milestones_of(world.rosa, episode.id)[0]
    mark_milestone(by=world.rosa, milestone_id=first.id, reached_on=DAY, now=NOW)
    mark_milestone(by=world.rosa, milestone_id=first.id, reached_on=None, now=NOW)
    assert steps(world, episode) == [(STEPS[0], None)]


@pytest.mark.parametrize("texts", [["x" * 121], [f"step {n}" for n in range(9)], ["half\0"]])
def test_what_cannot_be_kept_is_refused_and_nothing_is_lost(
    world: ClinicWorld, episode: Episode, texts: list[str]
) -> None:
    set_milestones(by=world.ana, episode_id=episode.id, texts=STEPS, now=NOW)
    with pytest.raises(Invalid):
        set_milestones(by=world.ana, episode_id=episode.id, texts=texts, now=NOW)
    assert [text for text, _ in steps(world, episode)] == STEPS


def test_only_the_clinic_writes_steps_and_a_link_marks_none(
    world: ClinicWorld, neighbour: ClinicWorld, episode: Episode
) -> None:
    set_milestones(by=world.ana, episode_id=episode.id, texts=STEPS, now=NOW)
    first = milestones_of(world.rosa, episode.id)[0]
    with pytest.raises(NotAllowed):
        set_milestones(by=world.rosa, episode_id=episode.id, texts=["mine"], now=NOW)
    with pytest.raises(NotAllowed):
        mark_milestone(by=replace(world.rosa, role=Role.LINK), milestone_id=first.id, reached_on=DAY, now=NOW)
    with pytest.raises(NotFound):
        mark_milestone(by=neighbour.rosa, milestone_id=first.id, reached_on=DAY, now=NOW)

"""The end of an episode of care."""

from datetime import date, timedelta

import pytest
from conftest import NOW, TODAY, ClinicWorld

from everyrep.core.problems import Invalid
from everyrep.prescribing.actions import episodes
from everyrep.prescribing.models import Episode
from everyrep.prescribing.queries import active_episode


@pytest.mark.parametrize("ended_on", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_an_episode_ends_between_its_first_day_and_today(
    world: ClinicWorld, episode: Episode, ended_on: date
) -> None:
    with pytest.raises(Invalid) as fault:
        episodes.close_episode(by=world.ana, episode_id=episode.id, ended_on=ended_on, now=NOW)
    (problem,) = fault.value.problems
    assert problem.field == "ended_on"
    assert "from 2026-11-16, when the episode began, to today, 2026-11-16" in str(problem)
    assert active_episode(world.ana, world.patient.id) == episode


def test_today_is_the_patients_own_when_an_episode_is_closed(world: ClinicWorld, episode: Episode) -> None:
    past_midnight_in_utc = NOW.replace(day=17, hour=2)  # still the evening of the 16th in New York
    with pytest.raises(Invalid):
        episodes.close_episode(
            by=world.ana,
            episode_id=episode.id,
            ended_on=TODAY + timedelta(days=1),
            now=past_midnight_in_utc,
        )
    episodes.close_episode(by=world.ana, episode_id=episode.id, ended_on=TODAY, now=past_midnight_in_utc)
    assert active_episode(world.ana, world.patient.id) is None

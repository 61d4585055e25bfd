"""Rules propose, people decide: from the log to a proposal, and from a proposal to the next version."""

from datetime import timedelta

import pytest
from conftest import NOW, TODAY, ClinicWorld
from ruling import Ruled, authorised, make_ruled

from everyrep.attention.needs import open_needs
from everyrep.prescribing.actions.proposals import accept

READY = (12, 10, 9, 3, 2, 1)


@pytest.fixture
def ruled(world: ClinicWorld) -> Ruled:
    return make_ruled(world)


def test_two_sessions_above_the_range_propose_a_step_and_change_nothing(ruled: Ruled) -> None:
    ruled.logs(READY)
    ruled.approve()
    ruled.judge()
    (found,) = ruled.proposals()
    assert (found.rule, found.rule_version, found.outcome, found.state) == (
        "two_for_two",
        1,
        "progress",
        "waiting",
    )
    assert found.after["load"]["value"] == "11.0"
    assert len(ruled.versions()) == 1


def test_accepting_signs_the_next_version_with_that_one_change(ruled: Ruled) -> None:
    ruled.logs(READY)
    ruled.approve()
    ruled.judge()
    (found,) = ruled.proposals()
    version = accept(by=ruled.world.ana, proposal_id=found.id, today=TODAY, now=NOW)
    assert version.number == 2

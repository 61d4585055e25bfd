"""Steps that the therapist has ordered beforehand, within signed bounds."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from conftest import NOW, TODAY, ClinicWorld
from ruling import READY, Ruled, authorised, make_ruled, proposed, without_emergency_text

from everyrep.attention.queries import alerts_of
from everyrep.core.dosage import Load, LoadUnit


@pytest.fixture
def ruled(world: ClinicWorld) -> Ruled:
    found = make_ruled(world)
    found.logs(READY)
    return found


def test_an_authorised_step_is_carried_out_from_tomorrow_in_the_therapists_name(ruled: Ruled) -> None:
    found = proposed(ruled, rules=authorised(ruled.world))
    version = ruled.versions()[-1]
    assert (found.state, found.decided_by_id, found.result_id) == ("accepted", None, version.id)
    assert version.signature == "Everyrep, as ordered by Ana Vidal, PT, DPT"
    assert (version.signed_by_id, version.valid_from) == (
        ruled.world.therapist.id,
        TODAY + timedelta(days=1),
    )
    (notice,) = alerts_of(ruled.world.ana, ruled.world.patient.id)
    assert (notice.reason, notice.level) == ("carried_out", "notice")


def test_beyond_the_load_of_the_order_nothing_is_even_proposed(ruled: Ruled) -> None:
    ruled.approve(rules=authorised(ruled.world, max_load_kg=10))
    ruled.judge()
    assert (ruled.proposals(), len(ruled.versions())) == ([], 1)


def test_after_the_steps_of_the_order_the_next_one_waits(ruled: Ruled) -> None:
    proposed(ruled, rules=authorised(ruled.world, max_steps=1))
    for n in range(1, 16):
        ruled.ahead(n)
    ruled.judge(NOW + timedelta(days=16))
    states = [one.state for one in ruled.proposals()]
    assert states == ["accepted", "waiting"]
    assert len(ruled.versions()) == 2


def test_a_step_back_waits_unless_the_order_says_at_once(ruled: Ruled) -> None:
    ruled.log(TODAY, pain=8, next_pain=None)
    assert proposed(ruled).state == "waiting"
    assert len(ruled.versions()) == 1


def test_a_step_back_by_order_begins_today(ruled: Ruled) -> None:
    ruled.log(TODAY, pain=8, next_pain=None)
    assert proposed(ruled, lower_at_once=True).state == "accepted"
    version = ruled.versions()[-1]
    assert version.valid_from == TODAY
    assert ruled.item(version).dosage.load == Load(unit=LoadUnit.KG, value=Decimal("9.0"))


def test_what_refuses_a_signature_leaves_the_step_to_a_person(ruled: Ruled) -> None:
    without_emergency_text(ruled)
    assert proposed(ruled, rules=authorised(ruled.world)).state == "waiting"
    assert len(ruled.versions()) == 1


def test_the_cost_does_not_grow_with_those_who_have_no_rules(
    ruled: Ruled, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        ruled.judge()
    ruled.approve()
    ruled.judge()
    with django_assert_num_queries(11):
        ruled.judge()

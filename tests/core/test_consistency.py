"""A gentle trend word: encouraging, never punishing, and never read by a clinical rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.consistency import Trend, consistency, scores, slot_credits
from everyrep.core.tally import DayTally

MONDAY = date(2026, 3, 2)
one_slot = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
slots = st.lists(st.none() | one_slot, max_size=40)


def day(offset: int, *sessions: float | None, excused: str = "") -> DayTally:
    return DayTally(
        local_date=MONDAY + timedelta(days=offset),
        version=1,
        sessions=sessions,
        quota_credit=None,
        quota_per_week=0,
        excused=excused,
        pain=None,
        effort=None,
        evidence=(),
        items=(),
    )


def test_nothing_logged_has_no_score_and_no_trend() -> None:
    assert consistency([]) == consistency([None, None])
    assert (consistency([]).score, consistency([]).trend) == (None, None)


def test_a_perfect_first_week_is_not_marked_down_for_being_the_first() -> None:
    assert scores([1.0] * 7) == pytest.approx([1.0] * 7)


def test_a_slot_one_half_life_ago_weighs_half() -> None:
    first, *between, last = scores([1.0, *[None] * 3, 0.0], half_life=1)
    assert (first, between) == (1, [1, 1, 1])
    assert last == pytest.approx(1 / 3)


def test_before_the_first_log_there_is_no_score() -> None:
    assert scores([None, 1.0]) == (None, 1.0)


def test_the_trend_waits_for_enough_slots() -> None:
    assert consistency([1.0] * 4).trend is None
    assert consistency([1.0] * 5).trend is Trend.STEADY


def test_doing_more_than_before_is_building() -> None:
    assert consistency([0.0, 0.0, 0.5, 0.5, 1.0, 1.0]).trend is Trend.BUILDING


def test_one_slot_not_done_after_a_good_run_stays_steady() -> None:
    assert consistency([*[1.0] * 12, 0.0]).trend is Trend.STEADY


def test_several_slots_not_done_are_easing() -> None:
    assert consistency([*[1.0] * 12, 0.0, 0.0, 0.0]).trend is Trend.EASING


def test_slots_are_read_in_order_of_time_and_excused_days_are_passed_over() -> None:
    days = [day(2, 0.5, None), day(0, 1.0), day(1, 0.0, excused="flare")]
    assert slot_credits(days) == (1.0, None, 0.5, None)


@given(slots, st.integers(0, 40))
def test_an_excused_slot_changes_nothing(found: list[float | None], at: int) -> None:
    assert consistency([*found[:at], None, *found[at:]]) == consistency(found)


@given(slots)
def test_the_score_is_a_share_and_unknown_until_something_is_logged(found: list[float | None]) -> None:
    known = False
    for credit, score in zip(found, scores(found), strict=True):
        known = known or credit is not None
        assert (score is not None) == known
        assert score is None or 0 <= score <= 1 + 1e-9


@given(st.lists(one_slot, min_size=1, max_size=30), one_slot)
def test_a_slot_moves_the_score_toward_itself_and_never_past(before: list[float], credit: float) -> None:
    *_, score, after = scores([*before, credit])
    assert score is not None
    assert after is not None
    assert after >= min(score, credit) - 1e-9
    assert after <= max(score, credit) + 1e-9

"""What counts, what is kept aside, and what is only flagged."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.sync import (
    BACKDATE_DAYS,
    CLOCK_SKEW_FLAG_S,
    Evidence,
    QuarantineReason,
    admission,
    clock_is_off,
    evidence_as_recorded,
    late,
)

TODAY = date(2026, 3, 10)


def reason(days: int = 0, plan_in_force: bool = True, item_known: bool = True) -> QuarantineReason | None:
    local_date = TODAY + timedelta(days=days)
    return admission(local_date=local_date, today=TODAY, plan_in_force=plan_in_force, item_known=item_known)


def test_an_entry_for_today_counts() -> None:
    assert reason() is None


def test_a_traveller_across_the_date_line_may_be_a_day_ahead() -> None:
    assert reason(days=1) is None


def test_an_entry_two_days_ahead_is_kept_aside() -> None:
    assert reason(days=2) is QuarantineReason.FUTURE


@given(st.integers(0, 4000))
def test_no_entry_is_refused_for_being_written_down_late(days: int) -> None:
    assert reason(days=-days) is None


def test_an_entry_without_a_program_is_kept_aside() -> None:
    assert reason(plan_in_force=False) is QuarantineReason.NO_PROGRAM


def test_an_entry_for_an_exercise_that_no_version_holds_is_kept_aside() -> None:
    assert reason(item_known=False) is QuarantineReason.UNKNOWN_EXERCISE


@pytest.mark.parametrize(("days", "flagged"), [(0, False), (BACKDATE_DAYS, False), (BACKDATE_DAYS + 1, True)])
def test_an_entry_written_down_long_after_its_day_is_flagged_late(days: int, flagged: bool) -> None:
    assert late(TODAY - timedelta(days=days), TODAY) is flagged


def test_a_clinic_may_choose_when_an_entry_is_late() -> None:
    assert late(TODAY - timedelta(days=4), TODAY, backdate_days=3)


def test_a_clock_far_off_is_flagged_either_way() -> None:
    assert clock_is_off(CLOCK_SKEW_FLAG_S + 1)
    assert clock_is_off(-CLOCK_SKEW_FLAG_S - 1)
    assert not clock_is_off(CLOCK_SKEW_FLAG_S)


def test_a_tick_set_on_a_later_day_is_recalled() -> None:
    assert evidence_as_recorded(Evidence.TICKED, TODAY, TODAY + timedelta(days=1)) is Evidence.RECALLED


def test_a_tick_set_on_its_day_stays_a_tick() -> None:
    assert evidence_as_recorded(Evidence.TICKED, TODAY, TODAY) is Evidence.TICKED


@given(st.sampled_from([kind for kind in Evidence if kind is not Evidence.TICKED]), st.integers(-2, 30))
def test_all_other_evidence_stands_whenever_it_was_written_down(evidence: Evidence, days: int) -> None:
    assert evidence_as_recorded(evidence, TODAY, TODAY + timedelta(days=days)) is evidence

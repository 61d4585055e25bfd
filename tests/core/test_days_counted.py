"""The local dates that an entry counts for: days off run on, a morning speaks of the day before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.logged import (
    OFF_DAYS_MAX,
    DayExcused,
    Excuse,
    ExerciseLogged,
    MorningAfter,
    Outcome,
    QuestionAsked,
    check_until,
    days_counted,
)
from everyrep.core.problems import Invalid

MONDAY = date(2026, 3, 2)


def off(until: date | None) -> DayExcused:
    return DayExcused(excuse=Excuse.VACATION, until=until)


@given(st.integers(0, OFF_DAYS_MAX))
def test_days_off_count_from_the_day_they_are_said_to_the_last_one(days: int) -> None:
    last = MONDAY + timedelta(days=days)
    check_until(off(last), MONDAY)
    assert days_counted(off(last), MONDAY) == (MONDAY, last)


def test_a_rest_day_without_an_end_is_one_day() -> None:
    check_until(off(None), MONDAY)
    assert days_counted(off(None), MONDAY) == (MONDAY, MONDAY)


@pytest.mark.parametrize("days", [-1, -400, OFF_DAYS_MAX + 1, 4000])
def test_days_off_end_after_they_begin_and_within_two_months(days: int) -> None:
    with pytest.raises(Invalid) as refused:
        check_until(off(MONDAY + timedelta(days=days)), MONDAY)
    assert refused.value.problems[0].field == "until"
    assert refused.value.problems[0].values == {"most": OFF_DAYS_MAX}


def test_a_morning_counts_for_the_day_before() -> None:
    sunday = MONDAY - timedelta(days=1)
    assert days_counted(MorningAfter(pain=4), MONDAY) == (sunday, sunday)


def test_a_morning_of_the_first_day_there_is_counts_for_it() -> None:
    assert days_counted(MorningAfter(pain=4), date.min) == (date.min, date.min)


@pytest.mark.parametrize(
    "logged", [ExerciseLogged(item_key="a", session=0, outcome=Outcome.DONE), QuestionAsked(text="How?")]
)
def test_all_else_counts_for_its_own_day(logged: ExerciseLogged | QuestionAsked) -> None:
    assert days_counted(logged, MONDAY) == (MONDAY, MONDAY)

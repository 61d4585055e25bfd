"""How pressing an alert is, and the days on which it keeps a plan waiting."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.alerting import Hold, Level, held_since, on_hold, worst

MONDAY = date(2026, 3, 2)
DAYS = st.integers(-40, 40).map(lambda days: MONDAY + timedelta(days=days))
HOLDS = st.lists(st.builds(Hold, DAYS, DAYS | st.none()), max_size=5)


def test_an_emergency_is_worse_than_all_else() -> None:
    assert worst([Level.NOTICE, Level.EMERGENCY, Level.ATTENTION, Level.URGENT]) is Level.EMERGENCY
    assert worst([Level.NOTICE, Level.URGENT, Level.ATTENTION]) is Level.URGENT
    assert worst([]) is None


@given(st.lists(st.sampled_from(Level), min_size=1), st.sampled_from(Level))
def test_one_more_answer_never_makes_it_less_pressing(levels: list[Level], more: Level) -> None:
    before, after = worst(levels), worst([*levels, more])
    assert before is not None
    assert after is not None
    assert after.rank <= before.rank


def test_only_emergencies_and_urgent_answers_hold_the_plan() -> None:
    assert [level for level in Level if level.holds] == [Level.EMERGENCY, Level.URGENT]


def test_the_plan_goes_on_on_the_day_it_is_cleared() -> None:
    hold = Hold(MONDAY, MONDAY + timedelta(days=2))
    covered = [hold.covers(MONDAY + timedelta(days=days)) for days in range(-1, 4)]
    assert covered == [False, True, True, False, False]


@given(HOLDS, DAYS)
def test_a_plan_waits_from_the_first_thing_that_is_not_cleared(holds: list[Hold], day: date) -> None:
    since = held_since(holds)
    if since is None:
        assert all(hold.cleared_on is not None for hold in holds)
    else:
        assert on_hold(holds, max(since, day))


@given(HOLDS, st.builds(Hold, DAYS, st.none()), DAYS)
def test_another_hold_never_frees_a_day(holds: list[Hold], more: Hold, day: date) -> None:
    assert on_hold([*holds, more], day) >= on_hold(holds, day)

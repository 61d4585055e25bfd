"""Small wins: named once, never taken back by a day without a log."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.tally import DayTally, ItemTally
from everyrep.core.wins import WinKind, wins

MONDAY = date(2026, 9, 7)


def day(number: int, *, done: bool, pain: int | None = None, excused: str = "") -> DayTally:
    """The n-th day of the program: one session planned, done or unlogged."""
    credit = 1.0 if done else None
    item = ItemTally(key="a", exercise="quad-set", credits=(credit,), done_sessions=int(done))
    return DayTally(
        local_date=MONDAY + timedelta(days=number),
        version=1,
        sessions=(credit,),
        quota_credit=None,
        quota_per_week=0,
        excused=excused,
        pain=pain,
        effort=None,
        evidence=(),
        items=(item,),
    )


def course(done: list[bool], pains: list[int | None] | None = None) -> list[DayTally]:
    scores = pains or [None] * len(done)
    return [day(n, done=one, pain=pain) for n, (one, pain) in enumerate(zip(done, scores, strict=True))]


def kinds(tallies: list[DayTally], until: int) -> list[tuple[WinKind, int]]:
    return [(win.kind, win.amount) for win in wins(tallies, today=MONDAY + timedelta(days=until))]


def test_the_first_day_of_practice_is_a_win() -> None:
    assert kinds(course([True]), 0) == [(WinKind.PRACTICE_DAYS, 1)]


def test_ten_days_count_whatever_lies_between_them() -> None:
    done = [True, False] * 10
    found = wins(course(done), today=MONDAY + timedelta(days=19))
    assert (WinKind.PRACTICE_DAYS, 10) in {(win.kind, win.amount) for win in found}
    assert next(win.on for win in found if win.amount == 10) == MONDAY + timedelta(days=18)


def test_coming_back_after_a_break_is_a_win_and_not_a_loss() -> None:
    found = kinds(course([True, *[False] * 8, True]), 9)
    assert found[0] == (WinKind.BACK_AGAIN, 0)


def test_a_week_off_track_names_nothing_and_the_first_on_track_is_named_once() -> None:
    weeks = course([True] * 3 + [False] * 4 + [True] * 21)
    found = [
        win for win in wins(weeks, today=MONDAY + timedelta(days=27)) if win.kind is WinKind.ON_TRACK_WEEK
    ]
    assert [win.on for win in found] == [MONDAY + timedelta(days=14)]


def test_a_week_is_not_named_before_it_is_over() -> None:
    assert WinKind.ON_TRACK_WEEK not in {kind for kind, _ in kinds(course([True] * 7), 6)}


def test_pain_two_points_lower_than_at_first_is_named_once() -> None:
    pains: list[int | None] = [6] * 7 + [4] * 14
    found = list(wins(course([True] * 21, pains), today=MONDAY + timedelta(days=20)))
    lower = [win for win in found if win.kind is WinKind.PAIN_LOWER]
    assert [(win.on, win.amount) for win in lower] == [(MONDAY + timedelta(days=13), 2)]


def test_pain_that_stays_or_rises_is_never_named() -> None:
    pains: list[int | None] = [4] * 7 + [5] * 14
    assert WinKind.PAIN_LOWER not in {kind for kind, _ in kinds(course([True] * 21, pains), 20)}


@given(st.lists(st.booleans(), max_size=60), st.integers(0, 60))
def test_a_later_day_never_takes_a_win_away(done: list[bool], until: int) -> None:
    tallies = course(done)
    before = set(wins(tallies, today=MONDAY + timedelta(days=until)))
    after = set(wins(tallies, today=MONDAY + timedelta(days=until + 1)))
    assert before <= after

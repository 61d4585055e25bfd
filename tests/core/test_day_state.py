"""How a day reads in the tracker."""

from datetime import date

from everyrep.core.day_state import DayState, day_state, item_state
from everyrep.core.tally import DayTally, ItemTally

DAY = date(2026, 11, 16)
LATER = date(2026, 11, 20)


def tally(**changes: object) -> DayTally:
    known: dict[str, object] = {
        "local_date": DAY,
        "version": 1,
        "sessions": (None,),
        "quota_credit": None,
        "quota_per_week": 0,
        "excused": "",
        "pain": None,
        "effort": None,
        "evidence": (),
        "items": (),
    }
    return DayTally(**{**known, **changes})  # type: ignore[arg-type]


def item(**changes: object) -> ItemTally:
    return ItemTally(**{"key": "a", "exercise": "quad-set", "credits": (1.0,), **changes})  # type: ignore[arg-type]


def test_a_day_without_a_word_is_not_logged_and_never_not_done() -> None:
    assert day_state(tally(), LATER) is DayState.NOT_LOGGED


def test_a_day_on_which_the_patient_said_no_is_not_done() -> None:
    assert day_state(tally(sessions=(0.0,)), LATER) is DayState.NOT_DONE


def test_a_day_that_is_not_over_is_planned() -> None:
    assert day_state(tally(), DAY) is DayState.PLANNED


def test_a_day_with_nothing_due_is_a_rest_day() -> None:
    assert day_state(tally(sessions=()), LATER) is DayState.REST


def test_a_weekly_quota_session_makes_its_day_done() -> None:
    assert day_state(tally(sessions=(), quota_credit=1.0), LATER) is DayState.DONE


def test_an_excused_day_counts_neither_way_whatever_was_logged() -> None:
    assert day_state(tally(sessions=(0.0,), excused="flare"), LATER) is DayState.EXCUSED


def test_four_of_five_sessions_read_as_done_and_one_of_three_as_partly() -> None:
    assert day_state(tally(sessions=(1.0, 1.0, 1.0, 1.0, None)), LATER) is DayState.DONE
    assert day_state(tally(sessions=(1.0, None, None)), LATER) is DayState.PARTLY


def test_a_day_before_the_program_has_no_program() -> None:
    assert day_state(tally(version=0, sessions=()), LATER) is DayState.NO_PROGRAM


def test_an_exercise_that_was_not_due_rests_that_day() -> None:
    assert item_state(item(credits=()), tally(), LATER) is DayState.REST
    assert item_state(None, tally(), LATER) is DayState.REST


def test_a_quota_exercise_done_that_day_reads_as_done() -> None:
    assert (
        item_state(item(credits=(), extra=1.0, done_sessions=1), tally(sessions=()), LATER) is DayState.DONE
    )
    assert (
        item_state(item(credits=(), extra=0.4, done_sessions=1), tally(sessions=()), LATER) is DayState.PARTLY
    )


def test_an_excused_day_excuses_each_exercise_that_was_due() -> None:
    assert item_state(item(credits=(None,)), tally(excused="illness"), LATER) is DayState.EXCUSED

"""The morning after, and days on hold, in the day's tally."""

from datetime import date
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.day_state import DayState, day_state
from everyrep.core.dosage import Dosage, Span
from everyrep.core.logged import ExerciseLogged, Logged, MorningAfter, Outcome, Stiffness
from everyrep.core.plan import Plan, Prescription
from everyrep.core.schedule import Schedule
from everyrep.core.sync import Evidence
from everyrep.core.tally import held, tally_day

MONDAY = date(2026, 3, 2)
BRIDGE = Prescription(
    key="bridge", exercise="bridge", dosage=Dosage(sets=Span(3, 3), reps=Span(10, 10)), schedule=Schedule()
)
PLAN = Plan(number=1, valid_from=MONDAY, items=(BRIDGE,))
DONE = ExerciseLogged(item_key="bridge", session=0, outcome=Outcome.DONE, pain=2)
MORNINGS = st.builds(MorningAfter, pain=st.integers(0, 10), stiffness=st.none() | st.sampled_from(Stiffness))


def ticked(*logged: Logged) -> list[tuple[Logged, Evidence]]:
    return [(one, Evidence.TICKED) for one in logged]


def test_the_morning_after_is_told_beside_the_day() -> None:
    tally = tally_day(MONDAY, PLAN, ticked(DONE, MorningAfter(pain=5, stiffness=Stiffness.LITTLE)))
    assert (tally.pain, tally.next_pain, tally.next_stiffness) == (2, 5, "little")


def test_nothing_said_of_a_morning_is_not_no_pain() -> None:
    tally = tally_day(MONDAY, PLAN, ticked(DONE))
    assert (tally.next_pain, tally.next_stiffness) == (None, "")


def test_of_two_devices_the_worse_answer_counts_in_any_order() -> None:
    said = [
        MorningAfter(pain=2, stiffness=Stiffness.MUCH),
        MorningAfter(pain=6),
        MorningAfter(pain=4, stiffness=Stiffness.NONE),
    ]
    for order in permutations(said):
        tally = tally_day(MONDAY, PLAN, ticked(*order))
        assert (tally.next_pain, tally.next_stiffness) == (6, "much")


@given(st.lists(MORNINGS, max_size=4))
def test_a_morning_changes_no_credit(mornings: list[MorningAfter]) -> None:
    without, beside = tally_day(MONDAY, PLAN, ticked(DONE)), tally_day(MONDAY, PLAN, ticked(DONE, *mornings))
    assert beside.sessions == without.sessions
    assert (beside.evidence, beside.items, beside.pain) == (without.evidence, without.items, without.pain)


def test_a_day_on_hold_is_excused_and_keeps_what_was_logged() -> None:
    tally = tally_day(MONDAY, PLAN, ticked(DONE))
    waiting = held(tally)
    assert waiting.excused == "therapist_hold"
    assert waiting.sessions == tally.sessions
    assert day_state(waiting, MONDAY) is DayState.EXCUSED

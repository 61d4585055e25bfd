"""The credit of one exercise and of one session: clinical reference 2.3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.dosage import Dosage, RepsUntil, Side, Span
from everyrep.core.logged import ExerciseLogged, Outcome, SetDone
from everyrep.core.tally import PARTLY_CREDIT, exercise_credit, session_credit


def exactly(number: int) -> Span:
    return Span(number, number)


def logged(*sets: SetDone, outcome: Outcome = Outcome.PARTLY) -> ExerciseLogged:
    return ExerciseLogged(item_key="a", session=0, outcome=outcome, sets=sets)


def reps(*done: int, side: str = "") -> tuple[SetDone, ...]:
    return tuple(SetDone(reps=number, side=side) for number in done)


THREE_TENS = Dosage(sets=exactly(3), reps=exactly(10))


def test_every_prescribed_rep_makes_the_whole_dose() -> None:
    assert exercise_credit(THREE_TENS, logged(*reps(10, 10, 10))) == 1


def test_extra_reps_in_one_set_never_repay_another() -> None:
    assert exercise_credit(THREE_TENS, logged(*reps(20, 10, 6))) == 26 / 30


def test_a_range_of_reps_uses_its_lower_end() -> None:
    dosage = Dosage(sets=Span(2, 3), reps=Span(8, 12))
    assert exercise_credit(dosage, logged(*reps(8, 8))) == 1
    assert exercise_credit(dosage, logged(*reps(12, 4))) == 12 / 16


def test_a_set_left_out_earns_nothing() -> None:
    assert exercise_credit(THREE_TENS, logged(*reps(10, 10))) == 20 / 30


def test_a_set_beyond_the_plan_replaces_a_shorter_one_and_no_more() -> None:
    assert exercise_credit(THREE_TENS, logged(*reps(2, 10, 10, 10))) == 1
    assert exercise_credit(THREE_TENS, logged(*reps(5, 5, 5, 5, 5, 5))) == 15 / 30


def test_one_set_is_meant_where_no_number_of_sets_is_written() -> None:
    assert exercise_credit(Dosage(reps=exactly(10)), logged(*reps(5))) == 0.5


def test_holds_count_as_reps_times_seconds() -> None:
    dosage = Dosage(sets=exactly(2), reps=exactly(5), hold_s=exactly(10))
    sets = (SetDone(reps=5, hold_s=10), SetDone(reps=5, hold_s=6))
    assert exercise_credit(dosage, logged(*sets)) == 80 / 100


def test_the_prescribed_hold_stands_in_where_only_reps_were_counted() -> None:
    dosage = Dosage(sets=exactly(1), reps=exactly(5), hold_s=exactly(10))
    assert exercise_credit(dosage, logged(SetDone(reps=4))) == 0.8


@pytest.mark.parametrize(
    ("dosage", "half"),
    [
        (Dosage(sets=exactly(1), hold_s=exactly(30)), SetDone(hold_s=15)),
        (Dosage(sets=exactly(1), hold_s=exactly(30)), SetDone(seconds=15)),
        (Dosage(duration_s=exactly(600)), SetDone(seconds=300)),
        (Dosage(distance_m=Span(1000, 1500)), SetDone(metres=500)),
        (Dosage(steps=exactly(4000)), SetDone(steps=2000)),
    ],
    ids=["hold", "hold on a timer", "duration", "distance", "steps"],
)
def test_each_dosage_is_measured_in_its_own_unit(dosage: Dosage, half: SetDone) -> None:
    assert exercise_credit(dosage, logged(half)) == 0.5


@pytest.mark.parametrize("until", RepsUntil)
def test_as_many_reps_as_possible_is_met_by_one(until: RepsUntil) -> None:
    dosage = Dosage(sets=exactly(2), reps_until=until)
    assert exercise_credit(dosage, logged(*reps(1, 14))) == 1
    assert exercise_credit(dosage, logged(*reps(9, 0))) == 0.5
    held = Dosage(sets=exactly(2), reps_until=until, hold_s=exactly(5))
    assert exercise_credit(held, logged(*reps(9, 0))) == 0.5


def test_a_walk_of_a_time_or_a_distance_is_measured_by_what_was_logged() -> None:
    walk = Dosage(duration_s=exactly(1200), distance_m=exactly(1000))
    assert exercise_credit(walk, logged(SetDone(metres=300))) == 0.3
    assert exercise_credit(walk, logged(SetDone(seconds=600, metres=300))) == 0.5
    assert exercise_credit(walk, logged(SetDone())) == 1


@pytest.mark.parametrize("side", [Side.BOTH, Side.ALTERNATE])
def test_each_side_owes_all_its_sets(side: Side) -> None:
    dosage = Dosage(sets=exactly(2), reps=exactly(10), side=side)
    left, right = reps(10, 10, side="left"), reps(10, 5, side="right")
    assert exercise_credit(dosage, logged(*left, *right)) == 35 / 40
    assert exercise_credit(dosage, logged(*left)) == 0.5


def test_extra_reps_on_one_side_never_repay_the_other() -> None:
    dosage = Dosage(sets=exactly(1), reps=exactly(10), side=Side.BOTH)
    assert exercise_credit(dosage, logged(*reps(20, side="left"), *reps(5, side="right"))) == 15 / 20


def test_sets_that_name_no_side_count_for_both() -> None:
    dosage = Dosage(sets=exactly(3), reps=exactly(10), side=Side.BOTH)
    assert exercise_credit(dosage, logged(*reps(10, 10, 6))) == 26 / 30


def test_one_sided_work_owes_one_side_only() -> None:
    dosage = Dosage(sets=exactly(2), reps=exactly(10), side=Side.LEFT)
    assert exercise_credit(dosage, logged(*reps(10, 10, side="left"))) == 1


def test_a_set_ticked_without_its_number_counts_whole() -> None:
    assert exercise_credit(THREE_TENS, logged(SetDone(), SetDone(load="5 kg"), *reps(5))) == 25 / 30
    held = Dosage(sets=exactly(2), reps=exactly(5), hold_s=exactly(10))
    assert exercise_credit(held, logged(SetDone(hold_s=10), SetDone(reps=0))) == 0.5


def test_a_load_below_the_plan_does_not_cut_the_credit() -> None:
    assert exercise_credit(THREE_TENS, logged(*(SetDone(reps=10, load="1 kg"),) * 3)) == 1


@pytest.mark.parametrize(
    ("outcome", "credit"), [(Outcome.DONE, 1), (Outcome.PARTLY, PARTLY_CREDIT), (Outcome.NOT, 0)]
)
def test_without_sets_the_outcome_speaks(outcome: Outcome, credit: float) -> None:
    assert exercise_credit(THREE_TENS, logged(outcome=outcome)) == credit


def test_an_exercise_not_done_earns_nothing_even_with_sets() -> None:
    assert exercise_credit(THREE_TENS, logged(*reps(10), outcome=Outcome.NOT)) == 0


numbers = st.none() | st.integers(0, 60)
any_set = st.builds(SetDone, side=st.sampled_from(["", "left", "right"]), reps=numbers, hold_s=numbers)
spans = st.tuples(st.integers(1, 30), st.integers(0, 9)).map(lambda pair: Span(pair[0], sum(pair)))
dosages = st.builds(
    Dosage,
    sets=st.none() | st.builds(exactly, st.integers(1, 5)),
    reps=spans,
    hold_s=st.none() | spans,
    side=st.none() | st.sampled_from(Side),
)


@given(dosages, st.lists(any_set, min_size=1, max_size=8), st.data())
def test_a_credit_is_a_share_and_does_not_depend_on_the_order_of_sets(
    dosage: Dosage, sets: list[SetDone], data: st.DataObject
) -> None:
    credit = exercise_credit(dosage, logged(*sets))
    assert 0 <= credit <= 1
    assert exercise_credit(dosage, logged(*data.draw(st.permutations(sets)))) == credit


@given(dosages, st.lists(any_set, min_size=1, max_size=8), any_set)
def test_doing_more_never_earns_less(dosage: Dosage, sets: list[SetDone], another: SetDone) -> None:
    assert exercise_credit(dosage, logged(*sets, another)) >= exercise_credit(dosage, logged(*sets))


def test_a_session_in_which_nothing_was_logged_is_unknown() -> None:
    assert session_credit([(1, None), (2, None)]) is None
    assert session_credit([]) is None


def test_once_a_session_happened_what_was_not_logged_in_it_counts_nothing() -> None:
    assert session_credit([(1, 1.0), (1, None)]) == 0.5


def test_a_key_exercise_counts_double() -> None:
    assert session_credit([(2, 1.0), (1, 0.0)]) == 2 / 3


def test_an_optional_exercise_counts_neither_for_nor_against() -> None:
    assert session_credit([(1, 0.5), (0, 1.0)]) == session_credit([(1, 0.5), (0, None)]) == 0.5


def test_a_session_of_optional_exercises_has_no_credit() -> None:
    assert session_credit([(0, 1.0)]) is None
    assert session_credit([(1, None), (0, 1.0)]) is None

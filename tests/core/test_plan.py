"""The session a plan makes on a day, the version in force, and what a plan must have to be signed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.dosage import Dosage, Span
from everyrep.core.plan import (
    BAD_DAY_ITEMS,
    Plan,
    Prescription,
    bad_day_minimum,
    check_plan,
    offered_on,
    plan_in_force,
    sessions_on,
    without_superseded,
)
from everyrep.core.problems import Invalid
from everyrep.core.schedule import Anchor, Pattern, Schedule

MONDAY = date(2026, 3, 2)
THREE_OF_TEN = Dosage(sets=Span(3, 3), reps=Span(10, 10))


def item(key: str, schedule: Schedule | None = None, dosage: Dosage = THREE_OF_TEN, **fields) -> Prescription:
    return Prescription(key=key, exercise=key, dosage=dosage, schedule=schedule or Schedule(), **fields)


def plan(*items: Prescription, number: int = 1, valid_from: date = MONDAY) -> Plan:
    return Plan(number=number, valid_from=valid_from, items=items)


def keys(items: tuple[Prescription, ...]) -> list[str]:
    return [found.key for found in items]


def faults(call) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        call()
    return [(problem.field, str(problem)) for problem in caught.value.problems]


def test_a_later_session_holds_only_what_is_asked_for_that_often():
    daily, thrice = item("quad-set"), item("heel-slide", Schedule(times_per_day=3))
    found = sessions_on(plan(daily, thrice), MONDAY)
    assert [(session.index, keys(session.items)) for session in found] == [
        (0, ["quad-set", "heel-slide"]),
        (1, ["heel-slide"]),
        (2, ["heel-slide"]),
    ]


def test_a_session_takes_the_anchor_of_the_first_item_that_has_one():
    breakfast, lunch, evening = (Anchor(routine=f"after {meal}") for meal in ("breakfast", "lunch", "dinner"))
    found = sessions_on(
        plan(
            item("a", Schedule(times_per_day=2)),
            item("b", Schedule(times_per_day=2, anchors=(breakfast,))),
            item("c", Schedule(times_per_day=2, anchors=(lunch, evening))),
        ),
        MONDAY,
    )
    assert [session.anchor for session in found] == [breakfast, evening]


def test_an_item_that_rests_today_is_not_in_the_session():
    strength = item("squat", Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0, 2, 4)))
    found = plan(strength, item("walk"))
    assert keys(sessions_on(found, MONDAY)[0].items) == ["squat", "walk"]
    assert keys(sessions_on(found, MONDAY + timedelta(days=1))[0].items) == ["walk"]


def test_a_day_on_which_everything_rests_has_no_session():
    strength = item("squat", Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0,)))
    assert sessions_on(plan(strength), MONDAY + timedelta(days=1)) == ()


def test_quota_and_as_needed_items_are_offered_beside_the_session():
    quota = item("swim", Schedule(pattern=Pattern.PER_WEEK, n=2))
    as_needed = item("chin-tuck", Schedule(pattern=Pattern.AS_NEEDED, max_per_day=4))
    found = plan(item("walk"), quota, as_needed)
    assert keys(sessions_on(found, MONDAY)[0].items) == ["walk"]
    assert keys(offered_on(found, MONDAY)) == ["swim", "chin-tuck"]


def test_nothing_is_planned_or_offered_before_the_plan_is_valid():
    quota = item("swim", Schedule(pattern=Pattern.PER_WEEK, n=2), unchanged_since=date(2026, 1, 1))
    found = plan(item("walk", unchanged_since=date(2026, 1, 1)), quota)
    assert sessions_on(found, MONDAY - timedelta(days=1)) == ()
    assert offered_on(found, MONDAY - timedelta(days=1)) == ()


def test_an_unchanged_item_keeps_its_rhythm_when_a_new_version_begins():
    every_other_day = Schedule(pattern=Pattern.EVERY_N_DAYS, n=2)
    carried_over = item("squat", every_other_day, unchanged_since=MONDAY - timedelta(days=1))
    assert sessions_on(plan(carried_over), MONDAY) == ()
    assert len(sessions_on(plan(item("squat", every_other_day)), MONDAY)) == 1


@given(st.lists(st.integers(1, 12), max_size=6))
def test_every_item_is_in_as_many_sessions_as_it_is_planned_times(times):
    items = [item(str(place), Schedule(times_per_day=count)) for place, count in enumerate(times)]
    found = sessions_on(plan(*items), MONDAY)
    assert [sum(one in session.items for session in found) for one in items] == times
    assert [session.index for session in found] == list(range(max(times, default=0)))


def test_the_version_in_force_is_the_latest_that_has_begun():
    first, second, third = (
        plan(item("a"), number=number, valid_from=MONDAY + timedelta(days=7 * (number - 1)))
        for number in (1, 2, 3)
    )
    versions = [second, third, first]
    assert plan_in_force(versions, MONDAY - timedelta(days=1)) is None
    assert plan_in_force(versions, MONDAY) is first
    assert plan_in_force(versions, MONDAY + timedelta(days=13)) is second
    assert plan_in_force(versions, MONDAY + timedelta(days=90)) is third


def test_of_two_versions_from_the_same_day_the_higher_number_counts():
    first, corrected = plan(item("a"), number=1), plan(item("a"), number=2)
    assert plan_in_force([corrected, first], MONDAY) is corrected
    assert plan_in_force([first, corrected], MONDAY) is corrected


def test_what_was_signed_last_replaces_a_version_that_was_to_start_later():
    first, in_a_month = plan(item("a")), plan(item("a"), number=2, valid_from=MONDAY + timedelta(days=30))
    cut_today = plan(item("a"), number=3, valid_from=MONDAY + timedelta(days=2))
    versions = [first, in_a_month, cut_today]
    assert plan_in_force(versions, MONDAY + timedelta(days=1)) is first
    assert plan_in_force(versions, MONDAY + timedelta(days=2)) is cut_today
    assert plan_in_force(versions, MONDAY + timedelta(days=90)) is cut_today
    assert without_superseded(versions) == (first, cut_today)


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(-1, 12))
def test_a_superseded_version_is_in_force_on_no_day_and_every_other_one_from_its_first(starts, offset):
    versions = [
        plan(number=number, valid_from=MONDAY + timedelta(days=start)) for number, start in enumerate(starts)
    ]
    left = without_superseded(reversed(versions))
    assert plan_in_force(left, MONDAY + timedelta(days=offset)) == plan_in_force(
        versions, MONDAY + timedelta(days=offset)
    )
    assert all(plan_in_force(versions, one.valid_from) is one for one in left)
    assert [one.number for one in left] == sorted(one.number for one in left)


def test_the_bad_day_minimum_keeps_the_key_exercise_and_then_the_order_of_the_plan():
    items = [item("a", essential=False, weight=2), item("b"), item("c"), item("d", weight=2)]
    assert keys(bad_day_minimum(items)) == ["d", "b"]


def test_the_bad_day_minimum_asks_for_one_set_and_leaves_the_rest_of_the_dose():
    (squat,) = bad_day_minimum([item("squat")])
    assert squat.dosage == Dosage(sets=Span(1, 1), reps=Span(10, 10))
    walk = item("walk", dosage=Dosage(duration_s=Span(600, 600)))
    assert bad_day_minimum([walk]) == (walk,)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([1, 2])), max_size=8))
def test_the_bad_day_minimum_is_short_and_essential(marks):
    items = [item(str(n), essential=ess, weight=weight) for n, (ess, weight) in enumerate(marks)]
    found = bad_day_minimum(items)
    assert all(one.essential for one in found)
    assert len(found) == min(BAD_DAY_ITEMS, sum(one.essential for one in items))


def test_a_prescription_names_every_fault_at_once():
    def build() -> None:
        Prescription(key=" ", exercise="", dosage=THREE_OF_TEN, weight=3, own_words="x" * 501)

    assert [field for field, _ in faults(build)] == ["key", "exercise", "weight", "own_words"]


def test_own_words_may_have_500_characters():
    assert len(item("a", own_words="x" * 500).own_words) == 500
    assert faults(lambda: item("a", own_words="x" * 501)) == [
        ("own_words", "501 characters is too long; use at most 500.")
    ]


def test_a_sound_plan_can_be_signed():
    check_plan(plan(item("a"), item("b", essential=False)))


def test_an_empty_plan_cannot_be_signed():
    assert faults(lambda: check_plan(plan())) == [
        ("items", "The program is empty; add at least one exercise.")
    ]


def test_a_plan_of_optional_exercises_only_cannot_be_signed():
    found = faults(lambda: check_plan(plan(item("a", essential=False))))
    assert found == [("items", "Every exercise is optional; mark at least one as essential.")]


def test_a_plan_names_the_item_with_a_used_key_and_the_one_that_never_falls_due():
    ended = item("b", Schedule(end=MONDAY - timedelta(days=1)))
    found = faults(lambda: check_plan(plan(item("a"), item("a"), ended)))
    assert [field for field, _ in found] == ["items.1.key", "items.2.schedule"]


def test_an_item_whose_last_turn_was_before_the_new_version_never_falls_due():
    every_third_day = Schedule(pattern=Pattern.EVERY_N_DAYS, n=3, end=MONDAY + timedelta(days=1))
    carried_over = item("a", every_third_day, unchanged_since=MONDAY - timedelta(days=1))
    assert [field for field, _ in faults(lambda: check_plan(plan(carried_over)))] == ["items.0.schedule"]
    check_plan(plan(item("a", every_third_day)))

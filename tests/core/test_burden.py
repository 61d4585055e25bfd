"""Minutes a day, exercises in a session and what is noticed about them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.burden import (
    NOTICE_TEXTS,
    NoticeKind,
    Pace,
    burden,
    minutes_per_day,
    seconds_per_session,
)
from everyrep.core.dosage import Dosage, RepsUntil, Side, Span, Tempo
from everyrep.core.plan import Prescription
from everyrep.core.schedule import Pattern, Schedule

ONE_MINUTE = Dosage(duration_s=Span(60, 60))
PACE = Pace(seconds_per_rep=4, rest_s=30, seconds_per_step=0.5, open_reps=12, walking_m_per_s=1.25)


def exactly(number: int) -> Span:
    return Span(number, number)


def seconds(dosage: Dosage, per_side: bool = False) -> int:
    return seconds_per_session(dosage, per_side=per_side, pace=PACE)


def item(
    key: str = "a", dosage: Dosage = ONE_MINUTE, schedule: Schedule | None = None, **fields
) -> Prescription:
    return Prescription(key=key, exercise=key, dosage=dosage, schedule=schedule or Schedule(), **fields)


def session_of(count: int) -> list[tuple[Prescription, bool]]:
    return [(item(str(number)), False) for number in range(count)]


@pytest.mark.parametrize(
    ("dosage", "expected"),
    [
        (Dosage(reps=exactly(10)), 40),
        (Dosage(sets=exactly(3), reps=exactly(10), rest_s=exactly(60)), 3 * 40 + 2 * 60),
        (Dosage(sets=exactly(3), reps=exactly(10)), 3 * 40 + 2 * 30),
        (Dosage(sets=exactly(3), reps=exactly(10), rest_s=exactly(0)), 120),
        (Dosage(sets=exactly(2), reps=Span(8, 12), rest_s=Span(30, 90)), 2 * 48 + 90),
        (Dosage(reps=exactly(10), tempo=Tempo(3, 1, 2, 0)), 60),
        (Dosage(reps=exactly(10), tempo=Tempo(3, 0, "X", 0)), 40),
        (Dosage(reps=exactly(10), hold_s=exactly(5)), 90),
        (Dosage(sets=exactly(3), hold_s=exactly(30), rest_s=exactly(15)), 3 * 34 + 2 * 15),
        (Dosage(sets=exactly(2), reps_until=RepsUntil.AMRAP, rest_s=exactly(60)), 2 * 48 + 60),
        (Dosage(sets=exactly(2), duration_s=exactly(45), rest_s=exactly(15)), 105),
        (Dosage(distance_m=exactly(1000)), 800),
        (Dosage(steps=exactly(301)), 151),
        (Dosage(duration_s=exactly(600), distance_m=exactly(1000)), 600),
        (Dosage(reps=exactly(10), rest_between_s=exactly(20)), 60),
    ],
)
def test_the_dose_says_how_long_one_go_takes(dosage, expected):
    assert seconds(dosage) == expected


@pytest.mark.parametrize(
    ("side", "per_side", "expected"),
    [
        (Side.BOTH, True, 2 * 2 * 40 + 30),
        (Side.ALTERNATE, True, 2 * 2 * 40 + 30),
        (Side.LEFT, True, 2 * 40 + 30),
        (Side.INVOLVED, True, 2 * 40 + 30),
        (None, True, 2 * 40 + 30),
        (Side.BOTH, False, 2 * 40 + 30),
    ],
)
def test_both_sides_double_the_work_but_not_the_rest(side, per_side, expected):
    dosage = Dosage(sets=exactly(2), reps=exactly(10), rest_s=exactly(30), side=side)
    assert seconds(dosage, per_side) == expected


@given(st.integers(1, 9), st.integers(1, 99), st.integers(0, 600), st.booleans())
def test_asking_for_more_never_takes_less_time(sets, reps, rest, per_side):
    def takes(sets: int, reps: int) -> int:
        dosage = Dosage(sets=exactly(sets), reps=exactly(reps), rest_s=exactly(rest), side=Side.BOTH)
        return seconds(dosage, per_side)

    assert takes(sets, reps) < min(takes(sets + 1, reps), takes(sets, reps + 1))


@pytest.mark.parametrize(
    ("schedule", "minutes_a_week"),
    [
        (Schedule(), 7),
        (Schedule(times_per_day=3), 21),
        (Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0, 2, 4)), 3),
        (Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0, 2, 4), times_per_day=2), 6),
        (Schedule(pattern=Pattern.PER_WEEK, n=5), 5),
        (Schedule(pattern=Pattern.PER_WEEK, n=2, times_per_day=2), 4),
        (Schedule(pattern=Pattern.EVERY_N_DAYS, n=2), 3.5),
        (Schedule(pattern=Pattern.AS_NEEDED, max_per_day=6), 0),
    ],
)
def test_minutes_a_day_are_the_mean_of_a_week(schedule, minutes_a_week):
    assert minutes_per_day([(item(schedule=schedule), False)]) == pytest.approx(minutes_a_week / 7)


def test_no_exercise_costs_no_time():
    found = burden([], {}, 10)
    assert (found.minutes_per_day, found.per_session_items, found.notices) == (0, 0, ())


def test_optional_exercises_count_in_all_minutes_but_not_in_the_essential_ones():
    found = burden([(item("a"), False), (item("b", essential=False), False)], {}, None)
    assert (found.minutes_per_day, found.essential_minutes) == (2, 1)


def test_the_fullest_session_is_the_one_of_the_busiest_weekday():
    on_monday = Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0,))
    on_tuesday = Schedule(pattern=Pattern.WEEKDAYS, weekdays=(1, 3))
    schedules = [
        Schedule(),
        on_monday,
        on_tuesday,
        on_tuesday,
        Schedule(pattern=Pattern.PER_WEEK, n=2),
        Schedule(pattern=Pattern.EVERY_N_DAYS, n=3),
        Schedule(pattern=Pattern.AS_NEEDED, max_per_day=2),
    ]
    items = [(item(str(place), schedule=schedule), False) for place, schedule in enumerate(schedules)]
    assert burden(items, {}, None).per_session_items == 5  # daily, two of Tuesday, quota, every third day


def test_getting_up_and_down_is_counted_in_the_order_of_the_session():
    positions = {"bridge": "supine", "clam": "sidelying", "quad-set": "supine", "squat": "standing"}
    items = [(item(key), False) for key in ("bridge", "clam", "quad-set", "squat")]
    assert burden(items, positions, None).position_changes == 3
    assert burden(items, positions, None).fewest_changes == 2
    sorted_items = [items[0], items[2], items[1], items[3]]
    assert burden(sorted_items, positions, None).position_changes == 2


def test_the_position_prescribed_goes_before_the_one_of_the_library_and_an_unknown_one_is_left_out():
    items = [(item("bridge"), False), (item("own"), False), (item("row", position="supine"), False)]
    assert burden(items, {"bridge": "supine", "row": "standing"}, None).position_changes == 0


@pytest.mark.parametrize(
    ("count", "kinds"),
    [
        (4, []),
        (5, [NoticeKind.MANY_ITEMS]),
        (6, [NoticeKind.MANY_ITEMS]),
        (7, [NoticeKind.VERY_MANY_ITEMS]),
    ],
)
def test_five_exercises_in_a_session_are_noticed_and_seven_strongly(count, kinds):
    assert [notice.kind for notice in burden(session_of(count), {}, None).notices] == kinds


def test_exercises_on_different_days_do_not_make_a_full_session():
    items = [
        (item(str(day), schedule=Schedule(pattern=Pattern.WEEKDAYS, weekdays=(day,))), False)
        for day in range(7)
    ]
    assert burden(items, {}, None).notices == ()


def test_the_steps_of_the_notice_can_be_set_by_the_clinic():
    found = burden(session_of(3), {}, None, soft_items=3, strong_items=4)
    assert [notice.kind for notice in found.notices] == [NoticeKind.MANY_ITEMS]


def test_more_minutes_than_agreed_are_noticed_and_exactly_as_many_are_not():
    assert burden(session_of(4), {}, 4).notices == ()
    (notice,) = burden(session_of(4), {}, 3).notices
    assert str(notice) == "About 4 minutes a day; the patient has 3. Shorten or leave out an exercise."


def test_part_of_a_minute_over_the_budget_is_shown_as_a_whole_one():
    (notice,) = burden([(item(dosage=Dosage(duration_s=exactly(61))), False)], {}, 1).notices
    assert notice.values == {"minutes": 2, "budget": 1}


def test_every_notice_has_a_text():
    assert set(NOTICE_TEXTS) == set(NoticeKind)


def test_an_end_date_does_not_make_the_program_look_lighter():
    ending = Schedule(start=date(2026, 3, 2), end=date(2026, 3, 3))
    assert minutes_per_day([(item(schedule=ending), False)]) == 1

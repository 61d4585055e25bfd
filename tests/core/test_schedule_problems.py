"""What a schedule refuses, and how it says so."""

from datetime import UTC, date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.problems import Invalid
from everyrep.core.schedule import Anchor, Pattern, Pause, Schedule, parse_local_date


def fields_refused(**fields) -> list[str]:
    with pytest.raises(Invalid) as caught:
        Schedule(**fields)
    assert all(str(problem) for problem in caught.value.problems)  # every text has its values
    return [problem.field for problem in caught.value.problems]


@pytest.mark.parametrize("times", [0, 13])
def test_times_a_day_are_one_to_twelve(times):
    assert fields_refused(times_per_day=times) == ["times_per_day"]


@pytest.mark.parametrize("weekdays", [(), (7,), (-1,), (0, 0)], ids=str)
def test_weekdays_are_named_once_each_and_at_least_one(weekdays):
    assert fields_refused(pattern=Pattern.WEEKDAYS, weekdays=weekdays) == ["weekdays"]


@pytest.mark.parametrize(
    ("pattern", "low", "high"), [(Pattern.PER_WEEK, 1, 7), (Pattern.EVERY_N_DAYS, 2, 14)]
)
def test_the_number_keeps_to_the_range_of_its_pattern(pattern, low, high):
    for n in (low, high):
        assert Schedule(pattern=pattern, n=n).n == n
    for n in (None, low - 1, high + 1):
        assert fields_refused(pattern=pattern, n=n) == ["n"]


def test_fields_of_another_pattern_are_refused_together():
    refused = fields_refused(weekdays=(1,), n=3, max_per_day=2, trigger="when it aches")
    assert refused == ["weekdays", "n", "max_per_day", "trigger"]


@pytest.mark.parametrize("most", [None, 0, 25])
def test_as_needed_says_how_often_at_most(most):
    assert fields_refused(pattern=Pattern.AS_NEEDED, max_per_day=most) == ["max_per_day"]


def test_as_needed_has_a_maximum_instead_of_times_a_day():
    assert fields_refused(pattern=Pattern.AS_NEEDED, max_per_day=3, times_per_day=2) == ["times_per_day"]


def test_as_needed_with_a_maximum_and_a_trigger_is_accepted():
    schedule = Schedule(pattern=Pattern.AS_NEEDED, max_per_day=4, trigger="when the knee is stiff")
    assert schedule.trigger == "when the knee is stiff"


def test_hours_between_leave_room_for_every_session_in_a_day():
    assert Schedule(times_per_day=3, min_hours_between=8).min_hours_between == 8
    assert fields_refused(times_per_day=3, min_hours_between=9) == ["min_hours_between"]


def test_hours_between_leave_room_for_the_daily_maximum_as_needed():
    assert fields_refused(pattern=Pattern.AS_NEEDED, max_per_day=6, min_hours_between=5) == [
        "min_hours_between"
    ]


@pytest.mark.parametrize("hours", [0, 24])
def test_hours_between_stay_within_a_day(hours):
    assert fields_refused(min_hours_between=hours) == ["min_hours_between"]


def test_the_refusal_names_the_hours_that_would_fit():
    with pytest.raises(Invalid, match="4 times a day leaves at most 6 hours between"):
        Schedule(times_per_day=4, min_hours_between=7)


@pytest.mark.parametrize(
    ("schedule", "most"),
    [
        ({"pattern": Pattern.WEEKDAYS, "weekdays": (0, 2, 4)}, 1),
        ({"pattern": Pattern.WEEKDAYS, "weekdays": (3,)}, 6),
        ({"pattern": Pattern.WEEKDAYS, "weekdays": (4, 0)}, 2),
        ({"pattern": Pattern.PER_WEEK, "n": 3}, 1),
        ({"pattern": Pattern.PER_WEEK, "n": 2}, 2),
        ({"pattern": Pattern.EVERY_N_DAYS, "n": 3}, 2),
    ],
)
def test_rest_days_fit_between_the_days_of_the_pattern(schedule, most):
    assert Schedule(**schedule, min_rest_days_between=most).min_rest_days_between == most
    assert fields_refused(**schedule, min_rest_days_between=most + 1) == ["min_rest_days_between"]


@pytest.mark.parametrize(
    "schedule",
    [
        {},
        {"pattern": Pattern.WEEKDAYS, "weekdays": (0, 1)},
        {"pattern": Pattern.WEEKDAYS, "weekdays": (0, 6)},
        {"pattern": Pattern.PER_WEEK, "n": 4},
    ],
    ids=["daily", "neighbours", "neighbours across the weekend", "four a week"],
)
def test_a_rest_day_is_refused_where_the_pattern_leaves_none(schedule):
    assert fields_refused(**schedule, min_rest_days_between=1) == ["min_rest_days_between"]


@pytest.mark.parametrize("days", [0, 14])
def test_rest_days_keep_to_their_range(days):
    schedule = {"pattern": Pattern.AS_NEEDED, "max_per_day": 1}
    assert fields_refused(**schedule, min_rest_days_between=days) == ["min_rest_days_between"]


def test_a_session_has_one_anchor_at_most():
    anchors = (Anchor(routine="after breakfast"), Anchor(routine="after lunch"))
    assert Schedule(times_per_day=2, anchors=anchors).anchors == anchors
    assert fields_refused(anchors=anchors) == ["anchors"]


def test_clock_times_keep_the_hours_between():
    anchors = (Anchor(at=time(8)), Anchor(routine="after lunch"), Anchor(at=time(13, 30)))
    assert Schedule(times_per_day=3, anchors=anchors, min_hours_between=5).min_hours_between == 5
    assert fields_refused(times_per_day=3, anchors=anchors, min_hours_between=6) == ["anchors"]


def test_a_clock_time_has_no_zone_of_its_own():
    assert fields_refused(anchors=(Anchor(at=time(8, tzinfo=UTC)),)) == ["anchors"]


def test_a_schedule_may_last_one_day_but_not_end_before_it_starts():
    day = date(2026, 3, 2)
    assert Schedule(start=day, end=day).end == day
    assert fields_refused(start=day, end=date(2026, 3, 1)) == ["end"]


def test_a_pause_does_not_end_before_it_begins():
    backwards = Pause(first=date(2026, 3, 2), last=date(2026, 3, 1))
    assert fields_refused(paused=(backwards,)) == ["paused"]


def test_every_fault_is_named_at_once():
    refused = fields_refused(
        pattern=Pattern.EVERY_N_DAYS,
        times_per_day=20,
        n=1,
        min_hours_between=30,
        min_rest_days_between=20,
        start=date(2026, 3, 2),
        end=date(2026, 3, 1),
    )
    assert refused == ["times_per_day", "n", "min_hours_between", "min_rest_days_between", "end"]


@given(st.dates())
def test_a_typed_date_is_read_as_it_is_written(day):
    assert parse_local_date(f" {day.isoformat()} ", "start") == day


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("2026-02-31", "2026-02-31 does not exist; the last day of that month is 2026-02-28."),
        ("2028-02-30", "2028-02-30 does not exist; the last day of that month is 2028-02-29."),
        ("2026-04-00", "2026-04-00 does not exist; the last day of that month is 2026-04-30."),
        ("2026-13-01", "Month 13 does not exist; choose 01 to 12."),
        ("3/9/2026", "3/9/2026 is not a date; write year-month-day, such as 2026-03-09."),
        ("0000-01-01", "0000-01-01 is not a date; write year-month-day, such as 2026-03-09."),
        ("20260309", "20260309 is not a date; write year-month-day, such as 2026-03-09."),
    ],
)
def test_a_date_that_cannot_be_read_says_what_would_be_accepted(typed, answer):
    with pytest.raises(Invalid) as caught:
        parse_local_date(typed, "start")
    (problem,) = caught.value.problems
    assert (problem.field, str(problem)) == ("start", answer)

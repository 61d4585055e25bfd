"""When a prescription is due: days, quotas, pauses and the edges of a schedule."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.problems import Invalid
from everyrep.core.schedule import (
    Anchor,
    Pattern,
    Pause,
    Schedule,
    check_falls_due,
    is_due_day,
    is_offered,
    never_due,
    next_day,
    planned_times,
    slots,
    weekly_quota,
)

MONDAY = date(2026, 3, 2)
UTC = ZoneInfo("UTC")
DAYS = st.dates(date(2023, 12, 1), date(2028, 12, 31))  # two leap years


def days_due(schedule: Schedule, first: date, last: date, valid_from: date = MONDAY) -> list[date]:
    return [slot.local_date for slot in slots(schedule, first, last, UTC, valid_from=valid_from)]


@st.composite
def planned_schedules(draw: st.DrawFn) -> Schedule:
    """Any schedule that names days, with dates and pauses."""
    pattern = draw(st.sampled_from([Pattern.EVERY_DAY, Pattern.WEEKDAYS, Pattern.EVERY_N_DAYS]))
    weekdays = draw(st.sets(st.integers(0, 6), min_size=1)) if pattern is Pattern.WEEKDAYS else ()
    ends = draw(st.tuples(st.none() | DAYS, st.none() | DAYS))
    start, end = sorted(ends) if None not in ends else ends  # type: ignore[type-var]
    pauses = draw(st.lists(st.tuples(DAYS, DAYS).map(sorted), max_size=3))
    return Schedule(
        pattern=pattern,
        times_per_day=draw(st.integers(1, 12)),
        weekdays=tuple(weekdays),
        n=draw(st.integers(2, 14)) if pattern is Pattern.EVERY_N_DAYS else None,
        start=start,
        end=end,
        paused=tuple(Pause(first=first, last=last) for first, last in pauses),
    )


@given(planned_schedules(), DAYS, st.tuples(DAYS, DAYS, DAYS).map(sorted))
def test_two_neighbouring_windows_hold_the_slots_of_the_whole(schedule, valid_from, bounds):
    a, b, c = bounds
    whole = list(slots(schedule, a, c, UTC, valid_from=valid_from))
    first = list(slots(schedule, a, b, UTC, valid_from=valid_from))
    second = list(slots(schedule, b + timedelta(days=1), c, UTC, valid_from=valid_from))
    assert whole == first + second


@given(planned_schedules(), DAYS, DAYS)
def test_a_day_has_all_its_sessions_or_none_and_none_outside_its_dates(schedule, valid_from, day):
    on_day = list(slots(schedule, day, day, UTC, valid_from=valid_from))
    assert [slot.index for slot in on_day] in ([], list(range(schedule.times_per_day)))
    assert len(on_day) == planned_times(schedule, day, valid_from=valid_from)
    if on_day:
        assert not any(pause.first <= day <= pause.last for pause in schedule.paused)
        assert max(schedule.start or valid_from, valid_from) <= day <= (schedule.end or day)


@given(planned_schedules(), DAYS, DAYS)
def test_a_day_is_due_exactly_when_the_pattern_names_it_and_nothing_stops_it(schedule, valid_from, day):
    begin = schedule.start or valid_from
    named = {
        Pattern.EVERY_DAY: True,
        Pattern.WEEKDAYS: day.weekday() in schedule.weekdays,
        Pattern.EVERY_N_DAYS: (day - begin).days % (schedule.n or 1) == 0,
    }[schedule.pattern]
    open_ = max(begin, valid_from) <= day <= (schedule.end or day)
    paused = any(pause.first <= day <= pause.last for pause in schedule.paused)
    assert is_due_day(schedule, day, valid_from=valid_from) == (named and open_ and not paused)


@given(planned_schedules(), DAYS)
def test_a_schedule_is_never_due_exactly_when_its_whole_span_has_no_slots(schedule, valid_from):
    # A fortnight after the last pause every pattern has come round, so looking this far is enough.
    span = days_due(schedule, valid_from, date(2029, 2, 1), valid_from)
    assert never_due(schedule, valid_from) == (not span)


def test_weekdays_are_counted_from_monday():
    schedule = Schedule(pattern=Pattern.WEEKDAYS, weekdays=(4, 0, 2))
    due = days_due(schedule, MONDAY, MONDAY + timedelta(days=6))
    assert [day.strftime("%a") for day in due] == ["Mon", "Wed", "Fri"]


def test_every_third_day_counts_from_the_day_the_version_becomes_valid():
    schedule = Schedule(pattern=Pattern.EVERY_N_DAYS, n=3)
    assert days_due(schedule, date(2026, 3, 6), date(2026, 3, 12)) == [date(2026, 3, 8), date(2026, 3, 11)]


def test_every_third_day_counts_from_its_own_start_even_before_the_version():
    schedule = Schedule(pattern=Pattern.EVERY_N_DAYS, n=3, start=date(2026, 3, 1))
    assert days_due(schedule, date(2026, 2, 1), date(2026, 3, 8)) == [date(2026, 3, 4), date(2026, 3, 7)]


def test_a_pause_does_not_move_the_rhythm_of_every_other_day():
    pause = Pause(first=date(2026, 3, 3), last=date(2026, 3, 5))
    schedule = Schedule(pattern=Pattern.EVERY_N_DAYS, n=2, paused=(pause,))
    assert days_due(schedule, MONDAY, date(2026, 3, 8)) == [MONDAY, date(2026, 3, 6), date(2026, 3, 8)]


def test_the_29th_of_february_is_a_day_like_any_other():
    due = days_due(Schedule(), date(2028, 2, 28), date(2028, 3, 1))
    assert due == [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]


def test_every_other_day_goes_across_the_29th_of_february():
    schedule = Schedule(pattern=Pattern.EVERY_N_DAYS, n=2, start=date(2028, 2, 27))
    assert days_due(schedule, date(2028, 2, 28), date(2028, 3, 4)) == [
        date(2028, 2, 29),
        date(2028, 3, 2),
        date(2028, 3, 4),
    ]


def test_nothing_is_due_before_the_version_is_valid():
    assert days_due(Schedule(), MONDAY - timedelta(days=3), MONDAY) == [MONDAY]


def test_anchors_go_to_the_sessions_in_order_and_the_last_ones_may_have_none():
    anchors = (Anchor(routine="after brushing teeth"), Anchor(routine="after lunch"))
    schedule = Schedule(times_per_day=3, anchors=anchors)
    found = [slot.anchor for slot in slots(schedule, MONDAY, MONDAY, UTC, valid_from=MONDAY)]
    assert found == [*anchors, None]


def test_a_routine_without_a_clock_time_has_no_due_moment():
    schedule = Schedule(anchors=(Anchor(routine="after lunch"),))
    (slot,) = slots(schedule, MONDAY, MONDAY, UTC, valid_from=MONDAY)
    assert slot.due_at is None


@pytest.mark.parametrize(
    "schedule",
    [Schedule(pattern=Pattern.PER_WEEK, n=3), Schedule(pattern=Pattern.AS_NEEDED, max_per_day=4)],
)
def test_a_quota_and_an_as_needed_item_are_offered_but_never_planned(schedule):
    assert days_due(schedule, MONDAY, date(2026, 12, 31)) == []
    assert planned_times(schedule, MONDAY, valid_from=MONDAY) == 0
    assert not is_due_day(schedule, MONDAY, valid_from=MONDAY)
    assert is_offered(schedule, MONDAY, valid_from=MONDAY)


def test_an_item_is_offered_only_inside_its_dates_and_outside_its_pauses():
    pause = Pause(first=date(2026, 3, 4), last=date(2026, 3, 5))
    schedule = Schedule(pattern=Pattern.PER_WEEK, n=3, start=MONDAY, end=date(2026, 3, 6), paused=(pause,))
    week = [date(2026, 3, 1) + timedelta(days=offset) for offset in range(7)]
    offered = [day.day for day in week if is_offered(schedule, day, valid_from=date(2026, 1, 1))]
    assert offered == [2, 3, 6]


def test_a_daily_item_is_planned_and_not_offered():
    assert not is_offered(Schedule(), MONDAY, valid_from=MONDAY)


def test_the_weekly_quota_counts_every_session_of_its_days():
    assert weekly_quota(Schedule(pattern=Pattern.PER_WEEK, n=3, times_per_day=2)) == 6
    assert weekly_quota(Schedule(times_per_day=2)) == 0


def test_the_next_day_skips_a_pause():
    schedule = Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0,), paused=(Pause(first=MONDAY, last=MONDAY),))
    assert next_day(schedule, MONDAY, valid_from=MONDAY) == MONDAY + timedelta(days=7)


def test_the_last_date_of_the_calendar_can_be_due():
    assert days_due(Schedule(), date.max, date.max) == [date.max]


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0,), start=date(2026, 3, 3), end=date(2026, 3, 8)),
        Schedule(end=MONDAY - timedelta(days=1)),
        Schedule(paused=(Pause(first=date(2020, 1, 1), last=date.max),)),
        Schedule(pattern=Pattern.PER_WEEK, n=2, end=MONDAY, paused=(Pause(first=MONDAY, last=MONDAY),)),
        Schedule(
            pattern=Pattern.EVERY_N_DAYS,
            n=3,
            end=date(2026, 3, 7),
            paused=(Pause(first=MONDAY, last=MONDAY), Pause(first=date(2026, 3, 5), last=date(2026, 3, 5))),
        ),
    ],
    ids=["no Monday left", "ended", "paused for ever", "quota all paused", "both due days paused"],
)
def test_a_schedule_that_never_falls_due_is_refused(schedule):
    assert never_due(schedule, MONDAY)
    with pytest.raises(Invalid, match="No day is left"):
        check_falls_due(schedule, MONDAY)


def test_a_schedule_with_one_day_left_is_accepted():
    schedule = Schedule(end=date(2026, 3, 4), paused=(Pause(first=MONDAY, last=date(2026, 3, 3)),))
    check_falls_due(schedule, MONDAY)
    assert days_due(schedule, MONDAY, date(2027, 1, 1)) == [date(2026, 3, 4)]
